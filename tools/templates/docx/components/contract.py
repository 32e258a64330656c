"""Clauses and signatures of a contract."""

from collections.abc import Sequence
from dataclasses import dataclass

from templates.docx.components.drawn import seal
from templates.docx.markup.markers import each
from templates.docx.markup.styles import BODY
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import (
    CENTRE,
    KEEP_LINES,
    KEEP_NEXT,
    TEXT_WIDTH,
    Run,
    bold,
    border,
    muted,
    p,
    rules,
    spacing,
)
from templates.words import Words


def clauses(*loops: str) -> str:
    """Clauses under rules, the title next to the text, which may break over pages; each loop is `term in …`."""
    top = border("top", "line")
    title = Cell(p(bold("{{ term.title }}"), style="TableText"), rules=top, margins=(100, 0, 60, 160))
    text = p(Run("{{p term.text }}", size=10), style="TableText", shape=KEEP_LINES + spacing(after=4))
    body = Cell(text, rules=top, margins=(100, 0, 60, 0))
    row = Row([title, body], splits=True)
    rows = [part for loop in loops for part in rows_each(loop, row)]
    return table(widths(TEXT_WIDTH, 26, 74), rows, style="DocgenColumns")


@dataclass(frozen=True)
class Side:
    """A side that signs: its heading's key, and the names of the party and of the list of its signers."""

    key: str
    party: str
    signers: str
    signed_on: bool = False


def signatures(words: Words, sides: Sequence[Side], text: str) -> str:
    """Both sides' signatures on one page, each with a circle for its seal."""
    keep = KEEP_NEXT + KEEP_LINES

    def circle(number: int) -> Cell:
        name = p(words("seal"), style="Note", shape=spacing(3, 0) + CENTRE)
        return Cell(p(seal(words, number), style="Figure", shape=CENTRE) + name, margins=(500, 0, 0, 0))

    rows = [
        Row([Cell(p(words(side.key), style="TableHead")) for side in sides]),
        Row([Cell(p(bold("{{ " + side.party + ".full_name }}", size=BODY), style="TableText", shape=keep))
             for side in sides]),
        Row([Cell(_signing(words, side, keep)) for side in sides]),
        Row([circle(900), circle(901)]),
    ]  # fmt: skip
    spaced = [Row(_spread(row.cells), height=row.height) for row in rows]
    return p(text, shape=keep) + table(widths(TEXT_WIDTH, 47, 6, 47), spaced, style="DocgenColumns")


def _spread(cells: Sequence[Cell]) -> list[Cell]:
    return [cells[0], Cell(p(style="Gap", shape=KEEP_NEXT)), cells[1]]


def _signing(words: Words, side: Side, keep: str) -> str:
    ruled = rules(border("bottom", "line", 0.75, 3), border("between", "line", 0.75, 3))
    line = keep + ruled + spacing(20, 0)

    def blank(key: str, filled: str = "") -> str:
        return p(muted(words(key) + "  ", 9), filled, style="TableText", shape=line)

    day = "{{ who.signed_on }}" if side.signed_on else ""
    return each(
        f"who in {side.signers}",
        blank("authorised_signatory"),
        blank("signatory", "{{ who.who }}"),
        blank("signed_on", day),
    )
