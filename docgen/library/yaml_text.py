"""Turns the text of a YAML file into plain data as it was written, and the line of each part of it.

Read by libyaml's parser, some twenty times faster than one written in Python: a library is many small files.
"""

from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from docgen.errors import Finding, LibraryError

FieldPath = tuple[str | int, ...]
Places = dict[FieldPath, tuple[str, int]]
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
"""What a bare word means in YAML 1.2. Numbers and dates stay text: 1.10 a version, 004080 a colour."""
_TEXT = "tag:yaml.org,2002:str"
_MOST_VALUES = 200_000
_DEEPEST = 100


def read_mapping(text: str, shown: str, first_line: int, places: Places) -> dict[str, Any]:
    """The mapping in `text`, which starts at `first_line` of the file `shown`; `places` is filled.

    Raises LibraryError with the line of what is no YAML, of a key given twice, or of an alias of what holds it.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        raise _wrong(str(error.problem or error.context or "not YAML"), shown, line, column) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        raise _wrong(f"the character U+{ord(text[error.position]):04X} can't stand in a file", shown, line) from error
    if not isinstance(root, MappingNode):
        raise LibraryError(Finding("library.yaml", "holds no `name: value` lines", file=shown, line=first_line))
    return _Reading(shown, first_line, places).mapping(root, ())


def _wrong(message: str, shown: str, line: int, column: int = 1) -> LibraryError:
    return LibraryError(Finding("library.yaml", message, file=shown, line=line, column=column))


class _Reading:
    """One file being read."""

    def __init__(self, shown: str, first_line: int, places: Places) -> None:
        self.shown = shown
        self.first_line = first_line
        self.places = places
        self.visits = 0

    def mapping(self, node: MappingNode, path: FieldPath) -> dict[str, Any]:
        """The values by their names; those that `<<` brings in lie under the ones given here."""
        given: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + self.first_line
            if name in given:
                raise _wrong(f"duplicate key {name!r}", self.shown, line, key.start_mark.column + 1)
            if name == "<<" and isinstance(value, MappingNode):
                merged |= self.mapping(value, path)
            else:
                self.places[(*path, name)] = (self.shown, line)
                given[name] = self._value(value, (*path, name))
        return {**merged, **given}

    def _value(self, node: Node, path: FieldPath) -> Any:
        self.visits += 1
        if self.visits > _MOST_VALUES or len(path) > _DEEPEST:
            raise _wrong("holds too many values: aliases (*name) repeat one another", self.shown, self._line(node))
        match node:
            case MappingNode():
                return self.mapping(node, path)
            case SequenceNode():
                for number, item in enumerate(node.value):
                    self.places[(*path, number)] = (self.shown, self._line(item))
                return [self._value(item, (*path, number)) for number, item in enumerate(node.value)]
            case ScalarNode(style="" | None, tag=tag, value=text) if tag == _TEXT:
                return _WORDS.get(text, text)
            case _:
                return str(node.value)

    def _line(self, node: Node) -> int:
        return node.start_mark.line + self.first_line
