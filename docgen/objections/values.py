"""Convert an objection to values by field name, and the nodes of an input to a checked objection."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from pydantic import ValidationError

from docgen.annotations import fields_in, models_in
from docgen.audience import as_data, marks_of_cached, view_for
from docgen.errors import Finding
from docgen.loading.findings import findings_of, unknown_empty
from docgen.objections.entry_text import EntryText, Value
from docgen.schemas.playbook import Objection, Steps
from docgen.yaml_source.tree import Member, Node, Position, plain_data

STEPS = tuple(Steps.model_fields)
LISTS = frozenset(
    name
    for name, field in fields_in(Objection).items()
    if any(option.is_list for option in field.options) and not any(models_in(field.annotation))
)
"""Fields that are lists of texts."""

ID = "objection_id"
PUBLIC_ID = "public_id"
GOVERNANCE = ("status", "approved_by", "approved_on", "version")
"""Fields that only an approval or a retirement may set."""

_NOT_CONTENT = frozenset((*GOVERNANCE, ID, PUBLIC_ID, "owner", "review_by", "usage", "success_rate"))


def field_names() -> dict[str, tuple[str, str]]:
    """The titles (en, zh) of each field except the public id, by its name in files; steps are fields too."""
    marks = marks_of_cached(Objection)
    names: dict[str, tuple[str, str]] = {}
    for name in Objection.model_fields:
        if name == "steps":
            names |= {step: (mark.en, mark.zh) for step, mark in marks_of_cached(Steps).items()}
        elif name != PUBLIC_ID:
            names[name] = (marks[name].en, marks[name].zh)
    return names


def values_of(objection: Objection) -> dict[str, Value | None]:
    """The value of each field except the ids; a proof is a mapping, an empty list is None."""
    values: dict[str, Any] = {}
    for name in Objection.model_fields:
        value = getattr(objection, name)
        if name == "steps":
            values |= {step: getattr(value, step) for step in STEPS}
        elif name == "proof":
            values[name] = tuple({key: getattr(proof, key) for key in type(proof).model_fields} for proof in value)
        elif name not in (ID, PUBLIC_ID):
            values[name] = value or None if isinstance(value, tuple) else value
    return values


def changed_fields(before: Objection | None, after: Objection) -> tuple[str, ...]:
    """The names of fields whose values differ; of a new entry those with a value."""
    old = values_of(before) if before else {}
    return tuple(name for name, value in values_of(after).items() if old.get(name) != value)


def is_content(name: str) -> bool:
    """Whether a field is content, and so covered by an approval."""
    return name not in _NOT_CONTENT


def with_values(entry_text: EntryText, objection: Objection, names: tuple[str, ...]) -> EntryText:
    """Set the fields `names` to the values of `objection`; remove those without a value."""
    values = values_of(objection)
    for name in names:
        value = values[name]
        entry_text = entry_text.without(name) if value is None else entry_text.with_field(name, value)
    return entry_text


def read_values(root: Node, name: str, before: Objection | None) -> tuple[Objection | None, list[Finding]]:
    """Check the nodes of an input over `before`; the objection, or every finding with its place in the input.

    The steps may be under `steps` or next to the other fields. A field without a value stays unchanged.
    """
    merged = _merge(_grouped(root), _node_of(before, root.position) if before else Node({}, root.position))
    if isinstance(merged.content, dict):
        merged.content[ID] = Member(root.position, Node(name, root.position))
    findings = list(unknown_empty(merged, Objection))
    try:
        return Objection.model_validate(plain_data(merged)), findings
    except ValidationError as error:
        findings += [finding for _, finding in findings_of(error, Objection, merged)]
    return None, [with_subject(finding, name) for finding in findings]


def with_subject(finding: Finding, subject: str) -> Finding:
    """`finding` with `subject` before its message and before the field that it may already name."""
    return replace(finding, subject=f"{subject}: {finding.subject}" if finding.subject else subject)


def _grouped(root: Node) -> Node:
    content = dict(root.content) if isinstance(root.content, dict) else {}
    steps = {step: content.pop(step) for step in STEPS if step in content}
    if steps:
        given = content.get("steps")
        inner = given.node.content if given and isinstance(given.node.content, dict) else {}
        content["steps"] = Member(root.position, Node({**inner, **steps}, root.position))
    return Node(content, root.position)


def _merge(above: Node, below: Node) -> Node:
    """Merge the members of `above` over those of `below`, recursively; an empty one keeps the value below."""
    if not isinstance(above.content, dict) or not isinstance(below.content, dict):
        return above
    members = dict(below.content)
    for name, member in above.content.items():
        if member.node.content is None and name in members:
            continue
        under = members.get(name)
        members[name] = Member(member.position, _merge(member.node, under.node)) if under else member
    return Node(members, above.position)


def _node_of(objection: Objection, position: Position) -> Node:
    return _as_node(as_data(view_for("internal", objection)), position)


def _as_node(value: Any, position: Position) -> Node:
    if isinstance(value, Mapping):
        members = {key: _as_node(inner, position) for key, inner in cast("Mapping[str, Any]", value).items()}
        return Node(
            {key: Member(position, node) for key, node in members.items() if node.content is not None}, position
        )
    if isinstance(value, list):
        return Node([_as_node(item, position) for item in cast("list[Any]", value)], position)
    return Node(value if value is None or isinstance(value, bool) else str(value), position)


def split_items(text: str) -> list[str]:
    """Split a text into list items: by bullets, else by lines, else by semicolons."""
    if text.startswith("- "):
        parts = re.split(r"\n(?=- )", text)
        return [part.removeprefix("- ").replace("\n  ", "\n").strip() for part in parts]
    parts = text.splitlines() if "\n" in text else re.split(r"[;；]", text)
    return [part.strip() for part in parts if part.strip()]


def join_items(items: tuple[str, ...]) -> str:
    """Join items as bullets, as `split_items` parses them."""
    return "\n".join("- " + item.replace("\n", "\n  ") for item in items)
