"""Field sheets as rows and text: every field of a schema, with the tag that prints it."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from docgen.annotations import Field, Option, fields_in, options_of
from docgen.audience import Audience, Choice, Mark, marks_of_cached
from docgen.display import display_fields
from docgen.schemas import model_for
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.schemas.figures import Figure, figure_of

_TYPES = {  # (English, Chinese)
    "list": ("list", "列表"),
    "group": ("group", "一组字段"),
    "money": ("money", "金额"),
    "rate": ("percentage", "百分比"),
    "quantity": ("quantity", "数量"),
    "number": ("figure", "数值"),
    "count": ("whole number", "整数"),
    "date": ("date", "日期"),
    "datetime": ("date and time", "日期时间"),
    "yes_no": ("yes or no", "是否"),
    "choice": ("one of a list", "单选"),
    "markdown": ("text with Markdown", "文本（可用 Markdown）"),
    "text": ("text", "文本"),
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field, for authors of templates.

    `path` is its place (`doc.pricing.lines[].net`), `tag` what to paste; inside a list the tag uses the loop variable
    of the list's own tag. `type` is a key of `type_words`. `guards` are the names of `reads` that guard the tag of a
    redacted field. `figure` is the type of a number or a date, with its filter. `is_display`: it is computed for
    reading (docgen.display). `titled` are the tags by title, English and Chinese, which templates of Word and
    PowerPoint may have instead; empty where there is none.
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
    guards: tuple[str, ...] = ()
    figure: Figure | None = None
    is_display: bool = False
    titled: tuple[str, str] = ("", "")

    @property
    def is_open(self) -> bool:
        """Whether every audience may read it."""
        return not self.guards

    def type_words(self, language: str) -> str:
        """The display text of the type, in `language` (zh or en)."""
        words = _TYPES[self.type][language == "zh"]
        return f"{words}{_DISPLAY[language]}" if self.is_display else words

    def title_tag(self, language: str) -> str:
        """The tag by the title in `language`; empty if there is none."""
        return self.titled[language == "zh"]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a model's fields are: their path, the name before their dot in a tag, the enclosing models, the audiences
    that may read them, and the names of `reads` that guard them; whether to list display fields, and whether it is in
    one. `titles` is what stands before a title in a tag, in English and Chinese; None if it can't be written by titles.
    """

    path: str
    name: str
    around: tuple[type[BaseModel], ...] = ()
    readers: frozenset[Audience] = frozenset(Audience)
    guards: tuple[str, ...] = ()
    display: bool = False
    in_display: bool = False
    titles: tuple[str, str] | None = ("", "")


def field_rows(kind: str, declared: DeclaredFields = NO_FIELDS, *, display: bool = False) -> tuple[FieldRow, ...]:
    """The fields of `kind`, computed and `declared` ones too, in the schema's order.

    Display fields follow those of their model. Raises KeyError for an unknown kind.
    """
    return tuple(_rows(model_for(kind, declared), _Place("doc", "doc", display=display)))


@dataclass(frozen=True, slots=True)
class EntryCollection:
    """A collection of the library's entries: model, name in templates, loop variable, titles (en, zh).

    Without the loop variable `item` there is a single entry.
    """

    model: type[BaseModel]
    name: str
    item: str
    title: tuple[str, str]


def entry_rows(
    entries: EntryCollection, only: Set[str] | None = None, *, display: bool = False
) -> tuple[FieldRow, ...]:
    """The fields of a collection's entries, or only those in `only`; with `display`, display fields too."""
    kind, tag, path = "group", f"{{{{ {entries.name}.… }}}}", entries.name
    if entries.item:
        kind, tag, path = "list", f"{{% for {entries.item} in {entries.name} %}} … {{% endfor %}}", f"{entries.name}[]"
    titles = ("", "") if entries.item else None
    collection = FieldRow(entries.name, *entries.title, kind, frozenset(Audience), "", "", tag, False)
    inside = _Place(path, entries.item or entries.name, display=display, titles=titles)
    return collection, *_rows(entries.model, inside, only)


def _rows(model: type[BaseModel], place: _Place, only: Set[str] | None = None) -> Iterator[FieldRow]:
    if model in place.around:  # a recursive model
        return
    inside = replace(place, around=(*place.around, model))
    marks = marks_of_cached(model)
    for name, field in fields_in(model).items():
        if only is None or name in only:
            yield from _field(inside, name, marks[name], field)
    if place.display and not place.in_display:
        hidden = frozenset[str]() if only is None else marks.keys() - only
        for name, field in display_fields(model).items():
            if not field.needs(hidden):
                guard = next((n for owner, n in field.steps(model) if not marks_of_cached(owner)[n].is_open), name)
                yield from _field(replace(inside, in_display=True), name, field.mark(model), field.field, guard)


