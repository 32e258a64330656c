"""Compare two libraries: a line for each edit of a text file, renamed and overridden files, page pictures."""

import hashlib
import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from compare_files import edited, picture, saved, word_file
from conftest import ROOT
from docx import Document
from PIL import Image, ImageDraw

import docgen
from docgen.cli import cli
from docgen.compare.changes import OBJECTS, Change
from docgen.compare.diff import inline_diff, segments, tokens
from docgen.compare.pictures import Page, differing, pair_pages
from docgen.libreoffice import find_libreoffice
from docgen.messages.catalogue import catalogue

ENTRY = """---
category: price
verbatim: You are dearer.
owner: Martin Doyle
version: "2.1"
status: approved
proof:
  - figure: Gains of 3.7 times
    source: Review 2025
---

## Client answer

The gain pays for it within ten months.

## Clarifying questions

- Dearer than what?
"""
LABELS = "total: {en: Total, zh: 合计}\nnet: {en: Net, zh: 净额}\n"
BRAND = "primary: '1F3A5F'\nbody_latin: Calibri\n"
INDUSTRY = """id: services
name: {en: Services, zh: 服务业}
measures:
  - name: {en: First response, zh: 首次响应}
    unit: {en: minutes, zh: 分钟}
  - name: {en: NPS, zh: 净推荐值}
    unit: {en: points, zh: 分}
"""
FILES = {
    "objections/price-too-high.en.md": ENTRY.encode(),
    "labels/common.yaml": LABELS.encode(),
    "brand.yaml": BRAND.encode(),
    "industries/services.yaml": INDUSTRY.encode(),
    "docx/base/proposal.docx": saved(word_file()),
    "html/base/page.css": b".lead { font-size: 14pt; color: red }",
    "html/base/proposal.html": b"<h1>{{ doc.title }}</h1><p>Dear client</p>",
    "logo.png": picture("navy").getvalue(),
    "README.md": b"# Our library\n\nAsk Martin.\n",
}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def diff(tmp_path: Path, files: dict[str, bytes], language: str = "en") -> list[str]:
    old, new = write(tmp_path / "old", FILES), write(tmp_path / "new", files)
    return list(docgen.library_diff(old, new).lines(language))


def swap(name: str, old: str, new: str) -> dict[str, bytes]:
    text = FILES[name].decode()
    assert old in text
    return {**FILES, name: text.replace(old, new).encode()}


