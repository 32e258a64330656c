"""Diagrams: nothing overlaps, everything fits, roles have their own shapes, redacted fields aren't drawn."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from docgen.audience import Choice, View, view_for
from docgen.brand import Brand
from docgen.diagrams import Box, Drawing, Label, Line, decision_map, gantt, to_svg
from docgen.diagrams.cards import ROLE_SHAPES
from docgen.diagrams.svg import PRESETS
from docgen.diagrams.typeset import width_of, wrap
from docgen.engines.office.shapes import route
from docgen.schemas.decision_map import DecisionMap, Role
from docgen.schemas.needs_analysis import NeedsAnalysis

SAMPLES = Path(__file__).parent.parent / "samples"
SVG = "{http://www.w3.org/2000/svg}"
Rect = tuple[float, float, float, float]


def words(key: Any) -> str:
    return key.title_en if isinstance(key, Choice) else str(key)


def map_of(*superiors: int | None, edges: Any = (), **more: Any) -> DecisionMap:
    """People p0, p1, …, each reporting to the person with that number; the first decides."""
    people = [
        {
            "id": f"p{i}",
            "name": f"Person Number {i}",
            "title": "General Manager",
            "department": "Group Operations",
            "reports_to": None if superior is None else f"p{superior}",
            "roles": ["user"] if i else ["decision_maker"],
            **more,
        }
        for i, superior in enumerate(superiors)
    ]
    return DecisionMap.model_validate({"nodes": people, "edges": edges})


def drawn(decision: DecisionMap, audience: str = "internal", **options: Any) -> Drawing:
    return decision_map(view_for(audience, decision), words, **options)


def sample_map(name: str) -> DecisionMap:
    data = YAML(typ="base", pure=True).load(SAMPLES / f"needs_analysis.{name}.yaml")
    return NeedsAnalysis.model_validate(data).decision_map


def cards_of(drawing: Drawing) -> dict[str, Box]:
    return {box.id: box for box in drawing.shapes if isinstance(box, Box) and box.group == box.id}


def smallest_size(drawing: Drawing) -> float:
    return min(line.size for shape in drawing.shapes if not isinstance(shape, Line) for line in shape.lines)


def texts_of(drawing: Drawing) -> list[str]:
    return [line.text for shape in drawing.shapes if not isinstance(shape, Line) for line in shape.lines]


def are_disjoint(a: Box, b: Box) -> bool:
    return (
        a.x + a.width <= b.x + 0.02
        or b.x + b.width <= a.x + 0.02
        or a.y + a.height <= b.y + 0.02
        or b.y + b.height <= a.y + 0.02
    )


def corners_of(drawing: Drawing) -> Iterator[tuple[float, float]]:
    for shape in drawing.shapes:
        if isinstance(shape, Line):
            yield from shape.points
        else:
            yield shape.x, shape.y
            yield shape.x + shape.width, shape.y + shape.height


def check_fits(drawing: Drawing, width: float, height: float) -> None:
    """Check that the drawing is within its size, its shapes within the drawing, its texts within their boxes."""
    assert drawing.width <= width + 0.01
    assert drawing.height <= height + 0.01
    for x, y in corners_of(drawing):
        assert -0.1 <= x <= drawing.width + 0.1
        assert -0.1 <= y <= drawing.height + 0.1
    for shape in drawing.shapes:
        if not isinstance(shape, Line) and shape.lines:
            left, top, right, bottom = shape.inset if isinstance(shape, Box) else (0, 0, 0, 0)
            assert sum(line.leading for line in shape.lines) <= shape.height - top - bottom + 0.1
            for line in shape.lines:
                assert width_of(line.text, line.size, line.bold) <= shape.width - left - right + 0.5


TREES = st.lists(st.integers(0, 1000), min_size=0, max_size=24).map(
    lambda numbers: (None, *(n % (i + 1) for i, n in enumerate(numbers)))
)


@settings(max_examples=25, deadline=None)
@given(TREES, st.sampled_from([(700, 440, 8), (450, 620, 8), (880, 380, 12)]))
def test_no_card_overlaps_another_and_all_fits(superiors: tuple[int | None, ...], room: tuple[int, int, int]) -> None:
    width, height, min_size = room
    drawing = drawn(map_of(*superiors), width=width, height=height, min_size=min_size)
    cards = cards_of(drawing)
    assert len(cards) == len(superiors)
    assert all(are_disjoint(a, b) for a, b in combinations(cards.values(), 2))
    check_fits(drawing, width, height)


@settings(max_examples=25, deadline=None)
@given(TREES)
def test_superiors_stand_above_their_people_and_are_joined_to_them(superiors: tuple[int | None, ...]) -> None:
    drawing = drawn(map_of(*superiors))
    cards = cards_of(drawing)
    joined = {(line.from_id, line.to_id) for line in drawing.shapes if isinstance(line, Line) and line.to_id}
    for person, superior in enumerate(superiors):
        if superior is not None:
            assert cards[f"p{superior}"].y + cards[f"p{superior}"].height <= cards[f"p{person}"].y
            assert (f"p{superior}", f"p{person}") in joined


def test_a_superior_is_centred_over_the_people_side_by_side() -> None:
    cards = cards_of(drawn(map_of(None, 0, 0)))
    middle = (cards["p1"].x + cards["p2"].x) / 2
    assert cards["p0"].x == pytest.approx(middle, abs=0.02)
    assert cards["p1"].y == cards["p2"].y


def test_people_who_report_to_nobody_stand_side_by_side_at_the_top() -> None:
    cards = cards_of(drawn(map_of(None, None, 1)))
    assert cards["p0"].y == cards["p1"].y < cards["p2"].y


@pytest.mark.parametrize("name", ["manufacturing.zh", "services.en"])
@pytest.mark.parametrize("audience", ["client", "internal"])
def test_a_sample_map_fits_a_page_in_type_of_eight_points(name: str, audience: str) -> None:
    drawing = drawn(sample_map(name), audience, width=700, height=440)
    check_fits(drawing, 700, 440)
    assert smallest_size(drawing) >= 8


def test_five_people_fit_a_slide_in_type_of_twelve_points_with_title_and_department() -> None:
    drawing = drawn(map_of(None, 0, 0, 1, 1), width=880, height=380, min_size=12)
    assert smallest_size(drawing) >= 12
    assert any("General Manager" in text for text in texts_of(drawing))
    assert any("Group" in text for text in texts_of(drawing))


@pytest.mark.parametrize("name", ["manufacturing.zh", "services.en"])
def test_lines_of_influence_run_level_or_upright_and_around_all_cards(name: str) -> None:
    drawing = drawn(sample_map(name), width=700, height=440)
    rects = [(card.x, card.y, card.x + card.width, card.y + card.height) for card in cards_of(drawing).values()]
    lines = [line for line in drawing.shapes if isinstance(line, Line) and line.name]
    assert {line.name for line in lines} == {"influences", "conflicts"}
    for line in lines:
        for (ax, ay), (bx, by) in pairwise(line.points):
            assert abs(ax - bx) < 0.05 or abs(ay - by) < 0.05
            assert not any(crosses((ax, ay), (bx, by), rect) for rect in rects)


def crosses(a: tuple[float, float], b: tuple[float, float], rect: Rect) -> bool:
    left, top, right, bottom = rect
    return (
        max(a[0], b[0]) > left + 0.1
        and min(a[0], b[0]) < right - 0.1
        and max(a[1], b[1]) > top + 0.1
        and min(a[1], b[1]) < bottom - 0.1
    )


def test_lines_end_at_the_cards_they_join() -> None:
    drawing = drawn(sample_map("manufacturing.zh"))
    cards = cards_of(drawing)
    for line in drawing.shapes:
        if isinstance(line, Line) and line.from_id:
            for point, key in ((line.points[0], line.from_id), (line.points[-1], line.to_id)):
                card = cards[key]
                assert card.x - 0.05 <= point[0] <= card.x + card.width + 0.05
                assert card.y - 0.05 <= point[1] <= card.y + card.height + 0.05


def test_a_side_is_named_only_where_the_line_meets_its_middle() -> None:
    drawing = drawn(sample_map("services.en"))
    cards = cards_of(drawing)
    middles = {"top": (0.5, 0), "left": (0, 0.5), "bottom": (0.5, 1), "right": (1, 0.5)}
    ends = [
        (cards[key], point, side)
        for line in drawing.shapes
        if isinstance(line, Line) and line.from_id
        for key, point, side in (
            (line.from_id, line.points[0], line.from_side),
            (line.to_id, line.points[-1], line.to_side),
        )
    ]
    assert any(side for _, _, side in ends)
    for card, (x, y), side in ends:
        if side:
            u, v = middles[side]
            assert (x, y) == pytest.approx((card.x + u * card.width, card.y + v * card.height), abs=0.05)


def test_each_role_has_a_shape_of_its_own_which_the_svg_knows() -> None:
    assert set(ROLE_SHAPES) == {str(role) for role in Role}
    shapes = [shape for shape, _ in ROLE_SHAPES.values()]
    assert len(set(shapes)) == len(shapes)
    assert set(shapes) <= PRESETS


def test_a_role_stands_on_the_card_by_shape_and_by_word_and_in_the_legend() -> None:
    drawing = drawn(map_of(None, 0))
    hexagons = {box.group: box.geometry for box in drawing.shapes if isinstance(box, Box) and box.id == "p1:user"}
    assert hexagons == {"p1": "ellipse"}
    assert texts_of(drawing).count("User") == 2
    assert texts_of(drawing).count("Decision maker") == 2
    assert "Gatekeeper" not in texts_of(drawing)


def test_support_and_coverage_are_drawn_for_internal_readers_only() -> None:
    decision = map_of(None, 0, support="sceptic", coverage="not_met")
    internal = drawn(decision)
    assert texts_of(internal).count("−1 Sceptic") == 2
    assert "Not met yet" in texts_of(internal)
    assert {card.outline for card in cards_of(internal).values()} == {"dashed"}
    client = drawn(decision, "client")
    assert not any("Sceptic" in text or "Not met" in text for text in texts_of(client))
    assert not any(card.outline == "dashed" for card in cards_of(client).values())


@pytest.mark.parametrize("name", ["manufacturing.zh", "services.en"])
def test_a_client_map_shows_no_internal_role_and_no_conflict(name: str) -> None:
    client, internal = drawn(sample_map(name), "client"), drawn(sample_map(name))
    for word in ("Coach", "Blocker", "legend_conflicts"):
        assert word in texts_of(internal)
        assert word not in texts_of(client)
    assert not any(isinstance(shape, Line) and shape.name == "conflicts" for shape in client.shapes)
    assert "Coach" not in client.alt
    assert "Coach" in internal.alt


def test_conflict_and_influence_are_reported_apart_without_colour() -> None:
    lines = {line.name: line for line in drawn(sample_map("services.en")).shapes if isinstance(line, Line)}
    assert (lines["influences"].dash, lines["influences"].arrow_back) == ("dash", False)
    assert (lines["conflicts"].dash, lines["conflicts"].arrow_back) == ("dashDot", True)


def test_the_alternative_text_says_who_is_who() -> None:
    assert drawn(map_of(None, 0)).alt == (
        "Person Number 0: General Manager, Group Operations, Decision maker; "
        "Person Number 1: General Manager, Group Operations, User, legend_reports_to Person Number 0"
    )


@pytest.mark.parametrize("text", ["x" * 10_000, "长" * 10_000, "a\tb\nc", "عربي شركة", "👩‍💼 🏭", "word " * 2000])
def test_any_name_fits_its_card(text: str) -> None:
    decision = DecisionMap.model_validate(
        {"nodes": [{"id": "a", "name": text, "title": text, "department": text, "roles": ["user", "approver"]}]}
    )
    check_fits(drawn(decision), 700, 440)


def test_the_same_view_gives_the_same_drawing() -> None:
    assert drawn(sample_map("services.en")) == drawn(sample_map("services.en"))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("General Manager", 200, ["General Manager"]),
        ("General Manager", 60, ["General", "Manager"]),
        ("机加工车间主任", 45, ["机加工车", "间主任"]),
        ("网络与系统工程师", 70, ["网络与系统工", "程师"]),
        ("IT 经理", 45, ["IT 经理"]),
        ("   ", 45, []),
    ],
)
def test_text_wraps_where_its_script_allows(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, 10) == lines


def test_text_beyond_the_last_line_is_cut_with_an_ellipsis() -> None:
    lines = wrap("one two three four five six seven", 40, 10, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(30, 200))
def test_no_wrapped_line_is_wider_than_asked(text: str, width: int) -> None:
    assert all(width_of(line, 10) <= width for line in wrap(text, width, 10))


def phase(name: str, start: str, end: str, milestone: str = "", due: str | None = None) -> View:
    days = {"start": date.fromisoformat(start), "end": date.fromisoformat(end)}
    due_day = date.fromisoformat(due) if due else None
    return View("phase", {"name": name, **days, "milestone": milestone, "milestone_date": due_day})


PLAN = (
    phase("Design", "2026-12-21", "2027-01-22", "Design signed"),
    phase("Pilot", "2027-01-18", "2027-03-12", "Pilot targets met", "2027-03-05"),
    phase("Roll-out", "2027-03-01", "2027-04-30", "All hotels live"),
)


def bars_of(drawing: Drawing) -> list[Box]:
    return [box for box in drawing.shapes if isinstance(box, Box) and box.id.startswith("phase:")]


def diamonds_of(drawing: Drawing) -> list[Box]:
    return [box for box in drawing.shapes if isinstance(box, Box) and box.id.startswith("milestone:")]


def test_bars_begin_and_end_by_their_dates() -> None:
    design, pilot, rollout = bars_of(gantt(PLAN, words))
    assert design.x < pilot.x < design.x + design.width < rollout.x < pilot.x + pilot.width
    a_day = design.width / 33
    assert pilot.width == pytest.approx(54 * a_day, abs=0.1)
    assert pilot.x - design.x == pytest.approx(28 * a_day, abs=0.1)
    assert design.y < pilot.y < rollout.y


def test_a_milestone_is_a_diamond_on_its_own_day_with_its_name() -> None:
    drawing = gantt(PLAN, words)
    _, pilot, _ = bars_of(drawing)
    _, diamond, _ = diamonds_of(drawing)
    assert diamond.geometry == "diamond"
    a_day = pilot.width / 54
    assert diamond.x + diamond.width / 2 == pytest.approx(pilot.x + pilot.width - 7 * a_day, abs=0.1)
    assert "Pilot targets met · 5 Mar" in texts_of(drawing)


def test_a_phase_without_milestone_has_none_and_the_legend_says_nothing_of_it() -> None:
    drawing = gantt((phase("Design", "2026-12-21", "2027-01-22"),), words)
    assert diamonds_of(drawing) == []
    assert "legend_milestone" not in texts_of(drawing)


@pytest.mark.parametrize(
    ("days", "heads"),
    [(1, ["Dec 2026", "1"]), (20, ["Dec 2026", "7"]), (120, ["2026", "Dec"]), (1095, ["2027", "2028"])],
)
def test_the_axis_suits_plans_from_a_day_to_three_years(days: int, heads: list[str]) -> None:
    end = date(2026, 12, 1) + timedelta(days - 1)
    drawing = gantt((phase("All", "2026-12-01", end.isoformat(), "Done"),), words, 450, 300)
    check_fits(drawing, 450, 300)
    assert set(heads) <= set(texts_of(drawing))


def test_chinese_plans_carry_chinese_dates() -> None:
    texts = texts_of(gantt(PLAN, words, language="zh"))
    assert "2027年" in texts
    assert "12月" in texts
    assert "Design signed · 1月22日" in texts
    assert "".join(texts).count("2026年12月21日–2027年1月22日") == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 1, 1), date(2027, 1, 1)),
            st.integers(0, 700),
            st.integers(-40, 40),
            st.text(max_size=90),
        ),
        min_size=1,
        max_size=14,
    ),
    st.sampled_from([(450, 300, 8), (880, 380, 12)]),
)
@example(
    plan=[*[(date(2026, 1, 1), 0, 0, "0")] * 4, (date(2026, 1, 1), 130, 39, "0"), (date(2027, 1, 1), 205, 40, "")],
    room=(450, 300, 8),
)
def test_any_plan_fits_its_place(plan: list[Any], room: tuple[int, int, int]) -> None:
    width, height, min_size = room
    phases = [
        phase(
            name or "x",
            start.isoformat(),
            (start + timedelta(days)).isoformat(),
            name,
            (start + timedelta(days + off)).isoformat(),
        )
        for start, days, off, name in plan
    ]
    drawing = gantt(phases, words, width, height, min_size=min_size)
    check_fits(drawing, width, height)
    assert len(bars_of(drawing)) == len(plan)


def test_a_plan_without_phases_is_an_empty_drawing() -> None:
    assert gantt((), words).shapes == ()


HOSTILE = "& < > \" ' {{ 7*7 }} {% for %} ]]> <script>"


def test_svg_escapes_every_text_and_is_well_formed() -> None:
    decision = DecisionMap.model_validate({"nodes": [{"id": "a", "name": HOSTILE, "roles": ["user"]}]})
    drawing = drawn(decision, width=1400)
    root = ElementTree.fromstring(to_svg(drawing, Brand(), "A \"B\", 'C'"))
    assert root.get("font-family") == "A \"B\", 'C'"
    assert HOSTILE in (root.findtext(f"{SVG}title") or "")
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts == texts_of(drawing)
    assert root.find(f".//{SVG}script") is None


def test_svg_takes_its_colours_from_the_brand() -> None:
    drawing = Drawing(10, 10, (Box("a", 0, 0, 10, 10, fill="accent", line="white", geometry="hexagon"),))
    svg = to_svg(drawing, replace(Brand(), accent="123ABC"), "Carlito")
    assert 'fill="#123ABC"' in svg
    assert 'stroke="#FFFFFF"' in svg


def test_svg_draws_every_preset_and_every_line_end() -> None:
    boxes = tuple(Box(name, 0, 0, 10, 10, geometry=name, outline="double") for name in sorted(PRESETS))
    line = Line(((0, 0), (5, 0), (5, 5)), arrow=True, arrow_back=True, dash="dashDot")
    label = Label(0, 0, 10, 10, (), "right")
    root = ElementTree.fromstring(to_svg(Drawing(10, 10, (*boxes, line, label)), Brand(), "x"))
    kinds = [child.tag.removeprefix(SVG) for child in root]
    assert len(kinds) == 1 + 2 * len(PRESETS) + 3
    assert kinds.count("polyline") == 1


def test_a_line_that_comes_back_to_its_height_is_a_free_path_in_office() -> None:
    back = route(Line(((0, 10), (0, 4), (50, 4), (50, 10))), 0, 0)
    assert "custGeom" in back.geometry
    assert f'y="{4 * 12700}"' in back.xfrm
    onward = route(Line(((0, 10), (0, 14), (50, 14), (50, 20))), 0, 0)
    assert "bentConnector3" in onward.geometry
