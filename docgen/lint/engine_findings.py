"""Findings of the engines as problems: their lint codes, and remedies for misspelt tags."""

import re
from dataclasses import replace

from docgen.errors import Finding
from docgen.lint.problems import Problem, Where
from docgen.lint.rules import RULES
from docgen.lint.text import syntax_hint
from docgen.messages import Message, Remedy
from docgen.templating.reasons import recognised

_TAG_AT_END = re.compile(r",? in (\{[{%](?:(?! in \{[{%]).)*[}%]\})$", re.DOTALL)
_UNSAFE = {"template.macros", "template.active", "template.field"}
_UNKNOWN_FILTERS = {"jinja.filter", "jinja.test"}
_MISSPELT = {"template.syntax", "template.unbalanced"}


def problem_of(finding: Finding, where: Where) -> Problem:
    """The problem of an engine's finding; the tag that its message names is part of the place instead."""
    words, tag = _split_tag(finding.words)
    words = recognised(words) if isinstance(words, str) else words
    code = _code_of(finding.code, words)
    remedy: Message | str | None = finding.remedy or None
    if code in _MISSPELT:
        text = words.in_language("en") if isinstance(words, Message) else words
        remedy = syntax_hint(text, tag or where.expression) or remedy
    if remedy is None and isinstance(finding.words, Message) and words is not finding.words:
        remedy = Remedy(finding.words.key, finding.words.values)
    return Problem(code, words, remedy, replace(where, expression=tag) if tag else where)


def _code_of(code: str, words: Message | str) -> str:
    if isinstance(words, Message) and words.key in _UNKNOWN_FILTERS:
        return "filter.unknown"
    if code in _UNSAFE:
        return "template.unsafe"
    return code if code in RULES else "template.broken"


def _split_tag(words: Message | str) -> tuple[Message | str, str]:
    """The reason of a message that names a tag, and that tag; other messages as they are."""
    if isinstance(words, str):
        found = _TAG_AT_END.search(words)
        return (words[: found.start()], found.group(1)) if found else (words, "")
    tag, reason = words.values.get("tag"), words.values.get("reason")
    return (reason, str(tag)) if tag and isinstance(reason, Message | str) else (words, "")
