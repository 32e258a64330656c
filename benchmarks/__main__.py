"""Run the benchmarks of `make bench`: docgen and its peers, growth, memory and reproducible bytes."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.compare import compare
from benchmarks.end_to_end import end_to_end, end_to_end_lines
from benchmarks.growth import grown, growth_lines
from benchmarks.pdf import pdf_lines, pdf_times
from benchmarks.peers import install_npm_packages
from benchmarks.reproducible import reproduced, reproduced_lines
from benchmarks.steady import steady, steady_lines

Section = tuple[dict[str, Any], Iterator[str]]


def main() -> int:
    """Run the selected benchmarks; 1 if an engine failed or its text differs, or if bytes differ, else 0."""
    args = _arguments()
    machine = {"machine": _machine(), "core": _pin()}
    results: dict[str, Any] = {**machine}
    if not args.json:
        print(f"{machine['machine']}; all on core {machine['core']}, warm; times of the processor\n")
    for name, section in _sections(args).items():
        if args.only and name not in args.only:
            continue
        facts, lines = section()
        results[name] = facts
        if not args.json:
            print("\n".join(lines), end="\n\n", flush=True)
    if args.json:
        print(json.dumps(results, indent=2))
    return 1 if faults(results) else 0


def faults(results: dict[str, Any]) -> list[str]:
    """What invalidates the results: engines that failed or whose text differs, documents whose bytes differ."""
    engines = (engine for name in ("docx", "pptx") for engine in results.get(name, {}).get("engines", ()))
    documents = results.get("bytes", {}).items()
    return [engine["fault"] for engine in engines if "fault" in engine] + [
        name for name, fact in documents if fact["dated"] or not fact["same"]
    ]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = ("docx", "pptx", "whole", "growth", "steady", "bytes", "pdf")
    parser.add_argument("--only", action="append", choices=names, help="a part to run; may be given more than once")
    parser.add_argument("--no-npm", action="store_true", help="leave the npm engines out")
    parser.add_argument("--turns", type=int, default=3, help="how often each engine has its turn (3)")
    parser.add_argument("--seconds", type=float, default=2.0, help="processor time of a turn, after half as much (2)")
    parser.add_argument("--renders", type=int, default=10_000, help="how many renders in one process (10000)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    return parser.parse_args()


def _sections(args: argparse.Namespace) -> dict[str, Callable[[], Section]]:
    def compared(file_format: str) -> Section:
        with tempfile.TemporaryDirectory() as folder:
            left_out = "left out by --no-npm" if args.no_npm else install_npm_packages()
            timings = compare(file_format, Path(folder), args.turns, args.seconds, left_out)
        return report.as_data(file_format, timings), report.table(file_format, timings)

    def section(facts: dict[str, Any], lines: Callable[[dict[str, Any]], Iterator[str]]) -> Section:
        return facts, lines(facts)

    return {
        "docx": lambda: compared("docx"),
        "pptx": lambda: compared("pptx"),
        "whole": lambda: section(end_to_end(), end_to_end_lines),
        "growth": lambda: section(grown(), growth_lines),
        "steady": lambda: section(steady(args.renders), steady_lines),
        "bytes": lambda: section(reproduced(), reproduced_lines),
        "pdf": lambda: section(pdf_times(), pdf_lines),
    }


def _pin() -> int | None:
    """Pin this process and its children to one core; None if the system can't."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def _machine() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text().splitlines() if cpus.exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
