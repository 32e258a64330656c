"""The gallery shows every template, renders only what changed, and its page is self-contained."""

import html
import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import FORMATS, KINDS, ROOT, SAMPLES

import docgen
from docgen.cli import cli
from docgen.gallery.cache import LibraryState
from docgen.library import open_library
from docgen.library.layers import builtin_samples

EN_PDF = docgen.PreviewChoice(("screening", "playbook"), formats=("pdf",), languages=("en",), audiences=("client",))
SMALL_PLAYBOOK = """
kind: playbook
doc_id: PB-1
title: One objection
version: "1.0"
status: approved
date: 2026-11-03
prepared_by: Martin Doyle
approved_by: Sarah Whitfield
audience: internal
language: en
industry: services
seller: {full_name: Northgate Ltd, short_name: Northgate, address: Bristol}
include: [price-too-high]
"""
BROKEN = "{% extends 'base/_page.html' %}{% block body %}{{ doc.nope }}<script>alert(1)</script>{% endblock %}"


def run(*args: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company's library over the built-in one, with a playbook of its own that is quick to make."""
    folder = docgen.start_library(tmp_path / "acme", industry="services", language="en").folder
    (folder / "samples").mkdir()
    (folder / "samples" / "playbook.yaml").write_text(SMALL_PLAYBOOK, encoding="utf-8")
    return folder


@pytest.fixture
def changed(tmp_path: Path, company: Path) -> Callable[[], list[str]]:
    """A function that makes a preview of `EN_PDF` and returns the kinds that were rendered."""

    def preview() -> list[str]:
        made = docgen.preview_library(company, EN_PDF, pages=1, processes=1, cache=tmp_path / "cache")
        assert len(list(made.make())) == made.steps
        assert made.findings == ()
        return [card.kind for card in made.changed]

    return preview


def cards(library: Path | None, choice: docgen.PreviewChoice | None = None, cache: Path = Path("none")) -> list[tuple]:
    preview = docgen.preview_library(library, choice, cache=cache)
    assert preview.unreadable == ()
    return [(card.identity, card.template) for card in preview.cards]


def test_every_template_and_every_sample_is_shown_to_both_readers(tmp_path: Path) -> None:
    shown = cards(None, cache=tmp_path)
    templates = {
        f"templates/{row['file'].removeprefix('templates/')}" for row in docgen.library_contents()["templates"]
    }
    assert {template for _, template in shown} == templates
    assert {identity[-1] for identity, _ in shown} == {f"samples/{sample.name}" for sample in SAMPLES}
    assert {identity[0] for identity, _ in shown} == set(KINDS)
    assert len({identity for identity, _ in shown}) == len(shown)
    for audience in ("client", "internal"):
        assert {(identity[0], identity[2]) for identity, _ in shown if identity[4] == audience} == {
            (kind, file_format) for kind in KINDS for file_format in FORMATS
        }


def test_a_companys_sample_stands_in_for_docgens_of_the_same_industry_and_language(company: Path) -> None:
    shutil.copy(ROOT / "samples" / "minutes.services.en.yaml", company / "samples" / "ours.yaml")
    choice = docgen.PreviewChoice(("minutes",), formats=("docx",), audiences=("client",))
    shown = {identity[-1] for identity, _ in cards(company, choice, company / ".cache")}
    assert "acme/samples/ours.yaml" in shown
    assert "samples/minutes.services.en.yaml" not in shown
    assert "samples/minutes.manufacturing.zh.yaml" in shown


def test_a_template_of_one_industry_and_language_is_shown_though_no_sample_is_of_it(company: Path) -> None:
    own = company / "docx" / "retail" / "minutes.en.docx"
    own.parent.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "docx" / "base" / "minutes.en.docx", own)
    shown = [pair for pair in cards(company, cache=company / ".cache") if pair[1] == "acme/docx/retail/minutes.en.docx"]
    assert {identity[:4] for identity, _ in shown} == {("minutes", "retail", "docx", "en")}


