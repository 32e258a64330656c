"""Turns what pydantic says of a document into findings in plain words, each where the person wrote it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from docgen.errors import Finding
from docgen.loading.alike import MOST_ALIKE, more_like
from docgen.loading.plain_words import Explanation, explain_empty, explain_error, explain_unknown, meant_field
from docgen.schemas.base import RuleError
from docgen.schemas.slots import clean_path, slot_at
from docgen.yaml_source.tree import Node, Path, Spot, locate, node_at, read_path, write_path

_PLACED = re.compile(r"^([A-Za-z_]\w*(?:\[\d+\]|\.\w+)*): *+(.+)$")


def findings_of(error: ValidationError, model: type[BaseModel], root: Node) -> Iterator[tuple[Path, Finding]]:
    """Every error as a finding with the path that it is about: one for each path, rules apart.

    A field that is missing because its key is misspelt is reported once, at the key. Of many errors that are alike the
    first ones are explained, the others counted.
    """
    errors, others = _first_alike(error.errors(include_url=False))
    unknown = (clean_path(model, e["loc"], keep_last=True) for e in errors if e["type"] == "extra_forbidden")
    misspelt = {(*path[:-1], meant_field(model, path) or "") for path in unknown}
    told: set[Path] = set()
    for details in errors:
        for path, finding in _findings_of(details, model, root):
            is_told = path in told or (path in misspelt and details["type"] == "missing")
            if not is_told or is_rule(finding):
                told.add(path)
                yield path, finding
    for details, count in others:
        path = clean_path(model, details["loc"], keep_last=True)
        yield path, put(more_like(Finding("input.more", ""), count), root, path)


def _first_alike(errors: list[ErrorDetails]) -> tuple[list[ErrorDetails], list[tuple[ErrorDetails, int]]]:
    """The first errors of each kind on each field, and the last of these with the number of those that follow it."""
    counts: Counter[tuple[str, ...]] = Counter()
    last: dict[tuple[str, ...], ErrorDetails] = {}
    kept: list[ErrorDetails] = []
    for details in errors:
        names = tuple(step for step in details["loc"] if isinstance(step, str))
        kind = (details["type"], *(names[:-1] if details["type"] == "extra_forbidden" else names))
        counts[kind] += 1
        if counts[kind] <= MOST_ALIKE:
            last[kind] = details
            kept.append(details)
    return kept, [(last[kind], count - MOST_ALIKE) for kind, count in counts.items() if count > MOST_ALIKE]


def _findings_of(details: ErrorDetails, model: type[BaseModel], root: Node) -> Iterator[tuple[Path, Finding]]:
    kind = details["type"]
    path = clean_path(model, details["loc"], keep_last=kind == "extra_forbidden")
    if kind == "too_short" and _has_enough(details):
        return
    if kind in {"value_error", "assertion_error"}:
        yield from _rule_findings(details, model, root, path)
        return
    if kind == "missing":
        explanation = explain_empty(model, path, given=node_at(root, path) is not None)
    elif kind == "extra_forbidden":
        explanation = explain_unknown(model, path)
    else:
        explanation = explain_error(details, slot_at(model, path))
    yield path, place(explanation, root, path, key=kind == "extra_forbidden")


def _has_enough(details: ErrorDetails) -> bool:
    """Whether a list is only called too short because its items have errors of their own."""
    value = details["input"]
    return isinstance(value, list | tuple) and len(value) >= details.get("ctx", {}).get("min_length", 0)


def _rule_findings(
    details: ErrorDetails, model: type[BaseModel], root: Node, path: Path
) -> Iterator[tuple[Path, Finding]]:
    """A rule across fields may speak of several: each line that begins with a field's path is placed there."""
    error = details.get("ctx", {}).get("error")
    text = str(error) if error is not None else details["msg"]
    for problem in error.problems if isinstance(error, RuleError) else filter(None, text.splitlines()):
        if isinstance(problem, Finding):
            inner = (*path, *read_path(problem.place))
            yield inner, put(problem, root, inner)
            continue
        inner, message = _split(model, path, problem)
        words, _, hint = message.partition("; ")
        slot = slot_at(model, path)
        code = "rule" if slot is None or slot.models else "value"
        yield inner, place(Explanation(code, words, hint), root, inner)


def is_rule(finding: Finding) -> bool:
    """Whether a finding comes from a rule across fields, which means nothing while fields are missing."""
    return finding.code == "input.rule" or not finding.code.startswith("input.")


def _split(model: type[BaseModel], path: Path, line: str) -> tuple[Path, str]:
    found = _PLACED.match(line)
    if found:
        inner = (*path, *read_path(found.group(1)))
        if slot_at(model, inner) is not None:
            return inner, found.group(2)
        head = (*path, read_path(found.group(1))[0])
        if slot_at(model, head) is not None:
            return head, found.group(2)
    return path, line


def place(explanation: Explanation, root: Node, path: Path, *, key: bool = False) -> Finding:
    """The finding at `path` of the file behind `root`."""
    return put(_finding(explanation), root, path, key=key)


def _finding(explanation: Explanation) -> Finding:
    return Finding(f"input.{explanation.code}", explanation.message, explanation.hint)


def put(finding: Finding, root: Node, path: Path, *, key: bool = False) -> Finding:
    """`finding` with the line, column and place of `path`; after a sheet's cell comes the field's name."""
    return _put_at(finding, locate(root, path, key=key), path)


def _put_at(finding: Finding, spot: Spot, path: Path) -> Finding:
    placed = replace(finding, file=spot.file, line=spot.line, column=spot.column, place=spot.place or write_path(path))
    if spot.place and path and isinstance(path[-1], str):
        return replace(placed, subject=path[-1])
    return placed


def notices_of(notices: Iterable[Finding], root: Node) -> tuple[Finding, ...]:
    """A document's own notices, each with the line and column of the field that it is about."""
    return tuple(put(notice, root, read_path(notice.place)) for notice in notices)


def unknown_empty(root: Node, model: type[BaseModel]) -> Iterator[Finding]:
    """Keys without a value that no field answers: validation never sees them. The first ones, and a count."""
    found = _unknown_empty(root, model)
    last = None
    for path, spot in islice(found, MOST_ALIKE):
        last = _put_at(_finding(explain_unknown(model, path)), spot, path)
        yield last
    count = sum(1 for _ in found)
    if last and count:
        yield more_like(last, count)


def _unknown_empty(node: Node, model: type[BaseModel], path: Path = ()) -> Iterator[tuple[Path, Spot]]:
    if isinstance(node.content, list):
        for index, item in enumerate(node.content):
            yield from _unknown_empty(item, model, (*path, index))
    elif isinstance(node.content, dict):
        slot = slot_at(model, path)
        for key, member in node.content.items():
            inner = (*path, key)
            if member.node.content is None and slot is not None and slot.models and slot.field(key) is None:
                yield inner, member.spot
            yield from _unknown_empty(member.node, model, inner)
