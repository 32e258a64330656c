"""Parse JSON text to nodes with positions. Numbers stay text, so that nothing becomes a float."""

import json
import re
from bisect import bisect_right

from docgen.errors import Finding, InputError
from docgen.yaml_source.tree import Member, Node, Position

_MAX_DEPTH = 60
_GAP = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])")
_WORD = re.compile(r"(?:true|false|null)\b")
_WORDS = {"true": True, "false": False, "null": None}


def read_json(text: str) -> tuple[Node | None, list[Finding]]:
    """Parse a JSON text. Returns the root node, or None if it can't be parsed, and all findings."""
    if not text.strip():
        return None, [Finding("input.empty", "the file is empty", "`docgen new KIND` writes one to fill in")]
    parser = _Parser(text)
    try:
        root = parser.value(0)
        parser.skip_gap()
        if parser.offset < len(text):
            raise parser.refuse("there is more after the end of the JSON value", "keep one value in each file")
    except InputError as error:
        return None, [*parser.findings, *error.findings]
    return root, parser.findings


class _Parser:
    """Recursive-descent parser; `offset` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.findings: list[Finding] = []
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def skip_gap(self) -> None:
        found = _GAP.match(self.text, self.offset)
        self.offset = found.end() if found else self.offset

    def position(self) -> Position:
        line = bisect_right(self._line_starts, self.offset)
        return Position(line, self.offset - self._line_starts[line - 1] + 1)

    def refuse(self, message: str, hint: str = "") -> InputError:
        position = self.position()
        return InputError(Finding("input.json", message, hint, line=position.line, column=position.column))

    def value(self, depth: int) -> Node:
        self.skip_gap()
        position = self.position()
        if depth > _MAX_DEPTH:
            raise self.refuse("the values are nested too deeply", f"the limit is {_MAX_DEPTH}")
        opening = self.text[self.offset : self.offset + 1]
        if opening == "{":
            return Node(self._members(depth), position)
        if opening == "[":
            return Node(self._items(depth), position)
        return Node(self._scalar(opening), position)

    def _scalar(self, opening: str) -> str | bool | None:
        if opening == '"':
            return self._string()
        number = self._take(_NUMBER)
        if number is not None:
            return number
        word = self._take(_WORD)
        if word is None:
            raise self.refuse(f"{self._shown()} is not a JSON value", _hint_for(opening))
        return _WORDS[word]

    def _take(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self.text, self.offset)
        if found is None:
            return None
        self.offset = found.end()
        return found.group()

    def _string(self) -> str:
        start = self.offset
        written = self._take(_STRING)
        if written is None:
            raise self.refuse("a quote is opened and not closed on its line", r"close it; write line ends as `\n`")
        try:
            return json.loads(written)
        except json.JSONDecodeError as error:
            self.offset = start + error.pos
            raise self.refuse("a backslash starts an escape that JSON does not know", r"write `\\`") from error

    def _members(self, depth: int) -> dict[str, Member]:
        members: dict[str, Member] = {}
        while self._has_next("{", "}", first=not members):
            position = self.position()
            if self.text[self.offset : self.offset + 1] != '"':
                raise self.refuse(
                    f"{self._shown()} stands where a key is expected", "write keys in plain double quotes"
                )
            key = self._string()
            self._expect(":")
            node = self.value(depth + 1)
            if key in members:
                message = f"`{key}` stands twice; first in line {members[key].position.line}"
                self.findings.append(Finding("input.duplicate", message, "keep one of the two", "", *_at(position)))
            else:
                members[key] = Member(position, node)
        return members

    def _items(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while self._has_next("[", "]", first=not items):
            items.append(self.value(depth + 1))
        return items

    def _has_next(self, opening: str, closing: str, *, first: bool) -> bool:
        """Consume the opening sign or a comma; False at the closing one."""
        if first:
            self.offset += len(opening)
        self.skip_gap()
        if self.text.startswith(closing, self.offset):
            self.offset += 1
            return False
        if not first:
            self._expect(",")
            self.skip_gap()
            if self.text.startswith(closing, self.offset):
                raise self.refuse("a comma stands before the closing bracket", "remove the comma")
        return True

    def _expect(self, sign: str) -> None:
        self.skip_gap()
        if not self.text.startswith(sign, self.offset):
            raise self.refuse(
                f"{self._shown()} stands where `{sign}` is expected", _hint_for(self.text[self.offset :][:1])
            )
        self.offset += 1

    def _shown(self) -> str:
        found = re.compile(r"[^\s,:\]}]{1,20}|.").match(self.text, self.offset)
        if found and not found.group().isprintable():
            return f"the control character U+{ord(found.group()[0]):04X}"
        return f"`{found.group()}`" if found else "the end of the file"


def _at(position: Position) -> tuple[int, int]:
    return position.line, position.column


def _hint_for(sign: str) -> str:
    if sign in {"：", "，"}:
        return "the sign is full-width; write a plain `:` or `,`"
    if sign in {"“", "”", "'", "「"}:
        return 'write plain double quotes `"`'
    if sign == "/":
        return "JSON has no comments"
    return ""
