"""Templates and data access neither file system nor network: each way to name a URL, against canaries."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pikepdf
import pytest
from test_engine_pdf import ENGINE, PIXEL, bind, page, text_of

from docgen.engines.pdf.weasyprint.fetch import LIBRARY, ClosedFetcher
from docgen.errors import TemplateError
from docgen.library import open_library
from docgen.templating import Template

CANARY = "canary-in-the-file"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="90"'
WAYS = {
    "picture": '<img alt="x" src="{}">',
    "object": '<object data="{}" type="image/svg+xml"></object>',
    "embed": '<embed src="{}" type="image/svg+xml">',
    "sheet": '<link rel="stylesheet" href="{}">',
    "import": "<style>@import url({});</style>",
    "import of a string": '<style>@import "{}";</style>',
    "font": '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>x</p>',
    "background": '<p style="background: url({})">x</p>',
    "list mark": '<ul style="list-style-image: url({})"><li>x</li></ul>',
    "content": '<style>p::before {{ content: url("{}") }}</style><p>x</p>',
    "border": '<p style="border: 9px solid; border-image: url({}) 9">x</p>',
    "attached": '<a rel="attachment" href="{}">x</a>',
    "image in a drawing": SVG + '><title>t</title><image href="{}" width="9" height="9"/></svg>',
    "old image in a drawing": SVG + '><title>t</title><image xlink:href="{}" width="9" height="9"/></svg>',
    "use in a drawing": SVG + '><title>t</title><use href="{}#a"/></svg>',
    "import in a drawing": SVG + '><title>t</title><style>@import url({});</style><rect width="9" height="9"/></svg>',
    "font in a drawing": SVG
    + "><style>@font-face {{ font-family: y; src: url({}) }}</style><text y='9'>x</text></svg>",
    "fill of a drawing": SVG + '><title>t</title><rect fill="url({}#a)" width="9" height="9"/></svg>',
}
INSIDE = {
    "image": SVG + '><image href="{}" width="9" height="9"/></svg>',
    "use": SVG + '><use href="{}#a"/></svg>',
    "import": SVG + '><style>@import url("{}");</style><rect width="9" height="9"/></svg>',
    "base": SVG + ' xml:base="{}"><image href="x.png" width="9" height="9"/></svg>',
    "sheet": '<?xml-stylesheet href="{}" type="text/css"?>' + SVG + '><rect width="9" height="9"/></svg>',
    "entity": '<!DOCTYPE svg [<!ENTITY e SYSTEM "{}">]>' + SVG + '><text y="9">&e;</text></svg>',
}
WAYS.update(
    {
        f"{name} in a picture": f'<img alt="x" src="data:image/svg+xml,{quote(svg, safe="{}")}">'
        for name, svg in INSIDE.items()
    }
)


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server's address, and the requests that it got."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/again")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", paths
    server.shutdown()
    server.server_close()


def attempt(body: str) -> str:
    """The text of a page, or the reason of its refusal."""
    try:
        return "drawn: " + text_of(ENGINE.render(page(body), bind()))
    except TemplateError as error:
        return f"refused: {error}"


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_a_file_outside_the_library(way: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(f'{SVG}><text id="a" y="9">{CANARY}</text></svg>')
    assert CANARY not in attempt(WAYS[way].format(secret.as_uri()))


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_the_network(way: str, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    attempt(WAYS[way].format(address))
    assert paths == []


@pytest.mark.parametrize(
    "way", ["picture", "sheet", "import", "font", "background", "image in a drawing", "image in a picture"]
)
@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "http://127.0.0.1:1/x", "ftp://127.0.0.1/x", "FILE:///etc/hostname"]
)
def test_what_would_be_fetched_is_refused_and_named(way: str, address: str) -> None:
    said = attempt(WAYS[way].format(address))
    assert said.startswith("refused: ")
    assert "may not fetch" in said


def test_an_address_of_data_is_drawn() -> None:
    address = "data:image/svg+xml," + quote(f'{SVG}><text y="20">within</text></svg>')
    assert "within" in attempt(f'<img alt="x" src="{address}">')


def test_a_base_element_does_not_move_the_library(tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PIXEL)
    said = attempt(f'<base href="{tmp_path.as_uri()}/"><img alt="x" src="dot.png">')
    assert said.startswith("refused: ")


@pytest.mark.parametrize(
    "path", ["../secret.css", "a/../../secret.css", "%2e%2e/secret.css", "..%2fsecret.css", "/etc/hostname"]
)
def test_a_path_out_of_the_library_is_refused(path: str, tmp_path: Path) -> None:
    library = company(tmp_path)
    template = Template("x.html", f'<html lang="en"><img alt="x" src="{path}"></html>'.encode(), "0", None, library)
    with pytest.raises(TemplateError):
        ENGINE.render(template, bind())


def company(folder: Path) -> Callable[[str], bytes]:
    """The asset loader of a company's library."""
    (folder / "library" / "html" / "base").mkdir(parents=True)
    (folder / "secret.css").write_text(f"p::before {{ content: '{CANARY}' }}")
    (folder / "library" / "html" / "link.css").symlink_to(folder / "secret.css")
    (folder / "library" / "html" / "away").symlink_to(folder)
    (folder / "library" / "html" / "own.css").write_text('@import "base/more.css"; p::before { content: "own " }')
    (folder / "library" / "html" / "base" / "more.css").write_text('p::after { content: " more" }')
    return open_library(folder / "library").read_asset


@pytest.mark.parametrize("path", ["link.css", "away/secret.css"])
def test_a_link_of_the_file_system_does_not_lead_out_of_the_library(path: str, tmp_path: Path) -> None:
    source = f'<html lang="en"><title>t</title><link rel="stylesheet" href="{path}"><p>text</p></html>'
    template = Template("x.html", source.encode(), "0", None, company(tmp_path))
    with pytest.raises(TemplateError, match=f"no asset `{path}` in the library"):
        ENGINE.render(template, bind())


def test_a_sheet_of_the_library_may_import_another_of_it(tmp_path: Path) -> None:
    source = '<html lang="en"><title>t</title><link rel="stylesheet" href="own.css"><p>text</p></html>'
    template = Template("x.html", source.encode(), "0", None, company(tmp_path))
    assert text_of(ENGINE.render(template, bind())).split() == ["own", "text", "more"]


def test_the_fetcher_follows_no_redirect_and_knows_one_protocol() -> None:
    fetcher = ClosedFetcher(lambda path: path.encode())
    assert fetcher.fetch("data:,x").read() == b"x"
    assert fetcher.fetch(f"{LIBRARY}a/b.css").read() == b"a/b.css"
    assert not any("redirect" in type(handler).__name__.lower() for handler in fetcher.handlers)


def test_a_link_that_a_reader_may_follow_fetches_nothing(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    with pikepdf.open(BytesIO(ENGINE.render(page(f'<p><a href="{address}">out</a></p>'), bind()))) as pdf:
        assert str(pdf.pages[0].obj.Annots[0].A.URI) == address
    assert paths == []
