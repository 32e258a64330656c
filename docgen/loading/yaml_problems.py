"""Turns what a YAML parser stumbled over into what a person should mend."""

import re
from collections.abc import Iterator

from ruamel.yaml.error import MarkedYAMLError

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

_PROBLEMS = (
    (
        "mapping values are not allowed here",
        "there is a second `: ` where none may stand",
        "put text that holds `: ` in quotes, and check the indentation of this line and the one above",
    ),
    (
        "could not find expected ':'",
        "the line above is neither `key: value` nor a list item",
        "write `key: value`; long text goes under `key: |`, indented",
    ),
    ("expected <block end>", "the indentation does not match the lines above", "use two spaces for each level"),
    (
        "expected '<document start>'",
        "the indentation does not match the lines above",
        "start top-level keys at column 1",
    ),
    ("found unexpected end of stream", "a quote is opened and never closed", "close it, or use `key: |` for long text"),
    ("found unexpected document separator", "a quote is opened and never closed", "close it"),
    ("expected the node content", "a bracket or a list is opened and never finished", "close it with `]` or `}`"),
    ("expected ',' or", "a bracket is opened and never closed, or a comma is missing", "check `[` `]` `{` `}` and `,`"),
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
    ("scanning a directive", "`%` starts a directive here", "put text that starts with `%` in quotes"),
    (
        "found unknown escape character",
        "a backslash in double quotes starts an escape",
        "write `\\\\`, or use single quotes",
    ),
)

_REACH = 3  # a slip shows up at most so many lines later


def explain_syntax(error: MarkedYAMLError, text: str) -> list[Finding]:
    """The findings for a syntax error: the usual slips in every line that has one, else what the parser met."""
    line, column = _place_of(error)
    slips = list(_slips(text))
    if any(line - _REACH <= slip.line <= line for slip in slips):
        return slips
    return sorted([*slips, _explain(error, line, column)], key=lambda finding: finding.line)


def _place_of(error: MarkedYAMLError) -> tuple[int, int]:
    never_closed = "end of stream" in str(error.problem) or "while parsing a flow" in str(error.context)
    mark = (error.context_mark if never_closed else None) or error.problem_mark or error.context_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _slips(text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        for pattern, message, hint in _SLIPS:
            found = pattern.match(line)
            if found:
                yield Finding("input.yaml", message, hint, line=number, column=found.start(1) + 1)


def _explain(error: MarkedYAMLError, line: int, column: int) -> Finding:
    told = f"{error.context or ''} {error.problem or ''}"
    cannot_start = re.search(r"found character '(.+?)' that cannot start", told)
    if cannot_start:
        message, hint = f"a value can't start with `{cannot_start.group(1)}`", "put the text in quotes"
        return Finding("input.yaml", message, hint, line=line, column=column)
    for sign, message, hint in _PROBLEMS:
        if sign in told:
            return Finding("input.yaml", message, hint, line=line, column=column)
    return Finding("input.yaml", f"this is not YAML: {told.strip()}", line=line, column=column)


def full_width_slip(text: str) -> str:
    """What to write where Chinese punctuation stands for YAML's own, or an empty string."""
    if re.match("^[\\w.]+：", text):
        return "the colon `：` is full-width; write `: ` (a plain colon and a space)"
    if text[:1] in "“”‘’「" or text[-1:] in "“”‘’」":
        return "the quotes are Chinese ones; write plain quotes or none"
    if "，" in text or "、" in text:
        return "the comma is full-width; write `, ` between the items of a list"
    return ""
