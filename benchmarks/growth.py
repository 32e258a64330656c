"""Measure time and memory of tables with 10 to 10,000 rows, each in a separate process.

Memory is the growth of the resident set at its peak during one render, after a warm-up render of ten rows. tracemalloc
wouldn't see the memory of libxml2 and zlib.
"""

import json
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.content import proposal
from benchmarks.memory import forget_peak, peak_resident, resident
from benchmarks.peers import JINJA
from benchmarks.python_engines import Render, docgen_docx, docxtpl_docx, floor_docx
from benchmarks.register import register
from benchmarks.word import word_template
from docgen.engines import docx

ROWS = (10, 100, 1_000, 10_000)
PATIENCE = 120  # timeout of a process in seconds
_ROOT = Path(__file__).parent.parent
_WANTED = 4
_JUDGED_FROM = 1_000  # with fewer rows, memory depends on the allocator
_LINEAR = 1.5  # a row of the largest table takes at most this many times a row of the previous table


def _register(rows: int) -> Render:
    template, bindings = register(rows)
    return lambda: docx.render(template, bindings)


def _price_table(engine: Callable[..., Render], rows: int) -> Render:
    return engine(word_template(JINJA), proposal(rows))


SERIES: dict[str, Callable[[int], Render]] = {
    "docgen, the shipped lead register": _register,
    "docgen, the price table": partial(_price_table, docgen_docx),
    "floor, the price table": partial(_price_table, floor_docx),
    "docxtpl, the price table": partial(_price_table, docxtpl_docx),
}


def grown(
    names: Iterable[str] = tuple(SERIES), rows: Sequence[int] = ROWS, patience: float = PATIENCE, seconds: float = 2
) -> dict[str, Any]:
    """For each series, a measurement per number of rows, up to the first that takes longer than `patience` seconds."""
    found = {name: list(_measurements(name, rows, patience, seconds)) for name in names}
    return {name: {"tables": tables, "goals": growth_goals(tables)} for name, tables in found.items()}


def _measurements(name: str, numbers: Sequence[int], patience: float, seconds: float) -> Iterator[dict[str, Any]]:
    for rows in numbers:
        print(f"growth: {name}, {rows} rows", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.growth", name, str(rows), str(seconds)]
        try:
            done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True, timeout=patience)
        except subprocess.TimeoutExpired:
            yield {"rows": rows, "given_up_after_s": patience}
            return
        yield json.loads(done.stdout)


def growth_lines(facts: dict[str, Any]) -> Iterator[str]:
    """A table per series; docgen's have two verdicts."""
    yield "Growth: DOCX with 10 to 10,000 rows"
    for name, fact in facts.items():
        yield f"  {name}"
        yield f"  {'rows':>8}{'median':>12}{'a row':>12}{'XML':>13}{'memory':>13}{'over the XML':>14}"
        for one in fact["tables"]:
            if "given_up_after_s" in one:
                yield f"  {one['rows']:>8}   given up after {one['given_up_after_s']:g} s"
                continue
            times = f"{one['median_ms']:>9.1f} ms{one['median_ms'] / one['rows'] * 1000:>9.1f} µs"
            sizes = f"{_mib(one['xml'])}{_mib(one['memory'])}{one['memory'] / one['xml']:>14.2f}"
            yield f"  {one['rows']:>8}{times}{sizes}"
        if name.startswith("docgen"):
            yield from _verdicts(fact["goals"])
        yield ""


def growth_goals(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The time per further row in µs at each step; whether it is linear; the memory, from 1,000 rows on."""
    found = [one for one in found if "median_ms" in one]
    slopes = [_slope(first, second) for first, second in pairwise(found)]
    linear = len(slopes) < 2 or slopes[-1] <= slopes[-2] * _LINEAR
    judged = max((one["memory"] / one["xml"] for one in found if one["rows"] >= _JUDGED_FROM), default=0.0)
    return {"slopes_us": slopes, "linear": linear, "memory_over_xml": judged, "memory_met": judged <= _WANTED}


def _verdicts(goals: dict[str, Any]) -> Iterator[str]:
    times = ", ".join(f"{slope:.1f}" for slope in goals["slopes_us"])
    yield f"  each further row takes {times} µs, step by step   wanted: linear   {_verdict(goals['linear'])}"
    memory = f"{goals['memory_over_xml']:.2f}  memory over the output's XML"
    yield f"  {memory}   wanted: at most {_WANTED}   {_verdict(goals['memory_met'])}"


def _verdict(met: bool) -> str:
    return "met" if met else "not met"


def _slope(first: dict[str, Any], second: dict[str, Any]) -> float:
    return (second["median_ms"] - first["median_ms"]) * 1000 / (second["rows"] - first["rows"])


def _mib(size: int) -> str:
    return f"{size / 2**20:>9.2f} MiB"


def measured(name: str, rows: int, seconds: float) -> dict[str, Any]:
    """The memory of the first render of `rows` rows in this process, and the median time of further renders."""
    warm, render = SERIES[name](10), SERIES[name](rows)
    warm()
    forget_peak()
    before = resident()
    output = render()
    memory = max(0, peak_resident() - before)
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        started = time.process_time()
        render()
        times.append((time.process_time() - started) * 1000)
    return {"rows": rows, "median_ms": statistics.median(times), "xml": xml_size(output), "memory": memory}


def xml_size(data: bytes) -> int:
    """The size of all XML parts of an Office file, unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return sum(info.file_size for info in package.infolist() if info.filename.endswith((".xml", ".rels")))


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))
