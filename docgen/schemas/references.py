"""References in text: `{payable}` prints a computed figure of the document, formatted for its language.

A reference is a name of a closed list, never an expression. Its value is read from the view of the copy's audience, so
that a copy shows no figure that its audience may not read.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, cast

from pydantic import BaseModel

from docgen.audience import Audience, MarkedModel, View, fields_of, marks_of_cached, view_for
from docgen.errors import DocgenError, Finding, RefusedError
from docgen.messages import Message, message
from docgen.nearest import nearest
from docgen.wording import format_amount, format_date, format_money, format_number, format_percent, in_language

_BRACES = re.compile(r"(\\?)\{([^{}\n]{1,48})\}")
_NAME = re.compile(r"[^\W\d]\w*")
_TEMPLATE_CODE = re.compile(r"\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}|\{%[^{}\n]{1,80}%\}")
_LITERAL_AFTER = tuple("{$_^`")
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|#])")
_MYRIAD_UNITS = {"CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "HKD": "港元"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that text may refer to, in both languages; the paths of its fields, whose sum it is; how it is printed."""

    name: str
    zh: str
    paths: tuple[str, ...]
    form: Callable[[Any, str, str], str]


class Referring(Protocol):
    """A document whose texts may have references."""

    references: tuple[Reference, ...]
    language: Any


def as_money(value: Decimal, currency: str, language: str) -> str:
    """¥1,409.50; without a currency 1,409.50."""
    return format_money(value, currency) if currency else format_amount(value)


def as_myriads(value: Decimal, currency: str, language: str) -> str:
    """140.95 万元; for text in Chinese."""
    return f"{format_amount(value / 10000)} 万{_MYRIAD_UNITS.get(currency, currency and f' {currency}')}"


def as_number(value: Decimal | int, currency: str, language: str) -> str:
    """1,200 or 2.5."""
    return format_number(value)


def as_percent(value: Decimal, currency: str, language: str) -> str:
    """6%."""
    return format_percent(value)


def as_date(value: dt.date, currency: str, language: str) -> str:
    """2026年11月23日, 23 November 2026, or both."""
    return format_date(value, language)


def as_text(value: Any, currency: str, language: str) -> str:
    """A text on one line; a choice by its title."""
    if hasattr(value, "title_en"):
        return in_language(value.title_en, value.title_zh, language)
    return " / ".join(str(value).splitlines())


COMMON = (
    Reference("date", "日期", ("date",), as_date),
    Reference("valid_until", "有效期至", ("valid_until",), as_date),
)
"""The references of all kinds."""


def reference_problems(document: MarkedModel, audience: Audience) -> Iterator[Finding]:
    """Errors for references that a copy for `audience` can't print; notices on template code, which isn't run."""
    if cast("Referring", document).references:
        filler = _Filler(document, audience)
        filler.filled(document)
        yield from filler.findings


def with_references(document: MarkedModel, audience: Audience) -> MarkedModel:
    """`document` with the figures in place of the references in the texts that `audience` reads.

    Raises RefusedError with each reference that is unknown, that has no value, or that `audience` may not read.
    """
    if not cast("Referring", document).references:
        return document
    filler = _Filler(document, audience)
    filled = filler.filled(document)
    errors = [finding for finding in filler.findings if finding.severity == "error"]
    if errors:
        raise RefusedError(errors)
    return filled


