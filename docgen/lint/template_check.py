"""Check one template of a library: its problems, the fields it reads, the files it depends on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from docgen.engines.office.balance import BLOCK_WORDS
from docgen.errors import Finding, TemplateError
from docgen.formats import FORMATS
from docgen.library.catalogue import Library
from docgen.library.labels import field_titles
from docgen.lint.allowances import Allowances
from docgen.lint.contents import check_contents
from docgen.lint.context import LintContext, schema_of
from docgen.lint.engine_findings import problem_of
from docgen.lint.interpreter import Interpreter, ParsedTemplate, TemplateLoader
from docgen.lint.office import ENVIRONMENTS, OfficeTemplate, read_office, read_subdocument
from docgen.lint.pages import ENVIRONMENT as PAGE_ENVIRONMENT
from docgen.lint.pages import Pages, check_page
from docgen.lint.problems import Problem, ProblemList, Where
from docgen.messages import Message
from docgen.nearest import suggest
from docgen.templating import INSIDE
from docgen.titles.lookup import Titles

Used = frozenset[tuple[str, str]]
_RUNNING = re.compile(r"(?:header|footer)\d*\.xml")
_TOKEN = re.compile(
    rf"\{{%[-+]?\s*+(\w++)({INSIDE})%\}}|\{{\{{{INSIDE}\}}\}}|<(/?)(?:w:tc|a:tc|w:txbxContent|p:txBody)(?=[\s>/])([^>]*)>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template file: its kind and format, its path and its display name."""

    kind: str
    file_format: str
    path: Path
    shown: str

    @property
    def language(self) -> str:
        """The language that its name has (`proposal.zh.docx`), whose words it holds; empty if it is for all."""
        return self.path.name.removesuffix(f".{FORMATS[self.file_format].suffix}").partition(".")[2]


@dataclass(frozen=True, slots=True)
class TemplateResult:
    """The result of checking one template: its problems, the fields it reads (model, field), the allowed words it uses.

    `files` are the paths, relative to a layer, of every file that it includes or asks for, existing or not.
    `is_stamped`: its pages carry the stamp.
    """

    problems: tuple[Problem, ...]
    used: Used
    files: frozenset[str]
    words: frozenset[str]
    is_stamped: bool = True


@dataclass(slots=True)
class _LibraryAccess:
    """What a template can look up in its library; `requested` are the pictures and Word files that it names."""

    library: Library
    kind: str
    requested: set[str] = field(default_factory=set[str])

    def has_asset(self, path: str) -> bool:
        """Whether the library has a picture or a sub-document."""
        self.requested.add(path)
        try:
            self.library.read_asset(path)
        except (KeyError, OSError):
            return False
        return True

    def has_label(self, key: str) -> bool:
        """Whether there is a label with that key."""
        try:
            self.library.labels_for(self.kind, "zh")(key)
        except KeyError:
            return False
        return True

    def suggest_label(self, key: str) -> Message | None:
        """The hint for a key without a label: the nearest one."""
        return suggest(key, (*self.library.catalogue, *field_titles(self.kind, self.library.declared)))


def check_template(library: Library, allowances: Allowances, file: TemplateFile) -> TemplateResult:
    """Check a template; a file that can't be read is a problem of the result."""
    problems, words, access = ProblemList(), set[str](), _LibraryAccess(library, file.kind)

    def allowed(word: str) -> bool:
        if file.language:  # the words of a file of one language are where they belong
            return True
        if word in allowances.words:
            words.add(word)
        return word in allowances.words

    is_stamped = True
    context = LintContext(
        file.kind,
        schema_of(file.kind, library.declared),
        Titles.of(file.kind, library.declared),
        file.file_format,
        problems,
        access.has_label,
        access.suggest_label,
        access.has_asset,
        allowed,
    )
    if file.file_format == "pdf":
        files = _check_page(library, file, context)
    else:
        template = _parse_office(file.shown, file.file_format, file.path.read_bytes(), context.titles)
        is_stamped = _is_stamped(template)
        _check_office(library, template, context)
        files = {f"docx/{path}" if path.endswith(".docx") else f"html/{path}" for path in access.requested}
    return TemplateResult(tuple(problems), frozenset(context.used), frozenset(files), frozenset(words), is_stamped)


