"""Measure the processor time of each test, and say which ones should be in another lane.

    python -m pytest -p measure_tests …     (with tools/ on PYTHONPATH) measures; `make times` does it for all tests
    python tools/measure_tests.py           the report; writes tests/times.json, which tools/quick.py reads

Processor time of the test and of the programs that it waited for, so that a busy machine changes little. What a worker
of loky spends is not in it. A fixture's time counts for the first test that asks for it.
"""

import json
import os
import resource
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "test-times"
TIMES = ROOT / "tests" / "times.json"
SLOW = 2.0
"""Seconds from which a test is worth a look: should it be slow?"""
_programs = list[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin a new measurement; workers of pytest-xdist add to it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    sys.addaudithook(_note_program)


def _note_program(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "subprocess.Popen":
        _programs.append(Path(str(arguments[0])).name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure one test, with the fixtures that it is the first to ask for."""
    _programs.clear()
    wall, cpu = time.perf_counter(), _processor_time()
    result = yield
    row = {
        "test": item.nodeid,
        "slow": item.get_closest_marker("slow") is not None,
        "seconds": round(_processor_time() - cpu, 3),
        "wall": round(time.perf_counter() - wall, 3),
        "programs": _programs,
    }
    with (FOLDER / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    return result


def _processor_time() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> int:
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    quick, slow = defaultdict[str, float](float), defaultdict[str, float](float)
    for row in rows:
        (slow if row["slow"] else quick)[Path(row["test"].partition("::")[0]).name] += row["seconds"]
    TIMES.write_text(
        json.dumps({name: round(quick[name], 1) for name in sorted(quick)}, indent=1) + "\n", encoding="utf-8"
    )
    print(f"{sum(quick.values()):.0f} s of a core in `make test`, {sum(slow.values()):.0f} s in `make slow`")
    for name, seconds in sorted(quick.items(), key=lambda item: -item[1])[:15]:
        print(f"{seconds:7.1f} s  {name}")
    print(f"Not marked as slow, over {SLOW:.0f} s:")
    for row in sorted(
        (row for row in rows if not row["slow"] and row["seconds"] > SLOW), key=lambda row: -row["seconds"]
    ):
        print(f"{row['seconds']:7.1f} s  {row['test']}")
    programs = Counter(program for row in rows for program in row["programs"])
    print("Programs started: " + ", ".join(f"{name} {count}" for name, count in programs.most_common(8)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
