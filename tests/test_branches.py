"""A large map is split into several readable ones, without losing anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.audience import View
from docgen.diagrams import branches


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
