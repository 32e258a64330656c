"""Any input file can be read, or yields findings, in time and memory proportional to its size.

The hostile files are read in one process whose memory and processor time are bounded, so that a path whose work grows
with the square of the size can't pass.
"""

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import Workbook

import docgen
from docgen.errors import Finding
from docgen.loading.findings import MAX_REPEATS, limit_repeats
from docgen.messages import foreign
from docgen.schemas.base import list_ids, repeated_ids

MEMORY, SECONDS = 1536 * 1024**2, 200
HEADS = ["lead_no", "captured_at", "channel", "company", "industry", "contact"]
_SHEET = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = "</sheetData></worksheet>"
_STRINGS = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_SST = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_BIG = 200_000


def proposal(**changes: object) -> str:
    from ruamel.yaml import YAML

    data = YAML(typ="base").load((ROOT / "samples/proposal.services.en.yaml").read_text(encoding="utf-8"))
    return json.dumps({**data, **changes})


def minutes(**changes: object) -> str:
    from ruamel.yaml import YAML

    data = YAML(typ="base").load((ROOT / "samples/minutes.services.en.yaml").read_text(encoding="utf-8"))
    agreed, bounds = data["agreed"], data["bounds"]
    data.update({"agreed": agreed * 3_000, "bounds": bounds * 3_000} if "bounds" in changes else changes)
    return json.dumps(data)


def heads(rest: str) -> str:
    return ",".join(HEADS) + "\n" + rest


