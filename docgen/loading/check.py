"""Validate the nodes of an input file as a document, or collect all findings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from docgen.errors import Finding, InputError
from docgen.loading.explanations import show_value
from docgen.loading.files import Source
from docgen.loading.findings import at_path, findings_of, group_rows, is_rule, limit_repeats, notices_of, unknown_empty
from docgen.loading.usual_forms import usual_forms
from docgen.messages import message
from docgen.nearest import nearest
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Envelope
from docgen.schemas.declared import DeclaredFields
from docgen.schemas.placeholders import has_placeholder
from docgen.schemas.slots import slot_at
from docgen.yaml_source.tree import Member, Node, Path, node_at, plain_data, scalars

_DIGITS_ONLY = re.compile(r"[-+]?\d+(?:\.\d*)?")


def check_document(
    source: Source, file: str, declared: DeclaredFields, rules: Callable[[Envelope], Iterable[Finding]]
) -> tuple[Envelope, tuple[Finding, ...]]:
    """Validate the document read from `file`. Returns it with its notices and the findings of `rules`, with positions.

    Raises InputError with all findings.
    """
    if source.root is None:
        raise InputError(_placed(source.findings, file))
    model, root, findings = _choose_model(source.root, declared)
    findings = [*source.findings, *findings]
    if model is None:
        raise InputError(_placed(findings, file))
    document, problems = _validate(model, root, source)
    findings = group_rows([*findings, *problems], _rows_field(model))
    if document is None or any(finding.severity == "error" for finding in findings):
        raise InputError(_placed(findings, file))
    notices = notices_of([*document.notices(), *rules(document)], root)
    return document, tuple(_placed([*findings, *notices], file))


def _placed(findings: list[Finding], file: str) -> list[Finding]:
    """The findings with their file, in reading order, without duplicates and with repeats limited."""
    placed = dict.fromkeys(replace(finding, file=finding.file or file) for finding in findings)
    return limit_repeats(sorted(placed, key=lambda finding: (finding.line, finding.column)))


def _choose_model(root: Node, declared: DeclaredFields) -> tuple[type[Envelope] | None, Node, list[Finding]]:
    """The schema of `kind`. A misspelt kind is a finding, and the nearest kind validates the rest."""
    if not isinstance(root.content, dict):
        wrong = Finding.of("input.yaml:fields", found=show_value(plain_data(root)))
        return None, root, [at_path(wrong, root, ())]
    member = root.content.get("kind")
    kind = member.node.content if member else None
    if isinstance(kind, str) and kind.strip() in KINDS:
        return model_for(kind.strip(), declared), root, []
    known = list(KINDS)
    if member is None or kind is None:
        missing = Finding.of("input.kind:missing", known=known)
        return None, root, [at_path(missing, root, ("kind",))]
    near, found = nearest(str(kind), known), show_value(plain_data(member.node))
    if near is None:
        return None, root, [at_path(Finding.of("input.kind", found=found, known=known), root, ("kind",))]
    wrong = at_path(Finding.of("input.kind:misspelt", found=found, near=near, known=known), root, ("kind",))
    corrected = {**root.content, "kind": Member(member.position, Node(near, member.node.position))}
    return model_for(near, declared), Node(corrected, root.position), [wrong]


def _rows_field(model: type[Envelope]) -> str:
    """The field whose items are the rows of a table, or an empty string."""
    slot = slot_at(model, ("kind",))
    kind = KINDS.get(slot.words[0]) if slot and slot.words else None
    return kind.rows if kind else ""


def _validate(model: type[Envelope], root: Node, source: Source) -> tuple[Envelope | None, list[Finding]]:
    values = [(path, node) for path, node in scalars(root) if path not in source.faulty]
    unfilled = dict(_unfilled(root, values))
    known = unfilled | dict(_misread_dates(model, root, values))
    findings = [*known.values(), *unknown_empty(root, model)]
    forms = dict(usual_forms(values, model))
    try:
        return model.model_validate(_with_forms(plain_data(root), forms)), findings
    except ValidationError as error:
        problems = _as_typed(findings_of(error, model, root), forms, root)
        findings += [finding for path, finding in problems if not _is_reported(path, finding, known, source)]
    if unfilled:  # rules across fields need all fields
        findings = [finding for finding in findings if not is_rule(finding)]
    return None, findings


def _with_forms(data: Any, forms: Mapping[Path, str]) -> Any:
    """`data` with the values at the paths of `forms` replaced, in place."""
    for path, text in forms.items():
        holder = data
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = text
    return data


def _as_typed(
    problems: Iterable[tuple[Path, Finding]], forms: Mapping[Path, str], root: Node
) -> Iterator[tuple[Path, Finding]]:
    """The problems, with a percentage above 100 % reported as it was typed."""
    for path, finding in problems:
        node = node_at(root, path) if path in forms and not is_rule(finding) else None
        if node and str(node.content).rstrip().endswith(("%", "％")):
            yield path, at_path(Finding.of("input.number:percent", found=show_value(node.content)), root, path)
        else:
            yield path, finding


def _is_reported(path: Path, finding: Finding, known: Mapping[Path, Finding], source: Source) -> bool:
    """Whether a more specific finding exists: for the same value, or for its missing column or envelope."""
    if path in known or path in source.faulty:
        return True
    column = tuple(0 if isinstance(step, int) else step for step in path)
    return finding.code == "input.missing" and column in source.reported


def _unfilled(root: Node, values: Iterable[tuple[Path, Node]]) -> Iterator[tuple[Path, Finding]]:
    for path, node in values:
        if isinstance(node.content, str) and has_placeholder(node.content):
            yield path, at_path(Finding.of("input.unfilled", found=show_value(node.content)), root, path)


def _misread_dates(
    model: type[BaseModel], root: Node, values: Iterable[tuple[Path, Node]]
) -> Iterator[tuple[Path, Finding]]:
    """Numbers in date fields, which pydantic would read as seconds since 1970."""
    for path, node in values:
        if not isinstance(node.content, str) or not _DIGITS_ONLY.fullmatch(node.content.strip()):
            continue
        slot = slot_at(model, path)
        if slot is not None and {date, datetime} & set(slot.options):
            iso = _iso_from(node.content.strip())
            facts: dict[str, Any] = {"found": show_value(node.content), "wanted": message("term.date")}
            facts |= {"iso": iso} if iso else {"example": "2026-11-23"}
            yield path, at_path(Finding.of("input.date:iso" if iso else "input.date", **facts), root, path)


def _iso_from(digits: str) -> str:
    try:
        return datetime.strptime(digits, "%Y%m%d").date().isoformat()
    except ValueError:
        return ""
