"""Turns the file that a person has settled into answers by the id of the place, or into what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from docgen.errors import Finding, InputError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says of a place: `choice` (an offer's `number`), `field` (`text` is its path), `words`, `leave`."""

    kind: str
    text: str = ""
    number: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled file: for which document, which files were written with it, and the answers by id."""

    path: Path
    digest: str
    written: dict[str, str]
    answers: dict[str, Answer]


def read_settled(path: Path) -> Settled:
    """The answers of a doubts file. Raises InputError naming each line that says what can't be understood."""
    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        why = Finding("settle.read", f"can't be read: {error}", "is it a doubts file?", str(path))
        raise InputError(why) from error
    if not isinstance(data, Mapping) or "places" not in data:
        hint = "give the doubts file that `docgen template adopt` wrote"
        raise InputError(Finding("settle.read", "this is no doubts file", hint, str(path)))
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    for place in data["places"] or ():
        said = place.get("settle") if isinstance(place, Mapping) else None
        if said is None or said == "":
            continue
        line = _line(place)
        answer = _answer(said, line)
        if answer is None:
            message = f"{said!r} settles nothing"
            findings.append(Finding("settle.answer", message, HINT, str(path), line, 1, str(place.get("id", ""))))
        else:
            answers[str(place.get("id"))] = answer
    if findings:
        raise InputError(findings)
    written = {str(name): str(digest) for name, digest in (data.get("written") or {}).items()}
    return Settled(path, str(data.get("digest", "")), written, answers)


HINT = "write the number of a proposal, a field (doc.…), text: …, leave, or remove"


def _line(place: Any) -> int:
    try:
        return int(place.lc.value("settle")[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return 0


def _answer(said: Any, line: int) -> Answer | None:
    if isinstance(said, Mapping):
        return Answer("words", str(said["text"]), line=line) if set(said) == {"text"} else None
    told = str(said).strip()
    for pattern, made in _SAID:
        if re.fullmatch(pattern, told, re.DOTALL | re.IGNORECASE):
            kind, text, number = made(told)
            return Answer(kind, text, number, line)
    return None


_SAID: tuple[tuple[str, Callable[[str], tuple[str, str, int]]], ...] = (
    (r"leave", lambda _: ("leave", "", 0)),
    (r"remove", lambda _: ("words", "", 0)),
    (r"[1-9]\d?", lambda told: ("choice", "", int(told))),
    (r"\{[{%].*[%}]\}", lambda told: ("words", told, 0)),
    (r"text:.*", lambda told: ("words", told[5:].strip(), 0)),
    (r"[a-z_]\w*\.[\w.\[\]]+", lambda told: ("field", told, 0)),
)
