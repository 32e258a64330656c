"""Build the documents of everyday.yaml, and judge what adopt finds in them.

python -m tests.adopt.everyday       a table: places found, wrong and kept in each document
python -m tests.adopt.everyday -v    and each place that is missed, wrong or kept
"""

import io
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import docx
from pptx import Presentation
from pptx.util import Cm
from ruamel.yaml import YAML

from docgen.adopt import Adopted, adopt_template
from docgen.adopt.decisions import Decision

_PLACE = re.compile(r"⟪(.*?)([→←])(.*?)⟫", re.DOTALL)


@dataclass
class Place:
    """A marked place: the text of its line, which of the equal lines, where it is in it, and its right fields."""

    line: str
    number: int
    start: int
    end: int
    fields: tuple[str, ...]
    is_former: bool
    verdicts: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return self.line[self.start : self.end]

    @property
    def verdict(self) -> str:
        """The worst of the verdicts; without one it is `kept` or `missed`."""
        order = ("wrong", "asked", "offered", "right")
        return next((name for name in order if name in self.verdicts), "kept" if self.is_former else "missed")


@dataclass
class Everyday:
    """A document of the file: its bytes, and the places in it."""

    name: str
    kind: str
    language: str
    file_format: str
    data: bytes
    places: list[Place]


@cache
def documents() -> tuple[Everyday, ...]:
    rows = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(_document(row) for row in rows)


def _document(row: dict[str, Any]) -> Everyday:
    lines = row["text"].splitlines()
    places: list[Place] = []
    counts: Counter[str] = Counter()

    def plain(marked: str) -> str:
        pieces, end, found = [], 0, []
        for match in _PLACE.finditer(marked):
            pieces.append(marked[end : match.start()])
            start = sum(map(len, pieces))
            pieces.append(match[1])
            fields = tuple(name.strip() for name in match[3].split("/"))
            found.append((start, start + len(match[1]), fields, match[2] == "←"))
            end = match.end()
        text = "".join((*pieces, marked[end:]))
        places.extend(Place(text, counts[text], *one) for one in found)
        counts[text] += 1
        return text

    build = _word if row["format"] == "docx" else _deck
    data = build(lines, plain)
    return Everyday(row["name"], row["kind"], row["language"], row["format"], data, places)


def _cells(line: str) -> list[str]:
    return re.split(r"\s*\|\s*", line.strip()[1:-1].strip(" "))


def _word(lines: list[str], plain: Any) -> bytes:
    document = docx.Document()
    rows: list[list[str]] = []
    for line in (*lines, ""):
        if line.startswith("| "):
            rows.append(_cells(line))
            continue
        if rows:
            _table(document.add_table(len(rows), max(map(len, rows))), rows, plain)
            rows = []
        if line.startswith("^ "):
            document.sections[0].header.paragraphs[0].text = plain(line[2:])
        elif line.startswith("# "):
            document.add_heading(plain(line[2:]), 1)
        elif line.startswith("- "):
            document.add_paragraph(plain(line[2:]), "List Bullet")
        elif line:
            document.add_paragraph(plain(line))
    return _saved(document)


def _table(table: Any, rows: list[list[str]], plain: Any) -> None:
    for made, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(made.cells, cells, strict=False):
            cell.text = plain(text)


def _deck(lines: list[str], plain: Any) -> bytes:
    deck = Presentation()
    slide: Any = None
    rows: list[list[str]] = []
    for line in (*lines, ""):
        if line.startswith("| ") and line.endswith("|"):
            rows.append(_cells(line))
            continue
        if rows:
            shape = slide.shapes.add_table(len(rows), max(map(len, rows)), Cm(2), Cm(6), Cm(20), Cm(4))
            _table(shape.table, rows, plain)
            rows = []
        if line.startswith("--- "):
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = plain(line[4:])
        elif line:
            frame = slide.placeholders[1].text_frame
            paragraph = frame.add_paragraph() if frame.text else frame.paragraphs[0]
            paragraph.text = plain(line.removeprefix("- "))
    return _saved(deck)


