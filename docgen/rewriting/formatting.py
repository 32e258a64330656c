"""Rewrite a template in the present form, and check that it prints what it printed.

The steps, each on the trees of all parts with text:

    1  words     label tags as the words of the file's language (words.py)
    2  loops     `|paginate(4)` as `by 4`, `[:3]` as `first 3` (loops.py)
    3  values    display fields, `{{ x? }}`, titles (values.py)
    4  markers   `{%tr … %}` and `{%p … %}` pairs as markers (lifted.py)
    5  hiding    statements of a Word template as hidden text (runs.py)
    6  compare   render samples with the old and the new file, for each audience (verification.py)
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.engines.office.dialect import DOCX
from docgen.engines.office.record import read_record, with_record
from docgen.errors import Finding, InputError, TemplateError, UsageError
from docgen.formats import FORMATS
from docgen.library import Library, open_snapshot
from docgen.library.layers import LANGUAGES
from docgen.lint.office import read_office
from docgen.messages import Message, message, system_reason
from docgen.nearest import suggest
from docgen.ooxml.zip_file import read_parts, write_parts
from docgen.output import write_atomic
from docgen.rewriting.columns import use_columns
from docgen.rewriting.leftovers import find_in_page, find_leftovers
from docgen.rewriting.lifted import use_markers
from docgen.rewriting.loops import use_endings
from docgen.rewriting.parts import TextPart, read_text_parts
from docgen.rewriting.runs import hide_statements
from docgen.rewriting.values import ask_for_values, use_display_fields, use_titles
from docgen.rewriting.verification import Comparison
from docgen.rewriting.words import write_words
from docgen.schemas import KINDS
from docgen.titles.lookup import Titles
from docgen.wording import in_language


@dataclass(frozen=True, slots=True)
class FormattedTemplate:
    """A template in the present form.

    `changes` say what was rewritten and how often, `left` what was not and why, each with its place. `compared` is the
    number of documents that the old and the new template were rendered to, with the same text.
    """

    path: Path
    data: bytes
    changes: tuple[Message, ...]
    left: tuple[Finding, ...]
    compared: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether the file differs from what it was."""
        return bool(self.changes)

    def as_data(self) -> dict[str, Any]:
        """The changes and what is left, as a JSON object."""
        changes = [{"code": each.key, "message": str(each), **each.values} for each in self.changes]
        return {"changes": changes, "left": [each.as_data() for each in self.left], "compared": self.compared}

    def save(self, out: str | Path | None = None) -> Path:
        """Write the template to `out`, by default over the file that it was made of, atomically. Raises OSError."""
        path = self.path if out is None else Path(out)
        if self.is_changed or path != self.path:
            write_atomic(path, self.data)
        return path


def format_template(
    path: str | Path, *, kind: str | None = None, language: str | None = None, library: Path | None = None
) -> FormattedTemplate:
    """Rewrite the Word or PowerPoint template at `path` in the present form; an HTML page is only reported on.

    `kind` and `language` (zh, en or zh+en) are by default those of the file's name, `proposal.zh.docx`; without a
    language, labels and names stay. `library` is the company's, whose labels and samples are used. Nothing is written.
    Raises UsageError for an unknown kind, InputError if the file can't be read, TemplateError if the template has
    errors, or would print something else.
    """
    file = Path(path)
    file_format = next((name for name, known in FORMATS.items() if file.name.endswith(f".{known.suffix}")), "")
    if not file_format:
        raise UsageError(Finding.of("fmt.format", name=file.name))
    named, _, spoken = file.name.removesuffix(f".{FORMATS[file_format].suffix}").partition(".")
    kind = kind or named
    if kind not in KINDS:
        raise UsageError(Finding.of("usage.kind", name=kind, hint=suggest(kind, KINDS)))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(Finding.of("fmt.unreadable", reason=system_reason(error)).at(str(path))) from error
    if file_format == "pdf":
        found = (finding.at(str(path), finding.line, 1) for finding in find_in_page(data.decode("utf-8", "replace")))
        return FormattedTemplate(file, data, (), tuple(found))
    wanted = language or spoken
    wanted = wanted if wanted in LANGUAGES else ""
    job = _Job(str(path), file_format, kind, wanted, open_snapshot(library))
    return job.run(file, data)


@dataclass(frozen=True, slots=True)
class _Job:
    """One template to rewrite."""

    name: str
    file_format: str
    kind: str
    language: str
    library: Library

    def run(self, file: Path, data: bytes) -> FormattedTemplate:
        titles = Titles.of(self.kind, self.library.declared)
        self._check(data, titles)
        package = read_parts(self.name, data)
        parts = read_text_parts(self.name, package)
        counts = self._rewrite(parts, package, titles)
        left = tuple(finding.at(self.name) for finding in find_leftovers(parts))
        if not counts:
            return FormattedTemplate(file, data, (), left)
        written = {**package, **{part.name: part.serialize() for part in parts}}
        if read_record(package) is not None:
            written = with_record(written, titles)
        new = write_parts(written)
        self._check(new, titles)
        compared = Comparison(self.name, self.kind, self.file_format, self.language, self.library).check(data, new)
        changes = tuple(message(key, count=count) for key, count in sorted(counts.items()))
        return FormattedTemplate(file, new, changes, left, compared)

    def _check(self, data: bytes, titles: Titles) -> None:
        """Raise TemplateError with what the engine finds in the template."""
        found = [finding for finding in read_office(self.name, self.file_format, data, titles).findings]
        if errors := [finding.at(self.name) for finding in found if finding.severity == "error"]:
            raise TemplateError(errors)

    def _rewrite(self, parts: list[TextPart], package: Mapping[str, bytes], titles: Titles) -> Counter[str]:
        counts = Counter[str]()
        if self.language:
            for part in parts:
                counts += write_words(part, self._label)
        for part in parts:
            counts += use_endings(part)
        counts += use_display_fields(self.name, parts, package, titles)
        counts += ask_for_values(self.name, parts, package, titles)
        if self.language:
            language = "en" if self.language == "en" else "zh"
            counts += use_titles(self.name, parts, package, titles, language)
        for part in parts:
            counts += use_columns(part)
            counts += use_markers(part)
            if part.dialect is DOCX:
                counts += Counter({"fmt.changed:hidden": hide_statements(part.root)})
        return +counts

    def _label(self, key: str, separator: str) -> str:
        en, zh = self.library.labels_for(self.kind, self.language)(key)
        return in_language(en, zh, self.language, separator)
