"""What docs/dev/typst.md promises of the spike: its content, its structure, and what its templates can't reach."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

typst = pytest.importorskip("typst", reason="the Typst spike is an extra of the benchmarks")

from benchmarks import typst_spike  # noqa: E402
from benchmarks.typst_content import another, leads, proposal  # noqa: E402
from benchmarks.typst_data import spike_files  # noqa: E402
from benchmarks.typst_spike import compile_files, render_typst, template_files  # noqa: E402
from docgen.audience import Markdown, View, as_data, fields_of, name_of  # noqa: E402
from docgen.templating import Bindings  # noqa: E402

pytestmark = pytest.mark.slow

_PREAMBLE = '#set document(title: "t")\n#set text(font: "Carlito")\n= H\n'


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The spike closes the net for its process; other tests keep theirs."""
    for name in typst_spike.PROXIES:
        monkeypatch.setenv(name, typst_spike.NO_PROXY_THERE)
    typst_spike.world.cache_clear()
    yield
    typst_spike.world.cache_clear()


def _text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_range() for page in document).split())


def _with_background(bindings: Bindings, text: str) -> Bindings:
    doc: View = bindings.names["doc"]
    changed = View(name_of(doc), {**fields_of(doc), "background": Markdown(text)})
    return replace(bindings, names={**bindings.names, "doc": changed})


def _compile(source: str, bindings: Bindings) -> bytes:
    files = {**template_files(), **spike_files(bindings), "proposal.typ": source.encode()}
    return compile_files("proposal", files, bindings.brand.pdf_fonts)


def _elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _elements(node.get("/K"))


@pytest.mark.parametrize("sample", ["manufacturing.zh", "services.en"])
def test_the_proposal_says_what_the_view_says(sample: str) -> None:
    _, bindings = proposal(sample)
    doc = bindings.names["doc"]
    text = _text(render_typst(bindings))
    texts = [doc.payable_in_words, doc.client.full_name, *(line.name for line in doc.pricing.lines)]
    texts += [case.title for case in bindings.names["cases"]] + [
        entry.verbatim for entry in bindings.names["objections"]
    ]
    assert [one for one in texts if "".join(one.split()) not in text] == []


def test_the_proposal_is_tagged_archivable_and_carries_the_clients_data() -> None:
    _, bindings = proposal("services.en")
    with pikepdf.open(BytesIO(render_typst(bindings))) as pdf:
        tags = [str(element["/S"]) for element in _elements(pdf.Root.StructTreeRoot.K)]
        assert {"/Title", "/H1", "/TOCI", "/TH", "/TD", "/L", "/Figure", "/Caption", "/Link"} <= set(tags)
        assert all("/Alt" in element for element in _elements(pdf.Root.StructTreeRoot.K) if element["/S"] == "/Figure")
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1<" in xmp
        assert "<pdfaid:part>3<" in xmp
        attached = json.loads(pdf.attachments["data.json"].get_file().read_bytes())
    assert attached == as_data(bindings.names["doc"])


def test_what_was_rendered_before_leaves_nothing_in_the_next_document() -> None:
    _, bindings = proposal("services.en")
    first = render_typst(bindings)
    assert render_typst(another(bindings, 7)) != first
    assert render_typst(bindings) == first


def test_text_from_data_is_never_a_template() -> None:
    _, bindings = proposal("services.en")
    hostile = '#panic("x") $x^2$ #read("/etc/passwd") @label `#sys` <here> \\#let'
    text = _text(render_typst(_with_background(bindings, hostile)))
    assert '#panic("x")$x^2$#read("/etc/passwd")@label#sys<here>#let' in text


@pytest.mark.parametrize(
    "expression",
    ['#read("/etc/passwd")', '#read("../../etc/passwd")', '#image("/etc/passwd")', '#import "@preview/cetz:0.3.4": *'],
)
def test_a_template_reaches_no_file_and_no_package(expression: str) -> None:
    _, bindings = proposal("services.en")
    with pytest.raises(typst.TypstError, match=r"not found|escape the project root|failed to download package"):
        _compile(_PREAMBLE + expression, bindings)


def test_an_error_names_template_line_and_column() -> None:
    _, bindings = proposal("services.en")
    with pytest.raises(typst.TypstError, match='does not contain key "pricng"') as caught:
        _compile('#import "parts.typ": *\n#show: page-look\n= H\n#doc.pricng.lines', bindings)
    assert "proposal.typ:4:5" in caught.value.diagnostic


def test_a_missing_glyph_is_refused_with_its_character() -> None:
    _, bindings = proposal("services.en")
    with pytest.raises(typst.TypstError, match="\U00013000"):
        render_typst(_with_background(bindings, "a \U00013000 b"))


def test_a_register_repeats_its_head_and_shows_every_lead() -> None:
    _, bindings = leads(40)
    data = render_typst(bindings)
    text = _text(data)
    assert all(lead.lead_no in text for lead in bindings.names["doc"].rows)
    assert text.count("Leadno.") > 1
