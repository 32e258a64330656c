"""The shipped HTML templates on the samples: what must stand on which page, for whom, and in which dress."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from conftest import AUDIENCES, KINDS, ROOT, SAMPLES, WORKSPACE, loaded

import docgen
from docgen.schemas.base import Status

TEMPLATES = sorted((ROOT / "templates" / "html").rglob("*.html"))
EACH = [pytest.param(sample, audience, id=f"{sample.stem}-{audience}") for sample in SAMPLES for audience in AUDIENCES]
LANDSCAPE = {"lead_register"}


def samples_of(kind: str) -> list[Path]:
    return [sample for sample in SAMPLES if sample.name.startswith(f"{kind}.")]


def of_kind(kind: str) -> Any:
    return pytest.mark.parametrize(
        ("sample", "audience"),
        [pytest.param(s, a, id=f"{s.stem}-{a}") for s in samples_of(kind) for a in AUDIENCES],
    )


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(path)
    try:
        yield document
    finally:
        document.close()


def texts_of(path: Path) -> list[str]:
    with opened(path) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_template_holds_no_literal_colour_and_no_literal_language(template: Path) -> None:
    source = template.read_text(encoding="utf-8")
    printed = re.sub(r"\{% block motif %\}.*?\{% endblock %\}", "", source, flags=re.DOTALL)
    dress = r"\{% block (?:style|density|body_class) %\}.*?\{% endblock %\}|<style>.*?</style>|macro style.*?endmacro"
    printed = re.sub(dress, "", printed, flags=re.DOTALL)
    printed = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", printed, flags=re.DOTALL)
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|\brgba?\(", re.sub(r"\{\{.*?\}\}", "", source))
    assert not re.search(r"[\u3400-\u9fff]", re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL))
    words = re.findall(r"\b[A-Za-z]{3,}\b", re.sub(r"<[^>]*>", " ", printed))
    assert words == []


def test_the_style_sheet_names_colours_once() -> None:
    source = (ROOT / "templates" / "html" / "base" / "docgen.css").read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b|\brgba?\(", source) == ["#ffffff"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_base_template(kind: str) -> None:
    assert (ROOT / "templates" / "html" / "base" / f"{kind}.html").is_file()


@pytest.mark.parametrize(("sample", "audience"), EACH)
def test_every_page_carries_the_stamp_and_the_first_carries_it_whole(
    sample: Path, audience: str, rendered: Any
) -> None:
    path = rendered(sample, "pdf", audience)
    stamp = docgen.inspect(path).stamp
    pages = texts_of(path)
    for number, text in enumerate(pages, start=1):
        plain = squeezed(text)
        assert f"{stamp.doc_id}·V{stamp.version}·" in plain
        assert f"#{stamp.short_id}" in plain
        assert re.search(rf"{number}(/|of|页，共){len(pages)}", plain), plain[-120:]
    assert stamp.id in squeezed(pages[0])
    assert not any(text in squeezed(page) for page in pages for text in (stamp.template_name, "docgen"))


@pytest.mark.parametrize(("sample", "audience"), EACH)
def test_only_an_internal_copy_says_that_it_is_internal(sample: Path, audience: str, rendered: Any) -> None:
    marks = ("内部资料，不得对外", "Internal–notfortheclient")
    pages = [squeezed(text) for text in texts_of(rendered(sample, "pdf", audience))]
    marked = [any(mark in page for mark in marks) for page in pages]
    if audience == "client":
        assert not any(marked)
    else:
        assert all(marked[1:])


@pytest.mark.parametrize(("sample", "audience"), EACH)
def test_no_page_is_empty(sample: Path, audience: str, rendered: Any) -> None:
    for number, text in enumerate(texts_of(rendered(sample, "pdf", audience)), start=1):
        assert len(squeezed(text)) > 180, f"page {number} holds {text!r}"


@pytest.mark.parametrize(("sample", "audience"), EACH)
def test_no_heading_is_the_last_thing_on_a_page(sample: Path, audience: str, rendered: Any) -> None:
    path = rendered(sample, "pdf", audience)
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        numbers = {page.objgen: index for index, page in enumerate(pdf.pages)}
        places = [(item.title, numbers[item.destination[0].objgen], item.destination[3]) for item in flat(outline.root)]
    with opened(path) as document:
        for title, index, top in places:
            below = document[index].get_textpage().get_text_bounded(bottom=56, top=float(top) - 20)
            assert squeezed(below), f"{title!r} stands alone at the foot of page {index + 1}"


def flat(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from flat(item.children)


@pytest.mark.parametrize(("sample", "audience"), EACH)
def test_pages_are_a4_and_only_wide_matter_lies_across(sample: Path, audience: str, rendered: Any) -> None:
    kind = sample.name.split(".")[0]
    with opened(rendered(sample, "pdf", audience)) as document:
        sizes = [tuple(round(side) for side in page.get_size()) for page in document]
    wide = sizes.count((842, 595))
    assert wide + sizes.count((595, 842)) == len(sizes)
    assert wide == {"lead_register": len(sizes), "needs_analysis": 1}.get(kind, 0)


@of_kind("screening")
def test_a_screening_sheet_is_one_page(sample: Path, audience: str, rendered: Any) -> None:
    assert len(texts_of(rendered(sample, "pdf", audience))) == 1


@of_kind("playbook")
def test_each_playbook_entry_begins_a_page_and_the_index_names_that_page(
    sample: Path, audience: str, rendered: Any
) -> None:
    document = loaded(sample)
    path = rendered(sample, "pdf", audience)
    with pikepdf.open(path) as pdf:
        names = pdf.Root.Names.Dests.Names
        numbers = {page.objgen: index + 1 for index, page in enumerate(pdf.pages)}
        begun = {str(names[i]): numbers[names[i + 1][0].objgen] for i in range(0, len(names), 2)}
    entries = [f"entry-{number}" for number in range(len(document.include) + len(document.objections))]
    assert set(entries) <= set(begun)
    assert len({begun[entry] for entry in entries}) == len(entries)
    pages = texts_of(path)
    index = "\n".join(pages[: min(begun[entry] for entry in entries) - 1])
    printed = {int(number) for number in re.findall(r"(?:^|\s)(\d+)$", index, flags=re.MULTILINE)}
    assert {begun[entry] for entry in entries} <= printed
    if audience == "client":
        assert len(pages) - min(begun[entry] for entry in entries) + 1 == len(entries)


@of_kind("proposal")
def test_the_contents_name_the_page_of_each_chapter(sample: Path, audience: str, rendered: Any) -> None:
    path = rendered(sample, "pdf", audience)
    with pikepdf.open(path) as pdf:
        links = [note for note in pdf.pages[1].Annots if note.get("/Dest") is not None]
        names = pdf.Root.Names.Dests.Names
        numbers = {page.objgen: index + 1 for index, page in enumerate(pdf.pages)}
        known = {str(names[i]): numbers[names[i + 1][0].objgen] for i in range(0, len(names), 2)}
        wanted = [known[name] for name in dict.fromkeys(str(note.Dest) for note in links)]
    titles = re.split("修订记录|Revision history", texts_of(path)[1])[0]
    assert [int(number) for number in re.findall(r" (\d+)$", titles, flags=re.MULTILINE)] == wanted
    assert len(wanted) > 5


@of_kind("proposal")
def test_signatures_of_both_sides_stand_on_one_page(sample: Path, audience: str, rendered: Any) -> None:
    document = loaded(sample)
    last = squeezed(texts_of(rendered(sample, "pdf", audience))[-1])
    assert squeezed(document.client.full_name) in last
    assert squeezed(document.seller.full_name) in last
    assert last.count("盖章") + last.count("Companyseal") >= 2


@of_kind("proposal")
def test_the_price_table_ends_in_the_amount_payable_and_its_words(sample: Path, audience: str, rendered: Any) -> None:
    document = loaded(sample)
    whole = squeezed("".join(texts_of(rendered(sample, "pdf", audience))))
    assert f"{document.pricing.totals.payable:,.2f}" in whole
    for line in document.payable_in_words.split("\n"):
        assert squeezed(line) in whole


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.mostly_slow(keep="minutes")
def test_a_draft_is_watermarked_on_every_page_and_an_approved_one_on_none(kind: str) -> None:
    sample = min(samples_of(kind), key=lambda path: path.stat().st_size)
    document = loaded(sample)
    counts = {}
    for status in (Status.withdrawn, Status.approved):
        copy = document.model_copy(update={"status": status, "approved_by": "A. Chief"})
        data = docgen.render(copy, "pdf", audience="client", workspace=WORKSPACE).data
        opened_file = pypdfium2.PdfDocument(data)
        counts[status] = [sum(1 for _ in page.get_objects(max_depth=4)) for page in opened_file]
        texts = [squeezed(page.get_textpage().get_text_bounded()) for page in opened_file]
        opened_file.close()
        title = squeezed(status.title_en if str(document.language) == "en" else status.title_zh)
        expected = 1 if status is Status.approved else 2
        assert all(sorted_count(text, title) >= expected for text in texts)
    assert len(counts[Status.withdrawn]) == len(counts[Status.approved])
    extra = [more - less for more, less in zip(counts[Status.withdrawn], counts[Status.approved], strict=True)]
    assert all(extra), "the watermark adds text to every page"


def sorted_count(text: str, word: str) -> int:
    """How often all letters of `word` stand in `text`: a turned line is read letter by letter."""
    return min(text.count(letter) for letter in word)
