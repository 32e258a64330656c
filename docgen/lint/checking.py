"""Check one template of a library: its problems, the fields it reads, the files it leans on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from docgen.engines.office.balance import BLOCK_WORDS
from docgen.errors import TemplateError
from docgen.formats import FORMATS
from docgen.library.catalogue import Library
from docgen.library.layers import builtin_layer
from docgen.lint.allowances import Allowances
from docgen.lint.contents import check_contents
from docgen.lint.context import Setting, known_code, split_tag
from docgen.lint.office import ENVIRONMENTS, OfficeTemplate, read_office, read_subdocument
from docgen.lint.pages import ENVIRONMENT as PAGE_ENVIRONMENT
from docgen.lint.pages import Pages
from docgen.lint.problems import Notes, Problem, Where
from docgen.lint.unbound import lost_tags
from docgen.lint.walk import Piece, Source, Walker
from docgen.lint.web import check_page
from docgen.schemas import KINDS
from docgen.templating import INSIDE

Used = frozenset[tuple[str, str]]
_TOKEN = re.compile(
    rf"\{{%[-+]?\s*+(\w++)({INSIDE})%\}}|\{{\{{{INSIDE}\}}\}}|<(/?)(?:w:tc|a:tc|w:txbxContent|p:txBody)(?=[\s>/])([^>]*)>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A template file: of which kind and format, its path and its name as shown."""

    kind: str
    file_format: str
    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What one template gave: its problems, the fields that it reads, the allowed words that it needs.

    `files` are the paths in a layer of all that it takes in or asks for, there or not.
    """

    problems: tuple[Problem, ...]
    used: Used
    files: frozenset[str]
    words: frozenset[str]


@dataclass(slots=True)
class _World:
    """What a template can ask of its library; `asked` are the pictures and Word files that it named."""

    library: Library
    kind: str
    asked: set[str] = field(default_factory=set[str])

    def has_asset(self, path: str) -> bool:
        """Whether the library has a picture or a sub-document."""
        self.asked.add(path)
        try:
            self.library.read_asset(path)
        except (KeyError, OSError):
            return False
        return True

    def label_error(self, key: str) -> str:
        """What is wrong with a label's key; empty if nothing."""
        try:
            self.library.labels_for(self.kind, "zh")(key)
        except KeyError as error:
            return str(error.args[0])
        return ""


def check_template(library: Library, allowances: Allowances, entry: Entry) -> Checked:
    """What a template gives."""
    notes, words, world = Notes(), set[str](), _World(library, entry.kind)

    def allowed(word: str) -> bool:
        if word in allowances.words:
            words.add(word)
        return word in allowances.words

    setting = Setting(entry.kind, entry.file_format, notes, world.label_error, world.has_asset, allowed)
    if entry.file_format == "pdf":
        files = _check_page(library, entry, setting)
    else:
        template = _office(entry.shown, entry.file_format, entry.path.read_bytes())
        _check_office(library, template, setting)
        _check_bindings(library, template, entry, notes)
        files = {f"docx/{path}" if path.endswith(".docx") else f"html/{path}" for path in world.asked}
    return Checked(tuple(notes), frozenset(setting.used), frozenset(files), frozenset(words))


@lru_cache(maxsize=128)
def _office(name: str, file_format: str, data: bytes) -> OfficeTemplate:
    return read_office(name, file_format, data)


def _check_office(library: Library, template: OfficeTemplate, setting: Setting) -> None:
    for finding in template.findings:
        code, message, hint = known_code(finding)
        message, tag = split_tag(message)
        setting.notes.add(code, message, hint, replace(template.origin.at(finding.place), expression=tag))
    environment = ENVIRONMENTS[template.file_format]
    names = environment.filters, frozenset(environment.tests)
    for origin, tree in template.pieces:
        Walker(setting, origin, names, _WordFiles(library, setting)).read(tree)
        for line, message in _crossings(origin.text):
            hint = "write {%tc … %} in a cell of its own to span cells, {%tr … %} to span rows"
            setting.notes.add("template.unbalanced", message, hint, origin.where(line))
    check_contents(template, setting.notes, setting.allowed)


