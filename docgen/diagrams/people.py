"""Draw a decision map: cards in levels by reporting line, influence as dashed arrows, a legend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from docgen.audience import View, fields_of
from docgen.diagrams.cards import ROLE_SHAPES, SUPPORT_MARKS, Card, Person, Style, Words, card_for, person_of, role_icon
from docgen.diagrams.geometry import Drawing, Label, Line, Shape, fitted, moved
from docgen.diagrams.routes import Router
from docgen.diagrams.tree import Arrangement, Block, Tree, in_columns, lay_out, lines_of
from docgen.diagrams.typeset import LEADING, TextLine, typeset, width_of

_SCALES = (1.3, 1.15, 1.0, 0.92, 0.85, 0.77, 0.7)
_WIDTHS = (132.0, 112.0, 104.0, 96.0, 84.0, 76.0, 160.0)
_ARRANGEMENTS: tuple[tuple[Arrangement, int], ...] = (
    ("across", 0), ("paired", 0), ("stacked", 0), ("listed", 0),
    ("paired", 3), ("stacked", 4), ("paired", 2), ("stacked", 3), ("stacked", 2),
)  # fmt: skip
"""With the most rows of a column, 0 for no limit."""
_LEAST = {"paired": 3, "stacked": 2}
"""With fewer people in a column these are as `across`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The placed cards and reporting lines of a map."""

    block: Block
    cards: Mapping[str, Card]
    links: Sequence[Line]


def decision_map(view: View, words: Words, width: float = 700, height: float = 440, *, min_size: float = 8) -> Drawing:
    """Draw the map of `view` (nodes, edges), at most `width` × `height` points.

    `words(choice or label key)` gives the display text of roles and of the legend. Type is never under `min_size`,
    unless the map doesn't fit otherwise; then the drawing is scaled down. Fields that the view lacks aren't drawn.
    """
    people = [person_of(node) for node in fields_of(view)["nodes"]]
    edges = tuple(fields_of(view)["edges"])
    legend = _legend(people, edges, words, max(min_size, 8.0), width)
    layout = _best_layout(people, words, _space(legend, width, height), min_size)
    shapes = [*_edge_lines(layout, edges), *_card_shapes(layout)]
    left = min(0.0, *(x for x, _ in _corners(shapes)))
    top = min(0.0, *(y for _, y in _corners(shapes)))
    wide = max(x for x, _ in _corners(shapes)) - left + 4
    tall = max(y for _, y in _corners(shapes)) - top + 4
    full = max(wide, min(width, legend.width))
    placed = [moved(shape, (full - wide) / 2 - left + 2, 2 - top) for shape in shapes]
    placed += [moved(shape, max(0.0, (full - legend.width) / 2), tall + 8) for shape in legend.shapes]
    drawing = Drawing(round(full, 2), round(tall + 8 + legend.height, 2), tuple(placed), _alt_text(layout.cards, words))
    return fitted(drawing, width, height)


def is_readable(view: View, words: Words, width: float, height: float, *, min_size: float = 8) -> bool:
    """Whether the map of `view` shows all of each person's text in `width` × `height`, in type of `min_size`."""
    people = [person_of(node) for node in fields_of(view)["nodes"]]
    legend = _legend(people, tuple(fields_of(view)["edges"]), words, max(min_size, 8.0), width)
    children, available = _children(people), _space(legend, width, height)
    return any(
        _fits(block, available)
        for card_width in _WIDTHS
        for _, block, _ in _layouts(people, children, words, _style(card_width, _SCALES[-1], 2, min_size))
    )


def _space(legend: Drawing, width: float, height: float) -> tuple[float, float]:
    """Width and height that cards and lines may take."""
    return width - 20, height - legend.height - 28


def _fits(block: Block, available: tuple[float, float]) -> bool:
    return block.width <= available[0] and block.height <= available[1]


def _style(width: float, scale: float, detail: int, min_size: float) -> Style:
    return Style(width * max(scale, min_size / 10), scale, detail, min_size)