@lru_cache(maxsize=128)
def _parse_office(name: str, file_format: str, data: bytes, titles: Titles) -> OfficeTemplate:
    return read_office(name, file_format, data, titles)


def _is_stamped(template: OfficeTemplate) -> bool:
    """Whether the pages carry the stamp: a header or footer of Word, a slide of a deck or what is behind it."""
    is_word = template.file_format == "docx"
    sources = [origin.text for origin, _ in template.pieces if not is_word or _RUNNING.search(origin.part)]
    return any("stamp" in source for source in sources)


def _check_office(library: Library, template: OfficeTemplate, context: LintContext) -> None:
    for finding in template.findings:
        context.problems.add_problem(problem_of(finding, template.origin.at(finding.place)))
    environment = ENVIRONMENTS[template.file_format]
    names = environment.filters, frozenset(environment.tests)
    for origin, tree in template.pieces:
        Interpreter(context, origin, names, _SubdocumentLoader(library, context)).interpret(tree)
        for line, tag in _blocks_across_cells(origin.text):
            context.problems.add("lint.template.unbalanced:cells", origin.where(line), tag=tag)
    check_contents(template, context.problems, context.allowed)


@dataclass(slots=True)
class _SubdocumentLoader(TemplateLoader):
    """Loads the Word files of a library that replace a paragraph."""

    library: Library
    context: LintContext

    def subdocument(self, path: str) -> Iterator[ParsedTemplate]:
        """The parts of the file; none, with a problem of that file, if it can't be read."""
        try:
            data = self.library.read_asset(path)
        except (KeyError, OSError):
            return
        file = self.library.find(f"docx/{path}")
        shown = path if file is None else self.library.shown(file)
        titles, found = self.context.titles, list[Finding]()
        try:
            yield from read_subdocument(shown, path, data, titles, found)
        except TemplateError as error:
            found += error.findings
        else:
            parsed = _parse_office(shown, "docx", data, titles)
            check_contents(parsed, self.context.problems, self.context.allowed)
        for finding in found:
            self.context.problems.add_problem(problem_of(finding, Where(shown, place=finding.place)))


def _check_page(library: Library, file: TemplateFile, context: LintContext) -> set[str]:
    """Check an HTML template with everything it includes; returns those files, relative to a layer."""

    def shown(path: str) -> str:
        found = library.find(f"html/{path}")
        return path if found is None else library.shown(found)

    name = file.path.parent.name + "/" + file.path.name
    pages = Pages(
        lambda path: file.path.read_text(encoding="utf-8") if path == name else library.read_html(path), shown
    )
    pages.titles[name] = file.shown
    names = PAGE_ENVIRONMENT.filters, frozenset(PAGE_ENVIRONMENT.tests)
    try:
        piece = pages.template(name)
    except UnicodeDecodeError:
        context.problems.add("lint.template.broken:encoding", Where(file.shown))
        return set()
    if piece is not None:
        Interpreter(context, piece[0], names, pages).interpret(piece[1])
    for origin, finding in pages.findings:
        context.problems.add_problem(problem_of(finding, origin.where(finding.line)))
    for origin in pages.all_read():
        check_page(origin, context.problems, context.allowed)
    return {f"html/{path}" for path in pages.used}


def _blocks_across_cells(source: str) -> Iterator[tuple[int, str]]:
    """Blocks that open in one cell or text box and close in another: line and tag.

    The engine itself reports blocks without a partner.
    """
    cells: list[int] = []
    blocks: list[tuple[str, int, tuple[int, ...]]] = []
    for count, token in enumerate(_TOKEN.finditer(source)):
        word, rest, slash, attributes = token.groups()
        if slash is not None:
            _track_cell(cells, count, slash, attributes)
        elif word in BLOCK_WORDS and not (word == "set" and "=" in rest):
            line = source.count("\n", 0, token.start()) + 2  # each tag breaks the line after its opening
            blocks.append((f"{{% {word}{rest.rstrip()} %}}", line, tuple(cells)))
        elif word and word.startswith("end") and blocks:
            tag, line, inside = blocks.pop()
            if inside != tuple(cells):
                yield line, " ".join(tag.split())


def _track_cell(cells: list[int], number: int, slash: str, attributes: str) -> None:
    if slash and cells:
        cells.pop()
    elif not slash and not attributes.endswith("/"):
        cells.append(number)
