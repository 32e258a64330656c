"""The decision map: cycles and unknown people are errors, gaps are notices, internal roles and edges are redacted."""

from pathlib import Path
from typing import Any

import pytest
from conftest import FORMATS, SAMPLES
from hypothesis import given
from hypothesis import strategies as st
from language import text_of

from docgen.audience import as_data, view_for
from docgen.engines import engine_for
from docgen.schemas.base import RuleError
from docgen.schemas.decision_map import DecisionMap, Role, map_notices, map_problems


def person(key: str, reports_to: str | None = None, *roles: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "name": key.upper(), "reports_to": reports_to, "roles": roles or ("user",), **more}


def edge(start: str, end: str, kind: str = "influences") -> dict[str, str]:
    return {"from_id": start, "to_id": end, "kind": kind}


def map_of(*people: dict[str, Any], edges: tuple[dict[str, str], ...] = ()) -> DecisionMap:
    return DecisionMap.model_validate({"nodes": people, "edges": edges})


def lines_of(decision_map: DecisionMap) -> list[str]:
    """The map's problems as `field path: message; remedy`."""
    return str(RuleError(map_problems(decision_map))).splitlines()


def test_a_tree_has_no_problems() -> None:
    assert list(map_problems(map_of(person("a"), person("b", "a"), person("c", "a"), edges=(edge("c", "b"),)))) == []


def test_a_circle_is_reported_once_with_its_way_round() -> None:
    problems = lines_of(map_of(person("a", "c"), person("b", "a"), person("c", "b"), person("d", "a")))
    assert len(problems) == 1
    assert problems[0].startswith("decision_map.nodes[")
    assert ".reports_to: " in problems[0]
    assert "a → c → b → a" in problems[0]


def test_somebody_who_reports_to_himself_is_a_circle() -> None:
    assert "a → a" in lines_of(map_of(person("a", "a")))[0]


def test_two_circles_are_both_reported() -> None:
    people = (person("a", "b"), person("b", "a"), person("c", "d"), person("d", "c"))
    assert len(list(map_problems(map_of(*people)))) == 2


def test_a_second_reporting_line_can_close_a_circle_too() -> None:
    found = lines_of(map_of(person("a"), person("b", "a"), edges=(edge("a", "b", "reports_to"),)))
    assert len(found) == 1
    assert "is a circle" in found[0]


def test_influence_in_both_directions_is_no_circle() -> None:
    assert list(map_problems(map_of(person("a"), person("b", "a"), edges=(edge("a", "b"), edge("b", "a"))))) == []


def test_unknown_people_and_double_ids_are_reported_at_their_places() -> None:
    found = lines_of(map_of(person("a"), person("a"), person("b", "x"), edges=(edge("a", "y"), edge("b", "b"))))
    assert [problem.split(":")[0] for problem in found] == [
        "decision_map.nodes[0].id",
        "decision_map.nodes[1].id",
        "decision_map.nodes[2].reports_to",
        "decision_map.edges[0].to_id",
        "decision_map.edges[1].to_id",
    ]


@given(st.lists(st.none() | st.integers(0, 7), min_size=1, max_size=8))
def test_circles_are_found_exactly_where_following_the_line_comes_back(superiors: list[int | None]) -> None:
    superiors = [s if s is not None and s < len(superiors) else None for s in superiors]
    people = [person(f"p{i}", None if s is None else f"p{s}") for i, s in enumerate(superiors)]

    def comes_back(start: int) -> bool:
        at = superiors[start]
        for _ in superiors:
            if at is None or at == start:
                break
            at = superiors[at]
        return at == start

    circles = {frozenset(_round(superiors, i)) for i in range(len(superiors)) if comes_back(i)}
    assert len(list(map_problems(map_of(*people)))) == len(circles)


def _round(superiors: list[int | None], start: int) -> list[int]:
    trail, at = [start], superiors[start]
    while at is not None and at != start:
        trail.append(at)
        at = superiors[at]
    return trail


