"""One tag of a template in words: what it prints, repeats, or makes optional."""

import re

from docgen.annotations import fields_in
from docgen.display import display_fields
from docgen.engines.office.loops import Loop
from docgen.library.labels import field_titles
from docgen.messages import Language, Message, message
from docgen.titles.expressions import Expression
from docgen.titles.shapes import shape_of
from docgen.titles.tags import Scopes

_PRINTED = re.compile(r"(\w+(?:\.\w+)*)( \| [^|{}]+)?")
_PATH = re.compile(r"(not +)?(\w+(?:\.\w+)*)")
_READS = "reads."
_ENTRIES = ("cases", "objections", "legal", "industry")


class _Title(Message):
    """A field's title: its values are the title in each language."""

    __slots__ = ()

    def in_language(self, wanted: Language) -> str:
        """The title."""
        return str(self.values[wanted])


def value_words(printed: str, scopes: Scopes, *, is_optional: bool) -> Message | None:
    """What `{{ … }}` prints, by the title of its field; None for what is not a field's path with a filter at most."""
    found = _PRINTED.fullmatch(printed)
    title = _title(found[1], scopes) if found else None
    key = "compare.tag:prints_if" if is_optional else "compare.tag:prints"
    return message(key, title=title, path=printed) if title else None


def statement_words(area: str, statement: str, loop: Loop | None, scopes: Scopes) -> Message | None:
    """What a marker or a statement does with its `area`; None for what is no loop and no condition."""
    word, _, rest = statement.partition(" ")
    noun = message(f"compare.area:{area}")
    if loop is not None:
        return _loop(noun, area, loop, scopes)
    if word in {"if", "elif"}:
        return message("compare.tag:if", area=noun, condition=_condition(rest, scopes))
    return message("compare.tag:else", area=noun) if word == "else" else None


def _loop(noun: Message, area: str, loop: Loop, scopes: Scopes) -> Message:
    items, condition = Expression(loop.items, scopes, []).split_at_if()
    items = " ".join(items.split())
    title = _title(items, scopes)
    listed = message("compare.tag:title", title=title, path=items) if title else items
    words = message("compare.tag:for_rows" if area == "rows" else "compare.tag:for", area=noun, list=listed)
    for name, number in (("first", loop.first), ("by", loop.by), ("across", loop.across)):
        if number is not None:
            words = message(f"compare.tag:{name}", what=words, number=number)
    chosen = condition.strip().removeprefix("if ").strip()
    return message("compare.tag:where", what=words, condition=" ".join(chosen.split())) if chosen else words


def _condition(text: str, scopes: Scopes) -> Message:
    resolved = " ".join(Expression(text, scopes, []).resolved().split())
    for joint in ("and", "or"):
        parts = resolved.split(f" {joint} ")
        if len(parts) > 1 and all(_PATH.fullmatch(part) for part in parts):
            first, *others = (_one_condition(part, scopes) for part in parts)
            for other in others:
                first = message(f"compare.condition:{joint}", one=first, other=other)
            return first
    return _one_condition(resolved, scopes)


def _one_condition(text: str, scopes: Scopes) -> Message:
    found = _PATH.fullmatch(text)
    if found is None:
        return message("compare.condition:expression", text=text)
    no, path = "_not" if found[1] else "", found[2]
    if path == "reads.internal":
        return message(f"compare.condition:internal{no}")
    title = _field_title(path.removeprefix(_READS)) if path.startswith(_READS) else _title(path, scopes)
    shown = message("compare.tag:title", title=title, path=path) if title else path
    key = "reads" if path.startswith(_READS) else "true" if _is_yes_no(path, scopes) else "given"
    return message(f"compare.condition:{key}{no}", what=shown)


def _title(path: str, scopes: Scopes) -> Message | None:
    """The title of the field that a path means, in both languages."""
    titles = shape_of(path, scopes.shape).titles
    if titles:
        return _Title("", {"en": titles[0], "zh": titles[-1]})
    return _field_title(path) if path in _ENTRIES else None


def _field_title(name: str) -> Message | None:
    found = field_titles().get(name)
    return _Title("", {"en": found[0], "zh": found[1]}) if found else None


def _is_yes_no(path: str, scopes: Scopes) -> bool:
    root, _, last = path.rpartition(".")
    model = shape_of(root, scopes.shape).item_model if root else None
    if model is None:
        return False
    display = display_fields(model).get(last)
    field = display.field if display else fields_in(model).get(last)
    return field is not None and any(option.annotation is bool for option in field.options)