def test_an_industry_without_samples_is_shown_with_those_of_another(tmp_path: Path) -> None:
    choice = docgen.PreviewChoice(industries=("retail",), formats=("pptx",), audiences=("client",))
    shown = [identity for identity, _ in cards(None, choice, tmp_path)]
    assert {identity[1] for identity in shown} == {"retail"}
    assert {(identity[0], identity[3]) for identity in shown} >= {
        (kind, code) for kind in KINDS for code in ("zh", "en")
    }


@pytest.mark.parametrize("of", ["kinds", "industries", "formats", "languages", "audiences"])
def test_a_name_that_there_is_not_is_a_wrong_call(of: str, tmp_path: Path) -> None:
    with pytest.raises(docgen.UsageError, match="nosuch"):
        docgen.preview_library(None, docgen.PreviewChoice(**{of: ("nosuch",)}), cache=tmp_path)


@pytest.mark.slow
def test_only_what_changed_is_rendered_again(changed: Callable[[], list[str]], company: Path) -> None:
    both = ["screening", "playbook"]
    assert changed() == both
    assert changed() == []
    html, own = company / "html" / "base", company / "html" / "base" / "playbook.html"
    html.mkdir(parents=True)
    shutil.copy(ROOT / "templates" / "html" / "base" / "playbook.html", own)
    assert changed() == ["playbook"], "another template"
    (html / "minutes.html").write_text(own.read_text("utf-8"), "utf-8")
    assert changed() == [], "the template of another kind"
    (html / "_parts.html").write_text((ROOT / "templates/html/base/_parts.html").read_text("utf-8") + "\n", "utf-8")
    assert changed() == both, "what both include"
    entry = company / "objections" / "services" / "price-too-high.en.md"
    entry.write_text("---\npersona: CFO\n---\n\n## Short script\n\nOurs.\n", encoding="utf-8")
    assert changed() == ["playbook"], "an objection that one of them prints"
    (company / "objections" / "nobody-asks.en.md").write_text("---\n---\n", encoding="utf-8")
    (company / "README.md").write_text("read", encoding="utf-8")
    assert changed() == [], "what neither is made from"
    labels = company / "labels" / "company.yaml"
    labels.write_text(labels.read_text("utf-8").replace("For the addressee only", "For you alone"), "utf-8")
    assert changed() == both, "the labels"
    (company / "brand.yaml").write_text("primary: '102030'\n", encoding="utf-8")
    assert changed() == both, "the look"
    industry = (ROOT / "templates/industries/services.yaml").read_text("utf-8")
    (company / "industries").mkdir()
    (company / "industries/services.yaml").write_text(industry.replace("wave", "gear"), "utf-8")
    assert changed() == both, "the industry"
    (company / "industries/retail.yaml").write_text(industry.replace("id: services", "id: retail"), "utf-8")
    assert changed() == [], "another industry"


@pytest.mark.slow
def test_a_changed_sample_renders_its_own_documents_again(changed: Callable[[], list[str]], company: Path) -> None:
    changed()
    own = company / "samples" / "ours.yaml"
    text = (ROOT / "samples" / "screening.services.en.yaml").read_text(encoding="utf-8")
    own.write_text(text, encoding="utf-8")
    assert changed() == ["screening"]
    own.write_text(text + "# a note\n", encoding="utf-8")
    assert changed() == ["screening"]
    assert changed() == []


@pytest.mark.slow
def test_all_is_rendered_again_when_asked(changed: Callable[[], list[str]], tmp_path: Path, company: Path) -> None:
    changed()
    again = docgen.preview_library(company, EN_PDF, pages=1, cache=tmp_path / "cache", redo=True)
    assert again.changed == again.cards
    more = docgen.preview_library(company, EN_PDF, pages=2, cache=tmp_path / "cache")
    assert more.changed == more.cards


@pytest.mark.slow
def test_a_damaged_cache_is_rendered_again(changed: Callable[[], list[str]], tmp_path: Path) -> None:
    changed()
    for path in (tmp_path / "cache").rglob("*.kept"):
        path.write_text('{"key": 1', encoding="utf-8")
    assert changed() == ["screening", "playbook"]