EDITS: dict[str, tuple[dict[str, bytes], list[str]]] = {
    "a label": (
        swap("labels/common.yaml", "Total", "Sum"),
        ["labels/common.yaml", "  label “total”: en “Total”, zh “合计” → en “Sum”, zh “合计”"],
    ),
    "a label more": (
        swap("labels/common.yaml", "net:", "tax: {en: Tax, zh: 税额}\nnet:"),
        ["labels/common.yaml", "  label “tax” added: en “Tax”, zh “税额”"],
    ),
    "a label gone": (
        swap("labels/common.yaml", "net: {en: Net, zh: 净额}\n", ""),
        ["labels/common.yaml", "  label “net” removed: en “Net”, zh “净额”"],
    ),
    "a brand colour": (
        swap("brand.yaml", "1F3A5F", "0B7A75"), ["brand.yaml", "  token “primary”: 1F3A5F → 0B7A75"],
    ),
    "an entry's owner": (
        swap("objections/price-too-high.en.md", "Martin Doyle", "Ann Lee"),
        ["objections/price-too-high.en.md", "  field “Owner”: Martin Doyle → Ann Lee"],
    ),
    "an entry's version": (
        swap("objections/price-too-high.en.md", '"2.1"', '"2.10"'),
        ["objections/price-too-high.en.md", "  field “Version”: 2.1 → 2.10"],
    ),
    "an entry's proof": (
        swap("objections/price-too-high.en.md", "Review 2025", "Review 2026"),
        ["objections/price-too-high.en.md", "  field “Proof › Gains of 3 7 times › Source”: Review 2025 → Review 2026"],
    ),
    "an entry's text": (
        swap("objections/price-too-high.en.md", "ten months", "a year"),
        ["objections/price-too-high.en.md",
         "  section “Client answer”: wording: The gain pays for it within [-ten months-]{+a year+}."],
    ),
    "a section more": (
        swap("objections/price-too-high.en.md", "## Client", "## Escalation\n\nTo the manager.\n\n## Client"),
        ["objections/price-too-high.en.md", "  field “Escalation” added: To the manager."],
    ),
    "a measure's unit": (
        swap("industries/services.yaml", "minutes", "seconds"),
        ["industries/services.yaml", "  field “measures › First response › Unit › en”: minutes → seconds"],
    ),
    "a style rule": (
        swap("html/base/page.css", "14pt", "13pt"), ["html/base/page.css", "  rule “.lead”: font-size 14pt → 13pt"],
    ),
    "a page's words": (
        swap("html/base/proposal.html", "Dear client", "Dear customer"),
        ["html/base/proposal.html", "  under “{{ doc.title }}”: wording: Dear [-client-]{+customer+}"],
    ),
    "a picture": (
        {**FILES, "logo.png": picture("maroon").getvalue()},
        ["logo.png", "  replaced: 120 × 40 px, cd0d126ddc7b → 120 × 40 px, f4dc2c7509ec"],
    ),
    "a text": (swap("README.md", "Martin", "Ann"), ["README.md", "  wording: Ask [-Martin-]{+Ann+}."]),
    "a file more": ({**FILES, "cases/x.en.md": b"---\n---\n"}, ["cases/x.en.md", "  new file"]),
    "a file gone": (
        {name: data for name, data in FILES.items() if name != "logo.png"}, ["logo.png", "  file removed"],
    ),
    "a file renamed": (
        {("docx/base/offer.docx" if "docx" in name else name): data for name, data in FILES.items()},
        ["docx/base/offer.docx", "  renamed from docx/base/proposal.docx"],
    ),
    "a file renamed and edited": (
        {("objections/too-dear.en.md" if name.startswith("obj") else name):
            data.replace(b"ten months", b"a year") for name, data in FILES.items()},
        ["objections/too-dear.en.md", "  renamed from objections/price-too-high.en.md",
         "  section “Client answer”: wording: The gain pays for it within [-ten months-]{+a year+}."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_a_library_is_reported_in_one_line(name: str, tmp_path: Path) -> None:
    files, lines = EDITS[name]
    assert diff(tmp_path, files) == lines


def test_two_copies_of_a_library_say_the_same(tmp_path: Path) -> None:
    files = {**FILES, "brand.yaml": b"# our look\nbody_latin: Calibri\nprimary: '1F3A5F'\n", ".hidden": b"x",
             "docx/base/~$proposal.docx": b"lock"}  # fmt: skip
    assert diff(tmp_path, files) == ["brand.yaml", "  saved again; nothing that is compared here has changed"]
    assert docgen.library_diff(tmp_path / "old", tmp_path / "new").changes == 0


def test_a_broken_file_is_compared_line_by_line(tmp_path: Path) -> None:
    lines = diff(tmp_path, swap("brand.yaml", "primary: '1F3A5F'", "primary: '1F3A5F"))
    assert lines == ["brand.yaml", "  wording: primary: '1F3A5F[-'-]"]


def test_a_field_is_named_in_the_language_asked_for(tmp_path: Path) -> None:
    lines = diff(tmp_path, swap("objections/price-too-high.en.md", "Martin Doyle", "Ann Lee"), "zh")
    assert lines == ["objections/price-too-high.en.md", "  字段“责任人”：Martin Doyle → Ann Lee"]


def company(tmp_path: Path, name: str, change: Callable[[Any], object] | None) -> Path:
    """A library whose proposal is the built-in one, or an edit of it."""
    data = (ROOT / "templates" / "docx" / "base" / "proposal.en.docx").read_bytes()
    if change is not None:
        document = Document(BytesIO(data))
        change(document)
        data = saved(document)
    return write(tmp_path / name, {"docx/base/proposal.en.docx": data, "cases/own.en.md": b"---\n---\n"})


def test_a_companys_library_is_held_against_the_built_in_one(tmp_path: Path) -> None:
    same = docgen.library_diff(company(tmp_path, "same", None))
    assert list(same.lines()) == [
        "docx/base/proposal.en.docx",
        "  the same as the built-in file: without it, the built-in one would be used",
    ]
    assert same.changes == 0
    ours = docgen.library_diff(company(tmp_path, "ours", lambda d: setattr(d.core_properties, "title", "Offer")))
    assert list(ours.lines()) == ["docx/base/proposal.en.docx", "  property “title”: Tailored proposal → Offer"]


def test_what_a_companys_file_leaves_to_the_built_in_one_is_no_difference(tmp_path: Path) -> None:
    files = {"brand.yaml": b"primary: '0B7A75'\n", "library.yaml": b"name: Ours\nversion: '3'\n"}
    ours = docgen.library_diff(write(tmp_path / "ours", files))
    assert list(ours.lines()) == ["brand.yaml", "  token “primary”: 1F3A5F → 0B7A75"]


def test_a_copy_of_a_built_in_file_that_has_changed_since_is_reported(tmp_path: Path) -> None:
    folder = company(tmp_path, "ours", lambda d: setattr(d.core_properties, "title", "Offer"))
    builtin = hashlib.sha256((ROOT / "templates" / "docx" / "base" / "proposal.en.docx").read_bytes()).hexdigest()
    (folder / "origins.yaml").write_text(f"docx/base/proposal.en.docx: '{builtin}'\n")
    assert "changed since" not in "\n".join(docgen.library_diff(folder).lines())
    (folder / "origins.yaml").write_text(f"docx/base/proposal.en.docx: '{builtin[::-1]}'\n")
    assert "changed since" in "\n".join(docgen.library_diff(folder).lines())


def test_a_change_that_a_companys_own_file_hides_is_reported(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"docx/services/proposal.en.docx": saved(word_file())})
    change = edited(saved(word_file()), lambda d: setattr(d.core_properties, "title", "Offer"), "docx")
    new = write(tmp_path / "new", {"docx/services/proposal.en.docx": change})
    ours = company(tmp_path, "ours", None)
    assert list(docgen.library_diff(old, new, over=ours).lines()) == [
        "docx/services/proposal.en.docx",
        "  property “title”: Proposal → Offer",
        "  your library's own file hides this change: ours/docx/base/proposal.en.docx",
    ]


def test_two_files_are_compared_whatever_they_are_called(tmp_path: Path) -> None:
    change = edited(FILES["docx/base/proposal.docx"], lambda d: setattr(d.core_properties, "title", "Offer"), "docx")
    folder = write(tmp_path, {"a.docx": FILES["docx/base/proposal.docx"], "b.docx": change})
    compared = docgen.library_diff(folder / "a.docx", folder / "b.docx")
    assert list(compared.lines()) == ["b.docx", "  property “title”: Proposal → Offer"]


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["library", "diff", *map(str, words)])
    return done.exit_code, done.stdout


def test_the_exit_code_says_whether_anything_changed(tmp_path: Path) -> None:
    old = write(tmp_path / "old", FILES)
    new = write(tmp_path / "new", swap("labels/common.yaml", "Total", "Sum"))
    assert run(old, old)[0] == 0
    assert run(old, new)[0] == 1
    assert run(old, tmp_path / "nowhere")[0] == 2
    assert run(old, new / "brand.yaml")[0] == 2
    assert run(old)[0] == 2
    assert run(old, new, "--pictures")[0] == 2
    assert run(old, "--against-built-in")[0] == 1


def test_json_holds_every_change_with_its_parts(tmp_path: Path) -> None:
    old = write(tmp_path / "old", FILES)
    new = write(tmp_path / "new", swap("brand.yaml", "1F3A5F", "0B7A75"))
    code, printed = run(old, new, "--json")
    (file,) = json.loads(printed)["files"]
    assert (code, file["path"], file["changes"][0]["code"]) == (1, "brand.yaml", "token.changed")
    assert file["changes"][0]["properties"] == [{"property": "value", "old": "1F3A5F", "new": "0B7A75"}]


def test_the_page_needs_no_other_file_and_prints_hostile_words_as_they_are(tmp_path: Path) -> None:
    old = write(tmp_path / "old", FILES)
    new = write(tmp_path / "new", swap("README.md", "Martin", "<script>alert(1)</script>"))
    page = docgen.save_diff_report(docgen.library_diff(old, new), tmp_path / "page.html", language="zh")
    text = page.read_text(encoding="utf-8")
    assert "<del>Martin</del>" in text
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert "http" not in text
    assert text == docgen.save_diff_report(
        docgen.library_diff(old, new), tmp_path / "again.html", language="zh"
    ).read_text(encoding="utf-8")


@pytest.mark.skipif(find_libreoffice() is None, reason="needs LibreOffice")
@pytest.mark.slow
def test_the_page_shows_a_template_before_and_after_with_a_sample_in_it(tmp_path: Path) -> None:
    name = "docx/base/screening.en.docx"
    data = (ROOT / "templates" / name).read_bytes()
    document = Document(BytesIO(data))
    document.add_paragraph("A line at the end.")
    old, new = write(tmp_path / "old", {name: data}), write(tmp_path / "new", {name: saved(document)})
    page = docgen.save_diff_report(docgen.library_diff(old, new), tmp_path / "page.html", pictures=True)
    text = page.read_text(encoding="utf-8")
    assert "Rendered with a sample" in text
    assert text.count("data:image/webp;base64,") >= 2


def blank(*boxes: tuple[int, int, int, int]) -> Image.Image:
    page = Image.new("RGB", (400, 560), "white")
    for box in boxes:
        ImageDraw.Draw(page).rectangle(box, fill="black")
    return page


def test_areas_that_differ_are_framed_apart() -> None:
    boxes = list(differing(blank((20, 20, 60, 30)), blank((20, 20, 60, 30), (24, 300, 60, 310), (300, 40, 340, 50))))
    assert boxes == [(300, 36, 348, 60), (24, 300, 72, 312)]


def test_a_page_put_in_stands_alone_and_the_stamps_line_is_no_difference() -> None:
    old = [Page(blank((0, 0, 200, 200))), Page(blank((200, 300, 390, 500)))]
    stamped = Page(blank((200, 300, 390, 500), (0, 540, 90, 550)), ((536, 556),))
    new = [old[0], Page(blank((0, 250, 390, 400), (100, 0, 390, 100))), stamped]
    pairs = [(pair.old_number, pair.new_number, pair.areas) for pair in pair_pages(old, new)]
    assert pairs == [(1, 1, 0), (0, 2, 1), (2, 3, 0)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The net price", "The gross price", "The [-net-]{+gross+} price"),
        ("线索来源登记", "线索渠道登记", "线索[-来源-]{+渠道+}登记"),
        ("pay {{ a.b }} now", "pay {{ a.c }} now", "pay [-{{ a.b }}-]{+{{ a.c }}+} now"),
        ("1,000.50 yuan", "1,200.50 yuan", "[-1,000.50-]{+1,200.50+} yuan"),
        ("one big house", "two small house", "[-one big-]{+two small+} house"),
    ],
)
def test_a_change_of_wording_is_marked_by_words_and_by_characters(old: str, new: str, expected: str) -> None:
    assert inline_diff(old, new) == expected


