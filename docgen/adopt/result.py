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
from docgen.messages import Language, Message, in_language, language, message, place_in_language
from docgen.output import write_atomic

_DID = {"written": "adopt.did:written", "loop": "adopt.did:loop", "doubt": "adopt.did:doubt", "left": "adopt.did:left"}


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
    notes: tuple[Message, ...] = ()
    file_format: str = "docx"

    @property
    def doubts(self) -> tuple[Decision, ...]:
        """The decisions that need an answer of the user."""
        return tuple(decision for decision in self.decisions if decision.did == "doubt")

    @property
    def questions(self) -> tuple[Decision, ...]:
        """The doubts without those that the answer to an earlier one goes for."""
        return tuple(decision for decision in self.doubts if not decision.leader)

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

    @property
    def _words(self) -> Language:
        """The language of the doubts file and the report: that of the document."""
        return "zh" if self.language == "zh" else "en"

    def save(self, folder: str | Path, *, force: bool = False) -> dict[str, Path]:
        """Write the files into a library's folder, all or none, and return their paths.

        An existing file is replaced with `force`, or if the earlier run wrote it and it is unchanged since. Raises
        UsageError otherwise, naming every such file.
        """
        files = {name: Path(folder) / name for name in self.files()}
        existing = [path for name, path in files.items() if path.exists() and not (force or self._is_own(name, path))]
        if existing:
            raise UsageError([Finding.of("adopt.exists").at(str(path)) for path in existing])
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
            "doubts": len(self.questions),
            "notes": list(map(str, self.notes)),
        }

    def as_yaml(self, files: dict[str, bytes]) -> str:
        """The doubts file: doubts first, then the other places, each with an empty `settle` or its answer."""
        document = CommentedMap(file=self.source.name, kind=self.kind, language=self.language, digest=self.digest)
        document["written"] = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        ordered = [*self.questions, *(decision for decision in self.decisions if decision.did != "doubt")]
        with in_language(self._words):
            document["places"] = [CommentedMap(self._entry(decision)) for decision in ordered]
            document.yaml_set_start_comment(str(message("adopt.head")))
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
        also = self._also(decision)
        return {**data, **({"also": also} if also else {}), "settle": value}

    def _also(self, decision: Decision) -> list[str]:
        """The other places that the answer to a question goes for."""
        if decision.did != "doubt":
            return []
        return [other.where for other in self.doubts if other.leader == decision.id]

    def as_markdown(self) -> str:
        """The report: open questions with their proposals, and a table of the other decisions."""
        with in_language(self._words):
            return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield from (str(message("adopt.title", file=self.source.name, kind=self.kind, language=self.language)), "")
        yield from (str(message("adopt.sentence", text=self._summary())), "")
        if self.notes:
            yield from (*(f"- {note}" for note in self.notes), "")
        if self.doubts:
            yield from (str(message("adopt.to_settle", file=f"{self._report_name}.doubts.yaml")), "")
            yield from (line for each in self.questions for line in _question(each, self._also(each)))
        yield str(message("adopt.done"))
        yield from (_row(decision) for decision in self.decisions if decision.did != "doubt")

    def summary(self) -> str:
        """One line: the number of places, in all and by decision."""
        return str(self._summary())

    def _summary(self) -> Message:
        count = {did: sum(decision.did == did for decision in self.decisions) for did in _DID}
        count["doubt"] = len(self.questions)
        return message("adopt.summary", places=len(self.decisions), **count)


def _data(decision: Decision) -> dict[str, Any]:
    data: dict[str, Any] = {"id": decision.id, "where": decision.where}
    if decision.heading:
        data["under"] = decision.heading
    data["text"] = str(decision.text)
    if decision.asked:
        data["beside"] = decision.asked
    did = message(_DID[decision.did])
    data["did"] = str(message("adopt.did", did=did, why=decision.why) if decision.why else did)
    if decision.did in {"written", "loop"}:
        data["now"] = _now(decision)
        if decision.field:
            data["field"] = decision.field
    if decision.offers:
        data["proposals"] = {
            number: f"{offer.tag}   {offer.label}   {offer.score:.0f}"
            for number, offer in enumerate(decision.offers, 1)
        }
    return data


def _now(decision: Decision) -> str:
    return decision.edit.text if decision.edit else decision.marker


def _question(decision: Decision, also: list[str]) -> Iterator[str]:
    under = message("adopt.under", heading=decision.heading) if decision.heading else ""
    beside = message("adopt.beside", asked=decision.asked) if decision.asked else ""
    text = _code(str(decision.text)) if decision.text else message("cli.open_question:empty")
    yield from (str(message("adopt.question", id=decision.id, text=text)), "")
    where, why = place_in_language(decision.where, language()), str(decision.why or "")
    why = why[:1].upper() + why[1:]
    yield from (str(message("adopt.question_place", where=where, under=under, beside=beside, why=why)), "")
    if also:
        yield str(message("adopt.also", places=[place_in_language(other, language()) for other in also]))
        yield ""
    for number, offer in enumerate(decision.offers, 1):
        values = {"tag": _code(offer.tag), "label": offer.label, "score": f"{offer.score:.0f}"}
        yield str(message("adopt.offer", number=number, **values))
    yield ""


def _row(decision: Decision) -> str:
    is_written = decision.did in {"written", "loop"}
    now = (
        f"{_code(_now(decision))} {decision.field}".strip()
        if is_written
        else str(message("adopt.left", why=decision.why or ""))
    )
    where = place_in_language(decision.where, language())
    cells = (decision.id, where, _code(str(decision.text)) if decision.text else "", now)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"


def _code(text: str) -> str:
    words = " ".join(text.split())
    return f"`` {words[:120]} ``" if "`" in words else f"`{words[:120]}`"