@pytest.mark.slow
def test_the_gallery_is_the_same_whether_made_or_kept(tmp_path: Path) -> None:
    choice = docgen.PreviewChoice(("screening",), languages=("en",), audiences=("client",))
    first = docgen.preview_library(None, choice, pages=1, cache=tmp_path)
    list(first.make())
    second = docgen.preview_library(None, choice, pages=1, cache=tmp_path)
    assert second.steps == 0
    assert first.html() == second.html()
    again = docgen.preview_library(None, choice, pages=1, processes=1, cache=tmp_path, redo=True)
    list(again.make())
    assert again.html() == first.html()


@pytest.mark.slow
def test_a_template_that_fails_shows_its_findings_and_the_others_their_pages(company: Path, tmp_path: Path) -> None:
    own = company / "html" / "base" / "screening.html"
    own.parent.mkdir(parents=True)
    own.write_text(BROKEN, encoding="utf-8")
    out = tmp_path / "gallery.html"
    args = ("library", "preview", company, "--kind", "screening,playbook", "--format", "pdf", "--language", "en",
            "--audience", "client", "--pages", "1", "--out", out)  # fmt: skip
    code, stdout, stderr = run(*args)
    page = out.read_text(encoding="utf-8")
    assert code == 1
    assert "acme/html/base/screening.html" in stderr
    assert "nope" in stderr
    assert page.count('class="failed"') == 1
    assert "acme/html/base/screening.html" in page
    assert page.count("data:image/webp") == 1
    code, stdout, _ = run(*args, "--json")
    again = json.loads(stdout)
    assert (code, again["documents"], again["made"], again["failed"]) == (1, 2, 0, 1)
    own.unlink()
    code, stdout, _ = run(*args, "--json")
    assert (code, json.loads(stdout)["made"], json.loads(stdout)["failed"]) == (0, 1, 0)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep tests away from the user's cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))


def test_the_samples_go_into_the_wheel_where_an_installed_docgen_looks_for_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {name: packed[name] for name in ("samples", "templates")} == {
        "samples": "docgen/_samples",
        "templates": "docgen/_templates",
    }
    assert builtin_samples() == ROOT / "samples", "this is a checkout"


def test_a_sample_that_cannot_be_read_is_a_finding(company: Path, tmp_path: Path) -> None:
    (company / "samples" / "broken.yaml").write_text("kind: screening\n", encoding="utf-8")
    text = (ROOT / "samples" / "screening.services.en.yaml").read_text(encoding="utf-8")
    (company / "samples" / "mining.yaml").write_text(text.replace("industry: services", "industry: ../x"), "utf-8")
    (company / "samples" / "fishing.yaml").write_text(text.replace("industry: services", "industry: fishing"), "utf-8")
    preview = docgen.preview_library(company, EN_PDF, pages=1, cache=tmp_path / "cache")
    list(preview.make())
    files = {f"acme/samples/{name}.yaml" for name in ("broken", "fishing", "mining")}
    assert {finding.file for finding in preview.findings} == files
    page = html.unescape(preview.html())
    assert "acme/samples/broken.yaml" in page
    assert "no industry 'fishing' in the library" in page
    assert "模板库里没有“fishing”这个行业" in page


def test_what_a_machine_lacks_is_reported_and_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choice = docgen.PreviewChoice(("screening",), formats=("docx",), languages=("en",), audiences=("client",))
    with monkeypatch.context() as context:
        context.setenv("PATH", str(tmp_path))
        lacking = docgen.preview_library(None, choice, cache=tmp_path / "cache")
        list(lacking.make())
        assert "LibreOffice is not installed" in lacking.html()
        assert lacking.failed == lacking.cards
        assert lacking.exit_code == 3
        lacking = docgen.preview_library(None, choice, cache=tmp_path / "cache")
        assert lacking.changed == lacking.cards


