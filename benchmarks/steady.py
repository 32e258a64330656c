"""Measure the memory of one process after many renders, for each Office format."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.memory import resident
from benchmarks.peers import JINJA
from benchmarks.python_engines import docgen_docx, docgen_pptx
from benchmarks.word import word_template

_ROOT = Path(__file__).parent.parent
_MAKERS = {"docx": (docgen_docx, word_template), "pptx": (docgen_pptx, deck_template)}
_FLAT = 0.02


def steady(renders: int) -> dict[str, Any]:
    """The resident set of a process after a tenth, half and all of `renders`, by format."""
    found: dict[str, Any] = {}
    for file_format in _MAKERS:
        print(f"steady: {renders} renders of {file_format}", file=sys.stderr)
        command = [sys.executable, "-m", "benchmarks.steady", file_format, str(renders)]
        done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True)
        sizes = json.loads(done.stdout)
        found[file_format] = {"sizes": sizes, "flat": is_flat(list(sizes.values()))}
    return found


def steady_lines(facts: dict[str, Any]) -> Iterator[str]:
    """A line per format, with the verdict."""
    yield "Many renders in one process: resident memory after so many"
    for file_format, fact in facts.items():
        memory = "   ".join(f"{int(count):,}: {size / 2**20:.1f} MiB" for count, size in fact["sizes"].items())
        yield f"  {file_format}   {memory}   wanted: flat   {'met' if fact['flat'] else 'not met'}"


def is_flat(sizes: Sequence[int]) -> bool:
    """Whether the last size is at most two per cent above the first, which was measured after warm-up."""
    return sizes[-1] <= sizes[0] * (1 + _FLAT)


def sizes(file_format: str, renders: int) -> dict[int, int]:
    """The resident set after a tenth, half and all of `renders`."""
    engine, make = _MAKERS[file_format]
    render = engine(make(JINJA), proposal())
    marks = {max(1, renders // part) for part in (10, 2, 1)}
    found: dict[int, int] = {}
    for count in range(1, renders + 1):
        render()
        if count in marks:
            found[count] = resident()
    return found


if __name__ == "__main__":
    print(json.dumps(sizes(sys.argv[1], int(sys.argv[2]))))
