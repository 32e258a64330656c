"""Turns YAML text into nodes; every plain value stays the text that was written, so `NO` and `1.10` survive."""

import re
from dataclasses import dataclass, field
from itertools import islice

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from docgen.errors import Finding, InputError
from docgen.loading.tree import Member, Node, Spot
from docgen.loading.yaml_problems import explain_syntax

MAX_BYTES = 10 * 1024 * 1024
_MAX_DEPTH = 60
_MOST_SHOWN = 10
_MAX_REPEATED = 200_000
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_EMPTY = {"", "~", "null", "Null", "NULL"}
_CORE_TAGS = "tag:yaml.org,2002:"
_KNOWN_TAGS = {_CORE_TAGS + name for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")}


def read_yaml(text: str) -> tuple[Node | None, list[Finding]]:
    """The root node of a YAML text and every problem found on the way; None if it can't be read at all."""
    unreadable = _control_characters(text)
    if unreadable:
        return None, unreadable
    try:
        root = _compose(text)
    except MarkedYAMLError as error:
        return None, explain_syntax(error, text)
    except RecursionError:
        return None, [Finding("input.yaml", "the values are nested too deeply", f"the limit is {_MAX_DEPTH}")]
    if root is None:
        return None, [Finding("input.empty", "the file is empty", "`docgen new KIND` writes one to fill in")]
    return _convert(root)


def _control_characters(text: str) -> list[Finding]:
    """The first characters that YAML forbids, each at its place, and how many more there are."""
    places = _NOT_YAML.finditer(text)
    findings: list[Finding] = []
    line, start, column = 1, 0, 1
    for found in islice(places, _MOST_SHOWN):
        line += text.count("\n", start, found.start())
        start = found.start()
        column = start - text.rfind("\n", 0, start)
        name = f"U+{ord(found.group()):04X}"
        message = f"the control character {name} can't stand in YAML"
        values = {"character": name}
        findings.append(Finding("input.yaml", message, "remove it", line=line, column=column, values=values))
    more = sum(1 for _ in places)
    if more:
        message = f"{more:,} more control characters follow"
        hint = "this is no text; save it as UTF-8 text without them"
        findings.append(Finding("input.yaml", message, hint, line=line, column=column + 1, values={"count": more}))
    return findings


def _compose(text: str) -> YamlNode | None:
    yaml = YAML(typ="base", pure=True)
    yaml.composer.warn_double_anchors = False  # the later one counts, as YAML says
    return yaml.compose(text)


def _convert(root: YamlNode) -> tuple[Node | None, list[Finding]]:
    conversion = _Conversion()
    try:
        return conversion.convert(root, 0), conversion.findings
    except InputError as error:
        return None, [*conversion.findings, *error.findings]


@dataclass
class _Conversion:
    findings: list[Finding] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    repeated: int = 0

    def convert(self, node: YamlNode, depth: int) -> Node:
        spot = _spot(node)
        self._guard(node, spot, depth)
        if str(node.tag) not in _KNOWN_TAGS:
            self._report(spot, "tag", f"the tag {node.tag} is not known here", "remove it; values are plain text")
        if isinstance(node, MappingNode):
            return Node(self._members(node, depth), spot)
        if isinstance(node, SequenceNode):
            return Node([self.convert(item, depth + 1) for item in node.value], spot)
        is_empty = isinstance(node, ScalarNode) and node.style is None and node.value in _EMPTY
        return Node(None if is_empty else str(node.value), spot)

    def _guard(self, node: YamlNode, spot: Spot, depth: int) -> None:
        """Aliases may stand for large parts, again and again: count what they add, and how deep they lead."""
        self.repeated += id(node) in self.seen
        self.seen.add(id(node))
        if depth > _MAX_DEPTH:
            raise InputError(_finding(spot, "yaml", "the values are nested too deeply", f"the limit is {_MAX_DEPTH}"))
        if self.repeated > _MAX_REPEATED:
            raise InputError(_finding(spot, "yaml", "the aliases (`*name`) add up to too much", "write the values out"))

    def _members(self, node: MappingNode, depth: int) -> dict[str, Member]:
        members: dict[str, Member] = {}
        for key_node, value_node in node.value:
            spot = _spot(key_node)
            if not isinstance(key_node, ScalarNode):
                self._report(spot, "yaml", "a key must be a single word", "put quotes around text with brackets")
                continue
            key = str(key_node.value).strip()
            if key == "<<":
                self._report(spot, "yaml", "merge keys (`<<`) are not known here", "write the fields out")
            elif key in members:
                first = members[key].spot.line
                self._report(spot, "duplicate", f"`{key}` stands twice; first in line {first}", "keep one of the two")
            else:
                members[key] = Member(spot, self.convert(value_node, depth + 1))
        return members

    def _report(self, spot: Spot, code: str, message: str, hint: str) -> None:
        self.findings.append(_finding(spot, code, message, hint))


def _finding(spot: Spot, code: str, message: str, hint: str) -> Finding:
    return Finding(f"input.{code}", message, hint, line=spot.line, column=spot.column)


def _spot(node: YamlNode) -> Spot:
    return Spot(node.start_mark.line + 1, node.start_mark.column + 1)
