"""Split a large decision map into several: the top levels first, then branch by branch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docgen.audience import View, fields_of, name_of
from docgen.messages import MessageError

MOST_PEOPLE = 24
"""How many cards stay readable on a landscape page or a slide."""


LEAST_PEOPLE = 4
"""So few people are on one map, however long their titles are."""


def readable_branches(view: View, is_readable: Callable[[View], bool], most: int = MOST_PEOPLE) -> tuple[View, ...]:
    """Split `view` into the fewest maps of at most `most` people that are all readable; see `branches`."""
    for count in range(min(most, max(len(fields_of(view)["nodes"]), LEAST_PEOPLE)), LEAST_PEOPLE, -1):
        parts = branches(view, count)
        if all(is_readable(part) for part in parts):
            return parts
    return branches(view, LEAST_PEOPLE)


def branches(view: View, most: int = MOST_PEOPLE) -> tuple[View, ...]:
    """Split `view` (nodes, edges) into maps of at most `most` people each; a single one if it has no more.

    Each has `nodes`, `edges` (those between its people), `number` (from 1), `count`, `heads` (the names at its top)
    and `apart`: on the first map, the edges whose ends are on different maps. A person whose reports are on a further
    map is repeated there, as its head. Raises ValueError if `most` is less than 2.
    """
    if most < 2:
        raise MessageError("diagram.branches", most=most)
    fields = fields_of(view)
    nodes, edges = tuple(fields["nodes"]), tuple(fields["edges"])
    if len(nodes) <= most:
        return (_part(view, nodes, edges, (1, 1), ()),)
    tree = _Tree(nodes)
    groups = tuple(frozenset(group) for group in tree.pages(tree.children[None], most))
    members = [tuple(node for node in nodes if str(node.id) in group) for group in groups]
    shown = [tuple(edge for edge in edges if {str(edge.from_id), str(edge.to_id)} <= group) for group in groups]
    apart = tuple(edge for edge in edges if not any(edge in part for part in shown))
    return tuple(
        _part(view, people, between, (number, len(groups)), apart if number == 1 else ())
        for number, (people, between) in enumerate(zip(members, shown, strict=True), 1)
    )


def _part(
    view: View, nodes: Sequence[View], edges: Sequence[View], number: tuple[int, int], apart: Sequence[View]
) -> View:
    here = {str(node.id) for node in nodes}
    heads = tuple(str(node.name) for node in nodes if str(fields_of(node).get("reports_to")) not in here)
    names = {str(node.id): str(node.name) for node in fields_of(view)["nodes"]}
    facts: Mapping[str, Any] = {
        "nodes": tuple(nodes),
        "edges": tuple(edges),
        "number": number[0],
        "count": number[1],
        "heads": heads,
        "apart": tuple(
            View("edge", {**fields_of(edge), "from_name": names[str(edge.from_id)], "to_name": names[str(edge.to_id)]})
            for edge in apart
        ),
    }
    return View(name_of(view), facts)


class _Tree:
    """Direct reports by person id; None is the key of those who report to nobody on the map."""

    def __init__(self, nodes: Sequence[View]) -> None:
        known = {str(node.id) for node in nodes}
        self.children: dict[str | None, list[str]] = {None: []}
        for node in nodes:
            superior = fields_of(node).get("reports_to")
            above = str(superior) if superior and str(superior) in known else None
            self.children.setdefault(above, []).append(str(node.id))

    def pages(self, heads: Sequence[str], most: int) -> Iterator[list[str]]:
        """The people of each map under `heads`, including these."""
        if sum(len(self.below(head)) for head in heads) <= most:
            yield [person for head in heads for person in self.below(head)]
            return
        levels = self._levels(heads, most)
        top = [person for level in levels for person in level]
        if not levels:
            yield from self._many(heads, most)
        elif len(top) > 1:
            yield top
            yield from self._further(levels[-1], most)
        else:
            yield from self._many_below(top[0], most)

    def below(self, head: str) -> list[str]:
        """`head` and everybody under it, depth first."""
        return [head, *(person for child in self.children.get(head, ()) for person in self.below(child))]

    def _levels(self, heads: Sequence[str], most: int) -> list[list[str]]:
        """The complete levels from the top that fit on one map."""
        levels: list[list[str]] = []
        level, count = list(heads), 0
        while level and count + len(level) <= most:
            levels.append(level)
            count += len(level)
            level = [child for person in level for child in self.children.get(person, ())]
        return levels

    def _further(self, last: Sequence[str], most: int) -> Iterator[list[str]]:
        """The branches under the last level shown; small ones share a map."""
        group: list[str] = []
        for head in (person for person in last if self.children.get(person)):
            branch = self.below(head)
            if len(group) + len(branch) > most and group:
                yield group
                group = []
            if len(branch) > most:
                yield from self.pages([head], most)
            else:
                group += branch
        if group:
            yield group

    def _many(self, heads: Sequence[str], most: int) -> Iterator[list[str]]:
        """More heads than fit on one map: several maps of heads, then their branches."""
        for start in range(0, len(heads), most):
            yield list(heads[start : start + most])
        yield from self._further(heads, most)

    def _many_below(self, head: str, most: int) -> Iterator[list[str]]:
        """One head with more direct reports than fit on a map: it heads each of their maps."""
        people = self.children[head]
        for start in range(0, len(people), most - 1):
            yield [head, *people[start : start + most - 1]]
        yield from self._further(people, most)
