"""A large map is split into several readable ones, without losing anybody."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.audience import View
from docgen.diagrams import Box, Label, Line, branches, decision_map, is_readable, readable_branches
from docgen.diagrams.geometry import paragraphs_of
from docgen.diagrams.typeset import wrap


def map_of(reports: dict[str, str | None], edges: tuple[tuple[str, str], ...] = ()) -> View:
    nodes = [View("node", {"id": who, "name": who.upper(), "reports_to": above}) for who, above in reports.items()]
    joined = [View("edge", {"from_id": a, "to_id": b, "kind": "influences", "note": None}) for a, b in edges]
    return View("decision_map", {"nodes": nodes, "edges": joined})


def people(part: View) -> str:
    return " ".join(node.id for node in part.nodes)


def test_a_small_map_stays_one():
    (part,) = branches(map_of({"a": None, "b": "a"}, (("a", "b"),)))
    assert (people(part), part.number, part.count, part.heads, part.apart) == ("a b", 1, 1, ("A",), ())
    assert len(part.edges) == 1


def test_a_large_one_shows_its_top_and_then_its_branches_small_ones_together():
    reports = {"a": None, "b": "a", "c": "a", "d": "a", "b1": "b", "b2": "b", "c1": "c", "d1": "d", "d2": "d"}
    parts = branches(map_of(reports, (("b1", "a"), ("d1", "d2"))), 5)
    assert [people(part) for part in parts] == ["a b c d", "b c b1 b2 c1", "d d1 d2"]
    assert [(part.number, part.count) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    assert [part.heads for part in parts] == [("A",), ("B", "C"), ("D",)]
    assert [(edge.from_name, edge.to_name) for edge in parts[0].apart] == [("B1", "A")]
    assert [len(part.edges) for part in parts] == [0, 0, 1]


def test_more_direct_reports_than_fit_stand_on_several_maps_under_their_head():
    reports = {"a": None, **{f"b{n}": "a" for n in range(5)}}
    assert [people(part) for part in branches(map_of(reports), 3)] == ["a b0 b1", "a b2 b3", "a b4"]


def test_more_heads_than_fit_stand_on_several_maps():
    reports = {**{f"h{n}": None for n in range(5)}, "x": "h4"}
    assert [people(part) for part in branches(map_of(reports), 3)] == ["h0 h1 h2", "h3 h4", "h4 x"]


def test_a_map_of_one_person_is_refused():
    with pytest.raises(ValueError, match="give 2 or more"):
        branches(map_of({"a": None}), 1)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(2, 12))
def test_everybody_is_on_a_map_and_no_map_is_too_full(above: list[int], most: int):
    reports = {f"p{n}": f"p{superior % n}" if n and superior else None for n, superior in enumerate(above)}
    parts = branches(map_of(reports), most)
    assert all(1 <= len(part.nodes) <= most for part in parts)
    assert {node.id for part in parts for node in part.nodes} == set(reports)
    shown = [{node.id for node in part.nodes} for part in parts]
    assert all(any({who, superior} <= part for part in shown) for who, superior in reports.items() if superior)


PAGE, SLIDE = (728.0, 400.0, 8.0), (864.0, 352.0, 12.0)
TITLES = {
    "zh": ("陈计划", "集团计划中心高级主管兼副总经理", "计划中心"),
    "en": ("Alexandra Featherstone", "Deputy Group Director of Production Engineering and Operations", "Operations"),
}


def staff(language: str, count: int = 20) -> View:
    name, title, department = TITLES[language]
    nodes = tuple(
        View("node", {
            "id": f"n{n}", "name": f"{name} {n}", "title": title, "department": department, "roles": ("user",),
            "reports_to": None if n == 0 else f"n{(0, 0, 0, 1, 1, 1, 1, 2, 2, 3)[n % 10]}" if n > 3 else "n0",
        })
        for n in range(count)
    )  # fmt: skip
    edges = tuple(
        View("edge", {"from_id": f"n{a}", "to_id": f"n{b}", "kind": "influences", "note": None})
        for a, b in ((5, 1), (9, 14), (18, 0), (4, 10))
    )
    return View("decision_map", {"nodes": nodes, "edges": edges})


def text_of_lines(shape: Box | Label) -> list[str]:
    return [line.text for line in paragraphs_of(shape.lines)]


def crosses(line: Line, box: Box) -> bool:
    """Whether a segment goes through the inside of a card."""
    return any(
        max(x1, x2) > box.x + 1 and min(x1, x2) < box.x + box.width - 1
        and max(y1, y2) > box.y + 1 and min(y1, y2) < box.y + box.height - 1
        for (x1, y1), (x2, y2) in pairwise(line.points)
    )  # fmt: skip


@pytest.mark.parametrize("size", [PAGE, SLIDE], ids=["page", "slide"])
@pytest.mark.parametrize("language", TITLES)
def test_twenty_people_have_whole_titles_in_readable_type_and_no_line_through_them(
    language: str, size: tuple[float, float, float]
) -> None:
    width, height, smallest = size
    parts = readable_branches(staff(language), lambda part: is_readable(part, str, width, height, min_size=smallest))
    assert {node.id for part in parts for node in part.nodes} == {f"n{n}" for n in range(20)}
    assert len(parts) <= 9
    for part in parts:
        drawn = decision_map(part, str, width, height, min_size=smallest)
        cards = [shape for shape in drawn.shapes if isinstance(shape, Box) and shape.id in {n.id for n in part.nodes}]
        for node, card in ((node, card) for node in part.nodes for card in cards if card.id == node.id):
            shown = " ".join(text_of_lines(card))
            assert all(text in shown for text in (node.name, node.title, node.department))
            assert min(line.size for line in card.lines) >= smallest
        lines = [shape for shape in drawn.shapes if isinstance(shape, Line)]
        assert not [(line.from_id, line.to_id, card.id) for line in lines for card in cards if crosses(line, card)]


def test_a_chinese_title_breaks_between_unit_and_post() -> None:
    assert wrap("集团生产中心高级主管兼副总经理", 95, 10) == ["集团生产中心", "高级主管兼副总经理"]