def _layouts(
    people: Sequence[Person], children: Mapping[str | None, Sequence[str]], words: Words, style: Style
) -> Iterator[tuple[Tree, Block, Mapping[str, Card]]]:
    """The arrangements of cards in one style."""
    cards = {person.id: card_for(person, style, words) for person in people}
    most = max(sum(not children.get(below) for below in group) for group in children.values())
    for arrangement, rows in _ARRANGEMENTS:
        if (arrangement in _LEAST and most < _LEAST[arrangement]) or (
            rows and most <= rows * (2 if arrangement == "paired" else 1)
        ):
            continue  # as another arrangement
        tree = _tree(cards, children, style, arrangement, rows)
        yield tree, lay_out(tree), cards


def _best_layout(people: Sequence[Person], words: Words, available: tuple[float, float], min_size: float) -> Layout:
    """The largest layout that fits `available` (width, height), or the one that needs the least scaling down."""
    best: tuple[float, Layout] | None = None
    children = _children(people)
    for detail, scale, width in product((2, 1, 0), _SCALES, _WIDTHS):
        for tree, block, cards in _layouts(people, children, words, _style(width, scale, detail, min_size)):
            if _fits(block, available):
                return _spread(tree, cards, available[1] - block.height)
            factor = min(available[0] / block.width, available[1] / block.height)
            if best is None or factor > best[0]:
                best = (factor, Layout(block, cards, lines_of(block.links)))
    assert best is not None  # noqa: S101
    return best[1]


def _spread(tree: Tree, cards: Mapping[str, Card], spare: float) -> Layout:
    """The layout with its levels further apart, using up to `spare` points of height."""
    gaps = max(1, *_levels(tree.children).values())
    block = lay_out(replace(tree, gap_y=tree.gap_y + min(tree.gap_y, spare / gaps)))
    return Layout(block, cards, lines_of(block.links))


def _tree(
    cards: Mapping[str, Card],
    children: Mapping[str | None, Sequence[str]],
    style: Style,
    arrangement: Arrangement,
    rows: int,
) -> Tree:
    """A tree whose cards have the same height within a level, except those in columns."""
    columns = in_columns(children, arrangement)
    levels = _levels(children)
    highest: dict[int, float] = {}
    for key, level in levels.items():
        if key not in columns or arrangement == "paired":
            highest[level] = max(highest.get(level, 0), cards[key].height)
    own = arrangement != "paired"
    heights = {key: cards[key].height if own and key in columns else highest[level] for key, level in levels.items()}
    gap = max(style.scale, 0.85 if style.detail else 0.7)  # lines need space between cards, however small these are
    return Tree(children, heights, style.width, 18 * gap, 30 * gap, arrangement, rows)


def _children(people: Sequence[Person]) -> dict[str | None, list[str]]:
    """Direct reports by person id; None is the key of those who report to nobody on this map."""
    known = {person.id for person in people}
    children: dict[str | None, list[str]] = {None: []}
    for person in people:
        superior = person.reports_to if person.reports_to in known else None
        children.setdefault(superior, []).append(person.id)
    return children


def _levels(children: Mapping[str | None, Sequence[str]]) -> dict[str, int]:
    levels = {root: 0 for root in children[None]}
    queue = list(children[None])
    for person in queue:
        for below in children.get(person, ()):
            levels[below] = levels[person] + 1
            queue.append(below)
    return levels


def _card_shapes(layout: Layout) -> Iterator[Shape]:
    for key, (x, y, height) in layout.block.places.items():
        yield from layout.cards[key].shapes(x, y, height)


def _edge_lines(layout: Layout, edges: Sequence[View]) -> list[Shape]:
    """The reporting lines, then the other edges routed around the cards."""
    widths = {key: card.style.width for key, card in layout.cards.items()}
    router = Router({key: (x, y, widths[key], h) for key, (x, y, h) in layout.block.places.items()})
    for link in layout.links:
        router.occupy(link.points)
    drawn: list[Shape] = list(layout.links)
    for edge in edges:
        points, from_side, to_side = router.route(edge.from_id, edge.to_id)
        drawn.append(_edge_line(str(edge.kind), points, (edge.from_id, edge.to_id), (from_side, to_side)))
    return drawn


