"""Measure specimen rows laid out by WeasyPrint; other rows with the same frames use these measures."""

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from docgen.engines.pdf.weasyprint.names import boxes, get_color
from docgen.engines.pdf.weasyprint.rows.read import Chain, Edge, Frame, NotPlainError, Row, Text

_SIDES = ("top", "right", "bottom", "left")
_KEPT = frozenset({"td", "th"})
_MAX_SAMPLES = 3_000  # the maximum number of specimens
Cell = tuple[int, int]  # the number of a frame and of a cell in it


class Rule(NamedTuple):
    """A horizontal border: its width in CSS pixels, and its colour as PDF operands."""

    width: float
    colour: str


@dataclass(frozen=True, slots=True, eq=False)
class TextStyle:
    """The style of text in a chain of elements; heights in CSS pixels."""

    style: Any
    colour: str
    height: float
    baseline: float
    is_block: bool
    is_plain: bool


@dataclass(slots=True, eq=False)
class CellStyle:
    """The position of a cell's content, in CSS pixels, and the cell's borders and background."""

    x: float
    width: float
    above: float
    below: float
    left: float
    right: float
    align: str
    vertical: str
    fill: str | None
    top: Rule
    bottom: Rule
    text_styles: dict[Chain, TextStyle] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class FrameStyle:
    """A row's cells, its own background, and whether it avoids a break after it."""

    cells: list[CellStyle]
    fill: str | None
    stays_with_next: bool


def specimens(frames: Mapping[Frame, int], rows: Iterable[Row]) -> tuple[str, list[tuple[Cell, Chain]]]:
    """Rows with each chain of each cell once, as HTML, and the cell and chain of each; the first begins a page."""
    seen: dict[tuple[Cell, Chain], str] = {((n, c), ()): "x" for f, n in frames.items() for c in range(len(f.cells))}
    for row in rows:
        number = frames[row.frame]
        for place, cell in enumerate(row.cells):
            for token in cell:
                if isinstance(token, Text) and token.chain and token.text.strip():
                    seen.setdefault(((number, place), token.chain), token.text.strip()[:12])
                elif isinstance(token, Edge):
                    seen.setdefault(((number, place), token.chain), "x")
    if len(seen) > _MAX_SAMPLES:
        raise NotPlainError
    found, named = list(seen), list(frames)
    parts = [
        _specimen(named[cell[0]], cell[1], _chained(chain, seen[cell, chain]), n)
        for n, (cell, chain) in enumerate(found)
    ]
    return "".join(parts), found


def raw_cell_rows(frames: Mapping[Frame, int], cells: Iterable[tuple[Cell, str]]) -> str:
    """One row of HTML for each raw cell."""
    named = list(frames)
    return "".join(_specimen(named[cell[0]], cell[1], inner, n) for n, (cell, inner) in enumerate(cells))


def _specimen(frame: Frame, place: int, inner: str, number: int) -> str:
    cells = "".join(
        f"<{cell.tag}{_attributes(cell.attributes)}>{inner if n == place else ''}</{cell.tag}>"
        for n, cell in enumerate(frame.cells)
    )
    attributes = [(name, value) for name, value in frame.attributes if name != "style"]
    start = ' style="break-before:page"' if number == 0 else ""
    return f'<tr{_attributes(attributes)} data-specimen="{number}"{start}>{cells}</tr>'


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{html.escape(value)}"' for name, value in pairs)


def _chained(chain: Chain, text: str) -> str:
    inner = html.escape(text)
    for tag, attributes in reversed(chain):
        inner = f"<{tag}{_attributes(attributes)}>{inner}</{tag}>"
    return inner


def rows_of(page_box: Any, mark: str) -> Iterator[tuple[int, Any]]:
    """The rows on a page whose element has the attribute `mark`, with its number."""
    for box in page_box.descendants():
        if isinstance(box, boxes.TableRowBox) and box.element is not None and box.element.get(mark):
            yield int(box.element.get(mark)), box


def measure(pages: Iterable[Any], shown: list[tuple[Cell, Chain]], count: int) -> list[FrameStyle]:
    """The measures of `count` frames from pages with specimens. Raises NotPlainError."""
    styles: dict[int, FrameStyle] = {}
    for page in pages:
        for number, row in rows_of(page, "data-specimen"):
            (frame, place), chain = shown[number]
            if not chain:
                style = styles.setdefault(frame, FrameStyle([], fill_of(row.style), _stays(row)))
                style.cells.append(cell_style(row, row.children[place]))
            styles[frame].cells[place].text_styles[chain] = _text_style(row.children[place])
    if len(styles) != count:
        raise NotPlainError
    return [styles[number] for number in range(count)]


