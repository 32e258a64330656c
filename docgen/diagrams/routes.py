"""Route orthogonal lines between cards and around all others (Dijkstra over a sparse grid)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from docgen.diagrams.geometry import Point, Side

Rect = tuple[float, float, float, float]
Cell = tuple[int, int]
State = tuple[int, int, bool]
"""A cell, and whether it was reached by a horizontal segment."""
_START: State = (-2, -2, False)
_ARRIVED: State = (-1, -1, False)
_LANE, _BEND, _SHARED, _TAKEN = 6.5, 25.0, 5.0, 120.0


@dataclass(frozen=True, slots=True)
class Site:
    """A connection point of a card: on its edge, with the grid point just outside."""

    edge: Point
    outside: Point
    side: Side
    middle: bool


@dataclass(slots=True)
class Router:
    """Finds routes between `cards` (id → x, y, width, height) that avoid segments in use."""

    cards: Mapping[str, Rect]
    runs: list[tuple[Point, Point]] = field(default_factory=list)
    taken: set[Point] = field(default_factory=set)
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        sites = [site for rect in self.cards.values() for site in sites_of(rect)]
        self.xs = sorted({round(site.outside[0], 2) for site in sites})
        self.ys = sorted({round(site.outside[1], 2) for site in sites})

    def occupy(self, points: Iterable[Point]) -> None:
        """Add a drawn line, which later routes avoid."""
        line = list(points)
        self.runs.extend(pairwise(line))
        self.taken.update((line[0], line[-1]))

    def route(self, start: str, end: str) -> tuple[tuple[Point, ...], Side | None, Side | None]:
        """The points of the best line from card `start` to card `end`, and the sides whose middle it meets."""
        goals = {self._cell(site.outside): site for site in sites_of(self.cards[end])}
        starts = {self._cell(site.outside): site for site in sites_of(self.cards[start])}
        cells = self._search(starts, goals)
        if not cells:
            return self._direct(start, end), None, None
        first, last = starts[cells[0]], goals[cells[-1]]
        points = straightened([first.edge, *(self._point(cell) for cell in cells), last.edge])
        self.occupy(points)
        return points, first.side if first.middle else None, last.side if last.middle else None

    def _direct(self, start: str, end: str) -> tuple[Point, ...]:
        return tuple((x + w / 2, y + h) for x, y, w, h in (self.cards[start], self.cards[end]))

    def _cell(self, point: Point) -> Cell:
        return bisect_left(self.xs, round(point[0], 2)), bisect_left(self.ys, round(point[1], 2))

    def _point(self, cell: Cell) -> Point:
        return self.xs[cell[0]], self.ys[cell[1]]

    def _search(self, starts: Mapping[Cell, Site], goals: Mapping[Cell, Site]) -> list[Cell]:
        """The cells of the cheapest path, or none (Dijkstra; bends and shared segments cost extra)."""
        queue: list[tuple[float, State, State]] = []
        for cell, site in starts.items():
            heappush(queue, (self._site_cost(site), (*cell, _is_level(site)), _START))
        previous: dict[State, State] = {}
        while queue:
            cost, state, before = heappop(queue)
            if state in previous:
                continue
            previous[state] = before
            if state == _ARRIVED:
                return _path(previous, before)
            for further, price in self._next_states(state, goals):
                if further not in previous:
                    heappush(queue, (cost + price, further, state))
        return []

    def _next_states(self, state: State, goals: Mapping[Cell, Site]) -> Iterator[tuple[State, float]]:
        cell, level = state[:2], state[2]
        goal = goals.get(cell)
        if goal:
            yield _ARRIVED, self._site_cost(goal) + (0 if level == _is_level(goal) else _BEND)
        for near, is_level, length in self._steps(cell):
            yield (*near, is_level), length + (0 if is_level == level else _BEND)

    def _site_cost(self, site: Site) -> float:
        return _TAKEN if site.edge in self.taken else 0.0

    def _steps(self, cell: Cell) -> Iterator[tuple[Cell, bool, float]]:
        i, j = cell
        for near, level in (((i - 1, j), True), ((i + 1, j), True), ((i, j - 1), False), ((i, j + 1), False)):
            if 0 <= near[0] < len(self.xs) and 0 <= near[1] < len(self.ys):
                a, b = self._point(cell), self._point(near)
                if not self._blocked(a, b):
                    length = abs(a[0] - b[0]) + abs(a[1] - b[1])
                    yield near, level, length * (_SHARED if self._overlaps(a, b, level) else 1)

    def _blocked(self, a: Point, b: Point) -> bool:
        left, right = min(a[0], b[0]), max(a[0], b[0])
        top, bottom = min(a[1], b[1]), max(a[1], b[1])
        rim = 1.5
        return any(
            right > x - rim and left < x + w + rim and bottom > y - rim and top < y + h + rim
            for x, y, w, h in self.cards.values()
        )

    def _overlaps(self, a: Point, b: Point, level: bool) -> bool:
        """Whether a drawn line overlaps the segment a–b."""
        along, across = (0, 1) if level else (1, 0)
        low, high = min(a[along], b[along]), max(a[along], b[along])
        return any(
            abs(p[across] - q[across]) < 0.01
            and abs(p[across] - a[across]) < 2.5
            and max(p[along], q[along]) > low
            and min(p[along], q[along]) < high
            for p, q in self.runs
        )


def _is_level(site: Site) -> bool:
    return site.side in ("left", "right")


def _path(previous: Mapping[State, State], last: State) -> list[Cell]:
    cells: list[Cell] = []
    while last != _START:
        cells.append(last[:2])
        last = previous[last]
    return [cell for i, cell in enumerate(reversed(cells)) if i == 0 or cell != cells[-i]]


def sites_of(rect: Rect) -> list[Site]:
    """The connection points of a card: the middle of its left and right, the quarters of its top and bottom."""
    x, y, w, h = rect
    found = [
        Site((x, y + h / 2), (x - _LANE, y + h / 2), "left", True),
        Site((x + w, y + h / 2), (x + w + _LANE, y + h / 2), "right", True),
    ]
    for share in (0.25, 0.75):
        found.append(Site((x + w * share, y), (x + w * share, y - _LANE), "top", False))
        found.append(Site((x + w * share, y + h), (x + w * share, y + h + _LANE), "bottom", False))
    return found


def straightened(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points without those in the middle of a straight segment."""
    result: list[Point] = []
    for x, y in points:
        if len(result) > 1:
            (ax, ay), (bx, by) = result[-2:]
            if (abs(ax - bx) < 0.02 and abs(bx - x) < 0.02) or (abs(ay - by) < 0.02 and abs(by - y) < 0.02):
                result.pop()
        result.append((x, y))
    return tuple(result)
