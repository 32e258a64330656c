"""Time the peers of a format: each in a separate process, in turns; their outputs are compared as text.

Turns spread other load on the machine evenly over the peers. A peer that fails, or whose output text differs from
docgen's, is reported as a fault: its time is meaningless, and `make bench` fails.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any

from docx import Document
from docx.table import Table
from pptx import Presentation

from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.peers import NODE, POWERPOINT, WORD, Peer
from benchmarks.word import word_template

_ROOT = Path(__file__).parent.parent
_PEERS = {"docx": (WORD, word_template), "pptx": (POWERPOINT, deck_template)}


@dataclass(slots=True)
class Timing:
    """The measurements of one peer; `missing` is the reason for having none, `fault` what is wrong with the peer."""

    peer: Peer
    version: str = ""
    times_ms: list[float] = field(default_factory=list)
    elapsed_ms: list[float] = field(default_factory=list)
    size: int = 0
    missing: str = ""
    fault: str = ""

    @property
    def median(self) -> float:
        """The median of all renders of all turns, in milliseconds of processor time."""
        return statistics.median(self.times_ms)

    @property
    def elapsed(self) -> float:
        """The same in milliseconds of elapsed time."""
        return statistics.median(self.elapsed_ms)

    @property
    def spread(self) -> tuple[float, float]:
        """The first and the last decile of the times."""
        tenths = statistics.quantiles(self.times_ms, n=10)
        return tenths[0], tenths[-1]


def compare(file_format: str, folder: Path, turns: int, seconds: float, no_npm: str = "") -> list[Timing]:
    """The timings of all peers of `docx` or `pptx`; `no_npm` is the reason for omitting npm peers, if any."""
    peers, make = _PEERS[file_format]
    data = folder / "data.json"
    data.write_text(json.dumps(proposal()))
    timings = [Timing(peer, missing=no_npm if peer.is_npm else "") for peer in peers]
    for timing in timings:
        _path(folder, timing.peer, file_format).write_bytes(make(timing.peer.syntax))
    for turn in range(turns):
        print(f"{file_format}: turn {turn + 1} of {turns}", file=sys.stderr)
        for timing in timings:
            if not timing.missing:
                _run(timing, _path(folder, timing.peer, file_format), data, seconds)
    outputs = {
        timing.peer.name: _path(folder, timing.peer, file_format, "output").read_bytes()
        for timing in timings
        if not timing.missing
    }
    for timing in timings:
        timing.fault = timing.fault or difference(outputs, timing.peer.name, file_format)
    return timings


def _path(folder: Path, peer: Peer, file_format: str, kind: str = "template") -> Path:
    return folder / f"{peer.name}.{kind}.{file_format}"


def _run(timing: Timing, template: Path, data: Path, seconds: float) -> None:
    script = timing.peer.script
    program = (
        ["node", str(NODE / script)] if timing.peer.is_npm else [sys.executable, "-m", "benchmarks.one_peer", script]
    )
    out = template.with_name(template.name.replace(".template.", ".output."))
    arguments = [str(template), str(data), str(out), str(seconds)]
    done = subprocess.run([*program, *arguments], cwd=_ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        timing.missing = timing.fault = f"{Path(program[0]).name} {script} ended with {done.returncode}"
        return
    result = json.loads(done.stdout)
    timing.version, timing.size = result["version"], result["bytes"]
    timing.times_ms += result["times_ms"]
    timing.elapsed_ms += result["elapsed_ms"]


def difference(outputs: Mapping[str, bytes], name: str, file_format: str) -> str:
    """The first difference between the text of an engine's output and docgen's; empty if there is none."""
    if name not in outputs or "docgen" not in outputs:
        return ""
    ours, theirs = (lines_of(outputs[engine], file_format) for engine in ("docgen", name))
    for number, (our, their) in enumerate(zip_longest(ours, theirs), 1):
        if our != their:
            return f"another text than docgen's in line {number}: {their!r} for {our!r}"
    return ""


def lines_of(data: bytes, file_format: str) -> list[str]:
    """Each paragraph, table row and shape in reading order, headers and footers first."""
    return list({"docx": _word_lines, "pptx": _deck_lines}[file_format](data))


def _word_lines(data: bytes) -> Iterator[str]:
    document = Document(BytesIO(data))
    for section in document.sections:
        for paragraph in (*section.header.paragraphs, *section.footer.paragraphs):
            yield paragraph.text
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield block.text


def _deck_lines(data: bytes) -> Iterator[str]:
    for number, slide in enumerate(Presentation(BytesIO(data)).slides, 1):
        yield f"slide {number}"
        for shape in slide.shapes:
            if shape.has_table:
                yield from _rows(shape.table)
            elif shape.has_text_frame:
                yield shape.text_frame.text


def _rows(table: Any) -> Iterator[str]:
    for row in table.rows:
        yield " | ".join(cell.text for cell in row.cells)
