"""Turns a kind's schema into its field sheet: what a template may write, with a tag to paste for each field."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from docgen.audience import Audience, Choice, Mark, marks_of_cached
from docgen.schemas import model_for
from docgen.schemas.base import Rate
from docgen.schemas.slots import options_of

_TYPES = {  # (English, Chinese)
    "list": ("list", "列表"),
    "group": ("group", "一组字段"),
    "money": ("money", "金额"),
    "percent": ("percentage", "百分比"),
    "figure": ("figure", "数值"),
    "whole": ("whole number", "整数"),
    "date": ("date", "日期"),
    "datetime": ("date and time", "日期时间"),
    "yes_no": ("yes or no", "是否"),
    "choice": ("one of a list", "单选"),
    "markdown": ("text with Markdown", "文本（可用 Markdown）"),
    "text": ("text", "文本"),
}
_RATE: tuple[Any, ...] = getattr(Rate, "__metadata__", ())
_PERCENT_NAMES = ("rate", "share")
_MONEY_NAMES = ("price", "cost", "benefit", "amount_min", "amount_max")
_CENTS = re.compile(r"-?\d+\.\d\d")


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field as a template's author needs it.

    `path` is its place (`doc.pricing.lines[].net`), `tag` what to paste; inside a list it names the loop's variable,
    which the list's own tag introduces. `type` is a key of the words in `type_words`; `asks` are the names in `reads`
    that the tag stands under, for what not every reader may read.
    """

    path: str
    en: str
    zh: str
    type: str
    readers: frozenset[Audience]
    example: str
    description: str
    tag: str
    optional: bool
    asks: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether every reader may read it."""
        return not self.asks

    def type_words(self, language: str) -> str:
        """The type in a person's words."""
        en, zh = _TYPES[self.type]
        return zh if language == "zh" else en


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a model's fields stand: their path, the name before their dot in a tag, the models around them, who may
    read them, and the names in `reads` that say so.
    """

    path: str
    name: str
    around: tuple[type[BaseModel], ...] = ()
    readers: frozenset[Audience] = frozenset(Audience)
    asks: tuple[str, ...] = ()


def field_rows(kind: str) -> tuple[FieldRow, ...]:
    """The fields of `kind` in the schema's order, computed ones too. Raises KeyError for another kind."""
    return tuple(_rows(model_for(kind), _Place("doc", "doc")))


@dataclass(frozen=True, slots=True)
class EntrySort:
    """A sort of the library's entries: their model, the name in templates, that of one in a loop, titles (en, zh).

    Without `item` there is one entry.
    """

    model: type[BaseModel]
    name: str
    item: str
    title: tuple[str, str]


def entry_rows(sort: EntrySort, only: Set[str] | None = None) -> tuple[FieldRow, ...]:
    """The fields of entries of that sort; with `only`, no others."""
    kind, tag, path = "group", f"{{{{ {sort.name}.… }}}}", sort.name
    if sort.item:
        kind, tag, path = "list", f"{{% for {sort.item} in {sort.name} %}} … {{% endfor %}}", f"{sort.name}[]"
    whole = FieldRow(sort.name, *sort.title, kind, frozenset(Audience), "", "", tag, False)
    return whole, *_rows(sort.model, _Place(path, sort.item or sort.name), only)


def _rows(model: type[BaseModel], place: _Place, only: Set[str] | None = None) -> Iterator[FieldRow]:
    if model in place.around:  # a model that holds itself would never end
        return
    inside = replace(place, around=(*place.around, model))
    for name, mark in marks_of_cached(model).items():
        if only is None or name in only:
            yield from _field(inside, name, mark, _annotation(model, name))


def _annotation(model: type[BaseModel], name: str) -> Any:
    if name in model.model_fields:
        info = model.model_fields[name]
        return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return model.model_computed_fields[name].return_type


