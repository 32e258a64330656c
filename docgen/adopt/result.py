"""The result of an adoption: the template, the doubts file with its open questions, and a report in Markdown."""

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
    """An adopted document: the template's bytes, the decision on every place, and notes on what else was done."""

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
        """The decisions that need an answer of the user."""
        return tuple(decision for decision in self.decisions if decision.did == "doubt")

    @property
    def stem(self) -> str:
        """Kind and language: the beginning of the file names."""
        return f"{self.kind}.{self.language}"

    @property
    def template(self) -> str:
        """The template's path in a library."""
        return f"{self.file_format}/base/{self.stem}.{self.file_format}"

    @property
    def _report_name(self) -> str:
        return self.stem if self.file_format == "docx" else f"{self.stem}.{self.file_format}"

    def files(self) -> dict[str, bytes]:
        """The files by their path in a library: the template, the doubts file, the report."""
        page = f"adopted/{self._report_name}.md"
        files = {self.template: self.data, page: self.as_markdown().encode()}
        files[f"adopted/{self._report_name}.doubts.yaml"] = self.as_yaml(files).encode()
        return files

    def save(self, folder: str | Path, *, force: bool = False) -> dict[str, Path]:
        """Write the files into a library's folder, all or none, and return their paths.

        An existing file is replaced with `force`, or if the earlier run wrote it and it is unchanged since. Raises
        UsageError otherwise, naming every such file.
        """
        files = {name: Path(folder) / name for name in self.files()}
        existing = [path for name, path in files.items() if path.exists() and not (force or self._is_own(name, path))]
        if existing:
            hint = "give another folder (--out), or replace it (--force)"
            raise UsageError(
                [Finding("adopt.exists", "this file is there already", hint, str(path)) for path in existing]
            )
        for name, data in self.files().items():
            write_atomic(files[name], data)
        return files

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

    def as_yaml(self, files: dict[str, bytes]) -> str:
        """The doubts file: doubts first, then the other places, each with an empty `settle` or its answer."""
        document = CommentedMap(file=self.source.name, kind=self.kind, language=self.language, digest=self.digest)
        document["written"] = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        ordered = [*self.doubts, *(decision for decision in self.decisions if decision.did != "doubt")]
        document["places"] = [CommentedMap(self._entry(decision)) for decision in ordered]
        document.yaml_set_start_comment(_HEAD)
        yaml = YAML(typ="rt")
        yaml.width, yaml.allow_unicode = 4096, True
        stream = io.StringIO()
        yaml.dump(document, stream)
        return stream.getvalue()

    def _entry(self, decision: Decision) -> dict[str, Any]:
        data = _data(decision)
        answer = self.settled.answers.get(decision.id) if self.settled else None
        value: Any = None
        if answer is not None:
            value = {"choice": answer.number, "field": answer.text, "leave": "leave"}.get(
                answer.kind, {"text": answer.text}
            )
            value = "remove" if value == {"text": ""} else value
        return {**data, "settle": value}

    def as_markdown(self) -> str:
        """The report: open questions with their proposals, and a table of the other decisions."""
        lines = [f"# {self.source.name} as a template: {self.kind} ({self.language})", ""]
        lines += [f"{self.summary()}.", ""]
        lines += [f"- {note}" for note in self.notes] + ([""] if self.notes else [])
        if self.doubts:
            lines += [
                "## To settle",
                "",
                f"Answer in `{self._report_name}.doubts.yaml`, then run again with `--settle`.",
                "",
            ]
            lines += [line for decision in self.doubts for line in _question(decision)]
        lines += ["## Done", "", "| id | place | what stood there | now |", "|---|---|---|---|"]
        lines += [_row(decision) for decision in self.decisions if decision.did != "doubt"]
        return "\n".join(lines) + "\n"

    def summary(self) -> str:
        """One line: the number of places, in all and by decision."""
        count = {did: sum(decision.did == did for decision in self.decisions) for did in _DID}
        return (
            f"{len(self.decisions)} places: {count['written']} written, {count['loop']} made loops, "
            f"{count['left']} left as they are, {count['doubt']} to settle"
        )


def _data(decision: Decision) -> dict[str, Any]:
    data: dict[str, Any] = {"id": decision.id, "where": decision.where}
    if decision.heading:
        data["under"] = decision.heading
    data["text"] = decision.text
    if decision.asked:
        data["beside"] = decision.asked
    data["did"] = _DID[decision.did] + (f": {decision.why}" if decision.why else "")
    if decision.did in {"written", "loop"}:
        data["now"] = _now(decision)
    if decision.offers:
        data["proposals"] = {
            number: f"{offer.tag}   {offer.label}   {offer.score:.0f}"
            for number, offer in enumerate(decision.offers, 1)
        }
    return data


def _now(decision: Decision) -> str:
    return decision.edit.text if decision.edit else " … ".join(decision.tags)


def _question(decision: Decision) -> Iterator[str]:
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
    words = " ".join(text.split())
    return f"`` {words[:120]} ``" if "`" in words else f"`{words[:120]}`"
