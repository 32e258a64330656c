"""Layout of a reporting tree: levels downward, superiors centred over their reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from docgen.diagrams.geometry import Line, Point, Side

# `across`: all side by side. `paired`, `stacked`: people without reports are below their superior, in two columns or
# one. `listed`: from the third level on, everybody is in one column, indented by level.
Arrangement = Literal["across", "paired", "stacked", "listed"]


@dataclass(frozen=True, slots=True)
class Tree:
    """Reporting lines, card sizes and gaps."""

    children: Mapping[str | None, Sequence[str]]
    heights: Mapping[str, float]
    width: float
    gap_x: float
    gap_y: float
    arrangement: Arrangement
    rows: int = 0
    """The most rows of a column block; more people are in several blocks side by side. 0: no limit."""


@dataclass(frozen=True, slots=True)
class Link:
    """A reporting line from a superior to a person, with the sides that it leaves and meets."""

    superior: str
    person: str
    points: tuple[Point, ...]
    from_side: Side | None
    to_side: Side | None


@dataclass(frozen=True, slots=True)
class Block:
    """A laid-out part: size, x of its entry from above, cards, and inner links."""

    width: float
    height: float
    entry: float
    places: dict[str, tuple[float, float, float]]
    """Id → x, y, height."""
    links: tuple[Link, ...] = ()
    entrances: tuple[tuple[str, tuple[Point, ...], Side], ...] = ()
    """People to join to the superior: id, points after the entry, side."""

    def at(self, dx: float, dy: float) -> "Block":
        """The block moved."""
        return replace(
            self,
            entry=self.entry + dx,
            places={key: (x + dx, y + dy, h) for key, (x, y, h) in self.places.items()},
            links=tuple(replace(link, points=_shift(link.points, dx, dy)) for link in self.links),
            entrances=tuple((who, _shift(points, dx, dy), side) for who, points, side in self.entrances),
        )


def _shift(points: Sequence[Point], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple((x + dx, y + dy) for x, y in points)


def lay_out(tree: Tree) -> Block:
    """Lay out the tree, or several side by side, with the top left corner at 0, 0."""
    return _side_by_side(tree, [_subtree(tree, root, 0) for root in tree.children.get(None, ())])


def _subtree(tree: Tree, person: str, level: int) -> Block:
    height = tree.heights[person]
    middle = tree.width / 2
    card = Block(tree.width, height, middle, {person: (0, 0, height)}, (), ((person, ((middle, 0),), "top"),))
    below = tree.children.get(person, ())
    if not below:
        return card
    if tree.arrangement == "listed" and level > 0:
        return _listed(tree, person)
    return _joined(tree, person, card, _side_by_side(tree, _parts(tree, below, level + 1)))


def in_columns(children: Mapping[str | None, Sequence[str]], arrangement: Arrangement) -> set[str]:
    """The people in columns, whose cards needn't be as high as others of their level."""
    if arrangement == "listed":
        second = [person for root in children[None] for person in children.get(root, ())]
        return {person for above in children if above not in (None, *children[None]) for person in children[above]} - {
            *second
        }
    return {p for people in children.values() for p in _column(children, people, arrangement)}


def _column(children: Mapping[str | None, Sequence[str]], people: Sequence[str], arrangement: Arrangement) -> list[str]:
    leaves = [person for person in people if not children.get(person)]
    least = {"paired": 3, "stacked": 2}.get(arrangement, len(people) + 1)
    return leaves if len(leaves) >= least else []


def _parts(tree: Tree, people: Sequence[str], level: int) -> list[Block]:
    """The subtrees of `people`; those without reports share a column block if the arrangement has one."""
    column = _column(tree.children, people, tree.arrangement)
    parts = [_subtree(tree, person, level) for person in people if person not in column]
    if column:
        block = _paired if tree.arrangement == "paired" else _stacked
        at = len(parts) // 2
        parts[at:at] = [block(tree, group) for group in _groups(tree, column)]
    return parts


