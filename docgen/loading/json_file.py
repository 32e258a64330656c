"""Parse JSON text to nodes with positions. Numbers stay text, so that nothing becomes a float."""

import json
import re
from bisect import bisect_right
from typing import Any

from docgen.errors import Finding, InputError
from docgen.messages import Message, message
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
        return None, [Finding.of("input.empty")]
    parser = _Parser(text)
    try:
        root = parser.value(0)
        parser.skip_gap()
        if parser.offset < len(text):
            raise parser.refuse("input.json:rest")
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

    def refuse(self, key: str, hint: Message | None = None, **values: Any) -> InputError:
        position = self.position()
        return InputError(Finding.of(key, hint=hint, **values).at("", position.line, position.column))

    def value(self, depth: int) -> Node:
        self.skip_gap()
        position = self.position()
        if depth > _MAX_DEPTH:
            raise self.refuse("input.json:depth", limit=_MAX_DEPTH)
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
            raise self.refuse("input.json:value", _hint_for(opening), found=self._shown())
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
            raise self.refuse("input.json:quote")
        try:
            return json.loads(written)
        except json.JSONDecodeError as error:
            self.offset = start + error.pos
            raise self.refuse("input.json:escape") from error

    def _members(self, depth: int) -> dict[str, Member]:
        members: dict[str, Member] = {}
        while self._has_next("{", "}", first=not members):
            position = self.position()
            if self.text[self.offset : self.offset + 1] != '"':
                raise self.refuse("input.json:key", found=self._shown())
            key = self._string()
            self._expect(":")
            node = self.value(depth + 1)
            if key in members:
                found = Finding.of("input.duplicate", name=key, first=members[key].position.line)
                self.findings.append(found.at("", position.line, position.column))
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
                raise self.refuse("input.json:comma")
        return True

    def _expect(self, sign: str) -> None:
        self.skip_gap()
        if not self.text.startswith(sign, self.offset):
            hint = _hint_for(self.text[self.offset : self.offset + 1])
            raise self.refuse("input.json:expected", hint, found=self._shown(), sign=sign)
        self.offset += 1

    def _shown(self) -> Message:
        found = re.compile(r"[^\s,:\]}]{1,20}|.").match(self.text, self.offset)
        if found and not found.group().isprintable():
            return message("term.control_character", character=f"U+{ord(found.group()[0]):04X}")
        return message("term.value", text=found.group()) if found else message("term.file_end")


def _hint_for(sign: str) -> Message | None:
    if sign in {"：", "，"}:
        return message("hint.json:full_width")
    if sign in {"“", "”", "'", "「"}:
        return message("hint.json:quotes")
    return message("hint.json:comments") if sign == "/" else None
