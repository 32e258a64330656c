"""Edit the Markdown text of an entry field by field; everything else keeps its bytes."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from docgen.annotations import fields_in
from docgen.audience import Choice, marks_of_cached
from docgen.errors import Finding, LibraryError
from docgen.schemas.figures import COUNT, figure_of
from docgen.schemas.playbook import Objection, Steps

Value = str | date | Choice | int | tuple[str, ...] | tuple[Mapping[str, Any], ...]
_FRONT_MATTER = re.compile(r"(---[ \t]*\n)(.*?)(^---[ \t]*$\n?)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^##[ \t]++(.*[^ \t#\n])[ \t#]*$", re.MULTILINE)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_COUNTS = frozenset(name for name, field in fields_in(Objection).items() if figure_of(field) is COUNT)
FRONT_MATTER = (
    "category",
    "verbatim",
    "genuineness",
    "stage",
    "persona",
    "industries",
    "proof",
    "usage",
    "success_rate",
    "owner",
    "approved_by",
    "approved_on",
    "version",
    "review_by",
    "status",
    "public_id",
)
"""The fields of the front matter, in order; every other field has its own heading."""


@dataclass(frozen=True, slots=True)
class EntryText:
    """The text of an entry's file, in one language; `with_field` and `without` return new texts.

    Fields have their schema names: `client_answer`, `respond`. Comments, order, spacing and quotes of other fields
    stay unchanged.
    """

    text: str
    language: str = "zh"

    def with_field(self, name: str, value: Value) -> "EntryText":
        """Set a field, in its place, or after the others if it is new.

        Raises LibraryError if the value can't be written there, because it would parse as a heading or as two items.
        """
        if name in FRONT_MATTER:
            return self._with_front_field(name, value)
        if isinstance(value, tuple):
            return self._with_section(name, "\n".join(f"- {item}" for item in value))
        return self._with_section(name, str(value))

    def has(self, name: str) -> bool:
        """Whether the text has the field."""
        return (self._front_field(name) if name in FRONT_MATTER else self._section(name)) is not None

    def with_default(self, name: str, value: Value) -> "EntryText":
        """Set a field of the front matter if it isn't set."""
        return self if self._front_field(name) else self.with_field(name, value)

    def without(self, name: str) -> "EntryText":
        """Remove a field; an absent one changes nothing."""
        if name in FRONT_MATTER:
            found = self._front_field(name)
            return self if found is None else self._replaced(_whole_lines(self.text, *found), "")
        section = self._section(name)
        if section is None:
            return self
        before = EntryText(self.text[: section[0]].rstrip("\n") + "\n" + self._gap(section[2]), self.language)
        return EntryText(before.text + self.text[section[2] :], self.language)

    def with_comment(self, after: str, comment: str) -> "EntryText":
        """Add `comment` as comment lines below a field of the front matter."""
        found = self._front_field(after)
        end = _whole_lines(self.text, *found)[1] if found else self._front()[1]
        return self._replaced((end, end), "".join(f"# {line}\n" for line in comment.splitlines()))

    def _gap(self, at: int) -> str:
        return "\n" if at < len(self.text) else ""

    def _replaced(self, span: tuple[int, int], words: str) -> "EntryText":
        return EntryText(self.text[: span[0]] + words + self.text[span[1] :], self.language)

    def _front(self) -> tuple[int, int]:
        """Start and end of the front matter, without its lines of ---."""
        found = _FRONT_MATTER.match(self.text)
        if found is None:
            raise LibraryError(Finding.of("library.front_matter").at("", 1, 1))
        return found.start(2), found.end(2)

    def _node(self, name: str) -> tuple[Any, Any] | None:
        """The key and the value of a field of the front matter, as YAML nodes."""
        start, end = self._front()
        return next((pair for pair in _front_fields(self.text[start:end]) if pair[0].value == name), None)

    def _front_field(self, name: str) -> tuple[int, int] | None:
        """Start and end of a field of the front matter, from its name to the end of its value."""
        found = self._node(name)
        start = self._front()[0]
        return (start + found[0].start_mark.index, start + _end_of(found[1])) if found else None

    def _with_front_field(self, name: str, value: Value) -> "EntryText":
        node, found = self._node(name), self._front_field(name)
        words = _field_text(name, value)
        if node is not None and found is not None:
            return self if _node_value(node[1]) == _comparable(value) else self._replaced(found, words)
        end = self._front()[1]
        return self._replaced((end, end), f"{words}\n")

    def _section(self, name: str) -> tuple[int, int, int] | None:
        """Start of a field's heading, start of its text, and start of the next heading."""
        headings = list(_HEADING.finditer(self.text, self._front()[1]))
        for number, heading in enumerate(headings):
            if _folded(heading.group(1)) in _titles()[name]:
                following = headings[number + 1].start() if number + 1 < len(headings) else len(self.text)
                return heading.start(), heading.end(), following
        return None

    def _with_section(self, name: str, words: str) -> "EntryText":
        found = self._section(name)
        if found is None:
            gap = "" if self.text.endswith("\n\n") else "\n" if self.text.endswith("\n") else "\n\n"
            return EntryText(f"{self.text}{gap}## {self._heading(name)}\n\n{words}\n", self.language)
        _, start, end = found
        return self._replaced((start, end), f"\n\n{words}\n{self._gap(end)}")

    def _heading(self, name: str) -> str:
        mark = (marks_of_cached(Steps) | marks_of_cached(Objection))[name]
        return mark.zh if self.language == "zh" else mark.en


