"""Convert pydantic errors and notices to findings with positions in the input file; limit repeated ones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from docgen.errors import Finding
from docgen.loading.explanations import explain_empty, explain_error, explain_unknown, nearest_field
from docgen.loading.table import format_rows, row_number
from docgen.messages import Message, MessageError, Remedy, message
from docgen.schemas.base import Problem, RuleError
from docgen.schemas.slots import clean_path, slot_at
from docgen.yaml_source.tree import Node, Path, Position, format_path, locate, node_at, parse_path

MAX_REPEATS = 1_000
"""Maximum number of findings with the same code on one field; the rest is counted."""
_OWN_WORDS = frozenset({"input.choice", "input.value", "input.rule"})
"""Codes of findings that are alike only with the same values."""
_LONGEST = 2_000  # characters of a message, a hint or a place
_LONGEST_VALUES = 1_600  # characters of the values of a message
_NUMBERS = re.compile(r"\d+")
_FIELD_PREFIX = re.compile(r"^([A-Za-z_]\w*(?:\[\d+\]|\.\w+)*): *+(.+)$")


def findings_of(error: ValidationError, model: type[BaseModel], root: Node) -> Iterator[tuple[Path, Finding]]:
    """Convert all errors to findings with their paths: one per path, except rules.

    A field that is missing because its key is misspelt is reported once, at the key. Of repeated errors the first ones
    are explained, the others counted.
    """
    errors, others = _limit_errors(error.errors(include_url=False))
    unknown = (clean_path(model, e["loc"], keep_last=True) for e in errors if e["type"] == "extra_forbidden")
    misspelt = {(*path[:-1], nearest_field(model, path) or "") for path in unknown}
    reported: set[Path] = set()
    for details in errors:
        for path, finding in _findings_of(details, model, root):
            is_reported = path in reported or (path in misspelt and details["type"] == "missing")
            if not is_reported or is_rule(finding):
                reported.add(path)
                yield path, finding
    for details, count in others:
        path = clean_path(model, details["loc"], keep_last=True)
        yield path, at_path(repeats_finding(Finding.of("input.more"), count), root, path)


def _limit_errors(errors: list[ErrorDetails]) -> tuple[list[ErrorDetails], list[tuple[ErrorDetails, int]]]:
    """The first errors of each type on each field, and the last of these with the number of further ones."""
    counts: Counter[tuple[str, ...]] = Counter()
    last: dict[tuple[str, ...], ErrorDetails] = {}
    shown: list[ErrorDetails] = []
    for details in errors:
        names = tuple(step for step in details["loc"] if isinstance(step, str))
        kind = (details["type"], *(names[:-1] if details["type"] == "extra_forbidden" else names))
        counts[kind] += 1
        if counts[kind] <= MAX_REPEATS:
            last[kind] = details
            shown.append(details)
    return shown, [(last[kind], count - MAX_REPEATS) for kind, count in counts.items() if count > MAX_REPEATS]


def _findings_of(details: ErrorDetails, model: type[BaseModel], root: Node) -> Iterator[tuple[Path, Finding]]:
    kind = details["type"]
    path = clean_path(model, details["loc"], keep_last=kind == "extra_forbidden")
    if kind == "too_short" and _has_enough(details):
        return
    if kind in {"value_error", "assertion_error"}:
        yield from _rule_findings(details, model, root, path)
        return
    if kind == "missing":
        finding = explain_empty(model, path, has_key=node_at(root, path) is not None)
    elif kind == "extra_forbidden":
        finding = explain_unknown(model, path)
    else:
        finding = explain_error(details, slot_at(model, path))
    yield path, at_path(finding, root, path, key=kind == "extra_forbidden")


def _has_enough(details: ErrorDetails) -> bool:
    """Whether pydantic reports a list as too short only because items have errors."""
    value = details["input"]
    return isinstance(value, list | tuple) and len(value) >= details.get("ctx", {}).get("min_length", 0)


def _rule_findings(
    details: ErrorDetails, model: type[BaseModel], root: Node, path: Path
) -> Iterator[tuple[Path, Finding]]:
    """Findings of a rule, at the fields that its problems name, or of a validator of one field."""
    slot = slot_at(model, path)
    code = "input.rule" if slot is None or slot.models else "input.value"
    for problem in _problems_of(details, model, path):
        if isinstance(problem, Finding):
            inner, finding = (*path, *parse_path(problem.place)), problem
        else:
            place, text = problem
            inner = (*path, *parse_path(place))
            finding = Finding(code, text, values=text.values)
        yield inner, at_path(finding, root, inner)


def _problems_of(details: ErrorDetails, model: type[BaseModel], path: Path) -> Iterable[Problem]:
    error = details.get("ctx", {}).get("error")
    if isinstance(error, RuleError):
        return error.problems
    if isinstance(error, MessageError):
        return (("", error.message),)
    lines = str(details["msg"] if error is None else error).splitlines()
    return [_parsed(model, path, line) for line in filter(None, lines)]


def is_rule(finding: Finding) -> bool:
    """Whether a finding comes from a rule across fields, which doesn't apply while fields are missing."""
    return finding.code == "input.rule" or not finding.code.startswith("input.")


