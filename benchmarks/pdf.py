"""Compare ways to make a PDF: naive WeasyPrint, docgen, preview, several processes, many rows, other programs."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent
_SAMPLE = "manufacturing.zh"
_ROWS = 10_000
_PREVIEWS = ("preview first", "preview middle", "preview last")
_WAYS = ("naive", "ours", *_PREVIEWS, "typst", "libreoffice", "chromium")
_PROGRAMS = {"libreoffice": "soffice", "chromium": "chromium"}
_FEWER = {"libreoffice": 3, "chromium": 3, "one process": 3, "two processes": 3}
_RENDERS = 7


def pdf_times(turns: int = 2) -> dict[str, Any]:
    """Each way in separate processes, in turns; processor time, or elapsed time for several processes."""
    found: dict[str, list[dict[str, Any]]] = {}
    missing = [way for way, program in _PROGRAMS.items() if not shutil.which(program)]
    for turn in range(turns):
        for way in (*_WAYS, "one process", "two processes"):
            if way not in missing:
                _tell(f"{way}, turn {turn + 1} of {turns}")
                found.setdefault(way, []).append(_run(way, _SAMPLE, _FEWER.get(way, _RENDERS)))
    _tell(f"{_ROWS} rows")
    found["rows"] = [_run("rows", str(_ROWS), 1)]
    ways = {way: _facts(runs) for way, runs in found.items()}
    bare = max(_parallel_speedup() for _ in range(5))
    return {"ways": ways, "goals": _goals(ways), "missing": missing, "two bare loops": bare}


def _parallel_speedup() -> float:
    """The speed-up of two loops in parallel over the same in sequence: the best that this machine can do."""
    command = [sys.executable, "-c", "d = {}\nfor i in range(8_000_000): d[i % 5000] = i"]

    def clocked(together: bool) -> float:
        start, running = time.perf_counter(), []
        for _ in range(2):
            running.append(subprocess.Popen(command, preexec_fn=_unpin))  # noqa: PLW1509 - no threads here
            if not together:
                running[-1].wait()
        for loop in running:
            loop.wait()
        return time.perf_counter() - start

    return clocked(together=False) / clocked(together=True)


def _tell(step: str) -> None:
    print(f"pdf: {step}", file=sys.stderr, flush=True)


def _run(way: str, sample: str, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.pdf_one", way, sample, str(count)]
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True, preexec_fn=_unpin)
    return json.loads(done.stdout)


def _unpin() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


def _facts(runs: list[dict[str, Any]]) -> dict[str, Any]:
    later = [time for run in runs for time in run["times_ms"][1:]]
    cold = statistics.median(run["times_ms"][0] for run in runs)
    warm = statistics.median(later) if later else None
    return {"cold_ms": cold, "warm_ms": warm, "bytes": runs[-1]["bytes"], "peak": max(run["peak"] for run in runs)}


def _goals(ways: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    naive, rows = ways["naive"]["warm_ms"], ways["rows"]
    ratios = [
        ("ours warm, times naive warm", naive / ways["ours"]["warm_ms"], 1.5),
        *((f"{way} section, times naive warm", naive / ways[way]["warm_ms"], 5.0) for way in _PREVIEWS),
        ("two processes, times one", ways["one process"]["warm_ms"] / ways["two processes"]["warm_ms"], 1.8),
        (f"{_ROWS:,} rows, in 30 s", 30_000 / rows["cold_ms"], 1.0),
        (f"{_ROWS:,} rows, in 500 MB", 500e6 / rows["peak"], 1.0),
    ]
    return [{"name": name, "ratio": ratio, "wanted": wanted, "met": ratio >= wanted} for name, ratio, wanted in ratios]


def pdf_lines(facts: dict[str, Any]) -> Iterator[str]:
    """The table and the verdicts."""
    yield f"PDF: the shipped proposal ({_SAMPLE}), processor time; of several processes by the clock"
    yield f"  {'way':<16}{'first':>12}{'warm':>12}{'size':>11}{'peak':>10}{'naive warm / it':>18}"
    naive = facts["ways"]["naive"]["warm_ms"]
    for way, fact in facts["ways"].items():
        warm = f"{fact['warm_ms']:>9.0f} ms" if fact["warm_ms"] else " " * 12
        single = fact["warm_ms"] and "process" not in way
        ratio = f"{naive / fact['warm_ms']:>18.2f}" if single else ""
        sizes = f"{fact['bytes'] / 1024:>7.0f} KiB{fact['peak'] / 1e6:>7.0f} MB"
        yield f"  {way:<16}{fact['cold_ms']:>9.0f} ms{warm}{sizes}{ratio}"
    yield "  (one and two processes: eight proposals; libreoffice and chromium start each time, the latter of several"
    yield "  processes; naive has the same options and fonts as docgen; a preview follows an edit of one field)"
    bare = facts["two bare loops"]
    yield f"  (what two cores are worth here: two bare loops at once, {bare:.2f} times one, the best of five)"
    yield from (f"  {way}: not on this machine, not measured" for way in facts["missing"])
    yield ""
    for goal in facts["goals"]:
        verdict = "met" if goal["met"] else "not met"
        yield f"  {goal['ratio']:>7.2f}  {goal['name']:<42} wanted: at least {goal['wanted']:g}   {verdict}"