class _Filler:
    """Replace the references in one document's texts; collects the findings."""

    def __init__(self, document: MarkedModel, audience: Audience) -> None:
        self.findings: list[Finding] = []
        self._document, self._audience = document, audience
        referring = cast("Referring", document)
        self._language = str(referring.language)
        self._by_name: dict[str, Reference] = {}
        for reference in referring.references:
            self._by_name |= {reference.name: reference, reference.zh: reference}
        self._views: dict[Audience, View | None] = {}

    def filled(self, model: MarkedModel, path: str = "") -> MarkedModel:
        """The model with its references replaced; itself if it has none."""
        changed: dict[str, Any] = {}
        marks = marks_of_cached(type(model))
        for name in type(model).model_fields:
            value = getattr(model, name)
            if value.__class__ is str and "{" not in value:
                continue
            if isinstance(value, str | tuple | BaseModel) and self._audience.may_read(marks[name]):
                new = self._value(value, f"{path}.{name}" if path else name, marks[name].markdown)
                if new is not value:
                    changed[name] = new
        return model.model_copy(update=changed) if changed else model

    def _value(self, value: Any, path: str, is_markdown: bool) -> Any:
        if isinstance(value, str):
            return self._text(value, path, is_markdown) if "{" in value else value
        if isinstance(value, MarkedModel):
            return self.filled(value, path)
        if isinstance(value, tuple):
            items = cast("tuple[object, ...]", value)
            new = [self._value(item, f"{path}[{index}]", is_markdown) for index, item in enumerate(items)]
            return tuple(new) if any(a is not b for a, b in zip(new, items, strict=True)) else value
        return value

    def _text(self, value: str, path: str, is_markdown: bool) -> str:
        code = _TEMPLATE_CODE.search(value)
        if code:
            self.findings.append(Finding.of("notice.template_code", place=path, severity="warning", found=code[0]))

        def replaced(found: re.Match[str]) -> str:
            name = " ".join(found[2].split())
            reference = self._by_name.get(name.casefold()) or self._by_name.get(name.casefold().replace(" ", "_"))
            if reference is None and not _NAME.fullmatch(name):
                return found[0]
            before, after = value[: found.start()], value[found.end() : found.end() + 1]
            if before.endswith(_LITERAL_AFTER) or after == "}":
                return found[0]
            if found[1]:
                return found[0] if is_markdown else found[0][1:]
            printed = self._printed(reference, name, path)
            return _SPECIAL.sub(r"\\\1", printed) if is_markdown else printed

        new = _BRACES.sub(replaced, value)
        return value if new == value else new

    def _printed(self, reference: Reference | None, name: str, path: str) -> str:
        """The figure; an error is collected if there is none."""
        if reference is None:
            names = list(self._by_name)
            near = nearest(name, names)
            key = "reference.unknown:meant" if near else "reference.unknown"
            facts: dict[str, Any] = {"name": name, "known": self._known()} | ({"near": near} if near else {})
            self.findings.append(Finding.of(key, place=path, **facts))
            return f"{{{name}}}"
        value = self._read(reference, self._audience)
        if value is None:
            self.findings.append(self._absent(reference, name, path))
            return f"{{{name}}}"
        return reference.form(value, self._currency(reference.paths[0]), self._language)

    def _absent(self, reference: Reference, name: str, path: str) -> Finding:
        if self._read(reference, Audience.INTERNAL) is None:
            return Finding.of("reference.empty", place=path, name=name)
        reader = message("term.either", en=self._audience.title_en.lower(), zh=self._audience.title_zh)
        return Finding.of("reference.withheld", place=path, name=name, reader=reader)

    def _known(self) -> list[Message]:
        references = cast("Referring", self._document).references
        return [message("term.either", en=f"{{{one.name}}}", zh=f"{{{one.zh}}}") for one in references]

    def _read(self, reference: Reference, audience: Audience) -> Any:
        """The value in the audience's view: of several fields, or of a list, the sum; None if one isn't there."""
        found = [value for path in reference.paths for value in _values(self._view(audience), path.split("."))]
        if not found or any(value is None for value in found):
            return None
        return sum(found[1:], found[0]) if len(found) > 1 else found[0]

    def _currency(self, path: str) -> str:
        steps = path.split(".")
        for count in range(len(steps) - 1, 0, -1):
            found = next(_values(self._view(self._audience), [*steps[:count], "currency"]), None)
            if found:
                return str(found)
        found = next(_values(self._view(self._audience), ["pricing", "currency"]), None)
        return str(found or "")

    def _view(self, audience: Audience) -> View | None:
        if audience not in self._views:
            try:
                self._views[audience] = view_for(audience, self._document)
            except DocgenError:  # the prices can't be shown to this audience, which is reported
                self._views[audience] = None
        return self._views[audience]


def _values(value: Any, steps: list[str]) -> Iterator[Any]:
    """The values at a path; of a list, those of each item; None for what isn't there."""
    if not steps:
        yield value
    elif isinstance(value, tuple):
        for item in cast("tuple[object, ...]", value):
            yield from _values(item, steps)
    elif isinstance(value, View):
        yield from _values(fields_of(value).get(steps[0]), steps[1:])
    else:
        yield None
