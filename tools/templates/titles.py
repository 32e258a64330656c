"""Write titles of fields for their names in a template's tags, wherever a title means the same there."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from docgen.audience import marks_of_cached
from docgen.display import display_fields
from docgen.templating import TAG
from docgen.titles.expressions import Expression, Fault
from docgen.titles.lookup import Titles
from docgen.titles.names import TemplateNames
from docgen.titles.shapes import Shape, field_shape, shape_of
from docgen.titles.tags import Scopes
from templates.tags import ITEMS, LOOPS

_PATH = r"[a-z_]\w*(?:\.[a-z_]\w*)*"
_VALUE = re.compile(rf"\{{\{{(p?) ({_PATH})(\??)(?: ?\| ?([^{{}}]+?))? \}}\}}", re.ASCII)
_CONDITION = re.compile(rf"(\{{% if (?:not )?)({_PATH})( %\}})", re.ASCII)
_LOOP = re.compile(rf"(\w+) for (\w+) in ({_PATH})(.*)", re.ASCII)
_IF = re.compile(rf"(\w+ if (?:not )?)({_PATH})", re.ASCII)
_PAGE, *_NAMES = LOOPS


class TitleWriter:
    """Writes the titles of one language for names of fields, among the loops that are open at a place.

    With Chinese titles, loops have Chinese names too; a text of a list has a name that reads in each language.
    """

    def __init__(self, kind: str, language: str) -> None:
        """At the beginning of a part; a bilingual template has English titles."""
        self._language = 1 if language == "zh" else 0
        self._text = ITEMS[language]
        self._scopes = Scopes(Titles.of(kind))
        self._names: list[tuple[str, str]] = []

    def text(self, text: str) -> str:
        """`text` with titles in its values and conditions."""
        return TAG.sub(lambda found: self.renamed(self._tag(found.group())), text)

    def open(self, statement: str) -> str:
        """A marker's statement (`row for line in group.lines first 3`) with titles; a loop is open from then on."""
        if loop := _LOOP.fullmatch(statement):
            kind, name, items, ending = loop.groups()
            shape = shape_of(items, self._scopes.shape)
            item = shape if " by " in ending else shape.deeper(-1)
            written, shown = self.renamed(self._path(items)), self._name(name, item)
            self._names.append((name, shown))
            self._scopes.open_loop([name], item)
            return f"{kind} for {shown} in {written}{ending}"
        condition = _IF.fullmatch(statement)
        self._scopes.open("if")
        self._names.append(("", ""))
        return f"{condition[1]}{self.renamed(self._path(condition[2]))}" if condition else statement

    def close(self) -> None:
        """Leave what was opened last."""
        self._scopes.close()
        self._names.pop()

    def _name(self, name: str, item: Shape) -> str:
        """The name of a loop in the template's language."""
        if item.model is None:
            return self._text
        if not self._language:
            return name
        depth = sum(known in _NAMES for _, known in self._names)
        return _PAGE if item.depth else _NAMES[min(depth, len(_NAMES) - 1)]

    def renamed(self, text: str) -> str:
        """`text` with the loops' names."""
        for name, shown in self._names:
            text = re.sub(rf"(?<![\w.]){name}\b", shown, text) if name != shown else text
        return text

    def _tag(self, tag: str) -> str:
        if value := _VALUE.fullmatch(tag):
            return self._value(tag, *value.groups(default=""))
        if condition := _CONDITION.fullmatch(tag):
            return f"{condition[1]}{self._path(condition[2])}{condition[3]}"
        return tag

    def _value(self, tag: str, block: str, path: str, optional: str, filters: str) -> str:
        named = path + (f"|{filters}" if filters else "")
        opening = "{{p " if block else "{{"
        for title in self._candidates(path):
            faults: list[Fault] = []
            printed = Expression(title, self._scopes, faults).printed().replace(" ", "")
            if not faults and printed.partition("|")[0] == path and (not filters or printed == named.replace(" ", "")):
                return f"{opening}{title}{optional}}}}}"
        title = self._path(path)
        if "." not in path and not filters:
            return f"{opening}{path}{optional}}}}}"
        return tag if title == path else f"{opening}{title}{optional}{f' | {filters}' if filters else ''}}}}}"

    def _path(self, path: str) -> str:
        """The titles that mean `path` here, or `path`."""
        for title in self._candidates(path):
            faults: list[Fault] = []
            if Expression(title, self._scopes, faults).resolved() == path and not faults:
                return title
        return path

    def _candidates(self, path: str) -> Iterator[str]:
        """Titles that may mean `path`, the shortest first."""
        root, *steps = path.split(".")
        named = list(self._titles(TemplateNames, [root, *steps]))
        if len(named) == len(steps) + 1:
            yield ".".join(named)
        titles = list(self._titles(self._scopes.shape(root).item_model, steps))
        if not steps or len(titles) < len(steps):
            return
        yield ".".join(titles)
        for item in self._scopes.shape(root).titles:
            yield f"{item}.{'.'.join(titles)}"
        yield f"{root}.{'.'.join(titles)}"

    def _titles(self, model: type[BaseModel] | None, steps: list[str]) -> Iterator[str]:
        """The title of each step from a value of `model`, as far as they have one."""
        for step in steps:
            if model is None:
                return
            mark, field = marks_of_cached(model).get(step), display_fields(model).get(step)
            if mark is None and field is None:
                return
            yield ((mark.en, mark.zh) if mark else (field.en, field.zh))[self._language]  # type: ignore[union-attr]
            model = field_shape(model, step).item_model