def _parsed(model: type[BaseModel], path: Path, line: str) -> Problem:
    """A line of a custom kind's ValueError: `field path: message; remedy`, with or without path and remedy."""
    place, text = "", line
    found = _FIELD_PREFIX.match(line)
    if found:
        steps = parse_path(found.group(1))
        known = next((some for some in (steps, steps[:1]) if slot_at(model, (*path, *some)) is not None), None)
        place, text = ("", line) if known is None else (format_path(known), found.group(2))
    words, _, remedy = text.partition("; ")
    if remedy:
        return place, message("input.custom", text=words, remedy=remedy)
    return place, message("input.custom:plain", text=words)


def at_path(finding: Finding, root: Node, path: Path, *, key: bool = False) -> Finding:
    """`finding` with the line, column and place of `path`; for a cell the message starts with the field's name."""
    return _at_position(finding, locate(root, path, key=key), path)


def _at_position(finding: Finding, position: Position, path: Path) -> Finding:
    placed = replace(
        finding,
        file=position.file,
        line=position.line,
        column=position.column,
        place=position.place or format_path(path),
    )
    if position.place and path and isinstance(path[-1], str):
        return replace(placed, subject=path[-1])
    return placed


def notices_of(notices: Iterable[Finding], root: Node) -> tuple[Finding, ...]:
    """A document's notices with line and column of their fields; those on another file stay where they are."""
    return tuple(n if n.file else at_path(n, root, parse_path(n.place)) for n in notices)


def unknown_empty(root: Node, model: type[BaseModel]) -> Iterator[Finding]:
    """Unknown keys without a value, which validation doesn't see: the first ones and a count."""
    found = _unknown_empty(root, model)
    last = None
    for path, position in islice(found, MAX_REPEATS):
        last = _at_position(explain_unknown(model, path), position, path)
        yield last
    count = sum(1 for _ in found)
    if last and count:
        yield repeats_finding(last, count)


def _unknown_empty(node: Node, model: type[BaseModel], path: Path = ()) -> Iterator[tuple[Path, Position]]:
    if isinstance(node.content, list):
        for index, item in enumerate(node.content):
            yield from _unknown_empty(item, model, (*path, index))
    elif isinstance(node.content, dict):
        slot = slot_at(model, path)
        for key, member in node.content.items():
            inner = (*path, key)
            if member.node.content is None and slot is not None and slot.models and slot.field(key) is None:
                yield inner, member.position
            yield from _unknown_empty(member.node, model, inner)


