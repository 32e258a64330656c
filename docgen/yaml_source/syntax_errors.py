"""Explain YAML syntax errors: what is wrong in which line, and what to write instead."""

import re
from collections.abc import Iterator

from yaml import MarkedYAMLError

from docgen.errors import Finding

_TAB = re.compile(r"^[ ]*(\t)")
_WIDE_SPACE = re.compile("^\\s*?([\u3000\u00a0])")
_WIDE_COLON = re.compile("^\\s*(?:- +)?[a-z][a-z0-9_]*(：)")
_WIDE_DASH = re.compile("^\\s*([－—–])\\s*[\\w\"']+ *[:：]")

_SLIPS = (
    (_TAB, "a tab is used to indent", "use spaces: two for each level"),
    (_WIDE_SPACE, "a full-width or fixed space is used to indent", "use plain spaces"),
    (_WIDE_COLON, "a full-width colon `：` follows the key", "write `: ` (a plain colon and a space)"),
    (_WIDE_DASH, "a full-width dash starts the list item", "write `- ` (a plain hyphen and a space)"),
)

_INDENTATION = "the indentation does not match the lines above"
_OPEN_QUOTE = "a quote is opened and never closed"
_ESCAPE = ("a backslash in double quotes starts an escape", "write `\\\\`, or use single quotes")

_PROBLEMS = (
    (
        "mapping values are not allowed",
        "there is a second `: ` where none may stand",
        "put text that holds `: ` in quotes, and check the indentation of this line and the one above",
    ),
    (
        "could not find expected ':'",
        "the line above is neither `key: value` nor a list item",
        "write `key: value`; long text goes under `key: |`, indented",
    ),
    ("did not find expected key", _INDENTATION, "use two spaces for each level"),
    ("did not find expected '-' indicator", _INDENTATION, "use two spaces for each level"),
    ("did not find expected <document start>", _INDENTATION, "start top-level keys at column 1"),
    ("found unexpected end of stream", _OPEN_QUOTE, "close it, or use `key: |` for long text"),
    ("found unexpected document indicator", _OPEN_QUOTE, "close it"),
    (
        "did not find expected node content",
        "a bracket or a list is opened and never finished",
        "close it with `]` or `}`",
    ),
    (
        "did not find expected ',' or",
        "a bracket is opened and never closed, or a comma is missing",
        "check `[` `]` `{` `}` and `,`",
    ),
    ("exceeded maximum nesting depth", "the values are nested too deeply", ""),
    (
        "found undefined alias",
        "`*name` refers to an anchor that is not there",
        "put text that starts with `*` in quotes",
    ),
    ("while scanning an alias", "`*` starts an alias here", "put text that starts with `*` in quotes"),
    ("while scanning an anchor", "`&` starts an anchor here", "put text that starts with `&` in quotes"),
    ("but found another document", "the file holds several documents (`---`)", "keep one document in each file"),
    ("scanning a block scalar", "text follows `|` or `>` on its line", "write the text below, or put it in quotes"),
    ("sequence entries are not allowed", "a list item starts where none may stand", "begin it on a line of its own"),
    ("mapping keys are not allowed", "`? ` starts a key here", "put text that starts with `?` in quotes"),
    ("scanning a tag", "`!` starts a tag here", "put text that starts with `!` in quotes"),
    ("found undefined tag handle", "`!` starts a tag here", "put text that starts with `!` in quotes"),
    ("scanning a directive", "`%` starts a directive here", "put text that starts with `%` in quotes"),
    ("found unknown escape character", *_ESCAPE),
    ("while parsing a quoted scalar", *_ESCAPE),
)
"""Parts of libyaml's messages, each with message and hint; the first match counts."""

_REACH = 3  # libyaml reports a slip at most this many lines later


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
        for pattern, message, hint in _SLIPS:
            found = pattern.match(line)
            if found:
                yield Finding("input.yaml", message, hint, line=number, column=found.start(1) + 1)


def _explain(error: MarkedYAMLError, text: str, line: int, column: int) -> Finding:
    error_text = f"{error.context or ''} {error.problem or ''}"
    if "cannot start any token" in error_text and error.problem_mark:
        character = text[error.problem_mark.index]
        message = f"a value can't start with `{character if character.isprintable() else repr(character)[1:-1]}`"
        return Finding("input.yaml", message, "put the text in quotes", line=line, column=column)
    for sign, message, hint in _PROBLEMS:
        if sign in error_text:
            return Finding("input.yaml", message, hint, line=line, column=column)
    return Finding("input.yaml", f"this is not YAML: {error_text.strip()}", line=line, column=column)


def full_width_hint(text: str) -> str:
    """A hint for Chinese punctuation in place of YAML's, or an empty string."""
    if re.match("^[\\w.]+：", text):
        return "the colon `：` is full-width; write `: ` (a plain colon and a space)"
    if text[:1] in "“”‘’「" or text[-1:] in "“”‘’」":
        return "the quotes are Chinese ones; write plain quotes or none"
    if "，" in text or "、" in text:
        return "the comma is full-width; write `, ` between the items of a list"
    return ""
