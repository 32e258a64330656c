"""Turns an objection into values by the names that its file uses, and nodes of an input into a checked objection."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from pydantic import ValidationError

from docgen.annotations import fields_in, models_in
from docgen.audience import as_data, marks_of_cached, view_for
from docgen.errors import Finding
from docgen.loading.findings import findings_of, unknown_empty
from docgen.schemas.playbook import Objection, Steps
from docgen.upkeep.written import Value, Written
from docgen.yaml_source.tree import Member, Node, Spot, plain

STEPS = tuple(Steps.model_fields)
LISTS = frozenset(
    name
    for name, field in fields_in(Objection).items()
    if any(option.is_list for option in field.options) and not any(models_in(field.annotation))
)
"""The fields that are lists of texts."""

ID = "objection_id"
PUBLIC_ID = "public_id"
GOVERNANCE = ("status", "approved_by", "approved_on", "version")
"""What only an approval, or a retirement, may set."""

_NOT_CONTENT = frozenset((*GOVERNANCE, ID, PUBLIC_ID, "owner", "review_by", "usage", "success_rate"))


def field_names() -> dict[str, tuple[str, str]]:
    """Each field but the public id by the name that files use, the steps among them, with its titles (en, zh)."""
    marks = marks_of_cached(Objection)
    names: dict[str, tuple[str, str]] = {}
    for name in Objection.model_fields:
        if name == "steps":
            names |= {step: (mark.en, mark.zh) for step, mark in marks_of_cached(Steps).items()}
        elif name != PUBLIC_ID:
            names[name] = (marks[name].en, marks[name].zh)
    return names


def values_of(objection: Objection) -> dict[str, Value | None]:
    """The value of each field but the ids; a proof as a mapping; an empty list and nothing are None."""
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
    """The fields, by name, whose values differ; of a new entry those that have one."""
    old = values_of(before) if before else {}
    return tuple(name for name, value in values_of(after).items() if old.get(name) != value)


def is_content(name: str) -> bool:
    """Whether the field is part of what is said or meant, and so of what was approved."""
    return name not in _NOT_CONTENT


def with_values(written: Written, objection: Objection, names: tuple[str, ...]) -> Written:
    """The text with the fields `names` at the values of `objection`; without those that have none."""
    values = values_of(objection)
    for name in names:
        value = values[name]
        written = written.without(name) if value is None else written.with_field(name, value)
    return written


def read_values(root: Node, name: str, before: Objection | None) -> tuple[Objection | None, list[Finding]]:
    """The objection that the nodes of an input give, over `before`; or every finding, each at its place in the input.

    The nodes may hold the steps under `steps` or beside the other fields. A field without a value is left as it was.
    """
    merged = _over(_grouped(root), _node_of(before, root.spot) if before else Node({}, root.spot))
    if isinstance(merged.content, dict):
        merged.content[ID] = Member(root.spot, Node(name, root.spot))
    findings = list(unknown_empty(merged, Objection))
    try:
        return Objection.model_validate(plain(merged)), findings
    except ValidationError as error:
        findings += [finding for _, finding in findings_of(error, Objection, merged)]
    return None, [replace(finding, subject=name) for finding in findings]


def _grouped(root: Node) -> Node:
    content = dict(root.content) if isinstance(root.content, dict) else {}
    steps = {step: content.pop(step) for step in STEPS if step in content}
    if steps:
        given = content.get("steps")
        inner = given.node.content if given and isinstance(given.node.content, dict) else {}
        content["steps"] = Member(root.spot, Node({**inner, **steps}, root.spot))
    return Node(content, root.spot)


def _over(above: Node, below: Node) -> Node:
    """The members of `above` over those of `below`, groups merged; an empty one leaves what is below."""
    if not isinstance(above.content, dict) or not isinstance(below.content, dict):
        return above
    members = dict(below.content)
    for name, member in above.content.items():
        if member.node.content is None and name in members:
            continue
        under = members.get(name)
        members[name] = Member(member.spot, _over(member.node, under.node)) if under else member
    return Node(members, above.spot)


def _node_of(objection: Objection, spot: Spot) -> Node:
    return _as_node(as_data(view_for("internal", objection)), spot)


def _as_node(value: Any, spot: Spot) -> Node:
    if isinstance(value, Mapping):
        members = {key: _as_node(inner, spot) for key, inner in cast("Mapping[str, Any]", value).items()}
        return Node({key: Member(spot, node) for key, node in members.items() if node.content is not None}, spot)
    if isinstance(value, list):
        return Node([_as_node(item, spot) for item in cast("list[Any]", value)], spot)
    return Node(value if value is None or isinstance(value, bool) else str(value), spot)


def split_items(text: str) -> list[str]:
    """The items of a list in one text: bullets, else lines, else what stands between semicolons."""
    if text.startswith("- "):
        parts = re.split(r"\n(?=- )", text)
        return [part.removeprefix("- ").replace("\n  ", "\n").strip() for part in parts]
    parts = text.splitlines() if "\n" in text else re.split(r"[;；]", text)
    return [part.strip() for part in parts if part.strip()]


def join_items(items: tuple[str, ...]) -> str:
    """The items as bullets, as `split_items` reads them."""
    return "\n".join("- " + item.replace("\n", "\n  ") for item in items)
