"""Explain pydantic errors: what was found, what is allowed, what to write instead."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from docgen.audience import Mark
from docgen.errors import Finding
from docgen.loading.number_forms import parse_number
from docgen.messages import Message, message
from docgen.nearest import nearest
from docgen.schemas.base import Envelope
from docgen.schemas.slots import Slot, slot_at
from docgen.yaml_source.syntax_errors import full_width_hint
from docgen.yaml_source.tree import Path

_LONGEST = 60
_MANY = 16
_BOUNDS = ("gt", "ge", "lt", "le", "multiple_of")
_DIGIT_LIMITS = ("max_digits", "decimal_places", "whole_digits")
_DATE_REASONS = {
    "month value is outside": "input.date:no_month",
    "day value is outside": "input.date:no_day",
    "expected range": "input.date:range",
    "day value": "input.date:range",
}
"""Parts of pydantic's messages about a date, each with the key of ours."""


def show_value(value: object) -> Message:
    """A value in a message, shortened to 60 characters; of a list or group only what it is."""
    if isinstance(value, dict | list | tuple):
        return message("term.group" if isinstance(value, dict) else "term.list")
    text = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return message("term.value", text=f"{text[: _LONGEST - 1]}…" if len(text) > _LONGEST else text)


def title_of(mark: Mark | None) -> Message:
    """The title of a field; in English both titles."""
    return message("term.title", en=mark.en, zh=mark.zh) if mark else message("term.title:none")


def example_of(mark: Mark | None) -> Message | None:
    """`for example …` if the field has a scalar example."""
    shown = _example(mark)
    return message("hint.example", example=shown) if shown else None


def _example(mark: Mark | None) -> Message | None:
    if mark is None or mark.example in (None, "", [], ()) or isinstance(mark.example, dict | list | tuple | BaseModel):
        return None
    return show_value(mark.example)


def explain_empty(model: type[BaseModel], path: Path, *, has_key: bool) -> Finding:
    """A required field that is missing, or (`has_key`) whose key has no value."""
    slot = slot_at(model, path)
    mark = slot.mark if slot else None
    hint = None
    if mark:
        about = {"title": title_of(mark), "description": mark.description.rstrip(".。")}
        example = _example(mark)
        hint = message("hint.about:example", **about, example=example) if example else message("hint.about", **about)
    return Finding.of("input.missing:empty" if has_key else "input.missing", hint=hint)


def explain_unknown(model: type[BaseModel], path: Path) -> Finding:
    """An unknown key."""
    wrong = str(path[-1])
    slot = slot_at(model, path[:-1])
    models = slot.models if slot else ()
    if any(wrong in inner.model_computed_fields for inner in models):
        return Finding.of("input.unknown:computed", name=wrong)
    near = nearest_field(model, path)
    names = list(dict.fromkeys(_names_of(models).values()))
    if issubclass(model, Envelope):
        hint = message("hint.field:near", name=near) if near else message("hint.field", names=names)
    else:  # an entry of a library, where no fields can be declared
        hint = message("hint.did_you_mean", name=near) if near else message("hint.fields", names=names)
    return Finding.of("input.unknown", name=wrong, owner=_owner(model, path), hint=full_width_hint(wrong) or hint)


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


def explain_error(details: ErrorDetails, slot: Slot | None) -> Finding:
    """Any other error at a field with the schema `slot`."""
    value, kind = details["input"], details["type"]
    if value is None:
        return _empty(slot)
    for pattern, explain in _EXPLAINERS:
        if re.fullmatch(pattern, kind):
            finding = explain(value, details.get("ctx", {}), slot)
            slip = full_width_hint(value) if isinstance(value, str) else None
            return replace(finding, remedy=slip) if slip else finding
    return Finding.of("input.value:other", reason=_without_jargon(details["msg"]), found=show_value(value))


def _without_jargon(text: str) -> str:
    return re.sub(r"^(?:Input|String|Value|Decimal input|URL) should (?:be|have)", "must be", text)


def _empty(slot: Slot | None) -> Finding:
    return Finding.of("input.missing:empty", hint=example_of(slot.mark if slot else None))


Context = dict[str, Any]


def _choice(value: object, _: Context, slot: Slot | None) -> Finding:
    return explain_choice(value, slot)


def explain_choice(value: object, slot: Slot | None) -> Finding:
    """A value that is none of a field's choices, with the nearest one."""
    title = title_of(slot.mark if slot else None)
    choices = slot.choices if slot else ()
    members = {name: m.value for m in choices for name in (m.value, m.title_en, m.title_zh)}
    words = slot.words if slot else ()
    known = {**{word: word for word in words}, **members}
    near = nearest(str(value), known) if not isinstance(value, dict | list) else None
    shown = [message("term.choice", value=m.value, en=m.title_en, zh=m.title_zh) for m in choices] or list(words)
    facts: dict[str, Any] = {"found": show_value(value), "title": title}
    facts |= {"near": known[near]} if near else {}
    if len(shown) > _MANY:
        return Finding.of("input.choice:misspelt_many" if near else "input.choice:many", count=len(shown), **facts)
    return Finding.of("input.choice:misspelt" if near else "input.choice", allowed=shown, **facts)