class _Seen(HTMLParser):
    """The elements of a page with their attributes; refuses one that is closed and was not open."""

    void = frozenset({"meta", "img", "input", "br", "link", "wbr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    choice = docgen.PreviewChoice(("screening", "minutes"), formats=("pdf",))
    preview = docgen.preview_library(None, choice, pages=2, cache=tmp_path_factory.mktemp("cache"))
    list(preview.make())
    return preview.html()


@pytest.mark.slow
def test_the_page_is_whole_and_holds_all_that_it_shows(page: str) -> None:
    seen = _Seen(page)
    assert not re.search(r"""src="(?!data:image/webp)""", page)
    assert "href=" not in page
    assert "url(" not in page
    assert "@import" not in page
    assert not seen.all("link")
    assert {image["alt"] == "" for image in seen.all("img")[:-1]} == {False}
    assert len(seen.all("article")) == 10
    assert len(page.encode()) < 100_000 * len(seen.all("article"))


@pytest.mark.slow
def test_the_page_can_be_narrowed_in_every_way_its_documents_differ_in(page: str) -> None:
    seen = _Seen(page)
    offered = {(given["name"], given["value"]) for given in seen.all("input") if given.get("name") and given["value"]}
    articles = seen.all("article")
    for name in ("kind", "industry", "language", "audience"):
        assert {value for of, value in offered if of == name} == {article[f"data-{name}"] for article in articles}
    assert {name for name, _ in offered} == {"kind", "industry", "language", "audience"}, (
        "one format, nothing to choose"
    )


@pytest.mark.slow
def test_the_page_speaks_both_languages(page: str) -> None:
    for words in ("Template gallery", "模板图库", "Screening sheet", "线索初筛评估表", "Manufacturing", "制造业"):
        assert words in page
    assert page.count('<span lang="en">') == page.count('<span lang="zh-CN">')


def test_what_a_finding_quotes_is_text_on_the_page(company: Path, tmp_path: Path) -> None:
    own = company / "html" / "base" / "screening.html"
    own.parent.mkdir(parents=True)
    own.write_text("{{ '<script>x()</script>'|nosuch }}", encoding="utf-8")
    preview = docgen.preview_library(company, EN_PDF, pages=1, cache=tmp_path / "cache")
    list(preview.make())
    assert "nosuch" in preview.html()
    assert len(_Seen(preview.html()).all("script")) == 1


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs a browser")
@pytest.mark.slow
def test_a_browser_shows_what_the_address_asks_for(page: str, tmp_path: Path) -> None:
    (tmp_path / "gallery.html").write_text(page, encoding="utf-8")
    address = f"{(tmp_path / 'gallery.html').as_uri()}#kind=minutes&audience=client&language=zh"
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--lang=zh-CN", "--virtual-time-budget=3000",
               f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", address]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120).stdout
    visible = [article for article in _Seen(shown).all("article") if "hidden" not in article]
    assert [(article["data-kind"], article["data-language"]) for article in visible] == [("minutes", "zh")]
    assert re.search(r"<output>1 (documents|份文件)</output>", shown)


def test_a_digest_follows_the_files_that_it_names(tmp_path: Path) -> None:
    def digest() -> str:
        return LibraryState(open_library(tmp_path)).digest(("html/base/a.html", "approvals/objections/x.en/*"))

    (tmp_path / "html" / "base").mkdir(parents=True)
    states = [digest()]
    for name in ("html/base/a.html", "approvals/objections/x.en/1.yaml", "approvals/objections/x.en/2.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
        states.append(digest())
    (tmp_path / "html/base/b.html").write_text("", encoding="utf-8")
    (tmp_path / "approvals/objections/xy.en").mkdir()
    (tmp_path / "approvals/objections/xy.en/1.yaml").write_text("", encoding="utf-8")
    assert digest() == states[-1]
    (tmp_path / "html/base/a.html").write_text("other", encoding="utf-8")
    states.append(digest())
    assert len(set(states)) == len(states)