@pytest.mark.parametrize("text", ["", "a  b\n{{ x }}", "价格 12.5%，含税。", "{% if", "a{{b}}c"])
def test_nothing_is_lost_between_words(text: str) -> None:
    assert "".join(tokens(text)) == text
    assert "".join(segment.new for segment in segments("other 别的", text)) == text


def test_no_file_of_a_library_is_touched(tmp_path: Path) -> None:
    old, new = write(tmp_path / "old", FILES), tmp_path / "new"
    shutil.copytree(old, new)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    docgen.library_diff(old, new)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}


def test_a_heading_made_of_tags_is_named_by_its_labels_words(tmp_path: Path) -> None:
    def page(word: str) -> dict[str, bytes]:
        return {"html/base/own.html": f"<h2>{{{{ n() }}}} {{{{ label('pricing') }}}}</h2><p>{word}</p>".encode()}

    old, new = write(tmp_path / "old", page("One")), write(tmp_path / "new", page("Two"))
    assert list(docgen.library_diff(old, new).lines())[1] == "  under “Prices”: wording: [-One-]{+Two+}"
    assert list(docgen.library_diff(old, new).lines("zh"))[1].startswith("  “报价明细”一节：文字改动：")


def test_every_change_can_be_said_in_both_languages() -> None:
    own = ("wording", "look", "lines")
    listed = {key.removeprefix("compare.") for key in catalogue("compare") if ":" not in key}
    codes = [code for code in listed if code in own or ("." in code and not code.startswith("any."))]
    codes += [f"{kind}.{verb}" for kind in OBJECTS for verb in ("added", "removed", "changed", "facts", "moved")]
    assert len(codes) > 130
    for code in codes:
        change = Change(
            code, (), "a", "b", "c", (("size", "1", "2"),), {"before": 1, "after": 2, "added": 1, "removed": 1}
        )
        assert change.format("en")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in change.format("zh"))
