"""Findings for pydantic's errors on a library file, with how to write what is missing."""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from pydantic.fields import FieldInfo

from docgen.annotations import models_in
from docgen.audience import Mark
from docgen.errors import Finding
from docgen.messages import Message, MessageError, message
from docgen.nearest import suggest

FieldPath = tuple[str | int, ...]
_KEYS = {
    "missing": "library.entry:missing",
    "extra_forbidden": "library.entry:unknown",
    "string_type": "library.entry:text",
    "string_too_short": "library.entry:empty",
    "too_short": "library.entry:too_short",
    "enum": "library.entry:choice",
    "literal_error": "library.entry:choice",
    "bool_parsing": "library.entry:boolean",
    "bool_type": "library.entry:boolean",
    "int_parsing": "library.entry:whole_number",
    "int_type": "library.entry:whole_number",
    "int_from_float": "library.entry:whole_number",
    "float_parsing": "library.entry:number",
    "float_type": "library.entry:number",
    "date_type": "library.entry:date",
    "date_parsing": "library.entry:date",
    "date_from_datetime_parsing": "library.entry:date",
    "date_from_datetime_inexact": "library.entry:date",
    "greater_than_equal": "library.entry:at_least",
    "less_than_equal": "library.entry:at_most",
    "greater_than": "library.entry:greater",
    "tuple_type": "library.entry:list",
    "list_type": "library.entry:list",
    "dict_type": "library.entry:group",
    "model_type": "library.entry:group",
    "model_attributes_type": "library.entry:group",
}
"""The messages of pydantic's types of errors; other types are shown in pydantic's words."""


def problem_finding(detail: Mapping[str, Any], model: object, file: str, line: int) -> Finding:
    """The finding for one of pydantic's errors at `file` and `line`; `model` is what was validated."""
    path = cast(FieldPath, detail["loc"])
    rule, hint = str(detail["type"]), None
    if rule == "missing":
        hint = _how_to_write(model, path, file)
    elif rule == "extra_forbidden" and len(path) == 1:
        hint = suggest(str(path[0]), getattr(model, "model_fields", {}))
    values = {"field": _dotted(path), "rule": rule}
    finding = Finding("library.entry", _explain(detail, values), hint, column=1, values=values)
    return finding.at(file, line, 1, _dotted(path))


def _explain(detail: Mapping[str, Any], values: Mapping[str, Any]) -> Message:
    context: Mapping[str, Any] = detail.get("ctx", {})
    error = context.get("error")
    if isinstance(error, MessageError):
        return error.message
    key = _KEYS.get(str(detail["type"]))
    if key is None:
        return message("library.entry", reason=detail["msg"], **values)
    limit = context.get("ge", context.get("gt", context.get("le", context.get("min_length"))))
    choices = re.split(r", | or ", str(context.get("expected", "")).replace("'", ""))
    return Message(key, {**values, "value": str(detail.get("input")), "choices": choices, "limit": limit})


def _dotted(path: FieldPath) -> str:
    """A field's path for display: `proof[0].figure`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _how_to_write(model: object, path: FieldPath, file: str) -> Message:
    """How to write the missing field: under its heading in a Markdown file, else as a line, with an example."""
    found, name = _field_at(model, path), str(path[-1])
    mark = next((extra for extra in found.metadata if isinstance(extra, Mark)), None) if found else None
    example = mark.example if mark else next(iter(found.examples or ()), None) if found else None
    is_chinese = file.endswith(".zh.md")
    shown = example if example and (is_chinese or not mark or str(example).isascii()) else None
    if mark and mark.markdown and file.endswith(".md"):
        title = mark.zh if is_chinese else mark.en
        if not shown:
            return message("library.write:section", title=title)
        return message("library.write:section_example", title=title, example=str(shown))
    if not shown:
        return message("library.write", name=name)
    return message("library.write:example", name=name, example=_as_yaml(shown))


def _as_yaml(example: object) -> str:
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _field_at(model: object, path: FieldPath) -> FieldInfo | None:
    """The field at a path, through groups and lists; None if the path leaves the models."""
    found: FieldInfo | None = None
    for part in path:
        if isinstance(part, str):
            fields = cast("Mapping[str, FieldInfo]", getattr(model, "model_fields", {}))
            found = fields.get(part)
            model = next(models_in(found.annotation), None) if found else None
    return found