def _groups(tree: Tree, people: Sequence[str]) -> list[Sequence[str]]:
    """The people of each column block, as even as the tree's `rows` allow."""
    most = tree.rows * (2 if tree.arrangement == "paired" else 1) or len(people)
    count = -(-len(people) // most)
    size = -(-len(people) // count)
    return [people[start : start + size] for start in range(0, len(people), size)]


def _stacked(tree: Tree, people: Sequence[str]) -> Block:
    """A block of one column, joined at the left."""
    indent, y = tree.gap_x * 0.9, 0.0
    places: dict[str, tuple[float, float, float]] = {}
    for person in people:
        places[person] = (indent, y, tree.heights[person])
        y += tree.heights[person] + tree.gap_x * 0.7
    entrances: list[tuple[str, tuple[Point, ...], Side]] = [
        (person, _elbow(0.0, 0.0, place), "left") for person, place in places.items()
    ]
    return Block(indent + tree.width, y - tree.gap_x * 0.7, 0.0, places, (), tuple(entrances))


def _elbow(x: float, y: float, place: tuple[float, float, float]) -> tuple[Point, ...]:
    """From x, y down to the height of the card's middle, then to its left side."""
    middle = place[1] + place[2] / 2
    return (x, y), (x, middle), (place[0], middle)


def _listed(tree: Tree, person: str) -> Block:
    """The person with everybody below in one column, indented."""
    indent, y = tree.gap_x * 1.1, tree.heights[person]
    block = Block(tree.width, y, tree.width / 2, {person: (0, 0, y)}, (), ((person, ((tree.width / 2, 0),), "top"),))
    places, links, width = dict(block.places), list[Link](), block.width
    for below in tree.children.get(person, ()):
        part = _listed(tree, below).at(indent, y + tree.gap_x * 0.7)
        places |= part.places
        elbow = _elbow(indent / 2, tree.heights[person], part.places[below])
        links += [Link(person, below, elbow, None, "left"), *part.links]
        y += tree.gap_x * 0.7 + part.height
        width = max(width, part.width + indent)
    return replace(block, width=width, height=y, places=places, links=tuple(links))


def _paired(tree: Tree, people: Sequence[str]) -> Block:
    """A block of two columns, joined at a spine between them."""
    height = max(tree.heights[person] for person in people)
    step, right = height + tree.gap_x * 0.7, tree.width + tree.gap_x * 1.6
    spine = (tree.width + right) / 2
    places = {person: (right if i % 2 else 0.0, i // 2 * step, height) for i, person in enumerate(people)}
    entrances: list[tuple[str, tuple[Point, ...], Side]] = []
    for person, (x, y, _) in places.items():
        edge, side = (x, "left") if x else (tree.width, "right")
        entrances.append((person, ((spine, 0.0), (spine, y + height / 2), (edge, y + height / 2)), side))
    rows = (len(people) + 1) // 2
    return Block(right + tree.width, rows * step - tree.gap_x * 0.7, spine, places, (), tuple(entrances))


def _side_by_side(tree: Tree, parts: Sequence[Block]) -> Block:
    """The parts in a row, aligned at the top, entered midway between the first and the last entry."""
    x, moved = 0.0, list[Block]()
    for part in parts:
        moved.append(part.at(x, 0))
        x += part.width + tree.gap_x
    return Block(
        width=x - tree.gap_x,
        height=max(part.height for part in moved),
        entry=(moved[0].entry + moved[-1].entry) / 2,
        places={key: place for part in moved for key, place in part.places.items()},
        links=tuple(link for part in moved for link in part.links),
        entrances=tuple(entrance for part in moved for entrance in part.entrances),
    )


def _joined(tree: Tree, superior: str, card: Block, below: Block) -> Block:
    """The superior's card centred over the block below, with the reporting lines between."""
    left = min(0.0, below.entry - tree.width / 2)
    top = card.height + tree.gap_y
    lower, upper = below.at(-left, top), card.at(below.entry - tree.width / 2 - left, 0)
    start, bus = (upper.entry, card.height), card.height + tree.gap_y / 2
    links = tuple(
        Link(superior, person, _simplified((start, (start[0], bus), (points[0][0], bus), *points)), "bottom", side)
        for person, points, side in lower.entrances
    )
    return Block(
        width=max(lower.width - left, upper.entry + tree.width / 2),
        height=top + below.height,
        entry=upper.entry,
        places={**upper.places, **lower.places},
        links=(*lower.links, *links),
        entrances=upper.entrances,
    )


def _simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without duplicates and without those in the middle of a straight segment."""
    result: list[Point] = []
    for point in points:
        if result and _same(result[-1], point):
            continue
        if len(result) > 1 and _straight(result[-2], result[-1], point):
            result.pop()
        result.append(point)
    return tuple(result)


def _same(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < 0.01 and abs(a[1] - b[1]) < 0.01


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 0.01 and abs(b[0] - c[0]) < 0.01) or (
        abs(a[1] - b[1]) < 0.01 and abs(b[1] - c[1]) < 0.01
    )


def lines_of(links: Sequence[Link]) -> list[Line]:
    """The reporting lines as shapes."""
    return [
        Line(
            link.points,
            "muted",
            1.0,
            from_id=link.superior,
            to_id=link.person,
            from_side=link.from_side,
            to_side=link.to_side,
        )
        for link in links
    ]
