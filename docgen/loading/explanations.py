"""Explain pydantic errors: what was found, what is allowed, what to write instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from docgen.audience import Mark
from docgen.loading.number_forms import parse_number
from docgen.nearest import nearest
from docgen.schemas.slots import Slot, slot_at
from docgen.yaml_source.syntax_errors import full_width_hint
from docgen.yaml_source.tree import Path

_LONGEST = 60
_MANY = 16


@dataclass(frozen=True, slots=True)
class Explanation:
    """Parts of a finding: the last part of its code, message and hint."""

    code: str
    message: str
    hint: str = ""


def show_value(value: object) -> str:
    """Format a value for a message, shortened to 60 characters."""
    if isinstance(value, dict | list | tuple):
        return "a list" if not isinstance(value, dict) else "a group of fields"
    text = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return f"`{text[: _LONGEST - 1]}…`" if len(text) > _LONGEST else f"`{text}`"


def title_of(mark: Mark | None) -> str:
    """Both titles of a field."""
    return f"{mark.en} {mark.zh}" if mark else "this field"


def example_of(mark: Mark | None) -> str:
    """`for example …` if the field has a scalar example, else an empty string."""
    if mark is None or mark.example in (None, "", [], ()) or isinstance(mark.example, dict | list | tuple | BaseModel):
        return ""
    return f"for example {show_value(mark.example)}"


def explain_empty(model: type[BaseModel], path: Path, *, has_key: bool) -> Explanation:
    """A required field that is missing, or (`has_key`) whose key has no value."""
    slot = slot_at(model, path)
    mark = slot.mark if slot else None
    about = f"{title_of(mark)}: {mark.description.rstrip('.。')}" if mark else ""
    hint = ", ".join(filter(None, (about, example_of(mark))))
    return Explanation("missing", "is empty" if has_key else "is missing", hint)


def explain_unknown(model: type[BaseModel], path: Path) -> Explanation:
    """An unknown key."""
    wrong = str(path[-1])
    slot = slot_at(model, path[:-1])
    models = slot.models if slot else ()
    if any(wrong in inner.model_computed_fields for inner in models):
        return Explanation("unknown", f"`{wrong}` is computed, never typed in", "remove it")
    near = nearest_field(model, path)
    names = list(dict.fromkeys(_names_of(models).values()))
    hint = f"did you mean `{near}`?" if near else f"known are {', '.join(names)}"
    return Explanation("unknown", f"no `{wrong}` on {_owner(model, path)}", full_width_hint(wrong) or hint)


def nearest_field(model: type[BaseModel], path: Path) -> str | None:
    """The field nearest to the unknown key at the end of `path`, by name or title."""
    slot = slot_at(model, path[:-1])
    known = _names_of(slot.models if slot else ())
    near = nearest(str(path[-1]), known)
    return known[near] if near else None


def _names_of(models: tuple[type[BaseModel], ...]) -> dict[str, str]:
    """Field names and titles in both languages, mapped to field names."""
    names: dict[str, str] = {}
    for inner in models:
        for name in inner.model_fields:
            slot = slot_at(inner, (name,))
            titles = (slot.mark.en, slot.mark.zh) if slot and slot.mark else ()
            names |= {known: name for known in (name, *titles) if known not in names}
    return names


def _owner(model: type[BaseModel], path: Path) -> str:
    """Name of the object with the unknown field: the parent field, or the kind."""
    names = [step for step in path[:-1] if isinstance(step, str)]
    if names:
        return names[-1]
    kind = slot_at(model, ("kind",))
    return kind.words[0] if kind and kind.words else model.__name__


def explain_error(details: ErrorDetails, slot: Slot | None) -> Explanation:
    """Any other error at a field with the schema `slot`."""
    value, kind = details["input"], details["type"]
    if value is None:
        return Explanation("missing", "is empty", example_of(slot.mark if slot else None))
    for pattern, explain in _EXPLAINERS:
        if re.fullmatch(pattern, kind):
            explanation = explain(value, details.get("ctx", {}), slot)
            slip = full_width_hint(value) if isinstance(value, str) else ""
            return Explanation(explanation.code, explanation.message, slip or explanation.hint)
    return Explanation("value", _without_jargon(details["msg"]), f"found {show_value(value)}")


def _without_jargon(message: str) -> str:
    return re.sub(r"^(?:Input|String|Value|Decimal input|URL) should (?:be|have)", "must be", message)


Context = dict[str, Any]


def _choice(value: object, _: Context, slot: Slot | None) -> Explanation:
    title = title_of(slot.mark if slot else None)
    members = {name: m.value for m in (slot.choices if slot else ()) for name in (m.value, m.title_en, m.title_zh)}
    words = slot.words if slot else ()
    known = {**{word: word for word in words}, **members}
    near = nearest(str(value), known) if not isinstance(value, dict | list) else None
    shown = [f"{m.value} ({m.title_en} {m.title_zh})" for m in slot.choices] if slot and slot.choices else list(words)
    allowed = f"allowed are {', '.join(shown)}" if len(shown) <= _MANY else f"{len(shown)} values are allowed"
    hint = f"did you mean `{known[near]}`? {allowed}" if near else allowed
    return Explanation("choice", f"{show_value(value)} is not one of the values of {title}", hint)


def _number(value: object, _: Context, slot: Slot | None) -> Explanation:
    whole = slot is not None and int in slot.options and Decimal not in slot.options
    kind = "a whole number" if whole else "a number"
    hint = _plain_number(value, whole=whole) or f"write digits only, like {_digits(slot)}"
    return Explanation("number", f"{show_value(value)} is not {kind}", hint)


def _digits(slot: Slot | None) -> str:
    return str(slot.mark.example) if slot and slot.mark and slot.mark.example not in (None, "", []) else "1200.50"


def _plain_number(value: object, *, whole: bool) -> str:
    """A hint with the number in plain digits, or an empty string if it can't be parsed."""
    found = None if isinstance(value, dict | list) else parse_number(str(value))
    if found is None:
        return ""
    meant, digits, unit = found
    if whole and meant != int(meant):
        return ""
    if unit in {"%", "‰"}:
        return f"write {meant.normalize():f} for {digits:f} {unit}"
    return f"write {meant:f}, in full units" if unit else f"write {meant:f}, digits only"


