"""Format timings as the tables and ratios of `make bench`, or as data for `--json`."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.compare import Timing

Times = tuple[float, float]  # of all renders the median, and what a tenth stays below

_TITLES = {
    "docx": "DOCX: a proposal of four pages, 40 price lines, header and footer",
    "pptx": "PPTX: a deck of ten slides, 40 price lines on one of them, five slides from one",
}


def table(file_format: str, timings: Sequence[Timing]) -> Iterator[str]:
    """The lines of a format's table: each engine's processor time, spread, output size and ratio to docgen."""
    ours = math.nan if timings[0].missing else timings[0].median
    yield _TITLES[file_format]
    heads = f"  {'engine':<16}{'version':<9}{'median':>10}{'10 % … 90 %':>20}{'by the clock':>14}"
    yield f"{heads}{'renders':>9}{'size':>11}{'x docgen':>10}"
    for timing in timings:
        if timing.missing:
            yield f"  {timing.peer.name:<16}not measured: {timing.missing}"
            continue
        low, high = timing.spread
        times = f"{timing.median:>7.2f} ms{f'{low:.2f} … {high:.2f} ms':>20}{timing.elapsed:>11.2f} ms"
        facts = f"{len(timing.times_ms):>9}{timing.size / 1024:>7.1f} KiB{timing.median / ours:>10.2f}"
        yield f"  {timing.peer.name:<16}{timing.version:<9}{times}{facts}"
    yield from (f"  {timing.peer.name}: {timing.fault}" for timing in timings if timing.fault)
    yield ""
    yield from (line for goal in goals(file_format, timings) for line in [_goal_line(goal)])
    yield ""
    yield "  what each keeps from render to render, and what it leaves out:"
    for timing in timings:
        peer = timing.peer
        yield f"    {peer.name:<16}{peer.keeps}" + (f"; without {peer.leaves_out}" if peer.leaves_out else "")


def goals(file_format: str, timings: Sequence[Timing]) -> list[dict[str, Any]]:
    """The goals for docgen and the measured ratios; `ratio` is None if nothing was measured.

    `quiet` is the same ratio of the first deciles: other load on the machine slows long renders more than short ones,
    in docgen's favour. A goal is met if both ratios meet it.
    """
    measured = [timing for timing in timings if not timing.missing]
    times = {timing.peer.name: (timing.median, timing.spread[0]) for timing in measured}
    npm = [times[timing.peer.name] for timing in measured if timing.peer.is_npm]
    peers = [pair for name, pair in times.items() if name != "docgen" and not name.startswith("floor")]
    ours, floor = times.get("docgen"), times.get("floor")
    if file_format == "docx":
        return [
            _goal("times docxtpl", times.get("docxtpl"), ours, 50),
            _goal("times the best npm engine", _best(npm), ours, 20),
            _goal("of the floor", ours, floor, 1.5, at_least=False),
        ]
    return [_goal("times the best peer", _best(peers), ours, 15), _goal("of the floor", ours, floor)]


def _best(pairs: Sequence[Times]) -> Times | None:
    return (min(median for median, _ in pairs), min(quiet for _, quiet in pairs)) if pairs else None


def _goal(
    name: str, time: Times | None, unit: Times | None, wanted: float = 0, at_least: bool = True
) -> dict[str, Any]:
    ratio, quiet = (time[0] / unit[0], time[1] / unit[1]) if time and unit else (None, None)
    met = None if ratio is None or quiet is None else all((r >= wanted) == at_least for r in (ratio, quiet))
    return {"name": name, "ratio": ratio, "quiet": quiet, "wanted": wanted, "at_least": at_least, "met": met}


def _goal_line(goal: dict[str, Any]) -> str:
    if goal["ratio"] is None:
        return f"  docgen {goal['name']}: not measured"
    line = f"  {goal['ratio']:>7.2f}  {goal['name']:<26} ({goal['quiet']:.2f} of the quickest tenths)"
    if not goal["wanted"]:
        return line
    bound = "at least" if goal["at_least"] else "at most"
    verdict = "met" if goal["met"] else "not met"
    return f"{line}   wanted: {bound} {goal['wanted']:g}   {verdict}"


def as_data(file_format: str, timings: Sequence[Timing]) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "engines": [_facts(timing) for timing in timings],
        "goals": goals(file_format, timings),
    }


def _facts(timing: Timing) -> dict[str, Any]:
    peer = timing.peer
    facts: dict[str, Any] = {"name": peer.name, "keeps": peer.keeps, "leaves_out": peer.leaves_out}
    if timing.fault:
        facts["fault"] = timing.fault
    if timing.missing:
        return {**facts, "missing": timing.missing}
    low, high = timing.spread
    measured: dict[str, Any] = {"version": timing.version, "median_ms": timing.median, "p10_ms": low, "p90_ms": high}
    measured["elapsed_median_ms"] = timing.elapsed
    return {**facts, **measured, "renders": len(timing.times_ms), "bytes": timing.size}
