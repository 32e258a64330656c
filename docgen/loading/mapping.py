"""A mapping file of a table: fields by head, values by field, how dates, decimals and zones are read, the envelope."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path as FilePath

from pydantic import BaseModel

from docgen.errors import Finding, InputError
from docgen.loading.cells import COMMA, DAY_FIRST, MONTH_FIRST, POINT, zone_of
from docgen.loading.encodings import decode_text
from docgen.loading.files import read_bytes
from docgen.loading.table import field_names
from docgen.loading.usual_columns import squeezed
from docgen.messages import message
from docgen.nearest import nearest
from docgen.schemas.slots import normalise_title
from docgen.yaml_source import MAX_BYTES, read_yaml
from docgen.yaml_source.tree import Member, Node, Position

_READING = {"dates": (DAY_FIRST, MONTH_FIRST), "decimals": (COMMA, POINT)}


@dataclass
class TableMapping:
    """A parsed mapping file: fields by head (None: ignore the column), values by field and word, and the envelope."""

    fields: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    values: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    dates: str = ""
    decimals: str = ""
    zone: tzinfo | None = None
    document: Node | None = None
    findings: list[Finding] = field(default_factory=list[Finding])


def read_mapping(path: FilePath, model: type[BaseModel]) -> TableMapping:
    """Read a mapping file for rows of `model`. Raises InputError if it is not a YAML file of fields.

    `document`, `values` and `reading` are groups of fields; every other key is a head.
    """
    root, findings = read_side_file(path)
    mapping = TableMapping(findings=findings)
    for head, member in root.items():
        content = member.node.content
        if isinstance(content, dict) and head == "document":
            mapping.document = member.node
        elif isinstance(content, dict) and head == "values":
            _read_values(mapping, content, model)
        elif isinstance(content, dict) and head == "reading":
            _read_reading(mapping, content)
        elif content is None or (isinstance(content, str) and content in model.model_fields):
            mapping.fields[normalise_title(head)] = content
        else:
            mapping.findings.append(_unknown_field(str(content), member.node.position, head, model))
    return mapping


def _unknown_field(name: str, position: Position, place: str, model: type[BaseModel]) -> Finding:
    near = nearest(name, model.model_fields)
    known = message("hint.fields", names=list(model.model_fields))
    hint = message("hint.did_you_mean", name=near) if near else known
    return Finding.of("input.mapping", name=name, hint=hint).at(position.file, position.line, position.column, place)


def _read_values(mapping: TableMapping, content: Mapping[str, Member], model: type[BaseModel]) -> None:
    names = field_names(model)
    for title, member in content.items():
        name, words = names.get(normalise_title(title)), member.node.content
        if name is None or not isinstance(words, dict):
            mapping.findings.append(_unknown_field(title, member.position, f"values.{title}", model))
            continue
        known = mapping.values.setdefault(name, {})
        for word, value in words.items():
            known[squeezed(word)] = str(value.node.content if value.node.content is not None else "")


def _read_reading(mapping: TableMapping, content: Mapping[str, Member]) -> None:
    for name, member in content.items():
        text, position = str(member.node.content), member.node.position
        allowed = _READING.get(name)
        if name == "timezone" and (zone := zone_of(text)):
            mapping.zone = zone
        elif allowed and text in allowed:
            mapping.dates, mapping.decimals = (text, mapping.decimals) if name == "dates" else (mapping.dates, text)
        else:
            known = [*allowed] if allowed else ["+08:00", "Asia/Shanghai"] if name == "timezone" else []
            key = "input.mapping:reading" if known else "input.mapping:readings"
            found = Finding.of(key, name=name, value=text, known=known or [*_READING, "timezone"])
            mapping.findings.append(found.at(position.file, position.line, position.column, f"reading.{name}"))


def read_side_file(path: FilePath) -> tuple[dict[str, Member], list[Finding]]:
    """Fields of a YAML file next to the table. Raises InputError if it has none."""
    text, notices = decode_text(path, read_bytes(path, MAX_BYTES))
    root, findings = read_yaml(text)
    placed = [*notices, *(finding.at(str(path), finding.line, finding.column) for finding in findings)]
    if root is None:
        raise InputError(placed)
    root = _in_file(root, str(path))
    if not isinstance(root.content, dict):
        raise InputError(Finding.of("input.yaml:lines").at(str(path), 1, 1))
    return root.content, placed


def _in_file(node: Node, file: str) -> Node:
    """Copy of the nodes with `file` in all positions."""
    position = Position(node.position.line, node.position.column, node.position.place, file)
    content = node.content
    if isinstance(content, dict):
        members = {
            key: Member(Position(m.position.line, m.position.column, m.position.place, file), _in_file(m.node, file))
            for key, m in content.items()
        }
        return Node(members, position)
    if isinstance(content, list):
        return Node([_in_file(item, file) for item in content], position)
    return Node(content, position)
