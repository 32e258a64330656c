"""Turns an HTML template of the library, and what it takes in, into Jinja whose tags have line and column."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from docgen.engines.pdf.html import attribute, blocks, printed
from docgen.errors import Finding
from docgen.lint.problems import Where
from docgen.lint.walk import Source
from docgen.templating import TAG
from docgen.templating.language import make_environment

_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_NAMING = re.compile(r"\bfor\s++[\w\s,()]{1,200}?\sin\b|\b(?:block|macro|set)\s+\w+|\bcall\s*\([^)]*\)")
_ELEMENT = re.compile(r"<[^>]*>|\{[{%#]|[}%#]\}")

ENVIRONMENT = make_environment(printed)
ENVIRONMENT.filters.update(attribute=attribute, blocks=blocks)


@lru_cache(maxsize=512)
def _tree(text: str) -> nodes.Template:
    return ENVIRONMENT.parse(text)


@dataclass(slots=True)
class PageOrigin:
    """The text of one HTML file or style sheet."""

    file: str
    text: str
    _tags: list[tuple[int, int, int, str]] | None = field(default=None)

    def where(self, line: int, words: str = "") -> Where:
        """The tag that covers `line` and holds `words`, else the first one there."""
        tags = [tag for tag in self._found() if tag[1] <= line <= tag[2]]
        sought = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
        wanted = [tag for tag in tags if words and sought.search(_NAMING.sub("", tag[3]))]
        if not tags:
            return Where(self.file, line=max(1, line), column=1, order=line)
        start, _, _, text = (wanted or tags)[0]
        return self.at(start, text)

    def at(self, start: int, text: str) -> Where:
        """The place of the character at `start`."""
        line = self.text.count("\n", 0, start) + 1
        column = start - self.text.rfind("\n", 0, start)
        heading = ""
        for found in _HEADING.finditer(self.text, 0, start):
            heading = " ".join(_ELEMENT.sub(" ", found.group(1)).split())
        return Where(self.file, "", "", heading, " ".join(text.split()), line, column, start)

    def _found(self) -> list[tuple[int, int, int, str]]:
        if self._tags is None:
            self._tags = []
            line, end = 1, 0
            for found in TAG.finditer(self.text):
                line += self.text.count("\n", end, found.start())
                last = line + found.group().count("\n")
                self._tags.append((found.start(), line, last, found.group()))
                line, end = last, found.end()
        return self._tags


@dataclass(slots=True)
class Pages(Source):
    """The HTML templates of a library, each parsed once. `read` gives a text by path, `shown` the file's name.

    `used` are the paths that were asked for; `titles` names a path otherwise than `shown`.
    """

    read: Callable[[str], str]
    shown: Callable[[str], str]
    findings: list[tuple[PageOrigin, Finding]] = field(default_factory=list[tuple[PageOrigin, Finding]])
    _known: dict[str, tuple[PageOrigin, nodes.Template] | None] = field(
        default_factory=dict[str, tuple[PageOrigin, nodes.Template] | None]
    )
    used: set[str] = field(default_factory=set[str])
    titles: dict[str, str] = field(default_factory=dict[str, str])

    def template(self, name: str) -> tuple[PageOrigin, nodes.Template] | None:
        """The template of that path; None if the library has none. What is no Jinja is an empty template."""
        self.used.add(name)
        if name not in self._known:
            try:
                text = self.read(name)
            except KeyError:
                self._known[name] = None
            else:
                self._known[name] = self._parsed(PageOrigin(self.titles.get(name) or self.shown(name), text))
        return self._known[name]

    def _parsed(self, origin: PageOrigin) -> tuple[PageOrigin, nodes.Template]:
        try:
            return origin, _tree(origin.text)
        except TemplateSyntaxError as error:
            finding = Finding("template.syntax", str(error.message), line=error.lineno)
            self.findings.append((origin, finding))
            return origin, ENVIRONMENT.parse("")

    def all_read(self) -> Iterator[PageOrigin]:
        """Every template that was read so far, by path."""
        yield from (known[0] for _, known in sorted(self._known.items()) if known is not None)
