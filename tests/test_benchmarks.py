"""The benchmark's own promises: every engine does the same work, and its tables say what was measured."""

import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from benchmarks.__main__ import faults
from benchmarks.compare import Timing, difference, lines_of
from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.end_to_end import end_to_end_lines
from benchmarks.end_to_end import measured as measured_end_to_end
from benchmarks.growth import SERIES, grown, growth_goals, growth_lines, measured
from benchmarks.peers import JINJA, POWERPOINT, WORD, Peer
from benchmarks.python_engines import ENGINES, docgen_docx, docxtpl_docx
from benchmarks.report import as_data, goals, table
from benchmarks.reproducible import dated_places
from benchmarks.steady import is_flat, sizes
from benchmarks.word import word_template

pytestmark = pytest.mark.slow

_FORMATS: Mapping[str, tuple[tuple[Peer, ...], Callable[..., bytes]]] = {
    "docx": (WORD, word_template),
    "pptx": (POWERPOINT, deck_template),
}
_PYTHON = [
    pytest.param(file_format, peer, id=f"{file_format}-{peer.name}")
    for file_format, (peers, _) in _FORMATS.items()
    for peer in peers
    if not peer.is_npm
]


def _lines(file_format: str, peer: Peer) -> list[str]:
    template = _FORMATS[file_format][1](peer.syntax)
    return lines_of(ENGINES[peer.script][1](template, proposal(7))(), file_format)


@pytest.mark.parametrize(("file_format", "peer"), _PYTHON)
def test_every_python_engine_prints_the_same_text(file_format: str, peer: Peer) -> None:
    lines = _lines(file_format, peer)
    assert lines == _lines(file_format, _FORMATS[file_format][0][0])
    assert any("Sensor set <A&B>" in line for line in lines)
    assert any("Case 5: a foundry & its castings" in line for line in lines) or file_format == "docx"


def _timings(**medians: float) -> list[Timing]:
    timings = [Timing(peer, missing="" if peer.script in medians else "left out") for peer in WORD]
    for timing in timings:
        if not timing.missing:
            timing.times_ms = timing.elapsed_ms = [medians[timing.peer.script]] * 20
    return timings


def test_the_ratios_are_those_of_the_medians() -> None:
    measured = {"docgen-docx": 2.0, "floor-docx": 1.0, "docxtpl": 100.0, "easy-template-x.js": 10.0, "carbone.js": 20.0}
    found: dict[str, Any] = {goal["name"]: (goal["ratio"], goal["met"]) for goal in goals("docx", _timings(**measured))}
    assert found == {
        "times docxtpl": (50.0, True),
        "times the best npm engine": (5.0, False),
        "of the floor": (2.0, False),
    }


def test_a_goal_that_only_a_busy_machine_meets_is_not_met() -> None:
    timings = _timings(**{"docgen-docx": 1.0, "docxtpl": 60.0})
    timings[3].times_ms = [40.0] * 9 + [60.0] * 11
    goal = goals("docx", timings)[0]
    assert (goal["name"], goal["ratio"], goal["quiet"], goal["met"]) == ("times docxtpl", 60.0, 40.0, False)


def test_a_table_says_what_was_not_measured() -> None:
    lines = "\n".join(table("docx", _timings(**{"docgen-docx": 2.0, "floor-docx": 1.0, "docxtpl": 50.0})))
    assert "carbone         not measured: left out" in lines
    assert "times the best npm engine: not measured" in lines
    assert "25.00  times docxtpl" in lines


def test_another_text_is_reported_with_its_line() -> None:
    outputs = {
        "docgen": docgen_docx(word_template(JINJA), proposal(2))(),
        "docxtpl": docxtpl_docx(word_template(JINJA), {**proposal(2), "total": "1.00"})(),
    }
    assert difference(outputs, "docgen", "docx") == ""
    assert "'Total, net: 1.00' for 'Total, net: 2,870.00'" in difference(outputs, "docxtpl", "docx")


def test_an_engine_with_a_fault_and_bytes_that_differ_fail_the_run() -> None:
    timing = Timing(WORD[0], missing="x ended with 1", fault="x ended with 1")
    results = {"docx": as_data("docx", [timing]), "bytes": {"deck.pptx": {"same": False, "dated": []}}}
    assert faults(results) == ["x ended with 1", "deck.pptx"]
    assert faults({"bytes": {"deck.pptx": {"same": True, "dated": []}}}) == []


@pytest.mark.parametrize("name", SERIES)
def test_each_table_that_grows_is_measured(name: str) -> None:
    found = [measured(name, rows, seconds=0) for rows in (10, 30)]
    assert [one["rows"] for one in found] == [10, 30]
    assert 100_000 < found[0]["xml"] < found[1]["xml"]


def test_growth_is_measured_in_processes_and_told_with_verdicts() -> None:
    name = "docgen, the price table"
    found = grown([name], rows=(10, 20), seconds=0)
    assert [one["rows"] for one in found[name]["tables"]] == [10, 20]
    assert sum("wanted: linear" in line for line in growth_lines(found)) == 1


def test_growth_that_is_not_linear_or_takes_too_much_memory_is_not_met() -> None:
    rows = [(10, 1.0), (100, 10.0), (1_000, 100.0), (10_000, 10_000.0)]
    tables = [{"rows": number, "median_ms": time, "xml": 100, "memory": 450} for number, time in rows]
    goals = growth_goals(tables)
    assert (goals["linear"], goals["memory_over_xml"], goals["memory_met"]) == (False, 4.5, False)
    goals = growth_goals([{**table, "memory": 400} for table in tables[:3]])
    assert (goals["linear"], goals["memory_over_xml"], goals["memory_met"]) == (True, 4.0, True)


def test_a_table_that_takes_too_long_is_given_up() -> None:
    found = {"docxtpl": {"tables": [{"rows": 10_000, "given_up_after_s": 5}], "goals": growth_goals([])}}
    assert any("10000   given up after 5 s" in line for line in growth_lines(found))


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_memory_is_reported_after_a_tenth_half_and_all_of_the_renders(file_format: str) -> None:
    found = sizes(file_format, 20)
    assert list(found) == [2, 10, 20]
    assert min(found.values()) > 10 * 2**20


def test_memory_is_flat_within_two_per_cent_only() -> None:
    assert is_flat([100, 99, 102])
    assert not is_flat([100, 99, 103])


def test_a_member_with_a_date_and_a_part_with_todays_date_are_found() -> None:
    clean, dated = BytesIO(), BytesIO()
    with zipfile.ZipFile(clean, "w") as package:
        package.writestr(zipfile.ZipInfo("a.xml"), "<a/>")
    today = datetime.fromtimestamp(time.time(), UTC)
    with zipfile.ZipFile(dated, "w") as package:
        package.writestr(zipfile.ZipInfo("a.xml", (2026, 1, 2, 3, 4, 5)), "<a/>")
        package.writestr(zipfile.ZipInfo("b.xml"), f"<b>{today:%Y-%m-%d}T00:00:00Z</b>")
    assert dated_places(clean.getvalue()) == []
    assert dated_places(dated.getvalue()) == ["the entry of a.xml", "b.xml"]


def test_the_way_from_a_file_to_a_file_is_reported_beside_the_engine_s_and_a_peer_s() -> None:
    facts = {"docx": measured_end_to_end("docx", turns=1, commands=1)}
    assert 0 < facts["docx"]["engine"] < facts["docx"]["render"] < facts["docx"]["command"]
    lines = list(end_to_end_lines(facts))
    assert len(lines) == 8
    assert all("docxtpl" in line for line in lines[-2:])
