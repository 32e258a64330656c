"""The benchmark's own promises: every engine does the same work, and its tables say what was measured."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from benchmarks.compare import Timing
from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.peers import POWERPOINT, WORD, Peer
from benchmarks.python_engines import ENGINES
from benchmarks.read_back import lines_of
from benchmarks.report import goals, table
from benchmarks.word import word_template

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
            timing.times_ms = [medians[timing.peer.script]] * 20
    return timings


def test_the_ratios_are_those_of_the_medians() -> None:
    measured = {"docgen-docx": 2.0, "floor-docx": 1.0, "docxtpl": 100.0, "easy-template-x.js": 10.0, "carbone.js": 20.0}
    found: dict[str, Any] = {goal["name"]: (goal["ratio"], goal["met"]) for goal in goals("docx", _timings(**measured))}
    assert found == {
        "times docxtpl": (50.0, True),
        "times the best npm engine": (5.0, False),
        "of the floor": (2.0, False),
    }


def test_a_table_says_what_was_not_measured() -> None:
    told = "\n".join(table("docx", _timings(**{"docgen-docx": 2.0, "floor-docx": 1.0, "docxtpl": 50.0})))
    assert "carbone         not measured: left out" in told
    assert "times the best npm engine: not measured" in told
    assert "25.00  times docxtpl" in told
