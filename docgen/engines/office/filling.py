"""Render compiled parts of a template, and report all of its errors at once.

A render stops at the first error, as Jinja does, at no extra cost. Only then is each part rendered again, in an
environment that records each error, prints nothing for it and continues.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from types import FrameType, TracebackType
from typing import Any, Protocol, TypeVar, cast

from jinja2 import Environment, TemplateSyntaxError, UndefinedError
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError as JinjaError

from docgen.engines.office.balance import BLOCK_WORDS, check_balance
from docgen.engines.office.tags import Source
from docgen.errors import Finding, TemplateError
from docgen.messages import Message, Remedy, message
from docgen.templating import Bindings, Template
from docgen.templating.environment import LimitedEnvironment, compile_cached
from docgen.templating.language import Missing
from docgen.templating.limits import join_output
from docgen.templating.reasons import UndefinedNameError, reason_of
from docgen.titles.expressions import RENAMED, Fault
from docgen.titles.lookup import Titles
from docgen.titles.tags import resolve_titles

FAULTS = (
    JinjaError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError, AssertionError, RecursionError,
)  # fmt: skip
"""What a template's expression may raise; anything else is an error in docgen."""
_Taken = TypeVar("_Taken")
_MOST = 100
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_FILE = "<template>"
_IN_TAG = {
    "template.syntax": "template.syntax:tag",
    "template.undefined": "template.undefined:tag",
    "template.failed": "template.failed:tag",
}


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part, or several that one Jinja template renders, with the source that errors refer to."""

    name: str
    source: Source
    template: JinjaTemplate

    def fill(self, names: dict[str, Any]) -> str:
        """The part's text. Raises what its expressions raise."""
        return join_output(self.pieces(names))

    def pieces(self, names: dict[str, Any]) -> Iterator[str]:
        """The part's text piece by piece. Raises what its expressions raise."""
        template = self.template
        return template.root_render_func(template.new_context(names))

    def faults(self, names: dict[str, Any]) -> tuple[Finding, ...]:
        """All errors of rendering the part, in reading order."""
        return _Diagnosis(self).findings(names)


def compile_source(name: str, source: Source, environment: LimitedEnvironment, titles: Titles) -> CompiledPart | None:
    """Compile `source`, with `titles` of fields as names; None after findings were added to it."""
    if not source.findings:
        check_balance(source)
    if not source.findings:
        _resolve_titles(source, titles)
    if source.findings:
        return None
    try:
        return CompiledPart(name, source, compile_cached(environment, source.text))
    except TemplateSyntaxError as error:
        source.findings.extend(
            _syntax_faults(source, environment) or [_syntax_fault(error, *source.place_of(error.lineno))]
        )
        return None


def _resolve_titles(source: Source, titles: Titles) -> None:
    seen: set[tuple[str, Message]] = set()

    def report(line: int, fault: Fault) -> None:
        place, tag = source.place_of(line)
        if (place, fault.reason) in seen:  # a marker's condition repeats what the tag prints
            return
        seen.add((place, fault.reason))
        hint = fault.hint or Remedy(fault.reason.key, fault.reason.values)
        finding = Finding.of(fault.code, place=place, hint=hint, reason=fault.reason, tag=tag)
        if fault.code == RENAMED:
            source.notices.append(replace(finding, severity="warning"))
        else:
            source.findings.append(finding)

    source.text = resolve_titles(source.text, titles, report)


def _syntax_faults(source: Source, environment: Environment) -> list[Finding]:
    """The syntax errors of each tag by itself, in reading order."""
    found: list[Finding] = []
    for place, tag, compiled in source.tags():
        try:
            environment.compile(_complete(compiled), raw=True)
        except TemplateSyntaxError as error:
            found.append(_syntax_fault(error, place, tag))
    return found


def _complete(tag: str) -> str:
    """The tag as a complete template, with the end of the block that it opens; empty for `else` and `end…`."""
    word = _WORD.match(tag)
    name = word.group(1) if word else ""
    if name == "elif":
        return f"{{% if 1 %}}{tag}{{% endif %}}"
    if name in {"else", "break", "continue"} or name.startswith("end"):
        return ""
    closes = name in BLOCK_WORDS and not (name == "set" and "=" in tag)
    return f"{tag}{{% end{name} %}}" if closes else tag


def _syntax_fault(error: TemplateSyntaxError, place: str, tag: str) -> Finding:
    hint = message("hint.ampersand") if "&" in _QUOTED.sub("", tag) else None
    return _fault("template.syntax", reason_of(error), place, tag, hint)


def _fault(code: str, reason: Message, place: str, tag: str, hint: Message | None = None) -> Finding:
    """The finding of an error in `tag`; its hint is the remedy of the reason."""
    hint = hint or Remedy(reason.key, reason.values)
    if not tag:
        return Finding.of(code, place=place, hint=hint, reason=reason)
    return Finding.of(_IN_TAG[code], place=place, hint=hint, reason=reason, tag=tag)


