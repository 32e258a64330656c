"""Time the steps from an input file to a finished file, and docgen's command and a peer's."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import docgen
from benchmarks.content import proposal
from benchmarks.deck import deck_template
from benchmarks.peers import JINJA
from benchmarks.python_engines import ENGINES
from benchmarks.word import word_template
from docgen.engines import engine_for
from docgen.templating import Bindings, Template

_ROOT = Path(__file__).parent.parent
_SAMPLE = _ROOT / "samples/proposal.manufacturing.zh.yaml"
_FORMATS = ("docx", "pptx", "pdf")
_STEPS = {
    "engine": "the engine alone: a view into a template that is compiled",
    "render": "docgen.render: library, view, engine, stamp, search of the finished file",
    "load": "docgen.load and docgen.render",
    "command": "docgen render FILE, a process of its own",
}
_OWN_COMMANDS = {
    "check": ("docgen check FILE", ("check", str(_SAMPLE))),
    "lint": ("docgen library lint --no-cache", ("library", "lint", "--no-cache")),
}
_TURNS, _COMMANDS = 10, 3


def end_to_end() -> dict[str, Any]:
    """Processor milliseconds by format for each step, and for the peer's command if there is one."""
    found: dict[str, Any] = {}
    for file_format in _FORMATS:
        print(f"whole: {file_format}", file=sys.stderr)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.end_to_end", file_format], cwd=_ROOT, stdout=subprocess.PIPE, check=True
        )
        found[file_format] = json.loads(done.stdout)
    found["commands"] = {name: _command(["docgen", *call], 1) for name, (_, call) in _OWN_COMMANDS.items()}
    return found


def end_to_end_lines(facts: dict[str, Any]) -> Iterator[str]:
    """A table of the steps, and the ratios to the peers' commands."""
    formats = {name: fact for name, fact in facts.items() if name != "commands"}
    yield "From an input file to a finished file: the shipped Chinese proposal for a client; warm, but for the command"
    yield f"  {'':<70}" + "".join(f"{file_format:>12}" for file_format in formats)
    for step, title in _STEPS.items():
        yield f"  {title:<70}" + "".join(f"{fact[step]:>9.1f} ms" for fact in formats.values())
    for file_format, fact in formats.items():
        for ours, theirs, how in (("load", "peer_warm", "warm"), ("command", "peer", "command")):
            if theirs in fact:
                peer = f"{fact['peer_name']}: {fact[theirs]:.0f} ms"
                yield f"  {file_format}, {how}: {peer}; docgen: {fact[ours] / fact[theirs]:.2f} times that"
    for name, spent in facts.get("commands", {}).items():
        yield f"  {_OWN_COMMANDS[name][0]:<70}{spent:>9.1f} ms"


def measured(file_format: str, turns: int = _TURNS, commands: int = _COMMANDS) -> dict[str, Any]:
    """The figures of one format, from this process and its children."""
    workspace = docgen.Workspace(today=lambda: date(2026, 11, 24))
    document, engine = docgen.load(_SAMPLE), engine_for(file_format)
    render = partial(docgen.render, file_format=file_format, audience="client", workspace=workspace)
    with patch.object(engine, "render", wraps=engine.render) as called:
        render(document)
    template, bindings, *_ = called.call_args.args
    found: dict[str, Any] = {
        "engine": _timed(lambda: engine.render(template, bindings), turns),
        "render": _timed(lambda: render(document), turns),
        "load": _timed(lambda: render(docgen.load(_SAMPLE)), turns),
    }
    with tempfile.TemporaryDirectory() as folder:
        out = ["--audience", "client", "--no-page-numbers", "--out", folder]
        ours = ["docgen", "render", str(_SAMPLE), "--to", file_format, *out]
        found["command"] = _command(ours, commands)
        peer = _PEERS.get(file_format)
        if file_format in _WARM_PEERS:
            engine_name, make = _WARM_PEERS[file_format]
            found["peer_warm"] = _timed(ENGINES[engine_name][1](make(JINJA), proposal()), turns)
        if peer:
            name, prepare = peer
            found |= {"peer_name": name, "peer": _command(prepare(Path(folder), template, bindings), commands)}
    return found


def _docxtpl(folder: Path, _template: Template, _bindings: Bindings) -> list[str]:
    return _once(folder, "docxtpl", word_template(JINJA))


def _python_pptx(folder: Path, _template: Template, _bindings: Bindings) -> list[str]:
    return _once(folder, "python-pptx", deck_template(JINJA))


def _once(folder: Path, engine: str, template: bytes) -> list[str]:
    (folder / "in.template").write_bytes(template)
    (folder / "in.json").write_text(json.dumps(proposal()), encoding="utf-8")
    return ["benchmarks.one_peer", engine, f"{folder}/in.template", f"{folder}/in.json", f"{folder}/out"]


def _weasyprint(folder: Path, template: Template, bindings: Bindings) -> list[str]:
    from docgen.engines.pdf.template import brand_style, render_page  # noqa: PLC0415

    (folder / "in.html").write_text(render_page(template, bindings), encoding="utf-8")
    (folder / "in.css").write_text(brand_style(bindings), encoding="utf-8")
    return ["weasyprint", "-q", "-s", f"{folder}/in.css", f"{folder}/in.html", f"{folder}/out.pdf"]


_Prepare = Callable[[Path, Template, Bindings], list[str]]
_PEERS: dict[str, tuple[str, _Prepare]] = {
    "docx": ("docxtpl, its data as JSON, the benchmark's template of four pages", _docxtpl),
    "pptx": ("python-pptx by hand, its data as JSON, the benchmark's deck of ten slides", _python_pptx),
    "pdf": ("weasyprint of the page that docgen lays out, untagged, nothing checked", _weasyprint),
}

_WARM_PEERS = {"docx": ("docxtpl", word_template), "pptx": ("python-pptx", deck_template)}


def _timed(call: Callable[[], object], turns: int) -> float:
    call()
    times: list[float] = []
    for _ in range(turns):
        started = time.process_time()
        call()
        times.append((time.process_time() - started) * 1000)
    return median(times)


def _command(arguments: list[str], turns: int) -> float:
    times: list[float] = []
    for _ in range(turns):
        before = os.times()
        subprocess.run([sys.executable, "-m", *arguments], cwd=_ROOT, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        spent = after.children_user - before.children_user + after.children_system - before.children_system
        times.append(spent * 1000)
    return median(times)


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