def _number(value: object, _: Context, slot: Slot | None) -> Finding:
    whole = slot is not None and int in slot.options and Decimal not in slot.options
    wanted = message("term.whole_number" if whole else "term.number")
    hint = _plain_number(value, whole=whole)
    return Finding.of("input.number", found=show_value(value), wanted=wanted, example=_digits(slot), hint=hint)


def _digits(slot: Slot | None) -> str:
    return str(slot.mark.example) if slot and slot.mark and slot.mark.example not in (None, "", []) else "1200.50"


def _plain_number(value: object, *, whole: bool) -> Message | None:
    """A hint with the number in plain digits, or None if it can't be parsed."""
    found = None if isinstance(value, dict | list) else parse_number(str(value))
    if found is None:
        return None
    meant, digits, unit = found
    if whole and meant != int(meant):
        return None
    if unit in {"%", "‰"}:
        return message("hint.plain_number:percent", number=f"{meant.normalize():f}", digits=f"{digits:f}", unit=unit)
    return message("hint.plain_number:unit" if unit else "hint.plain_number", number=f"{meant:f}")


def _date(value: object, context: Context, slot: Slot | None) -> Finding:
    wants_time = slot is not None and datetime in slot.options
    wanted = message("term.date_time" if wants_time else "term.date")
    facts: dict[str, Any] = {"found": show_value(value), "wanted": wanted}
    iso = _iso(value)
    if iso and not wants_time:
        return Finding.of("input.date:iso", iso=iso, **facts)
    facts |= {"example": "2026-11-23T09:20" if wants_time else "2026-11-23"}
    reason = str(context.get("error", ""))
    key = next((key for sign, key in _DATE_REASONS.items() if sign in reason), "input.date")
    if key == "input.date:range":
        return Finding.of(key, reason=reason, **facts)
    return Finding.of(key, **facts)


def _iso(value: object) -> str:
    found = re.fullmatch(
        r"(\d{4})[./年-]?(\d{1,2})[./月-]?(\d{1,2})日?", unicodedata.normalize("NFKC", str(value)).strip()
    )
    if not found:
        return ""
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""


def _time(value: object, _: Context, __: Slot | None) -> Finding:
    found = re.fullmatch(r"(\d{1,2})[:：.](\d{2})", str(value).strip())
    try:
        example = time(int(found.group(1)), int(found.group(2))).strftime("%H:%M") if found else "09:20"
    except ValueError:
        example = "09:20"
    return Finding.of("input.date:time", found=show_value(value), example=example)


def _boolean(value: object, _: Context, __: Slot | None) -> Finding:
    return Finding.of("input.value:boolean", found=show_value(value))


def _text(value: object, _: Context, slot: Slot | None) -> Finding:
    return Finding.of("input.type:text", found=show_value(value), hint=example_of(slot.mark if slot else None))


def _list(value: object, _: Context, __: Slot | None) -> Finding:
    return Finding.of("input.type:list", found=show_value(value))


def _group(value: object, _: Context, slot: Slot | None) -> Finding:
    names = [name for model in (slot.models[:1] if slot else ()) for name in model.model_fields][:_MANY]
    if names:
        return Finding.of("input.type:group", found=show_value(value), names=names)
    return Finding.of("input.type:fields", found=show_value(value))


def _too_short(value: object, context: Context, slot: Slot | None) -> Finding:
    return Finding.of("input.value:few_items", count=context["min_length"])


def _too_long(value: object, context: Context, slot: Slot | None) -> Finding:
    return Finding.of("input.value:many_items", count=context["max_length"])


def _short_text(value: object, context: Context, slot: Slot | None) -> Finding:
    if context["min_length"] == 1:
        return _empty(slot)
    return Finding.of("input.value:short", found=show_value(value), count=context["min_length"])


def _long_text(value: object, context: Context, slot: Slot | None) -> Finding:
    return Finding.of("input.value:long", found=show_value(value), count=context["max_length"])


def _form(value: object, _: Context, slot: Slot | None) -> Finding:
    mark = slot.mark if slot else None
    return Finding.of("input.value:form", found=show_value(value), title=title_of(mark), hint=example_of(mark))


def _bound(value: object, context: Context, _: Slot | None) -> Finding:
    name = next(name for name in _BOUNDS if name in context)
    hint = message(f"hint.bound:{name}", limit=context[name])
    return Finding.of("input.number:bound", found=show_value(value), hint=hint)


def _digits_limit(value: object, context: Context, _: Slot | None) -> Finding:
    name = next(name for name in _DIGIT_LIMITS if name in context)
    hint = message(f"hint.digits:{name}", limit=context[name])
    return Finding.of("input.number:digits", found=show_value(value), hint=hint)


def _which_kind(value: object, context: Context, slot: Slot | None) -> Finding:
    name = str(context["discriminator"]).strip("'")
    expected = str(context.get("expected_tags", "")).replace("'", "").split(", ")
    if "tag" not in context:
        return Finding.of("input.missing:tag", name=name)
    near = nearest(str(context["tag"]), expected)
    facts: dict[str, Any] = {"found": show_value(context["tag"]), "name": name, "allowed": expected}
    if near:
        return Finding.of("input.choice:misspelt_tag", near=near, **facts)
    return Finding.of("input.choice:tag", **facts)


_EXPLAINERS: tuple[tuple[str, Callable[[object, Context, Slot | None], Finding]], ...] = (
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
