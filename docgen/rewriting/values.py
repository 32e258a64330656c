"""Display fields and titles in place of expressions, and `{{ x? }}` in place of a condition around one value."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from docgen.annotations import fields_in
from docgen.display import display_fields
from docgen.rewriting.display_expressions import display_field_for
from docgen.rewriting.expressions import Expressions
from docgen.rewriting.parts import TextPart
from docgen.rewriting.runs import ask_for_value
from docgen.titles.expressions import Expression, Fault
from docgen.titles.lookup import Level, Titles, titled_fields
from docgen.titles.shapes import field_shape, shape_of
from docgen.titles.tags import Scopes

_PATH = re.compile(r"([a-z_]\w*(?:\.[a-z_]\w*)+)(\s*\|\s*\w+(?:\([^()]*\))?)?")
_ASKED = re.compile(
    r"(?P<before>[^{}]*)\{%\s*if ([\w.]+)\s*%\}(?P<words>[^{}]*)\{\{\s*([\w.]+)(\s*\|\s*\w+)?\s*\}\}(?P<after>[^{}]*)"
    r"\{%\s*endif\s*%\}(?P<rest>[^{}]*)"
)
_NEVER_FALSE = {"date", "datetime"}


def use_display_fields(
    name: str, parts: Sequence[TextPart], package: Mapping[str, bytes], titles: Titles
) -> Counter[str]:
    """Replace the expressions that equal a display field; how many."""
    expressions = Expressions(parts)
    found: dict[int, set[str | None]] = {}
    for number, scopes in expressions.visit(name, package, titles):
        found.setdefault(number, set()).add(display_field_for(expressions.texts[number], scopes))
    return _replace(expressions, found, "fmt.changed:display")


def use_titles(
    name: str, parts: Sequence[TextPart], package: Mapping[str, bytes], titles: Titles, language: str
) -> Counter[str]:
    """Replace the paths that a title of `language` means at their place; how many."""
    expressions = Expressions(parts)
    found: dict[int, set[str | None]] = {}
    for number, scopes in expressions.visit(name, package, titles):
        if expressions.is_printed(number):
            found.setdefault(number, set()).add(by_title(expressions.texts[number], scopes, language))
    return _replace(expressions, found, "fmt.changed:title")


def _replace(expressions: Expressions, found: Mapping[int, set[str | None]], key: str) -> Counter[str]:
    new = {number: next(iter(texts)) for number, texts in found.items() if len(texts) == 1}
    changed = {number: text for number, text in new.items() if text is not None}
    expressions.replace(changed)
    return Counter({key: len(changed)})


def by_title(expression: str, scopes: Scopes, language: str) -> str | None:
    """A printed path by titles of `language`, with its filter if the title's own differs; None if no title means it."""
    found = _PATH.fullmatch(expression.strip())
    if found is None:
        return None
    wanted = _plain(expression)
    for level in scopes.levels:
        root, _, steps = found[1].partition(".")
        if level.name != root:
            continue
        for title in _title_paths(level, steps.split("."), language):
            for text in dict.fromkeys((title, f"{title}{found[2] or ''}")):
                faults: list[Fault] = []
                if _plain(Expression(text, scopes, faults).printed()) == wanted and not faults:
                    return text
    return None


def _title_paths(level: Level, steps: list[str], language: str) -> Iterator[str]:
    """The titles of the fields along `steps`, alone and after the title of the level's list."""
    model: type[BaseModel] | None = level.model
    names: list[str] = []
    for step in steps:
        both = next((both for name, *both in titled_fields(model) if name == step), None) if model else None
        if model is None or both is None:
            return
        names.append(both[language == "zh"])
        model = field_shape(model, step).item_model
    path = ".".join(names)
    yield path
    yield from (f"{title}.{path}" for title in level.titles if title.isascii() == (language == "en"))


def _plain(expression: str) -> str:
    return re.sub(r"\s+", "", expression)


def ask_for_values(name: str, parts: Sequence[TextPart], package: Mapping[str, bytes], titles: Titles) -> Counter[str]:
    """Rewrite paragraphs that are one value under a condition on it: `{% if x %}{{ x }}{% endif %}` as `{{ x? }}`.

    Only for texts and dates: a figure of 0 prints nothing in the old form.
    """
    texts = _text_paths(name, parts, package, titles)
    count = 0
    for part in parts:
        for paragraph in part.paragraphs():
            found = _ASKED.fullmatch(part.dialect.text_of(paragraph))
            if found is None or found[2] != found[4] or found[2] not in texts or found["before"].strip():
                continue
            if found["rest"].strip():
                continue
            ask_for_value(paragraph, part.dialect, f"{{{{ {found[4]}?{found[5] or ''} }}}}")
            count += 1
    return Counter({"fmt.changed:optional": count})


def _text_paths(name: str, parts: Sequence[TextPart], package: Mapping[str, bytes], titles: Titles) -> set[str]:
    """The paths of texts and dates that the template prints."""
    expressions = Expressions(parts)
    kinds: dict[str, set[bool]] = {}
    for number, scopes in expressions.visit(name, package, titles):
        path = expressions.texts[number].partition("|")[0].strip()
        owner, _, field = path.rpartition(".")
        model = shape_of(owner, scopes.shape).item_model if owner else None
        kinds.setdefault(path, set()).add(model is not None and _is_text(model, field))
    return {path for path, found in kinds.items() if found == {True}}


def _is_text(model: type[BaseModel], name: str) -> bool:
    display = display_fields(model).get(name)
    field = display.field if display else fields_in(model).get(name)
    shape = field_shape(model, name)
    if field is None or shape.depth or shape.model is not None:
        return False
    if shape.figure is not None:
        return shape.figure.name in _NEVER_FALSE
    return all(option.is_none or option.is_a(str) for option in field.options)
