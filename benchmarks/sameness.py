"""Turns the same input into digests: twice in one process, and in processes with other hash seeds and days."""

import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.python_engines import docgen_docx, docgen_pptx
from benchmarks.register import register
from benchmarks.syntax import JINJA
from benchmarks.word import word_template
from docgen.engines import docx

_ROOT = Path(__file__).parent.parent
_PROCESSES = ({"PYTHONHASHSEED": "1", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Shanghai"})


def same_bytes() -> dict[str, Any]:
    """The digests that each process, the second of them two days later by `time`, gave each document twice."""
    found: dict[str, list[str]] = {}
    templates = [make(JINJA).hex() for make in (word_template, deck_template)]
    for days, settings in enumerate(_PROCESSES):
        command = [sys.executable, "-m", "benchmarks.sameness", str(days * 2)]
        environment = {**os.environ, **settings}
        done = subprocess.run(
            command,
            cwd=_ROOT,
            env=environment,
            input=json.dumps(templates),
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        )
        for name, digests in json.loads(done.stdout).items():
            found.setdefault(name, []).extend(digests)
    return {name: {"digests": digests, "same": len(set(digests)) == 1} for name, digests in found.items()}


def same_lines(facts: dict[str, Any]) -> Iterator[str]:
    """A line a document, with the verdict."""
    yield "The same bytes: two renders in each of two processes, with other hash seeds, time zones and days"
    for name, fact in facts.items():
        yield f"  {name:<16}{fact['digests'][0][:16]}   {'the same' if fact['same'] else 'NOT the same'}"


def digests(templates: list[bytes]) -> dict[str, list[str]]:
    """Two digests of each document; a file that carries a date in its zip but that of 1980 raises ValueError."""
    word, deck = docgen_docx(templates[0], proposal()), docgen_pptx(templates[1], proposal())
    renders = {"proposal.docx": word, "deck.pptx": deck, "register.docx": lambda: docx.render(*register(10))}
    return {name: [_digest(render()), _digest(render())] for name, render in renders.items()}


def _digest(data: bytes) -> str:
    with zipfile.ZipFile(BytesIO(data)) as package:
        if any(info.date_time != (1980, 1, 1, 0, 0, 0) for info in package.infolist()):
            raise ValueError("a member of the output carries a date")
    return hashlib.sha256(data).hexdigest()


def _shift_clock(days: int) -> None:
    now = time.time
    time.time = lambda: now() + days * 86_400


if __name__ == "__main__":
    _shift_clock(int(sys.argv[1]))
    print(json.dumps(digests([bytes.fromhex(text) for text in json.load(sys.stdin)])))