def fill_parts(
    template: str,
    parts: Sequence[CompiledPart],
    names_for_part: Callable[[CompiledPart], dict[str, Any]],
    take: Callable[[CompiledPart, Iterator[str]], _Taken],
) -> dict[str, _Taken]:
    """Render `parts`; the result of `take` for each part's pieces, by name. Raises TemplateError with all findings."""
    filled: dict[str, _Taken] = {}
    try:
        for part in parts:
            filled[part.name] = take(part, part.pieces(names_for_part(part)))
    except FAULTS as error:
        findings = [finding for part in parts for finding in part.faults(names_for_part(part))]
        raise TemplateError([finding.at(template) for finding in findings[:_MOST]]) from error
    return filled


class _Diagnosis:
    """A second render of a part, in which each error becomes a finding and prints nothing."""

    def __init__(self, part: CompiledPart) -> None:
        self._part = part
        self._found: dict[tuple[int, Message], Finding] = {}
        self._template: JinjaTemplate = part.template

    def findings(self, names: dict[str, Any]) -> tuple[Finding, ...]:
        environment = self._part.template.environment.overlay(undefined=self._undefined())
        if environment.finalize is not None:
            environment.finalize = self._guarded(environment.finalize)
        environment.filters = {name: self._guarded(call) for name, call in environment.filters.items()}
        environment.call = self._guarded_call(environment)  # pyright: ignore[reportAttributeAccessIssue]
        self._template = environment.from_string(self._part.source.text)
        try:
            for _ in self._template.root_render_func(self._template.new_context(names)):
                pass
        except FAULTS as error:
            self._note(error, _line_of(error.__traceback__))
        return tuple(finding for _, finding in sorted(self._found.items(), key=lambda item: item[0][0]))

    def _note(self, error: Exception, line: int | None) -> None:
        number = self._template.get_corresponding_lineno(line) if line else 0
        place, tag = self._part.source.place_of(number)
        reason = reason_of(error)
        code = "template.undefined" if isinstance(error, UndefinedError) else "template.failed"
        self._found.setdefault((number, reason), _fault(code, reason, place, tag))

    def _undefined(self) -> type[Missing]:
        note = self._note
        return type(
            "Noted",
            (_ReportedUndefined,),
            {"report": staticmethod(lambda reason: note(UndefinedNameError(reason), _line_here()))},
        )

    def _guarded(self, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            try:
                return call(*args, **kwargs)
            except FAULTS as error:
                self._note(error, _line_here())
                return ""

        return guarded

    def _guarded_call(self, environment: Environment) -> Callable[..., Any]:
        call = cast("Callable[..., Any]", environment.call)  # pyright: ignore[reportAttributeAccessIssue]
        return self._guarded(call)


class _ReportedUndefined(Missing):
    """An undefined value that is reported and prints nothing."""

    @staticmethod
    def report(reason: Message) -> None:
        """Report an error; a diagnosis overrides it."""

    def _fail_with_undefined_error(self, *_args: Any, **_kwargs: Any) -> Any:
        self.report(self._undefined_message)
        return ""

    __str__ = __add__ = __radd__ = __call__ = __getitem__ = _fail_with_undefined_error  # type: ignore[assignment]
    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __sub__ = __rsub__ = _fail_with_undefined_error

    def __iter__(self) -> Iterator[Any]:
        self.report(self._undefined_message)
        return iter(())

    def __len__(self) -> int:
        self.report(self._undefined_message)
        return 0

    def __bool__(self) -> bool:
        self.report(self._undefined_message)
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.report(self._undefined_message)
        return self

    def __eq__(self, other: object) -> bool:
        self.report(self._undefined_message)
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return id(type(self))


def _line_of(trace: TracebackType | None) -> int | None:
    """The last line of the compiled template in `trace`."""
    line = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _line_here() -> int | None:
    """The current line of the compiled template."""
    frame: FrameType | None = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]
    while frame is not None and frame.f_code.co_filename != _FILE:
        frame = frame.f_back
    return frame.f_lineno if frame else None


class _Compiled(Protocol):
    @property
    def template(self) -> Template: ...
    @property
    def notices(self) -> tuple[Finding, ...]: ...
    @property
    def refused(self) -> tuple[Finding, ...]: ...


def report(compiled: _Compiled, bindings: Bindings, notices: list[Finding] | None) -> None:
    """Add findings to `notices`: what was removed from the template and, for an internal audience, hidden content.

    Raises TemplateError with all hidden content and tracked changes if the audience is external.
    """
    name = compiled.template.name
    if compiled.refused and bindings.is_outside:
        raise TemplateError([finding.at(name) for finding in compiled.refused])
    if notices is not None:
        notices.extend(finding.at(name) for finding in compiled.notices)
        notices.extend(replace(finding.at(name), severity="warning") for finding in compiled.refused)
