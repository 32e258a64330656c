"""Compose nodes from libyaml events."""

import re
from collections.abc import Callable
from itertools import islice
from typing import Any, cast

from yaml import CBaseLoader, MarkedYAMLError
from yaml.composer import ComposerError
from yaml.error import Mark
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from docgen.errors import Finding, InputError
from docgen.yaml_source.syntax_errors import explain_syntax
from docgen.yaml_source.tree import Content, Member, Node, Position

MAX_BYTES = 10 * 1024 * 1024
_MAX_DEPTH = 60
_MAX_SHOWN = 10
_MAX_REPEATED = 200_000
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_CORE_TAGS = "tag:yaml.org,2002:"
_KNOWN_TAGS = {"!", *(_CORE_TAGS + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq"))}
_ANOTHER_DOCUMENT, _NO_ANCHOR = "but found another document", "found undefined alias"  # as libyaml says it
_COMMENT = re.compile(r"[ \t]+(#(?:[^\s#!][^\r\n]*| ?\d+\s*$))")
"""A comment that looks like text: `#2`, `#A-7 方案`; a comment proper has a space after the sign."""
_OLD_BREAKS = "\x85\u2028\u2029"


def read_yaml(text: str) -> tuple[Node | None, list[Finding]]:
    """Parse a YAML text. Returns the root node, or None if it can't be parsed, and all findings.

    A merge key (`<<: *name`, or a list of such) adds the fields of a group; the mapping's own take precedence, then
    those of the first group. Notices are on text that YAML leaves out of a value: what follows ` #`, and an anchor
    that nothing refers to.
    """
    unreadable = _control_characters(text)
    if unreadable:
        return None, unreadable
    composer = _Composer(text)
    try:
        root = composer.document()
    except MarkedYAMLError as error:
        return None, explain_syntax(error, text)
    except InputError as error:
        return None, [*composer.findings, *error.findings]
    if root is None:
        return None, [Finding.of("input.empty")]
    return root, composer.findings


def _control_characters(text: str) -> list[Finding]:
    """Findings for the first characters that YAML forbids, and a count of the others."""
    places = _NOT_YAML.finditer(text)
    findings: list[Finding] = []
    line, start, column = 1, 0, 1
    for found in islice(places, _MAX_SHOWN):
        line += text.count("\n", start, found.start())
        start = found.start()
        column = start - text.rfind("\n", 0, start)
        name = f"U+{ord(found.group()):04X}"
        findings.append(Finding.of("input.yaml:control_character", character=name).at("", line, column))
    more = sum(1 for _ in places)
    if more:
        findings.append(Finding.of("input.yaml:control_characters", count=more).at("", line, column + 1))
    return findings


def _substitutes(text: str) -> dict[int, int]:
    """Substitutes for characters that are line breaks in YAML 1.1, which libyaml implements, but not in 1.2."""
    found = [ord(character) for character in _OLD_BREAKS if character in text]
    unused = (code for code in range(0xFDD0, 0xFDF0) if chr(code) not in text) if found else iter(())
    return dict(zip(found, unused, strict=False))


class _Composer:
    """Composer of one text: call `document` once; `findings` are problems that don't stop it."""

    def __init__(self, text: str) -> None:
        substitutes = _substitutes(text)
        self._originals = {substitute: character for character, substitute in substitutes.items()}
        self._next = cast(
            "Callable[[], Event]", CBaseLoader(text.translate(substitutes) if substitutes else text).get_event
        )
        self._lines = text.split("\n") if "#" in text else None
        self._anchors: dict[str, Node | Position] = {}
        self._unused: dict[str, Position] = {}
        self._repeated = 0
        self.findings: list[Finding] = []

    def document(self) -> Node | None:
        """The root node, or None for an empty text. Raises MarkedYAMLError, or InputError if a limit is exceeded."""
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            return None
        root = self._node(self._next(), 0)
        self._next()
        following = self._next()
        if isinstance(following, DocumentStartEvent):
            raise _stopped(_ANOTHER_DOCUMENT, following)
        for name, position in self._unused.items():
            self._report(position, "notice.anchor", name=name, severity="warning")
        return root

    def _node(self, event: Event, depth: int) -> Node:
        if isinstance(event, AliasEvent):
            return self._repeat(event, depth)
        event = cast("ScalarEvent | CollectionStartEvent", event)
        position = _position(event)
        if depth > _MAX_DEPTH:
            raise _too_deep(position)
        if event.tag is not None and event.tag not in _KNOWN_TAGS:
            self._report(position, "input.tag", tag=event.tag)
        if event.anchor is None:
            return Node(self._content(event, depth), position)
        self._anchors[event.anchor] = self._unused[event.anchor] = position
        node = Node(self._content(event, depth), position)
        self._anchors[event.anchor] = node
        return node

    def _content(self, event: Event, depth: int) -> Content:
        if isinstance(event, ScalarEvent):
            if self._lines and not event.style:
                self._report_comment(event, self._lines)
            text = self._text(event)
            return text if event.style or event.tag is not None else _WORDS.get(text, text)
        if isinstance(event, MappingStartEvent):
            return self._members(depth)
        items: list[Node] = []
        while not isinstance(event := self._next(), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _text(self, event: ScalarEvent) -> str:
        return event.value.translate(self._originals) if self._originals else event.value

    def _members(self, depth: int) -> dict[str, Member]:
        members: dict[str, Member] = {}
        merged: dict[str, Member] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            position, key = _position(event), self._key(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if key is None:
                self._report(position, "input.yaml:key")
            elif key == "<<":
                merged |= self._merge(position, value)
            elif key in members:
                self._report(position, "input.duplicate", name=key, first=members[key].position.line)
            else:
                members[key] = Member(position, value)
        return merged | members if merged else members

    def _key(self, event: Event, depth: int) -> str | None:
        """The key that starts with `event`, or None if it is not a scalar."""
        if isinstance(event, ScalarEvent) and event.anchor is None:
            return self._text(event).strip()
        content = self._node(event, depth).content
        return content.strip() if isinstance(content, str) else None

    def _merge(self, position: Position, value: Node) -> dict[str, Member]:
        groups = value.content if isinstance(value.content, list) else [value]
        merged: dict[str, Member] = {}
        for group in reversed(groups):
            if isinstance(group.content, dict):
                merged |= group.content
            else:
                self._report(position, "input.yaml:merge")
        return merged

    def _repeat(self, alias: AliasEvent, depth: int) -> Node:
        """The node of an alias, not copied. Each use counts towards the limit."""
        node = self._anchors.get(alias.anchor or "")
        if node is None:
            raise _stopped(_NO_ANCHOR, alias)
        self._unused.pop(alias.anchor or "", None)
        if isinstance(node, Position):
            raise _too_deep(node, "input.yaml:deep_aliases")
        self._count(node, depth)
        return node

    def _count(self, node: Node, depth: int) -> None:
        """Limit the nodes that aliases add, and their depth (billion laughs)."""
        self._repeated += 1
        if depth > _MAX_DEPTH:
            raise _too_deep(node.position, "input.yaml:deep_aliases")
        if self._repeated > _MAX_REPEATED:
            raise InputError(_finding(node.position, "input.yaml:many_aliases"))
        if isinstance(node.content, dict):
            for member in node.content.values():
                self._count(member.node, depth + 1)
        elif isinstance(node.content, list):
            for item in node.content:
                self._count(item, depth + 1)

    def _report_comment(self, scalar: ScalarEvent, lines: list[str]) -> None:
        """Report what follows a plain value after ` #`, if it looks like the rest of the value."""
        mark = scalar.end_mark
        if mark is None or mark.line >= len(lines):
            return
        found = _COMMENT.match(lines[mark.line], mark.column)
        if found:
            position = Position(mark.line + 1, found.start(1) + 1)
            self._report(position, "notice.comment", comment=found[1].rstrip(), severity="warning")

    def _report(self, position: Position, key: str, **values: Any) -> None:
        self.findings.append(_finding(position, key, **values))


def _stopped(problem: str, event: Event) -> MarkedYAMLError:
    return ComposerError(problem=problem, problem_mark=cast("Mark | None", event.start_mark))


def _too_deep(position: Position, key: str = "input.yaml:too_deep") -> InputError:
    return InputError(_finding(position, key, limit=_MAX_DEPTH))


def _finding(position: Position, key: str, **values: Any) -> Finding:
    return Finding.of(key, **values).at("", position.line, position.column)


def _position(event: Event) -> Position:
    mark = event.start_mark
    return Position(mark.line + 1, mark.column + 1) if mark else Position()