def group_rows(findings: Sequence[Finding], rows: str) -> list[Finding]:
    """`findings` with one for each fault that repeats in several rows of a table, with the numbers of the rows.

    `rows` is the field of the rows. Faults are alike in the same column with the same words; of choices and of rules
    across fields, with the same values too.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(_row_kind(finding, rows) or number, []).append(finding)
    return [group[0] if len(group) == 1 else _grouped(group) for group in groups.values()]


def _row_kind(finding: Finding, rows: str) -> tuple[object, ...] | None:
    """What findings of one kind share; None for one that is not on a row's field."""
    column = finding.subject if "!" in finding.place else finding.place.partition(".")[2]
    in_row = bool(rows) and ("!" in finding.place or finding.place.startswith(f"{rows}["))
    if not in_row or not column or finding.code == "input.more":
        return None
    is_cell = finding.code.startswith("input.") or finding.code == "notice.cell"
    words = finding.words.key if is_cell and finding.code not in _OWN_WORDS else str(finding.words)
    sheet = finding.place.partition("!")[0] if "!" in finding.place else ""
    return finding.code, finding.severity, finding.file, sheet, column, words


def _grouped(group: Sequence[Finding]) -> Finding:
    first = group[0]
    numbers = {row_number(Position(found.line, 0, found.place if "!" in found.place else "")) for found in group[1:]}
    remedy = first.remedy or (Remedy(first.words.key, first.words.values) if first.words.remedy() else None)
    words: dict[str, Any] = {"text": first.words, "count": len(group) - 1, "rows": format_rows(numbers)}
    return replace(first, words=message("input.rows", **words), remedy=remedy)


def limit_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """`findings` in order, each shortened, with repeats of a code on a field replaced by a count."""
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], int] = {}
    shown: list[Finding] = []
    for finding in findings:
        kind = _kind(finding)
        counts[kind] += 1
        if counts[kind] <= MAX_REPEATS:
            last[kind] = len(shown)
            shown.append(_shortened(finding))
    for kind, at in sorted(last.items(), key=lambda item: -item[1]):
        if counts[kind] > MAX_REPEATS:
            shown.insert(at + 1, repeats_finding(shown[at], counts[kind] - MAX_REPEATS))
    return shown


def repeats_finding(finding: Finding, count: int) -> Finding:
    """The finding that counts `count` further ones like `finding`."""
    more = message("input.more", count=count)
    return replace(finding, code=more.key, words=more, remedy=None, values=more.values, subject="")


def _kind(finding: Finding) -> tuple[str, str]:
    where = finding.place.rpartition(".")[0] if finding.code == "input.unknown" else finding.place
    return finding.code, _NUMBERS.sub("", where)


def _shortened(finding: Finding) -> Finding:
    """`finding` with at most 2,000 characters in its message, its hint and its place; of a message, values are cut."""
    subject, place = _cut(finding.subject, _LONGEST // 4), _cut(finding.place, _LONGEST)
    words, remedy = _cut_text(finding.words, len(subject)), finding.remedy and _cut_text(finding.remedy)
    if (words, remedy, place, subject) == (finding.words, finding.remedy, finding.place, finding.subject):
        return finding
    values = words.values
    return replace(finding, words=words, remedy=remedy, place=place, subject=subject, values=values)


def _cut_text(text: Message, before: int = 0) -> Message:
    lengths = list(_lengths(text))
    if sum(lengths) <= _LONGEST_VALUES - before:
        return text
    return _cut(text, max((_LONGEST_VALUES - before) // len(lengths), 1))


def _lengths(value: Any) -> Iterator[int]:
    """Length of each text in the values of a message."""
    if isinstance(value, Message):
        yield from _lengths(list(value.values.values()))
    elif isinstance(value, list | tuple):
        yield from (length for item in cast("list[Any]", value) for length in _lengths(item))
    else:
        yield len(str(value))


def _cut(value: Any, limit: int) -> Any:
    if isinstance(value, Message):
        return replace(value, values={name: _cut(each, limit) for name, each in value.values.items()})
    if isinstance(value, list | tuple):
        return [_cut(item, limit) for item in cast("list[Any]", value)]
    return f"{value[: limit - 1]}…" if isinstance(value, str) and len(value) > limit else value
