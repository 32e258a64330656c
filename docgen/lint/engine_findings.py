"""Findings of the engines as problems: their lint codes, and remedies for misspelt tags."""

from dataclasses import replace

from docgen.errors import Finding
from docgen.lint.problems import Problem, Where
from docgen.lint.rules import RULES
from docgen.lint.text import syntax_hint
from docgen.messages import Message, Remedy

_UNSAFE = {"template.macros", "template.active", "template.field"}
_UNKNOWN_FILTERS = {"jinja.filter", "jinja.test"}
_MISSPELT = {"template.syntax", "template.unbalanced"}


def problem_of(finding: Finding, where: Where) -> Problem:
    """The problem of an engine's finding; the tag that its message names is part of the place instead."""
    words, tag = _split_tag(finding.words)
    code = _code_of(finding.code, words)
    remedy = finding.remedy
    if code in _MISSPELT:
        remedy = syntax_hint(words.in_language("en"), tag or where.expression) or remedy
    if remedy is None and words is not finding.words:
        remedy = Remedy(finding.words.key, finding.words.values)
    return Problem(code, words, remedy, replace(where, expression=tag) if tag else where)


def _code_of(code: str, words: Message) -> str:
    if words.key in _UNKNOWN_FILTERS:
        return "filter.unknown"
    if code in _UNSAFE:
        return "template.unsafe"
    return code if code in RULES else "template.broken"


def _split_tag(words: Message) -> tuple[Message, str]:
    """The reason of a message that names a tag, and that tag; other messages as they are."""
    tag, reason = words.values.get("tag"), words.values.get("reason")
    return (reason, str(tag)) if tag and isinstance(reason, Message) else (words, "")
