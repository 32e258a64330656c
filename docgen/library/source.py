"""Turns a YAML file of a library into a checked value, or into findings with file and line."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from docgen.errors import Finding, LibraryError
from docgen.library.layers import nearest
from docgen.library.yaml_text import FieldPath, read_mapping

_Value = TypeVar("_Value")


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
    """The file's text, lines ending in `\\n`; `data` as in `read_yaml`. Raises LibraryError if it is not UTF-8."""
    try:
        text = (path.read_bytes() if data is None else data).decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8"
        raise LibraryError(Finding("library.encoding", f"not UTF-8 at byte {error.start}", hint, file=shown)) from error


def parse_yaml(text: str, shown: str, first_line: int = 1) -> Source:
    """The mapping in `text`, which starts at `first_line` of the file `shown`. Raises LibraryError."""
    known = _parsed(text, shown, first_line)
    return Source(deepcopy(known.data), dict(known.places), known.file)


@lru_cache(maxsize=1024)
def _parsed(text: str, shown: str, first_line: int) -> Source:
    """What a text says is read once: a library's files are the same for every document."""
    places: dict[FieldPath, tuple[str, int]] = {}
    return Source(read_mapping(text, shown, first_line, places), places, shown)


def checked(model: type[_Value], source: Source) -> _Value:
    """`source` as a `model`. Raises LibraryError with every problem and its line."""
    try:
        return TypeAdapter(model).validate_python(source.data)
    except ValidationError as error:
        names = list(cast("Mapping[str, Any]", getattr(model, "model_fields", {})))
        found = [_problem(dict(detail), source, names) for detail in error.errors(include_url=False)]
        raise LibraryError(found) from error


def _problem(detail: dict[str, Any], source: Source, names: list[str]) -> Finding:
    path = cast(FieldPath, detail["loc"])
    file, line = source.place(path)
    hint = nearest(str(path[0]), names) if detail["type"] == "extra_forbidden" and len(path) == 1 else ""
    return Finding("library.entry", str(detail["msg"]), hint, file=file, line=line, column=1, place=_dotted(path))


def _dotted(path: FieldPath) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