def _edge_line(kind: str, points: Any, ends: tuple[str, str], sides: tuple[Any, Any]) -> Line:
    common: dict[str, Any] = {
        "from_id": ends[0],
        "to_id": ends[1],
        "from_side": sides[0],
        "to_side": sides[1],
        "name": kind,
    }
    if kind == "conflicts":
        return Line(points, "negative", 1.4, "dashDot", arrow=True, arrow_back=True, **common)
    if kind == "influences":
        return Line(points, "accent", 1.2, "dash", arrow=True, **common)
    return Line(points, "muted", 1.0, "dash", **common)


def _corners(shapes: Sequence[Shape]) -> Iterator[tuple[float, float]]:
    for shape in shapes:
        if isinstance(shape, Line):
            yield from shape.points
        else:
            yield shape.x, shape.y
            yield shape.x + shape.width, shape.y + shape.height


def _legend(people: Sequence[Person], edges: Sequence[View], words: Words, size: float, width: float) -> Drawing:
    """The legend of the shapes and lines that occur, in rows no wider than `width`."""
    leading = size * LEADING
    x, y, shapes = 0.0, 0.0, list[Shape]()
    widest = 0.0
    for number, (sign, text, sign_width) in enumerate(_legend_items(people, edges, words, size)):
        item = sign_width + 4 + width_of(text, size) + 14
        if x and x + item - 14 > width:
            x, y = 0.0, y + leading * 1.25
        for shape in sign(f"legend:{number}", leading):
            shapes.append(moved(shape, x, y))
        shapes.append(Label(x + sign_width + 4, y, item - sign_width - 18, leading, typeset((text,), size)))
        x += item
        widest = max(widest, x - 14)
    return Drawing(min(width, widest), y + leading, tuple(shapes))


def _legend_items(people: Sequence[Person], edges: Sequence[View], words: Words, size: float) -> Iterator[Any]:
    present = {str(role): role for person in people for role in person.roles}
    for key in ROLE_SHAPES:
        if key in present:
            yield _icon_sign(key), words(present[key]), size * LEADING * 0.8
    if any(person.reports_to for person in people):
        yield _line_sign(Line(((0, 0), (0, 0)), "muted")), words("legend_reports_to"), 24.0
    kinds = {str(edge.kind): edge.kind for edge in edges}
    for kind, choice in kinds.items():
        text = words(choice) if kind == "reports_to" else words(f"legend_{kind}")
        yield _line_sign(_edge_line(kind, ((0, 0), (0, 0)), ("", ""), (None, None))), text, 24.0
    support_present = {str(person.support): person.support for person in people if person.support}
    for key, (mark, colour) in SUPPORT_MARKS.items():
        if key in support_present:
            line = typeset((mark,), size, bold=True, colour=colour)
            yield _text_sign(line), words(support_present[key]), size * 1.2


def _icon_sign(role: str) -> Any:
    return lambda key, leading: [role_icon(role, 0, 0, leading, key)]


def _line_sign(line: Line) -> Any:
    def draw(key: str, leading: float) -> list[Shape]:
        return [
            Line(((0, leading / 2), (24, leading / 2)), line.colour, line.width, line.dash, line.arrow, line.arrow_back)
        ]

    return draw


def _text_sign(line: tuple[TextLine, ...]) -> Any:
    return lambda key, leading: [Label(0, 0, 20, leading, line)]


def _alt_text(cards: Mapping[str, Card], words: Words) -> str:
    """Alternative text of the map, a phrase for each person: name, position, roles, superior."""
    names = {key: card.person.name for key, card in cards.items()}
    phrases: list[str] = []
    for card in cards.values():
        person = card.person
        facts = [*card.position, *(words(role) for role in person.roles)]
        if person.reports_to in names:
            facts.append(f"{words('legend_reports_to')} {names[person.reports_to]}")
        phrases.append(f"{person.name}: {', '.join(facts)}")
    return "; ".join(phrases)
