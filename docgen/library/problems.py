"""What is wrong with a value of a library file, as a finding in the words that the file itself uses."""

import json
from collections.abc import Mapping
from typing import Any, cast, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from docgen.audience import Mark
from docgen.errors import Finding
from docgen.library.yaml_text import FieldPath
from docgen.nearest import suggestion

_MISSING = "missing"


def problem_finding(detail: Mapping[str, Any], model: object, file: str, line: int) -> Finding:
    """The finding of one of pydantic's errors, at a place that is known already; `model` is what was checked."""
    path = cast(FieldPath, detail["loc"])
    hint, message = "", str(detail["msg"])
    if detail["type"] == _MISSING:
        hint, message = _how_to_write(model, path, file), "is required, and not there"
    elif detail["type"] == "extra_forbidden" and len(path) == 1:
        hint = suggestion(str(path[0]), getattr(model, "model_fields", {}))
    values = {"field": dotted(path), "rule": detail["type"]}
    return Finding("library.entry", message, hint, file=file, line=line, column=1, place=dotted(path), values=values)


def dotted(path: FieldPath) -> str:
    """A field's path as it is shown: `proof[0].figure`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _how_to_write(model: object, path: FieldPath, file: str) -> str:
    """How to write the missing field: under its heading in a Markdown file, else as a line, with an example."""
    found, name = _field_at(model, path), str(path[-1])
    mark = next((extra for extra in found.metadata if isinstance(extra, Mark)), None) if found else None
    example = mark.example if mark else next(iter(found.examples or ()), None) if found else None
    is_chinese = file.endswith(".zh.md")
    shown = example if example and (is_chinese or not mark or str(example).isascii()) else None
    if mark and mark.markdown and file.endswith(".md"):
        title = mark.zh if is_chinese else mark.en
        return f"write it under `## {title}`" + (f", e.g. {shown}" if shown else "")
    return f"write `{name}: {_as_yaml(shown)}`" if shown else f"write a line `{name}: …`"


def _as_yaml(example: object) -> str:
    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _field_at(model: object, path: FieldPath) -> FieldInfo | None:
    """The field of a path, through groups and lists; None if the path leaves the models."""
    found: FieldInfo | None = None
    for part in path:
        if isinstance(part, str):
            fields = cast("Mapping[str, FieldInfo]", getattr(model, "model_fields", {}))
            found = fields.get(part)
            model = _model_in(found.annotation) if found else None
    return found


def _model_in(annotation: object) -> object:
    """The model that a type is, or holds: of `tuple[Proof, ...]` and `Proof | None`, Proof."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)
