"""Turns what became of each place into the files that a person gets: template, doubts to settle, a page to read."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from docgen.adopt.answers import Settled
from docgen.adopt.decisions import Decision
from docgen.errors import Finding, UsageError
from docgen.output import write_atomic

_HEAD = """\
What `docgen template adopt` was unsure of, and what it did. Every place has an id; in the template a doubt shows as
its highlighted words and {# doubt ID #}. To settle a place, write after `settle:`
  1, 2 or 3         take that proposal
  doc.valid_until   take this field (docgen template fields KIND lists them)
  "{{ doc.title }}" write this tag
  text: 30 days     write these words
  leave             keep it as it is        remove   take it away
and run again:  docgen template adopt FILE --kind KIND --settle THIS_FILE
What is listed as written may be settled too, if it is wrong.
"""
_DID = {"written": "written", "loop": "made a loop", "doubt": "kept and marked", "left": "left as it is"}


@dataclass(frozen=True, slots=True)
class Adopted:
    """A document as a template: its bytes, every place with what became of it, and what else was done (`notes`)."""

    source: Path
    kind: str
    language: str
    data: bytes
    decisions: tuple[Decision, ...]
    digest: str
    settled: Settled | None
    notes: tuple[str, ...] = ()
    file_format: str = "docx"

    @property
    def doubts(self) -> tuple[Decision, ...]:
        """The places that wait for a person's answer."""
        return tuple(decision for decision in self.decisions if decision.did == "doubt")

    @property
    def stem(self) -> str:
        """Kind and language, as the file names begin."""
        return f"{self.kind}.{self.language}"

    @property
    def template(self) -> str:
        """The template's path in a library."""
        return f"{self.file_format}/base/{self.stem}.{self.file_format}"

    @property
    def _page(self) -> str:
        return self.stem if self.file_format == "docx" else f"{self.stem}.{self.file_format}"

    def files(self) -> dict[str, bytes]:
        """The files by their path in a library: the template, the doubts to settle, the page to read."""
        page = f"adopted/{self._page}.md"
        made = {self.template: self.data, page: self.as_markdown().encode()}
        made[f"adopted/{self._page}.doubts.yaml"] = self.as_yaml(made).encode()
        return made

    def save(self, folder: str | Path, *, force: bool = False) -> dict[str, Path]:
        """Write the files into a library's folder, all or none; gives their paths.

        A file that is there is replaced with `force`, or if it is what the settled run wrote and nobody has changed
        it since. Raises UsageError otherwise, naming every such file.
        """
        made = {name: Path(folder) / name for name in self.files()}
        kept = [path for name, path in made.items() if path.exists() and not (force or self._is_own(name, path))]
        if kept:
            hint = "give another folder (--out), or replace it (--force)"
            raise UsageError([Finding("adopt.exists", "this file is there already", hint, str(path)) for path in kept])
        for name, data in self.files().items():
            write_atomic(made[name], data)
        return made

    def _is_own(self, name: str, path: Path) -> bool:
        if self.settled is None:
            return False
        if path.resolve() == self.settled.path.resolve():
            return True
        return self.settled.written.get(name) == hashlib.sha256(path.read_bytes()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """The result as a JSON object."""
        return {
            "kind": self.kind,
            "language": self.language,
            "places": [_data(decision) for decision in self.decisions],
            "doubts": len(self.doubts),
            "notes": list(self.notes),
        }

    def as_yaml(self, made: dict[str, bytes]) -> str:
        """The doubts file: doubts first, then what was written, each with an empty `settle`, or the answer it has."""
        whole = CommentedMap(file=self.source.name, kind=self.kind, language=self.language, digest=self.digest)
        whole["written"] = {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
        ordered = [*self.doubts, *(decision for decision in self.decisions if decision.did != "doubt")]
        whole["places"] = [CommentedMap(self._entry(decision)) for decision in ordered]
        whole.yaml_set_start_comment(_HEAD)
        yaml = YAML(typ="rt")
        yaml.width, yaml.allow_unicode = 4096, True
        stream = io.StringIO()
        yaml.dump(whole, stream)
        return stream.getvalue()

    def _entry(self, decision: Decision) -> dict[str, Any]:
        told = _data(decision)
        answer = self.settled.answers.get(decision.id) if self.settled else None
        said: Any = None
        if answer is not None:
            said = {"choice": answer.number, "field": answer.text, "leave": "leave"}.get(
                answer.kind, {"text": answer.text}
            )
            said = "remove" if said == {"text": ""} else said
        return {**told, "settle": said}

    def as_markdown(self) -> str:
        """The page to read: what is to settle, with the proposals, and a table of what was done."""
        lines = [f"# {self.source.name} as a template: {self.kind} ({self.language})", ""]
        lines += [f"{self.summary()}.", ""]
        lines += [f"- {note}" for note in self.notes] + ([""] if self.notes else [])
        if self.doubts:
            lines += ["## To settle", "", f"Answer in `{self._page}.doubts.yaml`, then run again with `--settle`.", ""]
            lines += [line for decision in self.doubts for line in _asked(decision)]
        lines += ["## Done", "", "| id | place | what stood there | now |", "|---|---|---|---|"]
        lines += [_row(decision) for decision in self.decisions if decision.did != "doubt"]
        return "\n".join(lines) + "\n"

    def summary(self) -> str:
        """One line: how many places, what became of them."""
        count = {did: sum(decision.did == did for decision in self.decisions) for did in _DID}
        return (
            f"{len(self.decisions)} places: {count['written']} written, {count['loop']} made loops, "
            f"{count['left']} left as they are, {count['doubt']} to settle"
        )


def _data(decision: Decision) -> dict[str, Any]:
    told: dict[str, Any] = {"id": decision.id, "where": decision.where}
    if decision.heading:
        told["under"] = decision.heading
    told["text"] = decision.text
    if decision.asked:
        told["beside"] = decision.asked
    told["did"] = _DID[decision.did] + (f": {decision.why}" if decision.why else "")
    if decision.did in {"written", "loop"}:
        told["now"] = _now(decision)
    if decision.offers:
        told["proposals"] = {
            number: f"{offer.tag}   {offer.label}   {offer.score:.0f}"
            for number, offer in enumerate(decision.offers, 1)
        }
    return told


def _now(decision: Decision) -> str:
    return decision.writing.text if decision.writing else " … ".join(decision.tags)


def _asked(decision: Decision) -> Iterator[str]:
    under = f" (under “{decision.heading}”)" if decision.heading else ""
    beside = f", beside “{decision.asked}”" if decision.asked else ""
    yield f"### {decision.id}: {_code(decision.text) if decision.text else 'an empty place'}"
    yield ""
    yield f"{decision.where}{under}{beside}. {decision.why.capitalize()}."
    yield ""
    for number, offer in enumerate(decision.offers, 1):
        yield f"{number}. {_code(offer.tag)} {offer.label}, {offer.score:.0f} of 100"
    yield ""


def _row(decision: Decision) -> str:
    now = _code(_now(decision)) if decision.did in {"written", "loop"} else f"left: {decision.why}"
    cells = (decision.id, decision.where, _code(decision.text) if decision.text else "", now)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"


def _code(text: str) -> str:
    told = " ".join(text.split())
    return f"`` {told[:120]} ``" if "`" in told else f"`{told[:120]}`"
