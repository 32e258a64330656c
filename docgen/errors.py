"""Turns what went wrong into findings that a person can act on.

DocgenError             carries findings and the exit code of the command line
├── InputError      1   the input: file, line, column (or sheet and cell), field path
├── PricingError    1   a price list that can't be computed
├── TemplateError   1   a template: part, paragraph, cell or slide, expression
├── LibraryError    1   the template library: an entry that is missing or broken
├── WorkerDiedError 1   a process of several ended without a result (docgen.workers)
├── LeakError       1   a held-back value was found in a finished file; nothing was written
├── RefusedError    4   a rule forbids it: approval missing, a file that may not be replaced
├── UsageError      2   the call itself was wrong
└── MissingError    3   this machine lacks a font or a program
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, ClassVar, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: what (`message`), where, and what to do (`hint`).

    `file` is a path as the person wrote it, `line` and `column` count from 1 (0: not known). `place` is the
    place inside the file in its own terms: a field path (`pricing.lines[2].tax_rate`), a sheet's cell
    (`Leads!C7`), or a template's (`table 2, row 3, cell 4`). `values` are the figures and names that the message holds,
    by name, so that the same finding can be put into other words.
    """

    code: str
    message: str
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    place: str = ""
    severity: Severity = "error"
    values: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)

    def show(self) -> str:
        """The finding in one line, as it is printed."""
        where = self.file
        if self.line:
            where += f":{self.line}:{self.column}"
        if self.place:
            where += (", " if self.code.startswith("template.") and where else "  " if where else "") + self.place
        return f"{where}: {self.text}" if where else self.text

    @property
    def text(self) -> str:
        """Message and hint, without the place."""
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def at(self, file: str, line: int = 0, column: int = 0) -> "Finding":
        """The same finding, placed in `file`."""
        return replace(self, file=file, line=line, column=column)

    def as_data(self) -> dict[str, Any]:
        """The finding as a JSON object; `values` as texts, left out where there are none."""
        data = asdict(replace(self, values={}))
        del data["values"]
        return {**data, "values": {name: str(value) for name, value in self.values.items()}} if self.values else data


class DocgenError(Exception):
    """Whatever docgen refuses to do; `findings` says why, all at once."""

    exit_code: ClassVar[int] = 1

    def __init__(self, findings: Finding | Sequence[Finding]) -> None:
        """Take one finding or many."""
        self.findings: tuple[Finding, ...] = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("\n".join(finding.show() for finding in self.findings))

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
    """A value that this reader may not see stands in the finished file."""


class RefusedError(DocgenError):
    """A rule forbids it: an approval is missing, or a file that may not be replaced stands there."""

    exit_code: ClassVar[int] = 4


class UsageError(DocgenError):
    """The call itself was wrong."""

    exit_code: ClassVar[int] = 2


class MissingError(DocgenError):
    """This machine lacks a font or a program; the hint says how to get it."""

    exit_code: ClassVar[int] = 3
