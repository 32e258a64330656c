"""Plain data of a library's YAML text, and the line of each part of it."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from docgen.errors import Finding, LibraryError
from docgen.yaml_source import read_yaml
from docgen.yaml_source.tree import Content, Member, Node

FieldPath = tuple[str | int, ...]
Places = dict[FieldPath, tuple[str, int]]


def read_mapping(text: str, shown: str, first_line: int, places: Places) -> dict[str, Any]:
    """The mapping in `text`, which starts at `first_line` of the file `shown`; `places` is filled.

    Raises LibraryError with the place of everything that is no YAML, of keys given twice, and of aliases without end.
    """
    members, findings = _read("\n" * (first_line - 1) + text)
    if findings:
        raise LibraryError([replace(finding, code="library.yaml", file=shown) for finding in findings])
    if members is None:
        raise LibraryError(Finding("library.yaml", "holds no `name: value` lines", file=shown, line=first_line))
    return _Reading(shown, places).mapping(members, ())


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[dict[str, Member] | None, tuple[Finding, ...]]:
    """The fields of a text, None if it has none, and its faults; parsed once, as most files serve every document."""
    root, findings = read_yaml(text, merges=True)
    members = root.content if root and isinstance(root.content, dict) else None
    return members, tuple(finding for finding in findings if finding.code != "input.empty")


class _Reading:
    """One file being turned into plain data; `places` gets the line of each key and item."""

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