def notices_of(*people: dict[str, Any]) -> list[str]:
    return [finding.message for finding in map_notices(map_of(*people))]


def test_exactly_one_decision_maker_is_no_finding() -> None:
    everything = [str(role) for role in Role if role not in (Role.coach, Role.blocker)]
    assert notices_of(person("a", None, *everything)) == []


def test_no_decision_maker_is_a_finding() -> None:
    assert notices_of(person("a"))[0] == "nobody is the decision maker"


def test_two_decision_makers_are_a_finding_with_their_names() -> None:
    found = notices_of(person("a", None, "decision_maker"), person("b", None, "decision_maker"))
    assert found[0] == "2 people are decision makers: A, B"


def test_missing_roles_are_named_without_coach_and_blocker() -> None:
    decision_map = map_of(person("a", None, "decision_maker", "user", "champion"))
    assert [str(role) for role in decision_map.missing_roles] == [
        "initiator",
        "influencer",
        "technical_evaluator",
        "approver",
        "purchaser",
        "gatekeeper",
    ]
    assert "gatekeeper 守门人" in notices_of(person("a", None, "decision_maker"))[0]


def test_a_client_sees_neither_internal_roles_nor_conflicts_nor_missing_roles() -> None:
    decision_map = map_of(
        person(
            "a", None, "decision_maker", support="opponent", coverage="not_met", personal_win="升职", our_owner="陈立"
        ),
        person("b", "a", "user", "coach"),
        person("c", "a", "blocker"),
        edges=(edge("b", "c", "conflicts"), edge("b", "a")),
    )
    client = view_for("client", decision_map)
    assert [[str(role) for role in node.roles] for node in client.nodes] == [["decision_maker"], ["user"], []]
    assert [str(item.kind) for item in client.edges] == ["influences"]
    assert set(as_data(client)["nodes"][0]).isdisjoint({"support", "coverage", "personal_win", "our_owner"})
    assert "missing_roles" not in as_data(client)
    internal = view_for("internal", decision_map)
    assert [str(role) for role in internal.nodes[2].roles] == ["blocker"]
    assert len(internal.edges) == 2


@pytest.mark.parametrize(
    ("written", "role"), [("决策者", "decision_maker"), ("Technical evaluator", "technical_evaluator")]
)
def test_roles_may_be_written_by_their_titles(written: str, role: str) -> None:
    assert map_of(person("a", None, written)).nodes[0].roles == (Role(role),)


INTERNAL = {"influence": "high", "focus": "relationship", "support": "opponent", "coverage": "trusted"}


def test_a_client_sees_neither_a_persons_weight_nor_who_is_for_us() -> None:
    roles = ["user", "champion", "gatekeeper", "coach", "blocker"]
    node = {**person("a", None, "decision_maker"), "roles": roles, **INTERNAL, "personal_win": "w", "our_owner": "o"}
    ours, clients = (view_for(audience, map_of(node)).nodes[0] for audience in ("internal", "client"))
    assert [str(role) for role in ours.roles] == roles
    assert [str(role) for role in clients.roles] == ["user"]
    for name in (*INTERNAL, "personal_win", "our_owner"):
        assert getattr(ours, name) is not None
        with pytest.raises(AttributeError):
            getattr(clients, name)


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.name.startswith("needs_analysis")], ids=lambda s: s.stem)
@pytest.mark.parametrize("file_format", FORMATS)
def test_no_client_copy_of_a_map_prints_them(sample: Path, file_format: str, rendered: Any) -> None:
    titles = [getattr(role, name) for role in Role if role.is_internal for name in ("title_en", "title_zh")]
    titles += ["关注导向", "影响力"]
    data = rendered(sample, file_format, "client").read_bytes()
    whole = "".join(text for _, text in engine_for(file_format).searchable(data))
    assert [title for title in titles if title in whole] == []
    ours = text_of(rendered(sample, file_format, "internal").read_bytes(), file_format)
    assert any(title in ours for title in titles)
