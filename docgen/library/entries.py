"""Read objections, success cases and legal blocks from a library's Markdown files, merged for one industry."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from docgen.annotations import fields_in
from docgen.audience import marks_of_cached
from docgen.errors import Finding, LibraryError
from docgen.library.approvals import BASE, EditionKey, apply_approval
from docgen.library.layers import LANGUAGES, Layers, check_id
from docgen.library.source import FieldPath, Source, checked, parse_yaml, read_text
from docgen.messages import Message, message
from docgen.nearest import suggest
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case

Entry = Objection | Case | LegalBlock
_Model = TypeVar("_Model", bound=Entry)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^##[ \t]++(.*[^ \t#\n])[ \t#]*$", re.MULTILINE)
_BULLET = re.compile(r"^[-*+][ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LibraryCollection:
    """The entries of one model: files `folder/<id>.<language>.md`, an industry's in `folder/<industry>/`."""

    folder: str
    model: type[Objection] | type[Case] | type[LegalBlock]
    id_field: str
    code: str

    @property
    def noun(self) -> Message:
        """The noun for one of its entries."""
        return message(_NOUNS[self.folder])


_NOUNS = {"objections": "library.noun:objection", "cases": "library.noun:case", "legal": "library.noun:legal"}
OBJECTIONS = LibraryCollection("objections", Objection, "objection_id", "library.objection")
CASES = LibraryCollection("cases", Case, "case_id", "library.case")
LEGAL = LibraryCollection("legal", LegalBlock, "legal_id", "library.legal")
COLLECTIONS = (OBJECTIONS, CASES, LEGAL)


def find_entry(library: Layers, collection: LibraryCollection, entry_id: str, industry: str, language: str) -> Entry:
    """The entry of a collection in one language, with the industry's fields over the common ones.

    Raises LibraryError naming the nearest id, or all problems in the entry's files.
    """
    return _read(library, collection, collection.model, entry_id, industry, language)


def _read(
    library: Layers, collection: LibraryCollection, model: type[_Model], entry_id: str, industry: str, language: str
) -> _Model:
    def read() -> _Model:
        entry = checked(model, entry_source(library, collection, entry_id, industry, language))
        return apply_approval(library, edition_key(library, collection, entry_id, industry, language), entry)

    return library.cached((collection.folder, entry_id, industry, language), read)


def edition_key(
    library: Layers, collection: LibraryCollection, entry_id: str, industry: str, language: str
) -> EditionKey:
    """The edition for a document of `industry` in `language`; the common one if the industry has no file."""
    for code in _codes(language):
        files = _files(library, collection.folder, f"{entry_id}.{code}.md", industry)
        if files:
            own = any(path.parent.name == industry for path in files)
            return EditionKey(collection.folder, entry_id, industry if own else BASE, code)
    return EditionKey(collection.folder, entry_id, BASE, language)


def _codes(language: str) -> tuple[str, ...]:
    """The languages to look for, in order."""
    return ("zh", "en") if language == "zh+en" else (language,)


def find_objection(library: Layers, objection_id: str, industry: str, language: str) -> Objection:
    """The objection with the industry's fields over the common ones; for `zh+en` the Chinese text, else the English.

    Raises LibraryError naming the nearest id, or all problems in the entry's files.
    """
    return _read(library, OBJECTIONS, Objection, objection_id, industry, language)


def find_case(library: Layers, case_id: str, industry: str, language: str) -> Case:
    """The success case, found like an objection. Raises LibraryError likewise."""
    return _read(library, CASES, Case, case_id, industry, language)


def find_legal(library: Layers, legal_id: str, industry: str, language: str) -> LegalBlock:
    """The legal block, found like an objection; for `zh+en` the Chinese text with the English under it.

    Raises LibraryError likewise, and if the two texts are not the same version.
    """
    if language != "zh+en":
        return _read(library, LEGAL, LegalBlock, legal_id, industry, language)
    zh, en = (find_legal(library, legal_id, industry, code) for code in ("zh", "en"))
    if zh.version != en.version:
        raise LibraryError(
            Finding.of("library.language:versions", name=legal_id, zh_version=zh.version, en_version=en.version)
        )
    return zh.stacked_over(en)


def list_objections(library: Layers) -> tuple[str, ...]:
    """The ids of all objections, sorted."""
    return tuple(list_entries(library, OBJECTIONS))


def list_cases(library: Layers) -> tuple[str, ...]:
    """The ids of all success cases, sorted."""
    return tuple(list_entries(library, CASES))


def list_legal(library: Layers) -> tuple[str, ...]:
    """The ids of all legal blocks, sorted."""
    return tuple(list_entries(library, LEGAL))


def industries_of(library: Layers, collection: LibraryCollection, entry_id: str, language: str) -> tuple[str, ...]:
    """The industries with a file of the entry in `language`: `base` for the common one, then the others, sorted."""
    name = f"{entry_id}.{language}.md"
    common = ("base",) if library.find(f"{collection.folder}/{name}") else ()
    paths = (path for layer in library.layers for path in (layer / collection.folder).glob(f"*/{name}"))
    industries = {path.parent.name for path in paths}
    return (*common, *sorted(one for one in industries if library.find(f"{collection.folder}/{one}/{name}")))


