"""Turns JSON text into nodes; a number stays the digits that were written, so nothing becomes a float."""

import json
import re
from bisect import bisect_right

from docgen.errors import Finding, InputError
from docgen.yaml_source.tree import Member, Node, Spot

_MAX_DEPTH = 60
_GAP = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])")
_WORD = re.compile(r"(?:true|false|null)\b")
_WORDS = {"true": True, "false": False, "null": None}


def read_json(text: str) -> tuple[Node | None, list[Finding]]:
    """The root node of a JSON text and every problem found on the way; None if it can't be read at all."""
    if not text.strip():
        return None, [Finding("input.empty", "the file is empty", "`docgen new KIND` writes one to fill in")]
    reader = _Reader(text)
    try:
        root = reader.value(0)
        reader.skip_gap()
        if reader.position < len(text):
            raise reader.refuse("there is more after the end of the JSON value", "keep one value in each file")
    except InputError as error:
        return None, [*reader.findings, *error.findings]
    return root, reader.findings


class _Reader:
    """Reads one value after another from `position` on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.findings: list[Finding] = []
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def skip_gap(self) -> None:
        found = _GAP.match(self.text, self.position)
        self.position = found.end() if found else self.position

    def spot(self) -> Spot:
        line = bisect_right(self._line_starts, self.position)
        return Spot(line, self.position - self._line_starts[line - 1] + 1)

    def refuse(self, message: str, hint: str = "") -> InputError:
        spot = self.spot()
        return InputError(Finding("input.json", message, hint, line=spot.line, column=spot.column))

    def value(self, depth: int) -> Node:
        self.skip_gap()
        spot = self.spot()
        if depth > _MAX_DEPTH:
            raise self.refuse("the values are nested too deeply", f"the limit is {_MAX_DEPTH}")
        opening = self.text[self.position : self.position + 1]
        if opening == "{":
            return Node(self._members(depth), spot)
        if opening == "[":
            return Node(self._items(depth), spot)
        return Node(self._scalar(opening), spot)

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
        found = pattern.match(self.text, self.position)
        if found is None:
            return None
        self.position = found.end()
        return found.group()

    def _string(self) -> str:
        start = self.position
        written = self._take(_STRING)
        if written is None:
            raise self.refuse("a quote is opened and not closed on its line", r"close it; write line ends as `\n`")
        try:
            return json.loads(written)
        except json.JSONDecodeError as error:
            self.position = start + error.pos
            raise self.refuse("a backslash starts an escape that JSON does not know", r"write `\\`") from error

    def _members(self, depth: int) -> dict[str, Member]:
        members: dict[str, Member] = {}
        while self._goes_on("{", "}", first=not members):
            spot = self.spot()
            if self.text[self.position : self.position + 1] != '"':
                raise self.refuse(
                    f"{self._shown()} stands where a key is expected", "write keys in plain double quotes"
                )
            key = self._string()
            self._expect(":")
            node = self.value(depth + 1)
            if key in members:
                message = f"`{key}` stands twice; first in line {members[key].spot.line}"
                self.findings.append(Finding("input.duplicate", message, "keep one of the two", "", *_at(spot)))
            else:
                members[key] = Member(spot, node)
        return members

    def _items(self, depth: int) -> list[Node]:
        items: list[Node] = []
        while self._goes_on("[", "]", first=not items):
            items.append(self.value(depth + 1))
        return items

    def _goes_on(self, opening: str, closing: str, *, first: bool) -> bool:
        """Step over the opening sign or a comma; False at the closing one."""
        if first:
            self.position += len(opening)
        self.skip_gap()
        if self.text.startswith(closing, self.position):
            self.position += 1
            return False
        if not first:
            self._expect(",")
            self.skip_gap()
            if self.text.startswith(closing, self.position):
                raise self.refuse("a comma stands before the closing bracket", "remove the comma")
        return True

    def _expect(self, sign: str) -> None:
        self.skip_gap()
        if not self.text.startswith(sign, self.position):
            raise self.refuse(
                f"{self._shown()} stands where `{sign}` is expected", _hint_for(self.text[self.position :][:1])
            )
        self.position += 1

    def _shown(self) -> str:
        found = re.compile(r"[^\s,:\]}]{1,20}|.").match(self.text, self.position)
        if found and not found.group().isprintable():
            return f"the control character U+{ord(found.group()[0]):04X}"
        return f"`{found.group()}`" if found else "the end of the file"


def _at(spot: Spot) -> tuple[int, int]:
    return spot.line, spot.column


def _hint_for(sign: str) -> str:
    if sign in {"：", "，"}:
        return "the sign is full-width; write a plain `:` or `,`"
    if sign in {"“", "”", "'", "「"}:
        return 'write plain double quotes `"`'
    if sign == "/":
        return "JSON has no comments"
    return ""
