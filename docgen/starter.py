"""Generate a commented YAML input file from a schema (`docgen new`)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from docgen.schemas import KINDS, model_for
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.schemas.kinds import StarterHints
from docgen.schemas.placeholders import placeholder
from docgen.schemas.slots import Slot, slot_at

_INTRODUCTION = {
    "zh": (
        "{kind}：输入文件。每一处 <填写：…> 都要换成真实内容（引号可留可去）。",
        "行首为 # 且后面紧跟字段名的行是可选项：去掉这个 # 即可启用。带「内部」的内容不会出现在客户版中。",
        "写好后运行：docgen check 文件名",
    ),
    "en": (
        "{kind}: an input file. Replace each <fill in: …> by the real thing (the quotes may stay or go).",
        "A line that begins with # and a field's name is optional: remove that # to use it. "
        "What is marked [internal] never reaches a client's copy.",
        "When done, run: docgen check FILE",
    ),
}
_MOST_CHOICES, _SOME_CHOICES = 20, 6
_INTERNAL = {"zh": "「内部」", "en": "[internal] "}
_ONE_OF = {"zh": "可选：", "en": "one of: "}
_EXAMPLES: dict[type, str] = {
    datetime: "2026-11-23T09:30",
    date: "2026-11-23",
    time: "09:30",
    Decimal: "1",
    int: "1",
    bool: "true",
}
_OF_THE_KIND = {"doc_id", "title"}
_CHINESE_FORMS = ("phone", "mobile", "email")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_EXAMPLES_BY_PATH = {  # where the schema's example would not agree with other fields, in any kind
    "seller.full_name": "上海衡川数字科技有限公司",
    "seller.short_name": "衡川数字",
}


@dataclass(frozen=True, slots=True)
class _Settings:
    """Settings of one file. `values` maps paths of fields to values that replace the placeholder.

    `examples` are texts of documents of this kind in the file's language, by path.
    """

    hints: StarterHints
    language: str
    values: dict[str, str]
    examples: Mapping[str, str]


def starter_text(
    kind: str,
    industry: str = "manufacturing",
    language: str = "zh",
    declared: DeclaredFields = NO_FIELDS,
    examples: Mapping[str, str] | None = None,
) -> str:
    """A YAML file for `kind`: required fields with placeholders, optional ones commented out.

    `language` (`zh` or `en`) is the language of comments and document; `declared` are a library's own
    fields. `examples` are texts of documents of this kind in this language, by path without indices; they replace the
    schema's number and title, and in English files its Chinese examples. Raises KeyError for an unknown kind.
    """
    record = KINDS[kind]
    values = {"kind": kind, "industry": industry, "language": language, "status": "draft", "version": "0.1"}
    values["audience"] = record.audience
    settings = _Settings(record.starter, language, values, examples or {})
    lines = [f"# {line.format(kind=kind)}" for line in _INTRODUCTION[language]]
    return "\n".join([*lines, "", *_fields(settings, model_for(kind, declared), ())]) + "\n"


def _fields(settings: _Settings, model: type[BaseModel], parents: tuple[str, ...]) -> Iterator[str]:
    names = sorted(model.model_fields, key=lambda name: name != "kind") if not parents else list(model.model_fields)
    for name in names:
        slot = slot_at(model, (name,))
        if slot is None or name in parents:  # recursive models
            continue
        info = model.model_fields[name]
        yield f"# {_comment(settings, slot)}"
        block = list(_field(settings, name, slot, parents))
        is_open = info.is_required() or _key((*parents, name)) in settings.hints.wanted
        yield from block if is_open else (f"#{line}" for line in block)


def _comment(settings: _Settings, slot: Slot) -> str:
    mark = slot.mark
    if mark is None:
        return ""
    is_internal = not mark.is_open and mark.searched  # an entry's id is internal, the entry is not
    prefix = _INTERNAL[settings.language] if is_internal else ""
    title = mark.zh if settings.language == "zh" else f"{mark.en}: {mark.description}"
    return f"{prefix}{title}{_choices(settings, slot)}"


def _choices(settings: _Settings, slot: Slot) -> str:
    members = slot.choices or (slot.item.choices if slot.item else ())
    if not members:
        return ""
    titles = [m.title_zh if settings.language == "zh" else m.title_en for m in members]
    words = [m.value + ("" if m.value == title else f" {title}") for m, title in zip(members, titles, strict=True)]
    if len(words) > _MOST_CHOICES:
        words = [*words[:_SOME_CHOICES], "…"]
    gap = "；" if settings.language == "zh" else " "
    return f"{gap}{_ONE_OF[settings.language]}{' | '.join(words)}"


def _field(settings: _Settings, name: str, slot: Slot, parents: tuple[str, ...]) -> Iterator[str]:
    path = (*parents, name)
    if slot.item is not None:
        yield f"{name}:"
        yield from _items(settings, slot, path)
    elif slot.models:
        yield f"{name}:"
        yield from (f"  {line}" for line in _fields(settings, slot.models[0], path))
    elif value := settings.values.get(_key(path)):
        yield f"{name}: {json.dumps(value) if name == 'version' else value}"
    else:
        yield f"{name}: {_placeholder(settings, slot, path)}"


def _items(settings: _Settings, slot: Slot, path: tuple[str, ...]) -> Iterator[str]:
    item = slot.item
    if item is None or not item.models:
        yield f"  - {_placeholder(settings, item or slot, path)}"
        return
    name, values = settings.hints.items.get(_key(path), ("", ("",)))
    for value in values:
        yield "  -"
        item_settings = replace(settings, values={**settings.values, _key((*path, name)): value})
        yield from (f"    {line}" for line in _fields(item_settings, item.models[0], path))


def _key(path: tuple[str, ...]) -> str:
    return ".".join(path)


def _placeholder(settings: _Settings, slot: Slot, path: tuple[str, ...]) -> str:
    key = _key(path)
    example = settings.hints.examples.get(key) or _EXAMPLES_BY_PATH.get(key) or _example(slot)
    given = settings.examples.get(key)
    if key in _OF_THE_KIND:
        example = given or example
    if settings.language == "en" and slot.mark and (_CHINESE.search(example) or key.endswith(_CHINESE_FORMS)):
        example = given or slot.mark.en if _CHINESE.search(example) else given or example
    return json.dumps(placeholder(settings.language, example), ensure_ascii=False)


def _example(slot: Slot) -> str:
    """The example of the mark as YAML text, else one for the type."""
    example: Any = slot.mark.example if slot.mark else None
    if isinstance(example, list | tuple):
        example = example[0] if example else None
    if isinstance(example, bool):
        return "true" if example else "false"
    if example not in (None, ""):
        return str(example)
    if slot.words:
        return slot.words[0]
    return next(
        (_EXAMPLES[option] for option in slot.options if option in _EXAMPLES), slot.mark.zh if slot.mark else ""
    )
