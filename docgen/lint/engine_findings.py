"""Findings of the engines as problems: their lint codes, and remedies for misspelt tags."""

import re
from dataclasses import replace

from docgen.errors import Finding
from docgen.lint.problems import AREA, Problem, Where
from docgen.lint.rules import RULES
from docgen.lint.text import read_jinja_error, syntax_hint
from docgen.messages import Message, Remedy

_TAG_AT_END = re.compile(r",? in (\{[{%](?:(?! in \{[{%]).)*[}%]\})$", re.DOTALL)
_UNSAFE = {"template.macros", "template.active", "template.field"}
_MISSPELT = {"template.syntax", "template.unbalanced"}


def problem_of(finding: Finding, where: Where) -> Problem:
    """The problem of an engine's finding; the tag that its message names is part of the place instead."""
    words, tag = _split_tag(finding.words)
    if isinstance(words, str):
        words = read_jinja_error(words) or words
    code = _code_of(finding.code, words)
    remedy: Message | str | None = finding.remedy or None
    if code in _MISSPELT:
        remedy = syntax_hint(_english(words), tag or where.expression) or remedy
    if remedy is None and isinstance(finding.words, Message) and words is not finding.words:
        remedy = Remedy(finding.words.key, finding.words.values)
    return Problem(code, words, remedy, replace(where, expression=tag) if tag else where)


def _code_of(code: str, words: Message | str) -> str:
    if isinstance(words, Message) and words.key.startswith(f"{AREA}filter."):
        return "filter.unknown"
    if code in _UNSAFE:
        return "template.unsafe"
    return code if code in RULES else "template.broken"


def _split_tag(words: Message | str) -> tuple[Message | str, str]:
    """A message without the tag that it names, and that tag, if any."""
    if isinstance(words, str):
        found = _TAG_AT_END.search(words)
        return (words[: found.start()], found.group(1)) if found else (words, "")
    tag = str(words.values.get("tag", ""))
    reason = words.values.get("reason")
    return (reason if tag and isinstance(reason, Message | str) else words), tag


def _english(words: Message | str) -> str:
    """The text in which mistakes are recognised: Jinja's own, else the message in English."""
    if isinstance(words, str):
        return words
    reason = words.values.get("reason")
    return reason if isinstance(reason, str) else words.in_language("en")
