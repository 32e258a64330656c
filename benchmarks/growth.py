"""Turns rows into time and memory: registers of 10 to 10,000 rows, each in a process of its own.

Memory is what the resident set grows by at its peak while one register is rendered, over the process as it is after a
register of ten rows was. The resident set, not tracemalloc, for that sees nothing of what libxml2 and zlib take.
"""

import gc
import json
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.memory import forget_peak, peak_resident, resident
from benchmarks.register import register
from docgen.engines import docx

ROWS = (10, 100, 1_000, 10_000)
_ROOT = Path(__file__).parent.parent
_WANTED = 4
_JUDGED_FROM = 1_000  # with fewer rows the figure is the allocator's, not the engine's


def grown() -> dict[str, Any]:
    """One measurement for each number of rows."""
    found: list[dict[str, Any]] = []
    for rows in ROWS:
        print(f"growth: {rows} rows", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.growth", str(rows)]
        done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True)
        found.append(json.loads(done.stdout))
    return {"registers": found}


def growth_lines(facts: dict[str, Any]) -> Iterator[str]:
    """The table of `grown`, with the two verdicts."""
    yield "Growth: the shipped lead register as DOCX"
    yield f"  {'rows':>8}{'median':>12}{'a row':>12}{'XML':>13}{'memory':>13}{'over the XML':>14}"
    found = facts["registers"]
    for one in found:
        times = f"{one['median_ms']:>9.1f} ms{one['median_ms'] / one['rows'] * 1000:>9.1f} µs"
        yield f"  {one['rows']:>8}{times}{_mib(one['xml'])}{_mib(one['memory'])}{one['memory'] / one['xml']:>14.2f}"
    slopes = [_slope(first, second) for first, second in pairwise(found)]
    told = ", ".join(f"{slope:.1f}" for slope in slopes)
    yield f"  each further row takes, from step to step: {told} µs   wanted: linear"
    judged = max(one["memory"] / one["xml"] for one in found if one["rows"] >= _JUDGED_FROM)
    verdict = "met" if judged <= _WANTED else "not met"
    yield f"  {judged:.2f}  memory over the output's XML   wanted: at most {_WANTED}   {verdict}"


def _slope(first: dict[str, Any], second: dict[str, Any]) -> float:
    return (second["median_ms"] - first["median_ms"]) * 1000 / (second["rows"] - first["rows"])


def _mib(size: int) -> str:
    return f"{size / 2**20:>9.2f} MiB"


def measured(rows: int) -> dict[str, Any]:
    """Memory of the first render of `rows` rows in this process, then the time of more."""
    warm, wanted = register(10), register(rows)
    docx.render(*warm)
    gc.collect()
    forget_peak()
    before = resident()
    output = docx.render(*wanted)
    memory = peak_resident() - before
    times: list[float] = []
    end = time.perf_counter() + 2
    while len(times) < 3 or time.perf_counter() < end:
        started = time.perf_counter()
        docx.render(*wanted)
        times.append((time.perf_counter() - started) * 1000)
    return {"rows": rows, "median_ms": statistics.median(times), "xml": xml_size(output), "memory": memory}


def xml_size(data: bytes) -> int:
    """The size of all XML parts of an Office file, unpacked."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return sum(info.file_size for info in package.infolist() if info.filename.endswith((".xml", ".rels")))


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]))))
