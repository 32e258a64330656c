"""Findings and the tree of errors.

DocgenError             carries findings and the exit code of the command line
├── InputError      1   the input: file, line, column (or sheet and cell), field path
├── PricingError    1   a price list that can't be computed
├── TemplateError   1   a template: part, paragraph, cell or slide, expression
├── LibraryError    1   the template library: an entry that is missing or broken
├── WorkerDiedError 1   a process of several ended without a result (docgen.workers)
├── LeakError       1   a value withheld from the audience was found in a finished file; nothing was written
├── RefusedError    4   a rule forbids it: approval missing, a file that may not be replaced
├── UsageError      2   the call itself was wrong
└── MissingError    3   this machine lacks a font or a program
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Literal, Self, cast

from docgen.messages import Message, joined, language, message_data, message_from, place_in_language, with_remedy

Severity = Literal["error", "warning"]
_AFTER_SUBJECT = {"en": ": ", "zh": "："}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to fix: a code, what is wrong (`message`), where, and what to do (`hint`).

    `file` is a path as the user wrote it, `line` and `column` count from 1 (0: not known). `place` is the place inside
    the file in its own terms: a field path (`pricing.lines[2].tax_rate`), a sheet's cell (`Leads!C7`), or a template's
    (`table 2, row 3, cell 4`). `words` is the message as data; `remedy` replaces the hint that the catalogue has for
    it. Message and hint are shown in `docgen.messages.language()`.
    """

    code: str
    words: Message
    remedy: Message | None = None
    file: str = ""
    line: int = 0
    column: int = 0
    place: str = ""
    severity: Severity = "error"
    values: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)
    subject: str = ""
    """What the message is about, if it doesn't name it: it is put before it."""

    @classmethod
    def of(
        cls,
        key: str,
        *,
        place: str = "",
        severity: Severity = "error",
        hint: Message | None = None,
        **values: Any,
    ) -> Self:
        """The finding whose words are the catalogue's message `key`; its code is the key up to a colon."""
        code = key.partition(":")[0]
        return cls(code, Message(key, values), hint, place=place, severity=severity, values=values)

    @property
    def message(self) -> str:
        """What is wrong, in the current language."""
        return f"{self.subject}{_AFTER_SUBJECT[language()]}{self.words}" if self.subject else str(self.words)

    @property
    def hint(self) -> str:
        """What to do, in the current language; "" where nothing can be said."""
        if self.remedy is None:
            return self.words.remedy()
        return str(self.remedy)

    def show(self) -> str:
        """The finding in one line, as it is printed."""
        where = self.file
        if self.line:
            where += f":{self.line}:{self.column}"
        if self.place:
            in_template = self.code.startswith("template.") and bool(where)
            where += (", " if in_template else "  " if where else "") + self.shown_place
        return f"{where}: {self.text}" if where else self.text

    @property
    def shown_place(self) -> str:
        """The place in the current language: `table 2, row 3` as 第 2 个表格，第 3 行; a field's path as it is."""
        return place_in_language(self.place, language())

    @property
    def text(self) -> str:
        """Message and hint, without the place."""
        return with_remedy(self.message, self.hint)

    def at(self, file: str, line: int = 0, column: int = 0, place: str | None = None) -> "Finding":
        """The same finding, placed in `file`; `place` replaces its own."""
        return replace(self, file=file, line=line, column=column, place=self.place if place is None else place)

    def as_data(self) -> dict[str, Any]:
        """The finding as a JSON object; `values` as texts, left out where there are none."""
        data: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "place": self.place,
            "severity": self.severity,
        }
        if self.values:
            data["values"] = {name: _value_text(value) for name, value in self.values.items()}
        return data


def _value_text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return joined([_value_text(item) for item in cast("list[Any]", value)])
    return str(value)


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding as JSON types, in no language; `finding_from` reads it."""
    names = (each.name for each in fields(Finding))
    data = {name: message_data(getattr(finding, name)) for name in names if name != "values"}
    return {**data, "values": {name: message_data(value) for name, value in finding.values.items()}}


def finding_from(data: Mapping[str, Any]) -> Finding:
    """The finding that `finding_data` was given. Raises KeyError, TypeError or AttributeError for anything else."""
    values = {name: message_from(value) for name, value in data["values"].items()}
    return Finding(**{name: message_from(value) for name, value in data.items() if name != "values"}, values=values)


class DocgenError(Exception):
    """Whatever docgen refuses to do; `findings` says why, all at once."""

    exit_code: ClassVar[int] = 1

    def __init__(self, findings: Finding | Sequence[Finding]) -> None:
        """Take one finding or many."""
        self.findings: tuple[Finding, ...] = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        """Each finding in a line, in the current language."""
        return "\n".join(finding.show() for finding in self.findings)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy the error as it is, whatever a subclass's constructor takes."""
        return _restore, (type(self), self.args), vars(self)


def _restore(kind: type[DocgenError], args: tuple[Any, ...]) -> DocgenError:
    """An error of `kind` without a call of its constructor; unpickling then sets its attributes."""
    return kind.__new__(kind, *args)


class InputError(DocgenError):
    """The input can't be used as it is."""


class PricingError(DocgenError):
    """A price list can't be computed."""


class TemplateError(DocgenError):
    """A template can't be used, or asks for something that isn't there."""


class LibraryError(DocgenError):
    """The template library lacks an entry, or holds a broken one."""


class LeakError(DocgenError):
    """A value that this audience may not see is in the finished file."""


class RefusedError(DocgenError):
    """A rule forbids it: an approval is missing, or a file that may not be replaced exists."""

    exit_code: ClassVar[int] = 4


class UsageError(DocgenError):
    """The call itself was wrong."""

    exit_code: ClassVar[int] = 2


class MissingError(DocgenError):
    """This machine lacks a font or a program; the hint says how to get it."""

    exit_code: ClassVar[int] = 3