def _date(value: object, context: Context, slot: Slot | None) -> Explanation:
    wants_time = slot is not None and datetime in slot.options
    wanted = "a date and time" if wants_time else "a date"
    example = "2026-11-23T09:20" if wants_time else "2026-11-23"
    reason = str(context.get("error", ""))
    why = f" ({reason})" if "expected range" in reason or "day value" in reason else ""
    iso = _iso(value)
    hint = f"write {iso}" if iso and not wants_time else f"it is written like {example}"
    return Explanation("date", f"{show_value(value)} is not {wanted}{why}", hint)


def _iso(value: object) -> str:
    found = re.fullmatch(r"(\d{4})[./年-]?(\d{1,2})[./月-]?(\d{1,2})日?", str(value).strip())
    if not found:
        return ""
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""


def _time(value: object, _: Context, __: Slot | None) -> Explanation:
    found = re.fullmatch(r"(\d{1,2})[:：.](\d{2})", str(value).strip())
    try:
        example = time(int(found.group(1)), int(found.group(2))).strftime("%H:%M") if found else "09:20"
    except ValueError:
        example = "09:20"
    return Explanation("date", f"{show_value(value)} is not a time", f"write {example}")


def _boolean(value: object, _: Context, __: Slot | None) -> Explanation:
    return Explanation("value", f"{show_value(value)} is neither true nor false", "write true or false")


def _text(value: object, _: Context, slot: Slot | None) -> Explanation:
    return Explanation("type", f"expected text, found {show_value(value)}", example_of(slot.mark if slot else None))