def _stays(row: Any) -> bool:
    return row.style["break_after"] in {"avoid", "avoid-page"}


def cell_style(row: Any, cell: Any) -> CellStyle:
    """The measures of one cell. Raises NotPlainError for vertical borders and borders that don't collapse."""
    style = cell.style
    if style["border_collapse"] != "collapse" or style["direction"] != "ltr":
        raise NotPlainError
    if any(_rule(style, side).width for side in ("left", "right")):
        raise NotPlainError
    return CellStyle(
        cell.position_x,
        cell.border_width(),
        cell.padding_top,
        cell.padding_bottom,
        cell.content_box_x(),
        cell.content_box_x() + cell.width,
        style["text_align_all"],
        style["vertical_align"],
        fill_of(style),
        max(_rule(style, "top"), _rule(row.style, "top")),
        max(_rule(style, "bottom"), _rule(row.style, "bottom")),
    )


def _rule(style: Any, side: str) -> Rule:
    if style[f"border_{side}_style"] in {"none", "hidden"}:
        return Rule(0.0, "")
    return Rule(float(style[f"border_{side}_width"]), operands(get_color(style, f"border_{side}_color")))


def operands(colour: Any) -> str:
    """A colour as three operands. Raises NotPlainError for a transparent one."""
    if colour.alpha != 1:
        raise NotPlainError
    return " ".join(f"{part:.4f}".rstrip("0").rstrip(".") or "0" for part in colour.to("srgb").coordinates)


def fill_of(style: Any) -> str | None:
    """The background colour of a row or cell; None without one. Raises NotPlainError for images."""
    if any(image[0] != "none" for image in style["background_image"]):
        raise NotPlainError
    colour = get_color(style, "background_color")
    return operands(colour) if colour.alpha else None


def _text_style(cell: Any) -> TextStyle:
    line, text, plain = _first_line(cell)
    style = text.style
    around = [box for box in cell.descendants() if box is not cell]
    plain = plain and all(_is_unstyled(box) for box in around) and _is_plain_text(style)
    return TextStyle(
        style,
        operands(get_color(style, "color")),
        line.height,
        line.baseline,
        _block_of(cell, text),
        plain,
    )


def _first_line(cell: Any) -> tuple[Any, Any, bool]:
    lines = [box for box in cell.descendants() if isinstance(box, boxes.LineBox)]
    texts = [box for box in cell.descendants() if isinstance(box, boxes.TextBox)]
    if not lines or not texts:
        raise NotPlainError
    return lines[0], texts[0], len(texts) == len(lines) == 1 or not any("::" in (t.element_tag or "") for t in texts)


def _block_of(cell: Any, text: Any) -> bool:
    """Whether the innermost element around `text` is a block inside the cell."""
    return any(
        isinstance(box, boxes.BlockBox) and box.element is text.element and box.element_tag not in _KEPT
        for box in cell.descendants()
    )


def _is_unstyled(box: Any) -> bool:
    """Whether a box has no background, borders, padding or margins."""
    if isinstance(box, boxes.TextBox | boxes.LineBox):
        return True
    if not isinstance(box, boxes.InlineBox | boxes.BlockBox) or "::" in (box.element_tag or ""):
        return False
    outer = ("left", "right") if isinstance(box, boxes.InlineBox) else _SIDES  # the others are half the leading
    spaces = [getattr(box, f"padding_{side}") for side in _SIDES] + [getattr(box, f"margin_{side}") for side in outer]
    widths = [getattr(box, f"border_{side}_width") for side in _SIDES]
    return not any(spaces) and not any(widths) and fill_of(box.style) is None and _is_in_flow(box.style)


def _is_in_flow(style: Any) -> bool:
    return style["position"] == "static" and style["float"] == "none" and style["vertical_align"] in {"baseline", "top"}


def _is_plain_text(style: Any) -> bool:
    return (
        style["text_decoration_line"] == "none"
        and style["text_transform"] == "none"
        and style["white_space"] in {"normal", "nowrap"}
        and style["text_indent"].value == 0
        and style["visibility"] == "visible"
    )
