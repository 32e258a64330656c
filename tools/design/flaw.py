"""Findings of the design check: codes, place and message."""

from typing import NamedTuple

CODES = {
    "text.contrast": "text stands out from what lies under it by less than 4.5:1 (large text 3:1)",
    "text.small": "type is smaller than a page (8 pt, stamp lines 7) or a slide (12 pt, foot and labels 9) allows",
    "text.hidden": "text is covered, or clipped away",
    "text.overlap": "text lies over text",
    "text.runoff": "text runs off the page",
    "text.glyph": "a character without a glyph",
    "font.foreign": "a font that is not the brand's",
    "font.not-embedded": "a PDF's font is not inside it",
    "page.empty": "a page is nearly empty",
    "heading.title": "a document has not one title, or a slide none",
    "heading.skip": "a heading's level is skipped",
    "heading.alone": "a heading stands at a page's foot without what it heads",
    "heading.empty": "a heading, or a slide's title, has nothing under it",
    "alt.missing": "a picture, diagram or chart has no alternative text",
    "table.head": "a table's head row is not marked",
    "table.widow": "a table's last row stands alone on a page",
    "shape.off": "a shape stands beyond the slide",
    "shape.overlap": "a text, table, chart or picture lies over another",
    "shape.empty": "a placeholder is left empty",
    "fit.overflow": "text is too long for its box",
    "fit.table": "a table's row is taller than the slide has room for",
    "fit.picture": "a picture, chart or drawing stands beyond the slide",
}


class Flaw(NamedTuple):
    """One finding: `code` is a key of CODES, `place` a page, slide, shape or table in words."""

    file: str
    place: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.code} {self.message}"


def excerpt(text: str, length: int = 40) -> str:
    """Text shortened for a finding."""
    quoted = " ".join(text.split())
    return f"“{quoted if len(quoted) <= length else quoted[: length - 1] + '…'}”"