def _list(value: object, _: Context, __: Slot | None) -> Explanation:
    return Explanation("type", f"expected a list, found {show_value(value)}", "start each item on a line with `- `")


def _group(value: object, _: Context, slot: Slot | None) -> Explanation:
    names = [name for model in (slot.models[:1] if slot else ()) for name in model.model_fields][:_MANY]
    fields = f"its fields are {', '.join(names)}" if names else "write `field: value` lines, indented"
    return Explanation("type", f"expected a group of fields, found {show_value(value)}", fields)


def _too_short(value: object, context: Context, slot: Slot | None) -> Explanation:
    return Explanation("value", f"needs at least {_items(context['min_length'])}")


def _too_long(value: object, context: Context, slot: Slot | None) -> Explanation:
    return Explanation("value", f"takes at most {_items(context['max_length'])}")


def _items(count: int) -> str:
    return f"{count} item" if count == 1 else f"{count} items"


def _short_text(value: object, context: Context, slot: Slot | None) -> Explanation:
    if context["min_length"] == 1:
        return Explanation("missing", "is empty", example_of(slot.mark if slot else None))
    return Explanation("value", f"{show_value(value)} has fewer than {context['min_length']} characters")


def _long_text(value: object, context: Context, slot: Slot | None) -> Explanation:
    return Explanation("value", f"{show_value(value)} has more than {context['max_length']} characters")


def _form(value: object, _: Context, slot: Slot | None) -> Explanation:
    title = title_of(slot.mark if slot else None)
    return Explanation(
        "value", f"{show_value(value)} does not look like {title}", example_of(slot.mark if slot else None)
    )


_BOUNDS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most", "multiple_of": "a multiple of"}


def _bound(value: object, context: Context, _: Slot | None) -> Explanation:
    name = next(name for name in _BOUNDS if name in context)
    return Explanation("number", f"{show_value(value)} is out of bounds", f"it must be {_BOUNDS[name]} {context[name]}")


def _digits_limit(value: object, context: Context, _: Slot | None) -> Explanation:
    limits = {"max_digits": "digits", "decimal_places": "decimal places", "whole_digits": "digits before the point"}
    name = next(name for name in limits if name in context)
    return Explanation("number", f"{show_value(value)} has too many digits", f"at most {context[name]} {limits[name]}")


def _which_kind(value: object, context: Context, slot: Slot | None) -> Explanation:
    key = str(context["discriminator"]).strip("'")
    expected = str(context.get("expected_tags", "")).replace("'", "").split(", ")
    if "tag" not in context:
        return Explanation("missing", f"`{key}` is missing", "it says which fields follow")
    near = nearest(str(context["tag"]), expected)
    hint = f"did you mean `{near}`? " if near else ""
    return Explanation(
        "choice", f"{show_value(context['tag'])} is not a `{key}`", f"{hint}allowed are {', '.join(expected)}"
    )


_EXPLAINERS: tuple[tuple[str, Callable[[object, Context, Slot | None], Explanation]], ...] = (
    ("enum|literal_error", _choice),
    ("decimal_(type|parsing)|int_.*|float_.*|finite_number", _number),
    ("date_.*|datetime_.*|timezone_.*", _date),
    ("time_(type|parsing)", _time),
    ("bool_.*", _boolean),
    ("string_(type|unicode)", _text),
    ("string_too_short", _short_text),
    ("string_too_long", _long_text),
    ("string_(pattern_mismatch|not_ascii)|url_.*|uuid_.*", _form),
    ("(list|tuple|set|frozen_set|iterable)_type", _list),
    ("model_.*|dict_type|mapping_type|dataclass_.*", _group),
    ("too_short", _too_short),
    ("too_long", _too_long),
    ("greater_than.*|less_than.*|multiple_of", _bound),
    ("decimal_(max_digits|max_places|whole_digits)", _digits_limit),
    ("union_tag_.*", _which_kind),
)
