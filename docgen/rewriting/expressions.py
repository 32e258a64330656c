"""The expressions of a template's texts by number, and the names and loops around each.

Where a tag stands among the loops is read from the template as its engine compiles it: each expression is replaced by a
name of its own, and the name is looked for in the compiled source.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from docgen.lint.office import read_office
from docgen.ooxml.zip_file import write_parts
from docgen.rewriting.parts import TextPart
from docgen.templating import TAG, split_tag
from docgen.titles.lookup import Titles
from docgen.titles.tags import Scopes, visit_tags

_CONDITION = re.compile(
    r"((?:(?:p|tr|slide|row|rows|para|table|section|block|shape|column)\s++)?(?:el)?if\s++)(.*)", re.DOTALL
)
_PARAGRAPH = re.compile(r"p\s++")
_LIFTED = re.compile(r"(tr|tc|r)\s")
_OPTIONAL = re.compile(r"([^?？]*)[?？](.*)", re.DOTALL)
_Change = Callable[[str, bool], str]
"""Takes an expression and whether it is printed; gives the new one."""
_NAME = re.compile(r"dg_q(\d+)_")


class Expressions:
    """The printed expressions and conditions of `parts` in order, as `texts`."""

    def __init__(self, parts: Sequence[TextPart]) -> None:
        """Read them; the parts' trees aren't to change but by `replace`."""
        self._parts, self.texts, self._printed = parts, list[str](), set[int]()
        self._rewrite(self._add)

    def is_printed(self, number: int) -> bool:
        """Whether an expression is printed; the others are conditions."""
        return number in self._printed

    def _add(self, text: str, is_printed: bool) -> str:
        if is_printed:
            self._printed.add(len(self.texts))
        self.texts.append(text)
        return text

    def visit(self, name: str, package: Mapping[str, bytes], titles: Titles) -> Iterator[tuple[int, Scopes]]:
        """The number of each expression, with the names and loops at its place."""
        file_format = "docx" if any(part.startswith("word/") for part in package) else "pptx"
        old = list(self.texts)
        self.replace({number: f"dg_q{number}_" for number in range(len(old))})
        probe = write_parts({**package, **{part.name: part.serialize() for part in self._parts}})
        self.replace(dict(enumerate(old)))
        for origin, _ in read_office(name, file_format, probe, titles).pieces:
            for tag, scopes in visit_tags(origin.text, titles):
                yield from ((int(number), scopes) for number in _NAME.findall(tag))

    def replace(self, new: Mapping[int, str]) -> None:
        """Write the expressions of `new`, by number."""
        numbers = iter(range(len(self.texts)))
        self._rewrite(lambda old, _: new.get(next(numbers), old))
        self.texts = [new.get(number, old) for number, old in enumerate(self.texts)]

    def _rewrite(self, change: _Change) -> None:
        for part in self._parts:
            for text in part.texts():
                words = text.text or ""
                changed = TAG.sub(lambda tag: _rewritten(tag.group(), change), words)
                if changed != words:
                    text.text = changed


def _rewritten(tag: str, change: _Change) -> str:
    opening, inner, closing = split_tag(tag)
    is_printed = tag.startswith("{{")
    if not is_printed:
        found = _CONDITION.fullmatch(inner)
        if found is None:
            return tag
        opening, inner = opening + found[1], found[2]
    elif paragraph := _PARAGRAPH.match(inner):
        opening, inner = opening + paragraph[0], inner[paragraph.end() :]
    if tag.startswith("{#") or _LIFTED.match(inner):
        return tag
    optional = _OPTIONAL.fullmatch(inner)
    if optional and not set(optional[1]) & set("'\"“‘(["):
        before, after = optional.groups()
        return f"{opening}{change(before, is_printed)}?{after}{closing}"
    return f"{opening}{change(inner, is_printed)}{closing}"