def list_entries(library: Layers, collection: LibraryCollection) -> Mapping[str, tuple[str, ...]]:
    """The languages of each entry by its id, sorted."""
    found: dict[str, set[str]] = {}
    for path in library.files(collection.folder, ".md"):
        name, _, language = path.stem.rpartition(".")
        if name and language in LANGUAGES:
            found.setdefault(name, set()).add(language)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def entry_source(library: Layers, collection: LibraryCollection, entry_id: str, industry: str, language: str) -> Source:
    """The fields of an entry: the topmost common file, and over it each industry file of that layer or above."""
    check_id(entry_id, collection.noun)
    check_id(industry, message("library.noun:industry"))
    for code in _codes(language):
        files = _files(library, collection.folder, f"{entry_id}.{code}.md", industry)
        if files:
            return _merged(
                [read_entry(path, library.shown(path), collection, library.read(path)) for path in files],
                collection,
                entry_id,
            )
    raise LibraryError(_no_entry(library, collection, entry_id, language))


def _files(library: Layers, folder: str, name: str, industry: str) -> list[Path]:
    """The files to merge, the common one first."""
    files: list[Path] = []
    for layer in library.layers:
        alone = library.alone(layer)
        files += alone.find_all(f"{folder}/{industry}/{name}")
        common = alone.find(f"{folder}/{name}")
        if common:
            return [common, *reversed(files)]
    return files[::-1]


def _merged(sources: list[Source], collection: LibraryCollection, entry_id: str) -> Source:
    merged = sources[0]
    for source in sources[1:]:
        merged = source.over(merged)
    stated = merged.data.setdefault(collection.id_field, entry_id)
    if stated != entry_id:
        file, line = merged.place((collection.id_field,))
        found = Finding.of("library.id:name", id=stated, name=entry_id)
        raise LibraryError(found.at(file, line, 1, collection.id_field))
    return merged


def _no_entry(library: Layers, collection: LibraryCollection, entry_id: str, language: str) -> Finding:
    known = list_entries(library, collection)
    if entry_id in known:
        return Finding.of(
            "library.language",
            noun=collection.noun,
            name=entry_id,
            language=language,
            written=known[entry_id],
            file=f"{entry_id}.{language}.md",
        )
    return Finding.of(collection.code, name=entry_id, hint=suggest(entry_id, known))


def read_entry(path: Path, shown: str, collection: LibraryCollection, data: bytes | None = None) -> Source:
    """The fields of one Markdown file: its front matter, and a field for each `##` heading of its body.

    `data` is the file's content (None: it is read). A heading is a field's name or its title in either language; a list
    of short texts is written as bullets. Raises LibraryError with every problem and its line.
    """
    text = read_text(path, shown, data)
    front = _FRONT_MATTER.match(text)
    if front is None:
        raise LibraryError(Finding.of("library.front_matter").at(shown, 1, 1))
    source = parse_yaml(front.group(1), shown, first_line=2) if front.group(1).strip() else Source({}, file=shown)
    problems = list(_read_sections(text, front.end(), source, collection))
    if problems:
        raise LibraryError(problems)
    return source


def _read_sections(text: str, start: int, source: Source, collection: LibraryCollection) -> Iterator[Finding]:
    headings = list(_HEADING.finditer(text, start))
    ends = [*(heading.start() for heading in headings), len(text)][1:]
    fields = _fields_by_heading(collection.model)
    before = text[start : headings[0].start() if headings else len(text)]
    if before.strip():
        line = text.count("\n", 0, start) + 1
        yield Finding.of("library.section:before").at(source.file, line, 1)
    for heading, end in zip(headings, ends, strict=True):
        title, line = heading.group(1), text.count("\n", 0, heading.start()) + 1
        path = fields.get(_folded(title))
        if path is None:
            hint = suggest(title, _headings(collection.model, title))
            yield Finding.of("library.section", title=title, hint=hint).at(source.file, line, 1)
        elif path in source.places:
            twice = Finding.of("library.section:twice", title=title, first=source.place(path)[1])
            yield twice.at(source.file, line, 1)
        else:
            _put(source, path, _section_value(collection.model, path, text[heading.end() : end].strip()), line)


def _put(source: Source, path: FieldPath, value: Any, line: int) -> None:
    holder = source.data
    for name in path[:-1]:
        holder = holder.setdefault(str(name), {})
    holder[str(path[-1])] = value
    source.places[path] = (source.file, line)


def _section_value(model: type[BaseModel], path: FieldPath, text: str) -> str | list[str]:
    is_list = len(path) == 1 and any(option.is_list for option in fields_in(model)[str(path[0])].options)
    return [item.strip() for item in _BULLET.split(text) if item.strip()] if is_list else text


@cache
def _fields_by_heading(model: type[BaseModel]) -> Mapping[str, FieldPath]:
    """The field path of each heading; fields of a group (`steps`) have their own headings."""
    paths: dict[str, FieldPath] = {}
    for name, mark in marks_of_cached(model).items():
        if fields_in(model)[name].is_computed:
            continue
        for group in _groups(model, name):
            for inner, inner_mark in marks_of_cached(group).items():
                paths.update(dict.fromkeys(map(_folded, (inner, inner_mark.en, inner_mark.zh)), (name, inner)))
        paths.update(dict.fromkeys(map(_folded, (name, mark.en, mark.zh)), (name,)))
    return paths


def _headings(model: type[BaseModel], like: str) -> list[str]:
    """The headings in the language of `like`; in English also the field names."""
    marks = dict(marks_of_cached(model))
    for name in model.model_fields:
        for group in _groups(model, name):
            marks |= marks_of_cached(group)
    if not like.isascii():
        return [mark.zh for mark in marks.values()]
    return [*marks, *(mark.en for mark in marks.values())]


def _groups(model: type[BaseModel], name: str) -> Iterator[type[BaseModel]]:
    return (option.model for option in fields_in(model)[name].options if option.model)


def _folded(heading: str) -> str:
    return re.sub(r"[\s_-]+", "_", heading.strip().casefold())
