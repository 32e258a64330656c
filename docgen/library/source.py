"""Turns a YAML file of a library into a checked value, or into findings with file and line."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from docgen.errors import Finding, LibraryError
from docgen.library.problems import problem_finding
from docgen.library.yaml_text import FieldPath, read_mapping

_Value = TypeVar("_Value")
_CONFLICT = re.compile(r"^(<{7}|\|{7}|>{7})(?= |$)", re.MULTILINE)
"""Git's marks, but for =======, which underlines a heading in Markdown too."""


@dataclass(frozen=True, slots=True)
class Source:
    """Plain data as read, with the (file, line) that each part of it came from."""

    data: dict[str, Any]
    places: dict[FieldPath, tuple[str, int]] = field(default_factory=dict[FieldPath, tuple[str, int]])
    file: str = ""

    def over(self, other: "Source") -> "Source":
        """This source's fields over those of `other`; of a group of fields only those given are replaced."""
        merged = {**other.data, **self.data}
        for name, value in self.data.items():
            below = other.data.get(name)
            if isinstance(value, dict) and isinstance(below, dict):
                merged[name] = {**cast("dict[str, Any]", below), **cast("dict[str, Any]", value)}
        replaced = {name for name in self.data if not isinstance(merged[name], dict)}
        kept = {path: place for path, place in other.places.items() if path[0] not in replaced}
        return Source(merged, {**kept, **self.places}, self.file)

    def place(self, path: FieldPath) -> tuple[str, int]:
        """The file and line of the innermost known part of `path`."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return self.file, 1


def read_yaml(path: Path, shown: str, data: bytes | None = None) -> Source:
    """The mapping in a YAML file, which holds `data` (None: it is read). Raises LibraryError with the line at fault."""
    return parse_yaml(read_text(path, shown, data), shown)


def read_text(path: Path, shown: str, data: bytes | None = None) -> str:
    """The file's text, lines ending in `\\n`; `data` as in `read_yaml`.

    Raises LibraryError if it is not UTF-8, or holds what git left of an unfinished merge.
    """
    try:
        text = (path.read_bytes() if data is None else data).decode("utf-8-sig")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8"
        raise LibraryError(Finding("library.encoding", f"not UTF-8 at byte {error.start}", hint, file=shown)) from error
    refuse_merge(text, shown)
    return text


def refuse_merge(text: str, shown: str) -> None:
    """Raise LibraryError with the line of each mark that git writes around the two sides of a conflict."""
    marks = [(text.count("\n", 0, found.start()) + 1, found[1]) for found in _CONFLICT.finditer(text)]
    hint = "settle which side holds, and take git's marks away"
    starts = [place for place in marks if place[1] == "<<<<<<<"] or marks[:1]
    if starts:
        raise LibraryError(
            [
                Finding(
                    "library.merge", f"holds an unfinished merge ({mark})", hint, shown, line, 1, values={"mark": mark}
                )
                for line, mark in starts
            ]
        )


def parse_yaml(text: str, shown: str, first_line: int = 1) -> Source:
    """The mapping in `text`, which starts at `first_line` of the file `shown`. Raises LibraryError."""
    places: dict[FieldPath, tuple[str, int]] = {}
    return Source(read_mapping(text, shown, first_line, places), places, shown)


def checked(model: type[_Value], source: Source) -> _Value:
    """`source` as a `model`. Raises LibraryError with every problem and its line."""
    try:
        return TypeAdapter(model).validate_python(source.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [problem_finding(detail, model, *source.place(detail["loc"])) for detail in details]
        raise LibraryError(found) from error