def _saved(made: Any) -> bytes:
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def judged(one: Everyday, folder: Path) -> tuple[list[Place], Counter[str], Adopted]:
    """The places with their verdicts, and the number of places that only the program saw, by verdict."""
    path = folder / f"{one.name}.{one.file_format}"
    path.write_bytes(one.data)
    adopted = adopt_template(path, one.kind)
    for place in one.places:
        place.verdicts.clear()
    numbers = _numbers(adopted)
    extra: Counter[str] = Counter()
    for decision in adopted.decisions:
        spans = list(_spans(decision))
        hits = [
            place for line, start, end in spans for place in one.places
            if place.line == line.text and place.number == numbers[id(line)]
            and place.start < max(end, start + 1) and start < max(place.end, place.start + 1)
        ]  # fmt: skip
        for place in hits:
            place.verdicts.add(_verdict(decision, place))
        if not hits and decision.did in {"written", "doubt"} and decision.loop is None:
            is_number = decision.entry is None or decision.entry.path.endswith((".no", "line_no"))
            extra["wrong" if decision.did == "written" and not is_number else "needless"] += 1
    return one.places, extra, adopted


def _numbers(adopted: Adopted) -> dict[int, int]:
    counts: Counter[str] = Counter()
    numbers: dict[int, int] = {}
    parts = dict.fromkeys(decision.part for decision in adopted.decisions)
    for part in sorted(parts, key=lambda part: part.name if "slide" in part.name else ""):
        for line in part.lines:
            numbers[id(line)] = counts[line.text]
            counts[line.text] += 1
    return numbers


def _spans(decision: Decision) -> Iterator[tuple[Any, int, int]]:
    if decision.blank is not None:
        yield decision.blank.line, decision.blank.start, decision.blank.end
    elif decision.loop is not None:
        cells = [line for row in decision.loop.rows for cell in row for line in cell.lines]
        yield from ((line, 0, len(line.text)) for line in (*cells, *decision.loop.items))


def _verdict(decision: Decision, place: Place) -> str:
    fields = {f"doc.{name}" for name in place.fields}
    lists = {name.partition("[]")[0] for name in fields}
    if decision.loop is not None:
        if decision.did == "loop":
            return "right" if decision.loop.path in lists else "wrong"
        return "offered" if {path for path, _ in decision.loop.scores} & lists else "asked"
    if decision.did == "written":
        path = decision.entry.path if decision.entry else ""
        return "right" if path in fields or path in lists else "wrong"
    if decision.did == "left":
        return "asked"
    return (
        "offered" if any(f"({name})" in str(offer.label) for name in fields for offer in decision.offers) else "asked"
    )


def rows(only: str = "") -> Iterator[tuple[Everyday, list[Place], Counter[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        for one in documents():
            if only in one.name:
                yield one, *judged(one, Path(folder))[:2]


def table(found: list[tuple[Everyday, list[Place], Counter[str]]]) -> Iterator[str]:
    yield "| document | places | written | asked, offered | asked | missed | kept | wrong | needless |"
    yield "|---|---|---|---|---|---|---|---|---|"
    total: Counter[str] = Counter()
    for one, places, extra in found:
        count = Counter(place.verdict for place in places) + extra + Counter(places=len(places))
        total += count
        yield _row(one.name, count)
    yield _row("all", total)


def _row(name: str, count: Counter[str]) -> str:
    columns = ("places", "right", "offered", "asked", "missed", "kept", "wrong", "needless")
    return f"| {name} | {' | '.join(str(count[column]) for column in columns)} |"


def main() -> None:
    only = next((word for word in sys.argv[1:] if word != "-v"), "")
    found = list(rows(only))
    for one, places, _ in found if "-v" in sys.argv else ():
        for place in places:
            if place.verdict in {"missed", "kept", "wrong"}:
                print(f"    {one.name}: {place.verdict:7} {place.text!r} in {place.line!r}: {', '.join(place.fields)}")
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
