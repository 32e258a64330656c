"""Fit text and tables of a slide, and report what doesn't fit."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from docgen.engines.pptx.fit.frames import BOX, Frame, PlaceholderKey, frame_of, shapes_off_slide
from docgen.engines.pptx.fit.styles import Fonts
from docgen.engines.pptx.fit.tables import fit_tables, tables_of, tallest_excess
from docgen.engines.pptx.fit.text import Overflow, fit_text, grow, surely_fits, text_height
from docgen.errors import Finding
from docgen.ooxml.names import Element, P

_DEFAULT: Final = Frame()


class Sheet(NamedTuple):
    """A slide's size and the lower limit of its tables, in points."""

    width: float = 960.0
    height: float = 540.0
    bottom: float = 500.0


def fit_slide(
    slide: Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts, sheet: Sheet, place: str
) -> tuple[bool, list[Finding]]:
    """Fit text and tables of `slide` (p:sld) as far as its template allows; whether the tree changed, and findings.

    Text with a:normAutofit, its own or inherited, gets the scale that PowerPoint would compute; boxes with a:spAutoFit
    grow; tables get smaller type. `frames` come from `placeholder_frames`, `fonts` from `fonts_of`. Call it before
    `continue_tables`. Findings are warnings at `place` with the shape's name: `fit.overflow`, `fit.table`,
    `fit.picture`. The result is deterministic for the same installed fonts.
    """
    changed, findings = False, list[Finding]()
    for shape in slide.iter(f"{{{P}}}sp"):
        is_changed, finding = _fit_shape(shape, frames, fonts, sheet, place)
        changed = changed or is_changed
        findings += [finding] if finding else []
    levels = frames.get(BOX, _DEFAULT).levels
    changed = fit_tables(slide, sheet.bottom, levels, fonts) or changed
    return changed, [
        *findings,
        *_rows_too_tall(slide, frames, fonts, sheet, place),
        *_off_slide(slide, sheet, place),
    ]


def _fit_shape(
    shape: Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts, sheet: Sheet, place: str
) -> tuple[bool, Finding | None]:
    body = shape.find(f"{{{P}}}txBody")
    if body is None:
        return False, None
    frame = frame_of(shape, frames)
    if frame.place is None or not frame.upright:
        return False, None
    if frame.autofit == "spAutoFit":
        return _grow_shape(shape, body, frame, fonts, sheet, place)
    changed, overflow = fit_text(body, frame, fonts)
    return changed, _told(shape, overflow, frame, place) if overflow else None


def _grow_shape(
    shape: Element, body: Element, frame: Frame, fonts: Fonts, sheet: Sheet, place: str
) -> tuple[bool, Finding | None]:
    """Grow a box to its text; a finding if it then leaves the slide."""
    assert frame.place is not None  # noqa: S101
    if surely_fits(body, frame):
        return False, None
    height = text_height(body, frame, fonts)
    if height <= frame.place.height:
        return False, None
    grow(shape, frame, height)
    below = frame.place.y + height - sheet.height
    if below <= 1 or frame.place.y + frame.place.height > sheet.height:
        return True, None
    message = f"the text makes its box {below:.0f} pt taller than the slide has room for"
    return True, _finding("fit.overflow", message, "shorten the text, or make the box wider", shape, place)


def _told(shape: Element, overflow: Overflow, frame: Frame, place: str) -> Finding:
    hint = "shorten it, or make the box larger"
    if frame.autofit != "normAutofit":
        hint += ", or let its text shrink on overflow"
    if overflow.substituted:
        hint += f"; widths are about: {', '.join(overflow.substituted)}"
    return _finding("fit.overflow", f"the text is {overflow.described()} too long for its box", hint, shape, place)


def _finding(code: str, message: str, hint: str, shape: Element, place: str) -> Finding:
    named = shape.find(f".//{{{P}}}cNvPr")
    name = named.get("name", "") if named is not None else ""
    where = f"shape “{name}”" if name else "a shape without a name"
    return Finding(code, message, hint, place=f"{place}, {where}" if place else where, severity="warning")


def _rows_too_tall(
    slide: Element, frames: Mapping[PlaceholderKey, Frame], fonts: Fonts, sheet: Sheet, place: str
) -> Iterator[Finding]:
    levels = frames.get(BOX, _DEFAULT).levels
    for frame, table, top in tables_of(slide):
        excess = tallest_excess(table, sheet.bottom - top, levels, fonts)
        if excess > 1:
            message = f"a row of the table is {excess:.0f} pt taller than the slide has room for, so it can't go on"
            yield _finding("fit.table", message, "shorten the row's text, or widen its column", frame, place)


def _off_slide(slide: Element, sheet: Sheet, place: str) -> Iterator[Finding]:
    for shape, what, edge, excess in shapes_off_slide(slide, sheet.width, sheet.height):
        message = f"the {what} stands {excess:.0f} pt beyond the slide's {edge} edge"
        yield _finding("fit.picture", message, "make it smaller, or move it in the template", shape, place)
