"""Parse HTML templates, with line and column of each tag, and check them outside their tags."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from docgen.engines.pdf.html import attribute, blocks, finalize
from docgen.errors import Finding
from docgen.lint.interpreter import TemplateLoader
from docgen.lint.problems import ProblemList, Where
from docgen.lint.text import stray_brackets, words_in
from docgen.templating import TAG
from docgen.templating.language import make_environment
from docgen.templating.reasons import reason_of

_HEADING = re.compile(r"<h[1-6][^>]{0,200}>(.{0,500}?)</h[1-6]>", re.DOTALL)
_NAMING = re.compile(r"\bfor\s++[\w\s,()]{1,200}?\sin\b|\b(?:block|macro|set)\s+\w+|\bcall\s*\([^)]*\)")
_ELEMENT = re.compile(r"<[^>]*>|\{[{%#]|[}%#]\}")

ENVIRONMENT = make_environment(finalize)
ENVIRONMENT.filters.update(attribute=attribute, blocks=blocks)
Found = tuple[str, int, str, dict[str, str]]
"""A problem: its key, the position, the text there, and the message's values."""
_NAMED = "black|white|red|green|blue|yellow|orange|purple|gray|grey|navy|teal|maroon|silver|gold|brown|pink"
_COLOUR = re.compile(
    r"(?<![\w-])(?:(?!--)[\w-]*color|background|fill|stroke|border[\w-]*|outline|(?!--)[\w-]*shadow)\s*+[:=]\s*+[\"']?[^;{}\"'<>]{0,200}?"
    rf"(#[0-9A-Fa-f]{{3,8}}\b|\brgba?\([^)]*\)|\bhsla?\([^)]*\)|(?<![\w-])(?:{_NAMED})(?![\w-]))"
)
_FONT = re.compile(r"font-family\s*:\s*([^;}\"<]*(?:\"[^\";}]*\"[^;}\"<]*)*)")
_GENERIC = {"serif", "sans-serif", "monospace", "inherit", "initial", "unset", ""}
_LINK = re.compile(
    r"(?:\b(?:href|src)\s*=\s*[\"']\s*|\burl\(\s*[\"']?|@import\s+(?:url\()?[\"'])((?:https?:|mailto:|tel:|//)[^\"')\s]*)"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NOT_TEXT = re.compile(r"<(style|script|svg)\b.*?</\1>|<!--.*?-->|<![^>]*>", re.DOTALL | re.IGNORECASE)
_TEXT = re.compile(r"<[A-Za-z/][^<>]*>([^<]+)")
_ENTITY = re.compile(r"&#?\w+;")
_CONTENT = re.compile(r"content\s*:\s*([\"'])(.*?)\1")


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
        """The tag on `line` that has `words`, else the first tag on it."""
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
class Pages(TemplateLoader):
    """Loads the HTML templates of a library, each parsed once.

    `read(path)` is a file's text, `shown(path)` its display name, unless `titles` has another one. `used` are the paths
    that were requested.
    """

    read: Callable[[str], str]
    shown: Callable[[str], str]
    findings: list[tuple[PageOrigin, Finding]] = field(default_factory=list[tuple[PageOrigin, Finding]])
    _parsed_pages: dict[str, tuple[PageOrigin, nodes.Template] | None] = field(
        default_factory=dict[str, tuple[PageOrigin, nodes.Template] | None]
    )
    used: set[str] = field(default_factory=set[str])
    titles: dict[str, str] = field(default_factory=dict[str, str])

    def template(self, name: str) -> tuple[PageOrigin, nodes.Template] | None:
        """The template with that path; None if the library has none. With a syntax error, it is an empty one."""
        self.used.add(name)
        if name not in self._parsed_pages:
            try:
                text = self.read(name)
            except KeyError:
                self._parsed_pages[name] = None
            else:
                self._parsed_pages[name] = self._parsed(PageOrigin(self.titles.get(name) or self.shown(name), text))
        return self._parsed_pages[name]

    def _parsed(self, origin: PageOrigin) -> tuple[PageOrigin, nodes.Template]:
        try:
            return origin, _tree(origin.text)
        except TemplateSyntaxError as error:
            finding = Finding("template.syntax", reason_of(error), line=error.lineno)
            self.findings.append((origin, finding))
            return origin, ENVIRONMENT.parse("")

    def all_read(self) -> Iterator[PageOrigin]:
        """Every template read so far, by path."""
        yield from (known[0] for _, known in sorted(self._parsed_pages.items()) if known is not None)


def check_page(origin: PageOrigin, problems: ProblemList, allowed: Callable[[str], bool]) -> None:
    """Report the problems outside the tags of one file; `allowed(word)`: whether a literal word may occur."""
    text = TAG.sub(lambda found: re.sub(r"[^\n]", "\0", found.group()), origin.text)
    is_style = origin.file.endswith(".css")
    for key, start, value, values in (*_literal_styles(text), *_literal_texts(text, is_style, allowed)):
        problems.add(key, origin.at(start, value), **values)


def _literal_styles(text: str) -> Iterator[Found]:
    for found in _COLOUR.finditer(text):
        yield "lint.page.colour", found.start(1), found.group(1), {"colour": found.group(1)}
    for found in _FONT.finditer(text):
        named = [name.strip(" \"'\n") for name in found.group(1).split(",")]
        literal = [name for name in named if name not in _GENERIC and "var(" not in name and "\0" not in name]
        if literal and "var(" not in found.group(1):
            yield "lint.page.font", found.start(), literal[0], {"font": literal[0]}
    for found in _LINK.finditer(text):
        yield "lint.page.link", found.start(1), found.group(1), {"address": found.group(1)[:80]}
    for found in _COMMENT.finditer(text):
        yield "lint.page.comment", found.start(), found.group()[:60], {}


def _literal_texts(text: str, is_style: bool, allowed: Callable[[str], bool]) -> Iterator[Found]:
    for found in _CONTENT.finditer(text):
        words = words_in(found.group(2), allowed)
        if words:
            yield "lint.text.literal:style", found.start(2), words, {"text": words}
    if is_style:
        return
    plain = _ENTITY.sub(_blank, _NOT_TEXT.sub(_blank, text))
    for found in _TEXT.finditer(plain):
        stray = stray_brackets(found.group(1).replace("\0", " "))
        if stray:
            yield "lint.template.syntax:stray", found.start(1), stray, {"text": stray}
            continue
        words = words_in(found.group(1).replace("\0", " "), allowed)
        if words:
            start = found.start(1) + found.group(1).find(words.split()[0])
            yield "lint.text.literal", start, words, {"text": words}


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\0", found.group())