TEXTS: dict[str, Callable[[], str]] = {
    "nul.yaml": lambda: "\0" * _BIG,
    "nul.yml": lambda: "kind: proposal\n" + "a: \x0b\n" * (_BIG // 5),
    "marks.yaml": lambda: "kind: proposal\n" + "\ufeff" * _BIG,
    "nul.json": lambda: "\0" * _BIG,
    "nul.csv": lambda: heads("\x01,\x02\n" * (_BIG // 8)),
    "unknown.yaml": lambda: "kind: minutes\n" + "".join(f"k{n}: 1\n" for n in range(40_000)),
    "empty.yaml": lambda: "kind: minutes\n" + "".join(f"k{n}:\n" for n in range(40_000)),
    "doubled.json": lambda: '{"kind":"minutes"' + ',"a":1' * 60_000 + "}",
    "tags.yaml": lambda: "kind: minutes\n" + "".join(f"k{n}: !x 1\n" for n in range(20_000)),
    "deep.yaml": lambda: "[" * _BIG,
    "deep.json": lambda: '{"a":' * _BIG,
    "figure.json": lambda: proposal(must_pains=["9" * _BIG]),
    "long.yaml": lambda: "kind: minutes\nround: " + "9" * _BIG,
    "line.yaml": lambda: "kind: minutes\ntitle: '" + "x " * _BIG + "'",
    "cases.json": lambda: proposal(cases=[f"case-{n}" for n in range(120_000)]),
    "pains.json": lambda: proposal(must_pains=[f"X{n}" for n in range(20_000)]),
    "bounds.json": lambda: minutes(bounds=None),
    "legal.json": lambda: minutes(legal=["a"] * 120_000),
    "quote.csv": lambda: heads('"' + "a,b\n" * (_BIG // 4)),
    "quotes.csv": lambda: heads('"a' * (_BIG // 2)),
    "columns.csv": lambda: "a," * 1_000_000 + "\n" + "b," * 1_000_000,
    "wide.csv": lambda: ("1," * 400 + "\n") * 5_000,
    "long.csv": lambda: heads("x" * 5_000_000),
    "rows.csv": lambda: heads("\n" * 5_000_000),
    "wrong.csv": lambda: heads("1,2,3,4,5,6,7\n" * 40_000),
}


def packed(sheets: list[str], strings: str = "", before: str = "") -> bytes:
    """A workbook with this XML as its sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number in range(len(sheets)):
        book.create_sheet(f"S{number}").append(["x"])
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            at = name.removeprefix("xl/worksheets/sheet").removesuffix(".xml")
            data = old.read(name).decode()
            if at.isdecimal():
                data = before + sheets[int(at) - 1]
            elif name == "[Content_Types].xml" and strings:
                data = data.replace("</Types>", f"{_STRINGS}</Types>")
            new.writestr(name, data)
        if strings:
            new.writestr("xl/sharedStrings.xml", strings)
    return out.getvalue()


def sheet(rows: str) -> str:
    return _SHEET + rows + _END


_FAR = sheet("".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 10_001)))
_LOW = sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')
_NEVER = sheet('<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>')
_MERGED = (
    _SHEET
    + '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="2000">'
    + ('<mergeCell ref="A1:XFD1048576"/>' * 2_000 + "</mergeCells></worksheet>")
)
_SPACES = " " * 5_000
BOOKS: dict[str, Callable[[], bytes]] = {
    "far.xlsx": lambda: packed([_FAR]),
    "low.xlsx": lambda: packed([_LOW]),
    "low-sheets.xlsx": lambda: packed([_LOW] * 300),
    "never.xlsx": lambda: packed([_NEVER]),
    "merged.xlsx": lambda: packed([_MERGED]),
    "sheets.xlsx": lambda: packed([sheet('<row r="1"><c r="A1"><v>1</v></c></row>')] * 500),
    "strings.xlsx": lambda: packed([_LOW], f"{_SST}{'<si><t>a</t></si>' * 9_000_000}</sst>"),
    "many-strings.xlsx": lambda: packed(
        [_LOW], _SST + "".join(f"<si><t>{n:x}</t></si>" for n in range(200_000)) + "</sst>"
    ),
    "cells.xlsx": lambda: packed(
        [sheet("".join(f'<row r="{n}"><c r="KN{n}"><v>1</v></c></row>' for n in range(1, 10_001)))]
    ),
    "entities.xlsx": lambda: packed(
        [_LOW], before=f'<?xml version="1.0"?><!--{_SPACES}--><!DOCTYPE x [<!ENTITY a "a">]>'
    ),
}


def outcomes_in(folder: Path) -> dict[str, list[str]]:
    """First finding and number of lines of each hostile file, read in a process with limits."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text(), encoding="utf-8")
        if name.endswith(".csv"):
            (folder / f"{name[:-4]}.document.yaml").write_text("kind: lead_register\n")
    for name, data in BOOKS.items():
        (folder / name).write_bytes(data())
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), str(folder)],
        capture_output=True, text=True, cwd=ROOT, preexec_fn=_bounded, check=False,
    )  # fmt: skip
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"ended by {done.returncode} after {outcomes[-1:]}: {done.stderr[-2000:]}"
    return {name: lines for name, lines in outcomes}


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    return outcomes_in(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("name", [*TEXTS, *BOOKS])
@pytest.mark.slow
def test_a_hostile_file_ends_in_a_bearable_number_of_findings(outcomes: dict[str, list[str]], name: str) -> None:
    lines = outcomes[name]
    assert len(lines) <= 12 * (MAX_REPEATS + 1)
    assert max(map(len, lines), default=0) < 7_000


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nul.yaml", "199,990 more control characters follow"),
        ("unknown.yaml", "39,000 more like the one above"),
        ("empty.yaml", "39,000 more like the one above"),
        ("doubled.json", "58,999 more like the one above"),
        ("wrong.csv", "39,000 more like the one above"),
        ("columns.csv", "the line has 2,000,000 characters"),
        ("wide.csv", "the row has 401 cells; the limit is 300"),
        ("far.xlsx", "the table is empty"),
        ("low-sheets.xlsx", "its cells are too far apart"),
        ("never.xlsx", "its cells are too far apart"),
        ("strings.xlsx", "unpacks to 145 MB"),
        ("cells.xlsx", "more than 2,000,000 cells"),
        ("entities.xlsx", "declares XML entities"),
        ("bounds.json", "at most 200 items"),
    ],
)
@pytest.mark.slow
def test_what_is_too_much_is_said(outcomes: dict[str, list[str]], name: str, words: str) -> None:
    assert any(words in line for line in outcomes[name])


def test_the_first_control_characters_have_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("kind: proposal\ntitle: a\x07b\x00\nx: \x1f\n" + "\x7f" * 30, encoding="utf-8")
    found = docgen.check(path)
    assert [(finding.line, finding.column) for finding in found[:4]] == [(2, 9), (2, 11), (3, 4), (4, 1)]
    assert found[0].values == {"character": "U+0007"}
    assert (found[-1].message, found[-1].values) == ("23 more control characters follow", {"count": 23})


def test_a_fault_in_each_row_is_one_finding_with_its_rows(tmp_path: Path) -> None:
    (tmp_path / "a.document.yaml").write_text("kind: lead_register\n")
    path = tmp_path / "a.csv"
    path.write_text(heads("L,never,exhibition,C,hotels,P\n" * (MAX_REPEATS + 5)))
    first, more = [finding for finding in docgen.check(path) if "captured_at" in finding.place]
    assert (first.line, first.code) == (2, "input.date")
    assert "(and 999 more rows: 3–1001)" in first.message
    assert (more.code, more.values) == ("input.more", {"count": 5})


def test_a_shortened_message_names_its_field_once() -> None:
    found = [
        Finding("input.type", foreign("x" * 3_000), subject="email", line=number) for number in range(MAX_REPEATS + 1)
    ]
    shortened = limit_repeats(found)
    assert shortened[0].message.startswith("email: xxx") and len(shortened[0].message) <= 2_000
    assert shortened[-1].message == "1 more like the one above"


def test_rows_below_empty_ones_keep_their_cells_names(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADS)
    for column, value in enumerate(["L-1", "never", "exhibition", "C", "hotels"], 1):
        page.cell(90_000, column, value)
    page.cell(3, 9_000, "stray")
    book.save(tmp_path / "a.xlsx")
    places = {finding.place for finding in docgen.check(tmp_path / "a.xlsx")}
    assert {"Sheet!B90000", "Sheet!F90000"} <= places


def test_ids_of_a_message_are_listed_up_to_twenty() -> None:
    assert str(list_ids(())) == "none"
    assert str(list_ids("abc")) == "a, b, c"
    assert str(list_ids(map(str, range(30)))).endswith("18, 19 … (30 in all)")
    assert list(repeated_ids(["a", "b", "a", "a"])) == [(2, "a"), (3, "a")]


def main() -> None:
    for name in [*TEXTS, *BOOKS]:
        lines = [finding.show() for finding in docgen.check(Path(sys.argv[1]) / name)]
        sys.stdout.write(json.dumps([name, lines]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
