"""Read a library's YAML files with the position of each value, and validate them against a model."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from docgen.errors import Finding, LibraryError
from docgen.library.problems import FieldPath, problem_finding
from docgen.yaml_source import read_yaml as read_nodes
from docgen.yaml_source.tree import Content, Member, Node

Places = dict[FieldPath, tuple[str, int]]
_Value = TypeVar("_Value")
_CONFLICT = re.compile(r"^(<{7}|\|{7}|>{7})(?= |$)", re.MULTILINE)
"""Git's conflict markers, except =======, which also underlines a heading in Markdown."""


@dataclass(frozen=True, slots=True)
class Source:
    """Plain data with the (file, line) of each part."""

    data: dict[str, Any]
    places: dict[FieldPath, tuple[str, int]] = field(default_factory=dict[FieldPath, tuple[str, int]])
    file: str = ""

    def over(self, other: "Source") -> "Source":
        """This source's fields over those of `other`; groups of fields are merged field by field."""
        merged = {**other.data, **self.data}
        for name, value in self.data.items():
            below = other.data.get(name)
            if isinstance(value, dict) and isinstance(below, dict):
                merged[name] = {**cast("dict[str, Any]", below), **cast("dict[str, Any]", value)}
        replaced = {name for name in self.data if not isinstance(merged[name], dict)}
        places = {path: place for path, place in other.places.items() if path[0] not in replaced}
        return Source(merged, {**places, **self.places}, self.file)

    def place(self, path: FieldPath) -> tuple[str, int]:
        """The file and line of the innermost known part of `path`."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return self.file, 1


def read_yaml(path: Path, shown: str, data: bytes | None = None) -> Source:
    """The mapping in a YAML file; `data` is its content (None: it is read). Raises LibraryError with the line."""
    return parse_yaml(read_text(path, shown, data), shown)


def read_text(path: Path, shown: str, data: bytes | None = None) -> str:
    """The file's text, lines ending in `\\n`; `data` as in `read_yaml`.

    Raises LibraryError if it is not UTF-8, or has git's conflict markers.
    """
    try:
        text = (path.read_bytes() if data is None else data).decode("utf-8-sig")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise LibraryError(Finding.of("library.encoding", byte=error.start).at(shown)) from error
    refuse_merge(text, shown)
    return text


def refuse_merge(text: str, shown: str) -> None:
    """Raise LibraryError with the line of each git conflict marker."""
    marks = [(text.count("\n", 0, found.start()) + 1, found[1]) for found in _CONFLICT.finditer(text)]
    starts = [place for place in marks if place[1] == "<<<<<<<"] or marks[:1]
    if starts:
        raise LibraryError([Finding.of("library.merge", mark=mark).at(shown, line, 1) for line, mark in starts])


def parse_yaml(text: str, shown: str, first_line: int = 1) -> Source:
    """The mapping in `text`, which starts at `first_line` of the file `shown`. Raises LibraryError."""
    places: dict[FieldPath, tuple[str, int]] = {}
    return Source(_read_mapping(text, shown, first_line, places), places, shown)


def checked(model: type[_Value], source: Source) -> _Value:
    """`source` validated as a `model`. Raises LibraryError with every problem and its line."""
    try:
        return TypeAdapter(model).validate_python(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [problem_finding(detail, model, *source.place(detail["loc"])) for detail in details]
        raise LibraryError(found) from error


def _read_mapping(text: str, shown: str, first_line: int, places: Places) -> dict[str, Any]:
    """The mapping in `text`, which starts at `first_line` of the file `shown`; fills `places`.
    Raises LibraryError with the position of each syntax error, duplicate key and recursive alias.
    """
    members, findings = _read("\n" * (first_line - 1) + text)
    if findings:
        raise LibraryError([replace(finding, code="library.yaml", file=shown) for finding in findings])
    if members is None:
        raise LibraryError(Finding.of("library.yaml:empty").at(shown, first_line))
    return _PlainData(shown, places).mapping(members, ())


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[dict[str, Member] | None, tuple[Finding, ...]]:
    """The fields of a text, None if it has none, and the findings; cached, since each document reads most files."""
    root, findings = read_nodes(text)
    members = root.content if root and isinstance(root.content, dict) else None
    errors = (finding for finding in findings if finding.severity == "error")
    return members, tuple(error for error in errors if error.code != "input.empty")


class _PlainData:
    """Convert one file's nodes to plain data; adds the line of each key and item to `places`."""

    def __init__(self, shown: str, places: Places) -> None:
        self.shown = shown
        self.places = places

    def mapping(self, members: dict[str, Member], path: FieldPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, member in members.items():
            inner = (*path, key)
            self.places[inner] = (self.shown, member.position.line)
            data[key] = self._value(member.node.content, inner)
        return data

    def _value(self, content: Content, path: FieldPath) -> Any:
        if isinstance(content, dict):
            return self.mapping(content, path)
        if isinstance(content, list):
            return [self._item(item, (*path, number)) for number, item in enumerate(content)]
        return content

    def _item(self, node: Node, path: FieldPath) -> Any:
        self.places[path] = (self.shown, node.position.line)
        return self._value(node.content, path)
