"""Turns a format and its peers into timings: each peer in a process of its own, in turns, its output read back.

Turns spread what else the machine does over all peers alike. A peer whose output does not hold the same text as
docgen's is a mistake of the benchmark and ends it.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.npm_packages import NODE
from benchmarks.peers import POWERPOINT, WORD, Peer
from benchmarks.read_back import lines_of
from benchmarks.word import word_template

_ROOT = Path(__file__).parent.parent
_PEERS = {"docx": (WORD, word_template), "pptx": (POWERPOINT, deck_template)}


@dataclass(slots=True)
class Timing:
    """What was measured of one peer; `missing` says why nothing was."""

    peer: Peer
    version: str = ""
    times_ms: list[float] = field(default_factory=list)
    size: int = 0
    missing: str = ""

    @property
    def median(self) -> float:
        """The median of all renders of all turns, in milliseconds."""
        return statistics.median(self.times_ms)

    @property
    def spread(self) -> tuple[float, float]:
        """The times that a tenth of the renders stay below and that nine tenths do."""
        tenths = statistics.quantiles(self.times_ms, n=10)
        return tenths[0], tenths[-1]


def compare(file_format: str, folder: Path, turns: int, seconds: float, no_npm: str = "") -> list[Timing]:
    """The timings of all peers of `docx` or `pptx`; `no_npm` says why those of npm are left out."""
    peers, make = _PEERS[file_format]
    data = folder / "data.json"
    data.write_text(json.dumps(proposal()))
    timings = [Timing(peer, missing=no_npm if peer.is_npm else "") for peer in peers]
    measured = [timing for timing in timings if not timing.missing]
    for timing in measured:
        _path(folder, timing.peer, file_format).write_bytes(make(timing.peer.syntax))
    for turn in range(turns):
        print(f"{file_format}: turn {turn + 1} of {turns}", file=sys.stderr)
        for timing in measured:
            _run(timing, _path(folder, timing.peer, file_format), data, seconds)
    require_the_same_text(measured, folder, file_format)
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
    done = subprocess.run([*program, *arguments], cwd=_ROOT, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    timing.version, timing.size = told["version"], told["bytes"]
    timing.times_ms += told["times_ms"]


def require_the_same_text(timings: Iterable[Timing], folder: Path, file_format: str) -> None:
    """Raise ValueError if a peer's output does not read as docgen's, the first of `timings`, does."""
    first, *others = (
        (timing.peer.name, lines_of(_path(folder, timing.peer, file_format, "output").read_bytes(), file_format))
        for timing in timings
    )
    for name, lines in others:
        if lines != first[1]:
            raise ValueError(f"{file_format}: the output of {name} does not hold the same text as {first[0]}'s")
