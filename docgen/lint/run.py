"""Turns a template library into every problem of its templates, each template read once and kept while nothing changes.

The steps:

    1  list the templates of all kinds and formats, of every layer
    2  read     each template's parts become Jinja with places (office.py, pages.py), as its engine compiles them
    3  walk     each expression is checked against the schema of its kind (walk.py, expressions.py)
    4  look     what stands beside the tags is checked (contents.py, web.py)
    5  compare  required fields that no template of a kind prints, and files that nothing uses
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from docgen.errors import TemplateError
from docgen.library.catalogue import Library, open_library
from docgen.library.industries import list_industries
from docgen.library.layers import FOLDERS, LANGUAGES, nearest
from docgen.lint.allowances import FILE, Allowances, read_allowances
from docgen.lint.contents import check_contents
from docgen.lint.context import Setting, known_code, split_tag
from docgen.lint.coverage import unprinted
from docgen.lint.crossings import crossings
from docgen.lint.office import ENVIRONMENTS, OfficeTemplate, read_office, read_subdocument
from docgen.lint.pages import ENVIRONMENT as PAGE_ENVIRONMENT
from docgen.lint.pages import Pages
from docgen.lint.problems import Notes, Problem, Where
from docgen.lint.report import Report
from docgen.lint.walk import Piece, Source, Walker
from docgen.lint.web import check_page
from docgen.schemas import KINDS

Used = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What one template gave: its problems, the fields that it reads, and the library's files that it takes."""

    problems: tuple[Problem, ...]
    used: Used
    files: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A template file: of which kind and format, its path and its name as shown."""

    kind: str
    file_format: str
    path: Path
    shown: str


@dataclass(slots=True)
class _Run:
    """One check of a library. `surroundings` is the digest of all that templates lean on beside themselves."""

    library: Library
    allowances: Allowances
    surroundings: dict[str, str]
    files: set[str] = field(default_factory=set[str])
    used: dict[str, set[tuple[str, str]]] = field(default_factory=dict[str, set[tuple[str, str]]])
    taken: set[str] = field(default_factory=set[str])

    def has_asset(self, path: str) -> bool:
        """Whether the library has a picture or a sub-document; it counts as used."""
        try:
            self.library.read_asset(path)
        except (KeyError, OSError):
            return False
        self.taken.add(path)
        return True

    def label_error(self, kind: str, key: str) -> str:
        """What is wrong with a label's key; empty if nothing."""
        try:
            self.library.labels_for(kind, "zh")(key)
        except KeyError as error:
            return str(error.args[0])
        return ""


_KNOWN: dict[tuple[str, str, str, str, str], Checked] = {}
_MOST = 4096


def lint_library(library: Path | None = None) -> Report:
    """Every problem of the templates of the built-in library, with the company's folder over it if one is given.

    Raises LibraryError if the folder, its labels, industries or lint.yaml can't be read.
    """
    return lint_layers(open_library(library))


def lint_layers(opened: Library) -> Report:
    """Every problem of the templates of an opened library, likewise."""
    allowances = read_allowances(opened)
    entries = list(_entries(opened))
    run = _Run(opened, allowances, _surroundings(opened, {entry.path for entry in entries}))
    problems: list[Problem] = []
    for entry in entries:
        found = _checked(run, entry)
        problems.extend(found.problems)
        run.used.setdefault(entry.kind, set()).update(found.used)
        run.files |= found.files
        run.allowances.needed |= {("words", word) for word in found.words}
    problems.extend(_over_all(run, entries))
    kept = {problem: None for problem in problems}
    return Report(tuple(sorted(kept, key=_order)), len(entries))


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    where = problem.where
    return where.template, where.order, where.line, where.place, problem.code


def _entries(library: Library) -> Iterator[Entry]:
    industries = {"base", *list_industries(library)}
    for file_format, (folder, suffix) in FOLDERS.items():
        for path in library.files(folder, f".{suffix}"):
            kind, _, language = path.name.removesuffix(f".{suffix}").partition(".")
            if kind in KINDS and language in ("", *LANGUAGES) and path.parent.name in industries:
                yield Entry(kind, file_format, path, library.shown(path))


def _surroundings(library: Library, entries: set[Path]) -> dict[str, str]:
    """For each format the digest of what its templates may take in: labels, allowances, pages, Word files, pictures."""
    common = hashlib.sha256(repr(sorted(library.catalogue.items())).encode())
    common.update(b"".join(path.read_bytes() for path in library.find_all(FILE)))
    blocks = [path for path in library.files("docx", ".docx") if path not in entries]
    pages = list(library.files("html", ""))
    assets = [path for path in pages if path.suffix != ".html"]
    held = {"docx": [*blocks, *assets], "pptx": assets, "pdf": pages}
    return {file_format: _digest(library, common.hexdigest(), paths) for file_format, paths in held.items()}


