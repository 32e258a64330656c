"""Explain YAML syntax errors: what is wrong in which line, and what to write instead."""

import re
from collections.abc import Iterator

from yaml import MarkedYAMLError

from docgen.errors import Finding
from docgen.messages import Message, message

_TAB = re.compile(r"^[ ]*(\t)")
_WIDE_SPACE = re.compile("^\\s*?([\u3000\u00a0])")
_WIDE_COLON = re.compile("^\\s*(?:- +)?[a-z][a-z0-9_]*(：)")
_WIDE_DASH = re.compile("^\\s*([－—–])\\s*[\\w\"']+ *[:：]")

_SLIPS = (
    (_TAB, "input.yaml:tab"),
    (_WIDE_SPACE, "input.yaml:wide_space"),
    (_WIDE_COLON, "input.yaml:wide_colon"),
    (_WIDE_DASH, "input.yaml:wide_dash"),
)

_PROBLEMS = (
    ("mapping values are not allowed", "input.yaml:second_colon"),
    ("could not find expected ':'", "input.yaml:no_colon"),
    ("did not find expected key", "input.yaml:indent"),
    ("did not find expected '-' indicator", "input.yaml:indent"),
    ("did not find expected <document start>", "input.yaml:top_indent"),
    ("found unexpected end of stream", "input.yaml:open_quote"),
    ("found unexpected document indicator", "input.yaml:open_quote_before_marker"),
    ("did not find expected node content", "input.yaml:unfinished"),
    ("did not find expected ',' or", "input.yaml:open_bracket"),
    ("exceeded maximum nesting depth", "input.yaml:depth"),
    ("found undefined alias", "input.yaml:no_anchor"),
    ("while scanning an alias", "input.yaml:alias"),
    ("while scanning an anchor", "input.yaml:anchor"),
    ("but found another document", "input.yaml:documents"),
    ("scanning a block scalar", "input.yaml:block_text"),
    ("sequence entries are not allowed", "input.yaml:item"),
    ("mapping keys are not allowed", "input.yaml:question_mark"),
    ("scanning a tag", "input.yaml:exclamation_mark"),
    ("found undefined tag handle", "input.yaml:exclamation_mark"),
    ("scanning a directive", "input.yaml:percent_sign"),
    ("found unknown escape character", "input.yaml:escape"),
    ("while parsing a quoted scalar", "input.yaml:escape"),
)
"""Parts of libyaml's messages, each with the key of ours; the first match counts."""

_REACH = 3  # libyaml reports a slip at most this many lines later
_OPENING_QUOTES, _CLOSING_QUOTES = tuple("“”‘’「"), tuple("“”‘’」")


def explain_syntax(error: MarkedYAMLError, text: str) -> list[Finding]:
    """Findings for a syntax error: common slips in all lines, or else the parser's error."""
    line, column = _place_of(error, text)
    slips = list(_slips(text))
    if any(line - _REACH <= slip.line <= line for slip in slips):
        return slips
    return sorted([*slips, _explain(error, text, line, column)], key=lambda finding: finding.line)


def _place_of(error: MarkedYAMLError, text: str) -> tuple[int, int]:
    never_closed = "end of stream" in str(error.problem) or "while parsing a flow" in str(error.context)
    mark = (error.context_mark if never_closed else None) or error.problem_mark or error.context_mark
    if mark is None:
        return 1, 1
    if mark.column == 0 and mark.index >= len(text) and not text.endswith(("\n", "\r")):
        return mark.line, len(text) - text.rfind("\n")
    return mark.line + 1, mark.column + 1


def _slips(text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        for pattern, key in _SLIPS:
            found = pattern.match(line)
            if found:
                yield Finding.of(key).at("", number, found.start(1) + 1)


def _explain(error: MarkedYAMLError, text: str, line: int, column: int) -> Finding:
    error_text = f"{error.context or ''} {error.problem or ''}"
    if "cannot start any token" in error_text and error.problem_mark:
        character = text[error.problem_mark.index]
        shown = character if character.isprintable() else repr(character)[1:-1]
        return Finding.of("input.yaml:start", character=shown).at("", line, column)
    key = next((key for sign, key in _PROBLEMS if sign in error_text), None)
    finding = Finding.of(key) if key else Finding.of("input.yaml:other", reason=error_text.strip())
    return finding.at("", line, column)


def full_width_hint(text: str) -> Message | None:
    """A hint for Chinese punctuation in place of YAML's, or None."""
    if re.match("^[\\w.]+：", text):
        return message("hint.full_width:colon")
    if text.startswith(_OPENING_QUOTES) or text.endswith(_CLOSING_QUOTES):
        return message("hint.full_width:quotes")
    if "，" in text or "、" in text:
        return message("hint.full_width:comma")
    return None
