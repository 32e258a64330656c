"""Turns a schema into a commented input file to fill in: the text of `docgen new`."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from docgen.schemas import KINDS
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
_CHINESE = re.compile("[\u4e00-\u9fff]")
_EXAMPLES_HERE = {  # where the example of the schema would not agree with its neighbours, in any kind
    "seller.full_name": "上海衡川数字科技有限公司",
    "seller.short_name": "衡川数字",
}


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is the same all over one file; `given` maps paths of fields to values that need no filling in."""

    hints: StarterHints
    language: str
    given: dict[str, str]


def starter_text(kind: str, industry: str = "manufacturing", language: str = "zh") -> str:
    """A YAML file for `kind` with each required field to fill in and each optional one commented out.

    `language` (`zh` or `en`) is that of the comments and of the document. Raises KeyError for another kind.
    """
    record = KINDS[kind]
    given = {"kind": kind, "industry": industry, "language": language, "status": "draft", "version": "0.1"}
    given["audience"] = record.audience
    writing = _Writing(record.starter, language, given)
    lines = [f"# {line.format(kind=kind)}" for line in _INTRODUCTION[language]]
    return "\n".join([*lines, "", *_fields(writing, record.model, ())]) + "\n"


def _fields(writing: _Writing, model: type[BaseModel], around: tuple[str, ...]) -> Iterator[str]:
    names = sorted(model.model_fields, key=lambda name: name != "kind") if not around else list(model.model_fields)
    for name in names:
        slot = slot_at(model, (name,))
        if slot is None or name in around:  # a model that holds itself would never end
            continue
        info = model.model_fields[name]
        yield f"# {_comment(writing, slot)}"
        block = list(_field(writing, name, slot, around))
        is_open = info.is_required() or _key((*around, name)) in writing.hints.wanted
        yield from block if is_open else (f"#{line}" for line in block)


def _comment(writing: _Writing, slot: Slot) -> str:
    mark = slot.mark
    if mark is None:
        return ""
    is_internal = not mark.is_open and mark.searched  # an entry's id is, what it stands for is not
    inside = _INTERNAL[writing.language] if is_internal else ""
    told = mark.zh if writing.language == "zh" else f"{mark.en}: {mark.description}"
    return f"{inside}{told}{_choices(writing, slot)}"


def _choices(writing: _Writing, slot: Slot) -> str:
    members = slot.choices or (slot.item.choices if slot.item else ())
    if not members:
        return ""
    titles = (m.title_zh if writing.language == "zh" else m.title_en for m in members)
    words = (m.value + ("" if m.value == title else f" {title}") for m, title in zip(members, titles, strict=True))
    gap = "；" if writing.language == "zh" else " "
    return f"{gap}{_ONE_OF[writing.language]}{' | '.join(words)}"


def _field(writing: _Writing, name: str, slot: Slot, around: tuple[str, ...]) -> Iterator[str]:
    inner = (*around, name)
    if slot.item is not None:
        yield f"{name}:"
        yield from _items(writing, slot, inner)
    elif slot.models:
        yield f"{name}:"
        yield from (f"  {line}" for line in _fields(writing, slot.models[0], inner))
    elif given := writing.given.get(_key(inner)):
        yield f"{name}: {json.dumps(given) if name == 'version' else given}"
    else:
        yield f"{name}: {_place(writing, slot, inner)}"


def _items(writing: _Writing, slot: Slot, inner: tuple[str, ...]) -> Iterator[str]:
    item = slot.item
    if item is None or not item.models:
        yield f"  - {_place(writing, item or slot, inner)}"
        return
    name, values = writing.hints.items.get(_key(inner), ("", ("",)))
    for value in values:
        yield "  -"
        given = replace(writing, given={**writing.given, _key((*inner, name)): value})
        yield from (f"    {line}" for line in _fields(given, item.models[0], inner))


def _key(path: tuple[str, ...]) -> str:
    return ".".join(path)


def _place(writing: _Writing, slot: Slot, inner: tuple[str, ...]) -> str:
    path = _key(inner)
    example = writing.hints.examples.get(path) or _EXAMPLES_HERE.get(path) or _example(slot)
    if writing.language == "en" and slot.mark and _CHINESE.search(example):
        example = slot.mark.en  # a Chinese example tells an English reader nothing
    return json.dumps(placeholder(writing.language, example), ensure_ascii=False)


def _example(slot: Slot) -> str:
    """The example of the mark, as it is typed; where there is none, one that the type takes."""
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