def _digest(library: Library, common: str, paths: list[Path]) -> str:
    whole = hashlib.sha256(common.encode())
    for path in paths:
        whole.update(f"{library.shown(path)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _checked(run: _Run, entry: Entry) -> Checked:
    """What a template gives, from memory if nothing that it leans on has changed."""
    data = entry.path.read_bytes()
    key = (
        entry.shown,
        entry.kind,
        entry.file_format,
        hashlib.sha256(data).hexdigest(),
        run.surroundings[entry.file_format],
    )
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        _KNOWN[key] = _check(run, entry, data)
    return _KNOWN[key]


def _check(run: _Run, entry: Entry, data: bytes) -> Checked:
    run.taken.clear()
    notes, words = Notes(), set[str]()

    def allowed(word: str) -> bool:
        if run.allowances.allows_word(word):
            words.add(word)
            return True
        return False

    setting = Setting(
        entry.kind,
        entry.file_format,
        notes,
        lambda key: run.label_error(entry.kind, key),
        run.has_asset,
        allowed,
    )
    if entry.file_format == "pdf":
        files = _check_page(run, entry, setting)
    else:
        template = _office(entry.shown, entry.file_format, data)
        _check_office(run, template, setting)
        files = {f"docx/{path}" if path.endswith(".docx") else f"html/{path}" for path in run.taken}
    return Checked(tuple(notes), frozenset(setting.used), frozenset(files), frozenset(words))


@lru_cache(maxsize=128)
def _office(name: str, file_format: str, data: bytes) -> OfficeTemplate:
    return read_office(name, file_format, data)


def _check_office(run: _Run, template: OfficeTemplate, setting: Setting) -> None:
    for finding in template.findings:
        code, message, hint = known_code(finding)
        message, tag = split_tag(message)
        setting.notes.add(code, message, hint, replace(template.origin.at(finding.place), expression=tag))
    environment = ENVIRONMENTS[template.file_format]
    names = frozenset(environment.filters), frozenset(environment.tests)
    for origin, tree in template.pieces:
        Walker(setting, origin, names, _WordFiles(run.library, setting)).read(tree)
        for line, message in crossings(origin.text):
            hint = "write {%tc … %} in a cell of its own to span cells, {%tr … %} to span rows"
            setting.notes.add("template.unbalanced", message, hint, origin.where(line))
    check_contents(template, setting.notes, setting.allowed)


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


def _check_page(run: _Run, entry: Entry, setting: Setting) -> set[str]:
    """Check an HTML template with all that it takes in; gives these files by their paths in a layer."""
    library = run.library

    def shown(path: str) -> str:
        found = library.find(f"html/{path}")
        return path if found is None else library.shown(found)

    own = entry.path.parent.name + "/" + entry.path.name
    pages = Pages(lambda path: entry.path.read_text() if path == own else library.read_html(path), shown)
    pages.titles[own] = entry.shown
    names = frozenset(PAGE_ENVIRONMENT.filters), frozenset(PAGE_ENVIRONMENT.tests)
    try:
        piece = pages.template(own)
    except UnicodeDecodeError:
        setting.notes.add("template.broken", "not UTF-8", "save it as UTF-8", Where(entry.shown))
        return set()
    if piece is not None:
        Walker(setting, piece[0], names, pages).read(piece[1])
    for origin, finding in pages.findings:
        code, message, hint = known_code(finding)
        setting.notes.add(code, message, hint, origin.where(finding.line))
    for origin in pages.all_read():
        check_page(origin, setting.notes, setting.allowed)
    return {f"html/{path}" for path in pages.used}


def _over_all(run: _Run, entries: list[Entry]) -> Iterator[Problem]:
    for kind in sorted(run.used):
        for told in unprinted(kind, run.used[kind]):
            if not run.allowances.allows_unprinted(kind, told):
                message = f"no template of {kind} prints {told}, which every document of the kind gives"
                hint = f"print it, or say under `unprinted: {kind}:` of {FILE} why not"
                yield Problem("field.unprinted", message, hint, Where(kind, expression=told))
    yield from _unused(run, {entry.path for entry in entries})
    for told in run.allowances.idle():
        yield Problem("allowance.unused", f"nothing needs `{told}`", "take it away", Where(FILE, expression=told))


def _unused(run: _Run, known: set[Path]) -> Iterator[Problem]:
    industries = ("base", *list_industries(run.library))
    for folder, suffix in FOLDERS.values():
        for path in run.library.files(folder, f".{suffix}"):
            layer = next(layer for layer in run.library.layers if path.is_relative_to(layer))
            relative = path.relative_to(layer).as_posix()
            if path in known or relative in run.files or run.allowances.allows_unused(relative):
                continue
            name, place = path.name.split(".")[0], path.parent.name
            hint = nearest(name, KINDS) if place in industries else nearest(place, industries)
            message = "nothing uses this file: no kind, language or industry has this name"
            yield Problem("template.unused", message, hint, Where(run.library.shown(path)))
