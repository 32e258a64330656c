"""Read the answers in a doubts file, by the id of the place."""

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
    """An answer for a place: `choice` (an offer's `number`), `field` (its name or title), `words`, `leave`."""

    kind: str
    text: str = ""
    number: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """A doubts file with answers: its document's digest, the files written with it, and the answers by id."""

    path: Path
    digest: str
    written: dict[str, str]
    answers: dict[str, Answer]


def read_answers(path: Path) -> Settled:
    """Read a doubts file with answers. Raises InputError naming each line with an invalid answer."""
    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise InputError(Finding.of("settle.read", reason=error).at(str(path))) from error
    if not isinstance(data, Mapping) or "places" not in data:
        raise InputError(Finding.of("settle.read:other").at(str(path)))
    answers: dict[str, Answer] = {}
    findings: list[Finding] = []
    for place in data["places"] or ():
        value = place.get("settle") if isinstance(place, Mapping) else None
        if value is None or value == "":
            continue
        line = _line(place)
        answer = _parse_answer(value, line)
        if answer is None:
            finding = Finding.of("settle.answer", answer=str(value))
            findings.append(finding.at(str(path), line, 1, str(place.get("id", ""))))
        else:
            answers[str(place.get("id"))] = answer
    if findings:
        raise InputError(findings)
    written = {str(name): str(digest) for name, digest in (data.get("written") or {}).items()}
    return Settled(path, str(data.get("digest", "")), written, answers)


def _line(place: Any) -> int:
    try:
        return int(place.lc.value("settle")[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return 0


def _parse_answer(value: Any, line: int) -> Answer | None:
    if isinstance(value, Mapping):
        return Answer("words", str(value["text"]), line=line) if set(value) == {"text"} else None
    words = str(value).strip()
    for pattern, parse in _FORMS:
        if re.fullmatch(pattern, words, re.DOTALL | re.IGNORECASE):
            kind, text, number = parse(words)
            return Answer(kind, text, number, line)
    return None


_FORMS: tuple[tuple[str, Callable[[str], tuple[str, str, int]]], ...] = (
    (r"leave", lambda _: ("leave", "", 0)),
    (r"remove", lambda _: ("words", "", 0)),
    (r"[1-9]\d?", lambda words: ("choice", "", int(words))),
    (r"\{[{%].*[%}]\}", lambda words: ("words", words, 0)),
    (r"text:.*", lambda words: ("words", words[5:].strip(), 0)),
    (r"[^{}\n:：]{1,120}", lambda words: ("field", words, 0)),
)
