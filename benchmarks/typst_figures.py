"""Print the figures of docs/dev/typst.md: WeasyPrint and Typst with the same bindings, in turns, on one core.

python -m benchmarks.typst_figures                  about fifteen minutes, most of them WeasyPrint's 10,000 rows
python -m benchmarks.typst_figures --rows 10,1000   three minutes
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent
_PROPOSALS = ("manufacturing.zh", "services.en")
_HEAD = """\
| document | change between renders | engine | cold ms | warm ms | pages | kB | peak MB | same bytes |
|---|---|---|--:|--:|--:|--:|--:|---|"""
_LONG = 500  # rows from which one render is enough


@dataclass(slots=True)
class Measured:
    """All runs of one engine on one document with one kind of change; each run is a separate process."""

    engine: str
    what: str
    change: str
    runs: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cold(self) -> float:
        """Milliseconds of a process's first render, including loading fonts and libraries: the median of the runs."""
        return statistics.median(run["times_ms"][0] for run in self.runs)

    @property
    def warm(self) -> float | None:
        """The median milliseconds of the renders after the first; None if there was only one."""
        later = [time for run in self.runs for time in run["times_ms"][1:]]
        return statistics.median(later) if later else None

    @property
    def peak(self) -> int:
        """The peak resident set of a process, in bytes."""
        return max(run["peak"] for run in self.runs)

    @property
    def is_same(self) -> bool:
        """Whether all processes wrote the same bytes."""
        return len({run["digest"] for run in self.runs}) == 1


def measure(rows: Sequence[int], turns: int, renders: int) -> Iterator[tuple[Measured, Measured]]:
    """WeasyPrint and Typst on each document, in turns, each process with another hash seed."""
    asked = [(what, change, renders, turns) for what in _PROPOSALS for change in ("another", "edit", "none")]
    asked += [(f"leads:{count}", "another", *((1, 1) if count > _LONG else (renders, turns))) for count in rows]
    for what, change, count, times in asked:
        pair = Measured("weasyprint", what, change), Measured("typst", what, change)
        for turn in range(times):
            print(f"{what}, {change}: turn {turn + 1} of {times}", file=sys.stderr)
            for one in pair:
                one.runs.append(_run(one, count, turn))
        yield pair


def _run(one: Measured, renders: int, turn: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.typst_one", one.engine, one.what, one.change, str(renders)]
    environment = {**os.environ, "PYTHONHASHSEED": str(turn)}
    done = subprocess.run(command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def lines(first: Measured, second: Measured) -> Iterator[str]:
    """Rows of a Markdown table: processor times, and the ratios of the first engine's to the second's."""
    for one in (first, second):
        last, warm = one.runs[-1], "" if one.warm is None else f"{one.warm:,.0f}"
        yield (
            f"| {one.what} | {one.change} | {one.engine} | {one.cold:,.0f} | {warm} | {last['pages']} | "
            f"{last['bytes'] / 1000:,.0f} | {one.peak / 1e6:,.0f} | {'yes' if one.is_same else 'NO'} |"
        )
    warm = "" if first.warm is None or second.warm is None else f"{first.warm / second.warm:.1f} ×"
    yield f"| | | *ratio* | {first.cold / second.cold:.1f} × | {warm} | | | | |"


def main() -> int:
    """Measure and print; 1 if two processes wrote different bytes, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.typst_figures", description=__doc__)
    parser.add_argument("--rows", default="10,10000", help="registers of so many rows (10,10000)")
    parser.add_argument("--turns", type=int, default=3, help="processes for each engine and document (3)")
    parser.add_argument("--renders", type=int, default=8, help="renders in each process (8)")
    asked = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    found: list[Measured] = []
    print(_HEAD)
    for pair in measure([int(count) for count in asked.rows.split(",")], asked.turns, asked.renders):
        print("\n".join(lines(*pair)), flush=True)
        found += pair
    return 0 if all(one.is_same for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
