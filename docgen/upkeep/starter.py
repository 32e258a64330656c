"""Turns an edition's id into a commented Markdown text to fill in: the start of a new objection."""

from collections.abc import Iterator, Mapping

from docgen.audience import Mark, marks_of_cached
from docgen.schemas.placeholders import placeholder
from docgen.schemas.playbook import Objection, Proof, Steps
from docgen.schemas.slots import slot_at
from docgen.upkeep.editions import COMMON, EditionId
from docgen.upkeep.written import IN_FRONT, scalar_text

_INTRODUCTION = {
    "zh": (
        "把每一处 <填写：…> 换成真实内容。行首为 # 的字段是可选项，去掉 # 即可启用。",
        "可选的小节可以留着不填，保存时自动去掉。内部话术、让步规则、禁用说法不会出现在客户版中。",
    ),
    "en": (
        "Replace each <fill in: …> by the real thing. A field behind a # is optional: remove that # to use it.",
        "An optional section may stay as it is: it is dropped on saving. Internal script, concession rules and",
        "do-not-say never reach a client.",
    ),
}
_OVERRIDE = {
    "zh": "只写与通用条目不同的内容；其余沿用通用条目。可用的小节：",
    "en": "Write only what differs from the common entry; all else is taken from there. Sections you may use:",
}
_INTERNAL = {"zh": "「内部」", "en": "[internal] "}
_REQUIRED = ("category", "verbatim", "owner", "version", "review_by", "status")
_GIVEN = {"version": "0.1", "status": "draft"}
_NEVER = frozenset(("approved_by", "approved_on", "usage", "success_rate", "public_id"))


def starter_text(id_: EditionId, given: Mapping[str, str]) -> str:
    """The text, with the values that are `given` in place of marks to be filled in."""
    if id_.industry != COMMON:
        return _override_text(id_.language)
    values = {**_GIVEN, **given}
    front = [f"# {line}" for line in _INTRODUCTION[id_.language]]
    for name in IN_FRONT:
        if name not in _NEVER:
            front += _fact(name, id_.language, values)
    sections = "".join(f"\n{block}" for block in _sections(id_.language, values))
    return "---\n" + "\n".join(front) + "\n---\n" + sections


def _override_text(language: str) -> str:
    names = ", ".join(f"## {_title(mark, language)}" for _, mark in _section_marks())
    return f'---\n# {_OVERRIDE[language]}\n# {names}\nversion: "0.1"\nstatus: draft\n---\n'


def _title(mark: Mark, language: str) -> str:
    return mark.zh if language == "zh" else mark.en


def _fact(name: str, language: str, values: Mapping[str, str]) -> Iterator[str]:
    mark = marks_of_cached(Objection)[name]
    yield f"# {_comment(name, mark, language)}"
    if name == "proof":
        yield "proof:"
        for number, (inner, inner_mark) in enumerate(marks_of_cached(Proof).items()):
            optional = "" if inner in ("figure", "source") else "# "
            lead = "  - " if number == 0 else "    "
            yield f"{lead}{optional}{inner}: {scalar_text(_open(inner_mark, language), inner)}"
        return
    value = values.get(name)
    optional = "" if value or name in _REQUIRED else "# "
    words = scalar_text(value or _open(mark, language), name)
    yield f"{optional}{name}: {f'[{words}]' if name == 'industries' else words}"


def _comment(name: str, mark: Mark, language: str) -> str:
    is_internal = not mark.is_open and mark.searched  # an entry's id is, what it stands for is not
    inside = _INTERNAL[language] if is_internal else ""
    told = mark.zh if language == "zh" else f"{mark.en}: {mark.description}"
    slot = slot_at(Objection, (name,))
    choices = slot.choices if slot else ()
    words = (f"{member.value} {member.title_zh}" if language == "zh" else member.value for member in choices)
    return f"{inside}{told}{' ' if choices else ''}{' | '.join(words)}"


def _section_marks() -> Iterator[tuple[str, Mark]]:
    for name, mark in marks_of_cached(Objection).items():
        if name == "steps":
            yield from marks_of_cached(Steps).items()
        elif name not in IN_FRONT and name != "objection_id":
            yield name, mark


def _sections(language: str, values: Mapping[str, str]) -> Iterator[str]:
    for name, mark in _section_marks():
        slot = slot_at(Objection, (name,))
        bullet = "- " if slot and slot.item else ""
        yield f"## {_title(mark, language)}\n\n{values.get(name) or bullet + _open(mark, language)}\n"


def _open(mark: Mark, language: str) -> str:
    """The mark of what is to be filled in; in place of a Chinese example an English reader gets a line on the field."""
    example = mark.example[0] if isinstance(mark.example, list) and mark.example else mark.example
    told = str(example) if language == "zh" or str(example).isascii() else mark.description
    return placeholder(language, told)