@cache
def _titles() -> Mapping[str, frozenset[str]]:
    """The headings that name each field, folded."""
    marks = marks_of_cached(Steps) | marks_of_cached(Objection)
    return {name: frozenset(map(_folded, (name, mark.en, mark.zh))) for name, mark in marks.items()}


def _folded(heading: str) -> str:
    return re.sub(r"[\s_-]+", "_", heading.strip().casefold())


def _front_fields(front: str) -> Iterator[tuple[ScalarNode, Node]]:
    try:
        root: Any = YAML(typ="rt", pure=True).compose(front)
    except YAMLError as error:
        found = Finding.of("library.yaml", reason=getattr(error, "problem", error))
        raise LibraryError(found.at("", 2, 1)) from error
    if isinstance(root, MappingNode):
        yield from root.value


def _node_value(node: Any) -> Any:
    """The value of a node, with all scalars as text."""
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, MappingNode):
        return {_node_value(key): _node_value(value) for key, value in node.value}
    return [_node_value(item) for item in node.value]


def _comparable(value: Any) -> Any:
    """A value in the form of `_node_value`."""
    if isinstance(value, Mapping):
        return {key: _comparable(inner) for key, inner in value.items() if inner is not None}
    return [_comparable(item) for item in value] if isinstance(value, tuple) else str(value)


def _end_of(node: Any) -> int:
    """The end of a value; for a list or a block scalar that is the end of its last line."""
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return node.end_mark.index - 1
    if isinstance(node, ScalarNode) or node.flow_style:
        return node.end_mark.index
    inner = [part for item in node.value for part in (item if isinstance(item, tuple) else (item,))]
    return max((_end_of(part) for part in inner), default=node.end_mark.index)


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    following = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if following < 0 else following + 1


def _field_text(name: str, value: Value) -> str:
    if not isinstance(value, tuple):
        return f"{name}: {scalar_text(value, name)}"
    lines = [f"{name}:" if value else f"{name}: []"]
    for item in value:
        if isinstance(item, Mapping):
            given = [f"{key}: {scalar_text(inner, key)}" for key, inner in item.items() if inner is not None]
            lines += [f"  - {given[0]}", *(f"    {line}" for line in given[1:])]
        else:
            lines.append(f"  - {scalar_text(item, '')}")
    return "\n".join(lines)


def scalar_text(value: Any, name: str) -> str:
    """A value as YAML in one line: a plain scalar if that parses as the same text, else in double quotes."""
    if isinstance(value, date | int):
        return str(value)
    text = str(value)
    if _ISO_DATE.fullmatch(text) or (name in _COUNTS and text.isdecimal()):
        return text
    if not _is_plain_scalar(text):
        return json.dumps(text, ensure_ascii=False)
    return text


def _is_plain_scalar(text: str) -> bool:
    if "\n" in text or text != text.strip() or re.fullmatch(r"[-+.\d_:eE]+", text):
        return False
    try:
        return YAML(typ="safe", pure=True).load(f"k: {text}\n") == {"k": text}
    except YAMLError:
        return False
