"""Large figures, and bars."""

from templates.docx.components.columns import slots
from templates.docx.components.text import gap
from templates.docx.markup.styles import BODY, DISPLAY, H3
from templates.docx.markup.tables import Cell
from templates.docx.markup.text import Inline, Run, bold, p, spacing
from templates.tags import field
from templates.words import Words


def value_tiles(items: str) -> str:
    """Up to three large figures, each with its unit, label and basis."""
    tile = Cell(
        p(*measured("value.figure", "value.unit_text", DISPLAY), style="Big")
        + p(bold(field("value.label")), style="TableText", shape=spacing(2, 2))
        + p(field("value.basis"), style="Note", shape=spacing(after=0))
    )
    return slots(f"value in {items}", tile, 3) + gap()


def big_figure(words: Words, value: str, key: str, note: str = "") -> str:
    """A large figure with its label and a note."""
    made = p(value, style="Big") + p(bold(words(key)), style="TableText")
    return made + (p(note, style="Note", shape=spacing(after=0)) if note else "")


def measured(figure: str, unit: str, size: float, colour: str = "primary") -> list[Run]:
    """A figure and, smaller, its unit."""
    return [
        Run(field(figure), colour, size, bold=True),
        Run(field(unit), colour, H3 if size > 22 else min(size, BODY)),
    ]


def bar(row: str, size: float, times: int = 1) -> list[Inline]:
    """A bar of a row: `times` a hundred shaded spaces of `size` points.

    Spaces are as wide in all programs, as long as they aren't scaled (`w:w`), which ONLYOFFICE ignores.
    """
    return [
        Run(field(f"{row}.fine_bar") * times, size=size, fill="primary"),
        Run(field(f"{row}.fine_bar_rest") * times, size=size, fill="line"),
    ]