def _field(place: _Place, name: str, mark: Mark, annotation: Any) -> Iterator[FieldRow]:
    """The row of a field, then those of the fields inside it; who may read them is asked once, at the outermost."""
    printed, options = f"{place.name}.{name}", options_of(annotation)
    optional = type(None) in _flat(annotation)
    readers = place.readers & mark.readers
    asked = readers != place.readers
    asks = (*place.asks, name) if asked else place.asks
    kind = _type_of(name, mark, annotation, options)
    inner = replace(place, path=f"{place.path}.{name}", name=printed, readers=readers, asks=asks)
    models = _models(options)
    if kind == "list":
        models = _models(next(options_of(get_args(item)[0]) for item in options if get_origin(item) in {tuple, list}))
        inner = replace(inner, path=f"{inner.path}[]", name=_singular(name))
        tag = (
            f"{{% for {inner.name} in {printed} %}} … {{% endfor %}}" if models else f"{{{{ {printed} | join(', ') }}}}"
        )
    elif kind == "group":
        tag = f"{{% if {printed} %}} … {{% endif %}}" if optional else f"{{{{ {printed}.… }}}}"
        if asks and not optional:
            tag = " … "
    else:
        tag = _tag(kind, printed, guarded=optional or bool(asks))
    if asked:
        tag = f"{{% if reads.{name} %}}{tag}{{% endif %}}"
    path, example = f"{place.path}.{name}", _said(mark.example)
    yield FieldRow(path, mark.en, mark.zh, kind, readers, example, mark.description, tag, optional, asks)
    for model in models:
        yield from _rows(model, inner)


def _tag(kind: str, printed: str, *, guarded: bool) -> str:
    money = " | price" if printed.endswith("price") else " | money"
    filters = {"money": money, "percent": " | percent", "figure": " | number"}
    shown = f"{{{{p {printed} }}}}" if kind == "markdown" else f"{{{{ {printed}{filters.get(kind, '')} }}}}"
    return f"{{% if {printed} is not none %}}{shown}{{% endif %}}" if guarded and kind in filters else shown


def _type_of(name: str, mark: Mark, annotation: Any, options: tuple[Any, ...]) -> str:
    if any(get_origin(option) in {tuple, list} for option in options):
        return "list"
    if _models(options):
        return "group"
    if Decimal in options:
        return _figure(name, mark, annotation)
    plain = {bool: "yes_no", datetime: "datetime", date: "date", int: "whole"}
    for option, word in plain.items():
        if option in options:
            return word
    if any(isinstance(option, type) and issubclass(option, Choice) for option in options):
        return "choice"
    return "markdown" if mark.markdown else "text"


def _figure(name: str, mark: Mark, annotation: Any) -> str:
    """A share of 1, a sum of money (typed with its places, or with an example that has cents), or another figure."""
    flat = _flat(annotation)
    if set(_RATE) <= set(flat) or name.endswith(_PERCENT_NAMES):
        return "percent"
    has_places = any(getattr(item, "decimal_places", None) for part in flat for item in getattr(part, "metadata", ()))
    if name.endswith(_MONEY_NAMES):
        return "money"
    return "money" if has_places or _CENTS.fullmatch(_said(mark.example)) else "figure"


def _flat(annotation: Any) -> list[Any]:
    """The annotation, its arguments and what marks them, all on one level, but not what a list's items are."""
    if get_origin(annotation) in {tuple, list}:
        return [annotation]
    found = [annotation, *getattr(annotation, "__metadata__", ())]
    for part in get_args(annotation):
        found += _flat(part)
    return found


def _models(options: tuple[Any, ...]) -> tuple[type[BaseModel], ...]:
    return tuple(option for option in options if isinstance(option, type) and issubclass(option, BaseModel))


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "is")) else f"{name}_item"


def _said(example: Any) -> str:
    if isinstance(example, list | tuple):
        return "、".join(_said(item) for item in example)
    if isinstance(example, BaseModel | dict):
        return ""
    return "" if example is None else str(example)
