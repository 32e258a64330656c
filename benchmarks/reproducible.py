"""Check that output is reproducible: twice in one process, and in processes with other hash seeds, zones and dates.

In the second process `time.time` is two days ahead. Since other clocks could still write today's date into both, each
zip member must have the zip epoch as its date, and no part may contain today's date.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.peers import JINJA
from benchmarks.python_engines import docgen_docx, docgen_pptx
from benchmarks.register import SAMPLE, register
from benchmarks.word import word_template
from docgen.engines import docx

_ROOT = Path(__file__).parent.parent
_PROCESSES = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai"})
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_DAYS_APART = 2


def reproduced() -> dict[str, Any]:
    """The digests of each document, twice from each process, the second with `time.time` two days ahead."""
    found: dict[str, list[str]] = {}
    dated: set[str] = set()
    templates = json.dumps([make(JINJA).hex() for make in (word_template, deck_template)])
    for turn, settings in enumerate(_PROCESSES):
        environment = {**os.environ, **settings}
        environment.pop("SOURCE_DATE_EPOCH", None)
        command = [sys.executable, "-m", "benchmarks.reproducible", str(turn * _DAYS_APART)]
        done = subprocess.run(
            command, cwd=_ROOT, env=environment, input=templates, text=True, stdout=subprocess.PIPE, check=True
        )
        result = json.loads(done.stdout)
        for name, digests in result["digests"].items():
            found.setdefault(name, []).extend(digests)
        dated |= set(result["dated"])
    return {
        name: {
            "digests": digests,
            "same": len(set(digests)) == 1,
            "dated": sorted(place for place in dated if place.startswith(f"{name}:")),
        }
        for name, digests in found.items()
    }


def reproduced_lines(facts: dict[str, Any]) -> Iterator[str]:
    """A line per document, with the verdict, and a line for each member with a date."""
    yield "The same bytes: two renders in each of two processes, with other hash seeds, time zones and days"
    for name, fact in facts.items():
        met = fact["same"] and not fact["dated"]
        yield f"  {name:<16}{fact['digests'][0][:16]}   wanted: the same, no date   {'met' if met else 'not met'}"
        yield from (f"    {place}" for place in fact["dated"])


def digests(templates: list[bytes]) -> dict[str, Any]:
    """Two digests of each document, and the places that contain today's date."""
    word, deck = docgen_docx(templates[0], proposal()), docgen_pptx(templates[1], proposal())
    renders = {"proposal.docx": word, "deck.pptx": deck, "register.docx": lambda: docx.render(*register(10))}
    outputs = {name: [render(), render()] for name, render in renders.items()}
    dated = [f"{name}: {place}" for name, (first, _) in outputs.items() for place in dated_places(first)]
    return {
        "digests": {name: [hashlib.sha256(data).hexdigest() for data in o] for name, o in outputs.items()},
        "dated": dated,
    }


def dated_places(data: bytes) -> list[str]:
    """The members dated other than the zip epoch, and those that contain today's date, unless a sample does."""
    now = time.time()
    both = (datetime.fromtimestamp(now, UTC), datetime.fromtimestamp(now))
    days = {f"{zoned:%Y-%m-%d}".encode() for zoned in both}
    days = {day for day in days if day not in SAMPLE.read_bytes()}
    with zipfile.ZipFile(BytesIO(data)) as package:
        infos = package.infolist()
        entries = [f"the entry of {info.filename}" for info in infos if info.date_time != _FIRST_DAY]
        return entries + [info.filename for info in infos if any(day in package.read(info) for day in days)]


def _shift_clock(days: int) -> None:
    now = time.time
    time.time = lambda: now() + days * 86_400


if __name__ == "__main__":
    _shift_clock(int(sys.argv[1]))
    print(json.dumps(digests([bytes.fromhex(text) for text in json.load(sys.stdin)])))