def _field(place: _Place, name: str, mark: Mark, field: Field, guard: str = "") -> Iterator[FieldRow]:
    """The row of a field, then those of its nested fields; only the outermost redacted field has a guard.

    `guard` is the name of `reads` that guards it, if not its own.
    """
    printed, options = f"{place.name}.{name}", field.options
    optional = any(option.is_none for option in options)
    readers = place.readers & mark.audiences
    is_guarded = readers != place.readers
    guards = (*place.guards, guard or name) if is_guarded else place.guards
    figure = None if any(option.is_list for option in options) else figure_of(field)
    kind = figure.name if figure else _type_of(mark, options)
    inner = replace(place, path=f"{place.path}.{name}", name=printed, readers=readers, guards=guards)
    models = _models(options)
    titles = place.titles and (f"{place.titles[0]}{mark.en}", f"{place.titles[1]}{mark.zh}")
    inner = replace(inner, titles=titles and (f"{titles[0]}.", f"{titles[1]}."))
    if kind == "list":
        models = _models(next(options_of(option.items[0]) for option in options if option.is_list))
        inner = replace(inner, path=f"{inner.path}[]", name=_singular(name), titles=("", ""))
        tag = (
            f"{{% for {inner.name} in {printed} %}} … {{% endfor %}}" if models else f"{{{{ {printed} | join(', ') }}}}"
        )
    elif kind == "group":
        tag = f"{{% if {printed} %}} … {{% endif %}}" if optional else f"{{{{ {printed}.… }}}}"
        if guards and not optional:
            tag = " … "
    else:
        tag = _tag(kind, figure, printed, guarded=optional or bool(guards))
    if is_guarded:
        tag = f"{{% if reads.{guard or name} %}}{tag}{{% endif %}}"
    path, example = f"{place.path}.{name}", _format_example(mark.example)
    titled = tuple(_by_title(kind, title, inner.name if models else "") for title in titles or ("", ""))
    facts = (readers, example, mark.description, tag, optional, guards, figure, place.in_display)
    yield FieldRow(path, mark.en, mark.zh, kind, *facts, titled=(titled[0], titled[1]))
    for model in models if kind == "group" or not place.in_display else filter(_is_small, models):
        yield from _rows(model, inner)


def _is_small(model: type[BaseModel]) -> bool:
    """Whether display fields alone have items of this model: others are listed with the field of the schema."""
    return model.__module__.startswith("docgen.display.")


def _tag(kind: str, figure: Figure | None, printed: str, *, guarded: bool) -> str:
    if kind == "markdown":
        return f"{{{{p {printed} }}}}"
    if figure is None or figure.is_plain:
        return f"{{{{ {printed} }}}}"
    shown = f"{{{{ {printed} | {figure.filter} }}}}"
    return f"{{% if {printed} is not none %}}{shown}{{% endif %}}" if guarded else shown


def _by_title(kind: str, title: str, item: str) -> str:
    """The tag of a field by its title or path of titles; `item` is the loop variable of a list of models."""
    if not title or kind == "group":
        return ""
    if kind == "list":
        return f"{{% for {item} in {title} %}} … {{% endfor %}}" if item else f"{{{{ {title} | join(', ') }}}}"
    return f"{{{{p {title} }}}}" if kind == "markdown" else f"{{{{ {title} }}}}"


def _type_of(mark: Mark, options: tuple[Option, ...]) -> str:
    if any(option.is_list for option in options):
        return "list"
    if _models(options):
        return "group"
    for known, word in ((bool, "yes_no"), (Choice, "choice")):
        if any(option.is_a(known) for option in options):
            return word
    return "markdown" if mark.markdown else "text"


def _models(options: tuple[Option, ...]) -> tuple[type[BaseModel], ...]:
    return tuple(option.model for option in options if option.model)


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "is")) else f"{name}_item"


def _format_example(example: Any) -> str:
    if isinstance(example, list | tuple):
        return "、".join(_format_example(item) for item in example)
    if isinstance(example, BaseModel | dict):
        return ""
    return "" if example is None else str(example)


def as_text(rows: Iterable[FieldRow], language: str = "en") -> str:
    """Rows as text: a line with path, label, type and audience, one with the tag, one with the tag by its title."""
    lines: list[str] = []
    for row in rows:
        titles = f"{row.zh} {row.en}" if language == "zh" else f"{row.en} {row.zh}"
        reader = "" if row.is_open else _AFTER_TITLE[language].format(format_audiences(row.readers, language))
        example = f"  {_FOR_EXAMPLE[language]}{row.example}" if row.example else ""
        lines += [f"{row.path}  {titles} ({row.type_words(language)}){reader}{example}", f"    {row.tag}"]
        lines += [f"    {row.title_tag(language)}"] if row.title_tag(language) else []
    return "\n".join(lines) + "\n"


def as_markdown(rows: Iterable[FieldRow], language: str = "en") -> str:
    """Rows as a Markdown table."""
    heads = _HEADS[language]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for row in rows:
        reader = _EVERYBODY[language]
        if not row.is_open:
            reader = _ONLY[language].format(format_audiences(row.readers, language))
        cells = (
            f"`{row.path}`",
            row.zh if language == "zh" else row.en,
            row.type_words(language),
            reader,
            row.example,
            f"`{row.tag}`",
            f"`{row.title_tag(language)}`" if row.title_tag(language) else "",
        )
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def format_audiences(readers: Iterable[Audience], language: str) -> str:
    """The names of audiences: `internal, partner`, or 内部、合作伙伴."""
    known = set(readers)
    named = [reader for reader in Audience if reader in known]
    return "、".join(r.title_zh for r in named) if language == "zh" else ", ".join(r.value for r in named)


_DISPLAY = {"en": ", computed for reading", "zh": "，为阅读而计算"}
_AFTER_TITLE = {"en": " [{}]", "zh": "「{}」"}
_ONLY = {"en": "{}", "zh": "仅{}"}
_EVERYBODY = {"en": "everybody", "zh": "所有读者"}
_FOR_EXAMPLE = {"en": "e.g. ", "zh": "例："}
_HEADS = {
    "en": ("Field", "Label", "Type", "Reader", "Example", "Tag to paste", "Tag by its title (Word, PowerPoint)"),
    "zh": ("字段", "名称", "类型", "读者", "示例", "可直接粘贴的标签", "按名称写的标签（Word、PowerPoint）"),
}
