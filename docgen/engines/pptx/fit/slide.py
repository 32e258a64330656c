"""Fit text and tables of a slide, and report what doesn't fit."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from docgen.engines.pptx.fit.columns import fit_columns, fit_figures
from docgen.engines.pptx.fit.frames import BOX, Frame, PlaceholderKey, frame_of, shape_id, shapes_off_slide
from docgen.engines.pptx.fit.styles import Fonts, Levels
from docgen.engines.pptx.fit.tables import fit_tables, tables_of, tallest_excess
from docgen.engines.pptx.fit.text import Overflow, fit_text, grow, surely_fits, text_height
from docgen.errors import Finding
from docgen.messages import Message, message
from docgen.ooxml.names import Element, P

_DEFAULT: Final = Frame()


class Sheet(NamedTuple):
    """A slide's size and the lower limit of its tables, in points."""

    width: float = 960.0
    height: float = 540.0
    bottom: float = 500.0


def fit_slide(
    slide: Element,
    frames: Mapping[PlaceholderKey, Frame],
    fonts: Fonts,
    sheet: Sheet,
    place: str,
    fixed: frozenset[str] = frozenset(),
) -> tuple[bool, list[Finding]]:
    """Fit text and tables of `slide` (p:sld) as far as its template allows; whether the tree changed, and findings.

    Shapes and tables whose ids are `fixed` are as somebody drew them, without tags: they stay.

    Text with a:normAutofit, its own or inherited, gets the scale that PowerPoint would compute; boxes with a:spAutoFit
    grow; tables get smaller type. `frames` come from `placeholder_frames`, `fonts` from `fonts_of`. Call it before
    `continue_tables`. Findings are warnings at `place` with the shape's name: `fit.overflow`, `fit.table`,
    `fit.picture`. The result is deterministic for the same installed fonts.
    """
    levels = frames.get(BOX, _DEFAULT).levels
    changed, lacking = fit_columns(slide, levels, fonts, fixed)
    findings = [_finding("fit.figures", frame, place, points=f"{excess:.0f}") for frame, excess in lacking]
    for shape in slide.iter(f"{{{P}}}sp"):
        if shape_id(shape) in fixed:
            continue
        is_changed, finding = _fit_shape(shape, frames, fonts, sheet, place)
        changed = changed or is_changed
        findings += [finding] if finding else []
    changed = fit_tables(slide, sheet.bottom, levels, fonts, fixed) or changed
    return changed, [
        *findings,
        *_rows_too_tall(tables_of(slide, fixed), levels, fonts, sheet, place),
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
    is_smaller = fit_figures(body, frame, fonts)
    if frame.autofit == "spAutoFit":
        changed, finding = _grow_shape(shape, body, frame, fonts, sheet, place)
        return changed or is_smaller, finding
    changed, overflow = fit_text(body, frame, fonts)
    changed = changed or is_smaller
    return changed, _overflow_finding(shape, overflow, frame, place) if overflow else None


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
    return True, _finding("fit.overflow:grown", shape, place, points=f"{below:.0f}")


def _overflow_finding(shape: Element, overflow: Overflow, frame: Frame, place: str) -> Finding:
    hint = message("fit.shorten" if frame.autofit == "normAutofit" else "fit.shorten:shrink")
    if overflow.substituted:
        hint = message("fit.shorten:estimated", remedy=hint, faces=overflow.substituted)
    size = {"points": f"{overflow.points:.0f}", "lines": overflow.lines, "characters": overflow.characters}
    return _finding("fit.overflow", shape, place, hint, **size)


def _finding(key: str, shape: Element, place: str, hint: Message | None = None, **values: Any) -> Finding:
    named = shape.find(f".//{{{P}}}cNvPr")
    name = named.get("name", "") if named is not None else ""
    where = f"shape “{name}”" if name else "a shape without a name"
    where = f"{place}, {where}" if place else where
    return Finding.of(key, place=where, severity="warning", hint=hint, **values)


def _rows_too_tall(
    tables: Iterator[tuple[Element, Element, float]], levels: Levels, fonts: Fonts, sheet: Sheet, place: str
) -> Iterator[Finding]:
    for frame, table, top in tables:
        excess = tallest_excess(table, sheet.bottom - top, levels, fonts)
        if excess > 1:
            yield _finding("fit.table", frame, place, points=f"{excess:.0f}")


def _off_slide(slide: Element, sheet: Sheet, place: str) -> Iterator[Finding]:
    for shape, what, edge, excess in shapes_off_slide(slide, sheet.width, sheet.height):
        side, kind = message(f"fit.edge:{edge}"), message(f"fit.shape:{what}")
        yield _finding("fit.picture", shape, place, what=kind, edge=side, points=f"{excess:.0f}")