def _check_bindings(library: Library, template: OfficeTemplate, entry: Entry, notes: Notes) -> None:
    """Compare the drawings' tags with those of the built-in template, which a company's may be a copy of."""
    if entry.kind not in KINDS or not template.parts:
        return
    sort = FORMATS[entry.file_format]
    model = builtin_layer() / sort.folder / "base" / f"{entry.kind}.{sort.suffix}"
    if entry.path.is_relative_to(builtin_layer()) or not model.is_file():
        return
    for message, hint in lost_tags(template, _office(model.name, entry.file_format, model.read_bytes())):
        notes.add("office.unbound", message, hint, Where(entry.shown))


@dataclass(slots=True)
class _WordFiles(Source):
    """The Word files of a library that take a paragraph's place."""

    library: Library
    setting: Setting

    def subdocument(self, path: str) -> Iterator[Piece]:
        """The parts of the file, or a problem at the file itself."""
        try:
            data = self.library.read_asset(path)
        except (KeyError, OSError):
            return
        file = self.library.find(f"docx/{path}")
        shown = path if file is None else self.library.shown(file)
        try:
            yield from read_subdocument(shown, path, data)
        except TemplateError as error:
            for finding in error.findings:
                code, message, hint = known_code(finding)
                self.setting.notes.add(code, message, hint, Where(shown, place=finding.place))
        else:
            check_contents(_office(shown, "docx", data), self.setting.notes, self.setting.allowed)


def _check_page(library: Library, entry: Entry, setting: Setting) -> set[str]:
    """Check an HTML template with all that it takes in; gives these files by their paths in a layer."""

    def shown(path: str) -> str:
        found = library.find(f"html/{path}")
        return path if found is None else library.shown(found)

    own = entry.path.parent.name + "/" + entry.path.name
    pages = Pages(
        lambda path: entry.path.read_text(encoding="utf-8") if path == own else library.read_html(path), shown
    )
    pages.titles[own] = entry.shown
    names = PAGE_ENVIRONMENT.filters, frozenset(PAGE_ENVIRONMENT.tests)
    try:
        piece = pages.template(own)
    except UnicodeDecodeError:
        setting.notes.add("template.broken", "not UTF-8", "save it as UTF-8", Where(entry.shown))
        return set()
    if piece is not None:
        Walker(setting, piece[0], names, pages).read(piece[1])
    for origin, finding in pages.findings:
        where = origin.where(finding.line)
        code, message, hint = known_code(finding, where.expression)
        setting.notes.add(code, message, hint, where)
    for origin in pages.all_read():
        check_page(origin, setting.notes, setting.allowed)
    return {f"html/{path}" for path in pages.used}


def _crossings(source: str) -> Iterator[tuple[int, str]]:
    """The line and the message of each such block; blocks without a partner are the engine's to tell."""
    cells: list[int] = []
    blocks: list[tuple[str, int, tuple[int, ...]]] = []
    for count, token in enumerate(_TOKEN.finditer(source)):
        word, rest, slash, attributes = token.groups()
        if slash is not None:
            _step(cells, count, slash, attributes)
        elif word in BLOCK_WORDS and not (word == "set" and "=" in rest):
            line = source.count("\n", 0, token.start()) + 2  # each tag breaks the line after its opening
            blocks.append((f"{{% {word}{rest.rstrip()} %}}", line, tuple(cells)))
        elif word and word.startswith("end") and blocks:
            tag, line, inside = blocks.pop()
            if inside != tuple(cells):
                yield line, f"{' '.join(tag.split())} opens in one cell and closes in another"


def _step(cells: list[int], number: int, slash: str, attributes: str) -> None:
    if slash and cells:
        cells.pop()
    elif not slash and not attributes.endswith("/"):
        cells.append(number)
