"""Checks across an entire library: unprinted fields, unused files and allowances, entries, public ids, logos."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from docgen.annotations import fields_in, nested_models
from docgen.errors import LibraryError
from docgen.formats import FORMATS
from docgen.library.brand import list_brands, read_brand
from docgen.library.catalogue import Library
from docgen.library.editions import EntryFile, entry_files, find_edition, list_editions
from docgen.library.industries import list_industries
from docgen.library.layers import Layers, builtin_layer
from docgen.lint.allowances import Allowances
from docgen.lint.context import checked_kinds, schema_of
from docgen.lint.digests import LINT_FILE
from docgen.lint.problems import Problem, Where
from docgen.lint.template_check import TemplateFile, TemplateResult
from docgen.messages import message
from docgen.nearest import suggest
from docgen.schemas.base import Envelope
from docgen.schemas.declared import DeclaredFields
from docgen.schemas.governance import explain_status

_MOST_NAMED = 5


def check_coverage(
    library: Library, allowances: Allowances, checked: Sequence[tuple[TemplateFile, TemplateResult]]
) -> Iterator[Problem]:
    """Check what only shows across all templates, given the result of each; marks allowances as applied."""
    for _, found in checked:
        allowances.applied |= {("words", word) for word in found.words}
    yield from _check_unprinted(library.declared, allowances, checked)
    yield from _check_poorer(library, allowances, checked)
    yield from _check_unused(library, allowances, checked)
    for name in allowances.unneeded():
        yield Problem.of("lint.allowance.unused", Where(LINT_FILE, expression=name), name=name)


def _check_unprinted(
    declared: DeclaredFields, allowances: Allowances, checked: Sequence[tuple[TemplateFile, TemplateResult]]
) -> Iterator[Problem]:
    """Fields that no template of a kind prints; then those that no template of a format prints."""
    used: dict[str, dict[str, set[tuple[str, str]]]] = {}
    for file, found in checked:
        used.setdefault(file.kind, {}).setdefault(file.file_format, set()).update(found.used)
    for kind, formats in sorted(used.items()):
        schema = schema_of(kind, declared)
        nowhere = set(_unprinted(schema, {field for fields in formats.values() for field in fields}))
        for name in sorted(nowhere):
            if not allowances.allows_unprinted(kind, name):
                yield _missing("lint.field.unprinted", kind, name, kind=kind)
        for file_format, fields in sorted(formats.items()):
            for name in _unprinted(schema, fields):
                if name not in nowhere and not allowances.allows_unprinted(f"{kind}.{file_format}", name):
                    yield _missing(f"lint.field.unprinted:{file_format}", f"{kind}.{file_format}", name, kind=kind)


def _check_poorer(
    library: Library, allowances: Allowances, checked: Sequence[tuple[TemplateFile, TemplateResult]]
) -> Iterator[Problem]:
    """Copies of built-in templates that print less than those: required fields, or the stamp on the pages."""
    built_in = {_place_in_layer(library, file): found for file, found in checked if _is_shipped(file)}
    for file, found in checked:
        model = None if _is_shipped(file) else _model_of(built_in, _place_in_layer(library, file))
        if model is None or 2 * len(model.used & found.used) < len(model.used):
            continue
        required = set(_required_fields(schema_of(file.kind, library.declared)))
        lost = [f"{owner}.{name}" for owner, name in sorted((model.used - found.used) & required)]
        of = f"{file.kind}.{file.file_format}"
        if lost := [name for name in lost if not allowances.allows_unprinted(of, name)]:
            shown = [*lost[:_MOST_NAMED], *(["…"] if len(lost) > _MOST_NAMED else [])]
            yield Problem.of("lint.template.poorer", Where(file.shown), fields=shown)
        if model.is_stamped and not found.is_stamped:
            yield Problem.of("lint.template.poorer:stamp", Where(file.shown))


def _is_shipped(file: TemplateFile) -> bool:
    return file.path.is_relative_to(builtin_layer())


def _place_in_layer(library: Library, file: TemplateFile) -> tuple[str, str]:
    """The folder and the name of a template, as they are in each layer."""
    layer = next(layer for layer in library.layers if file.path.is_relative_to(layer))
    relative = file.path.relative_to(layer)
    return relative.parent.as_posix(), relative.name


def _model_of(built_in: Mapping[tuple[str, str], TemplateResult], place: tuple[str, str]) -> TemplateResult | None:
    """The built-in template of a place, else the one of its language, or English, in the same format's base folder."""
    folder, name = place
    kind, _, rest = name.partition(".")
    base = folder.partition("/")[0] + "/base"
    names = (name, f"{kind}.en.{rest}")
    return next((built_in[each, one] for each in (folder, base) for one in names if (each, one) in built_in), None)


def _missing(key: str, of: str, name: str, **values: str) -> Problem:
    return Problem.of(key, Where(of, expression=name), of=of, field=name, **values)


def _check_unused(
    library: Library, allowances: Allowances, checked: Sequence[tuple[TemplateFile, TemplateResult]]
) -> Iterator[Problem]:
    industries = ("base", *list_industries(library))
    known = {file.path for file, _ in checked}
    included = {path for _, found in checked for path in found.files}
    for file_format in FORMATS.values():
        for path in library.files(file_format.folder, f".{file_format.suffix}"):
            layer = next(layer for layer in library.layers if path.is_relative_to(layer))
            relative = path.relative_to(layer).as_posix()
            if path in known or relative in included or allowances.allows_unused(relative):
                continue
            name, place = path.name.split(".")[0], path.parent.name
            hint = suggest(name, checked_kinds()) if place in industries else suggest(place, industries)
            yield Problem.of("lint.template.unused", Where(library.shown(path)), hint)


def _required_fields(schema: type[Envelope]) -> Iterator[tuple[str, str]]:
    """The required fields of a document and of its nested models, as (model, field)."""
    for model in nested_models(schema):
        yield from ((model.__name__, name) for name, field in fields_in(model).items() if field.is_required)


def _unprinted(schema: type[Envelope], used: set[tuple[str, str]]) -> Iterator[str]:
    """The required fields of a document that are not in `used`, as `Model.field`.

    Fields of a model that no template reaches are left out: the field that leads to it is in the list.
    """
    reached = {model for model, _ in used}
    for model, name in _required_fields(schema):
        if model in reached and (model, name) not in used:
            yield f"{model}.{name}"


def check_entries(library: Library) -> Iterator[Problem]:
    """Check each edition of the entries, on any date: `library due` lists what is overdue."""
    for key in list_editions(library):
        path = library.find(key.file)
        where = Where(library.shown(path) if path else key.file)
        try:
            entry = find_edition(library, key)
        except LibraryError as error:
            for finding in error.findings:
                place = Where(finding.file or where.template, place=finding.place, line=finding.line, column=1)
                yield Problem("entry.broken", finding.words, finding.remedy or None, place)
            continue
        if entry.standing.doubt is not None:
            why, hint = explain_status(entry)
            remedy = message("lint.hint.command", hint=hint, command=key.command)
            yield Problem.of("lint.entry.unapproved", where, remedy, entry=str(key), why=why)


def check_public_ids(library: Layers) -> Iterator[Problem]:
    """One problem for all entries without a public id, and one for each duplicate id."""
    files = list(entry_files(library))
    without = [file for file in files if file.needs_id and file.public_id is None and not _is_builtin(file)]
    if without:
        named = list(dict.fromkeys(file.entry for file in without))
        where, entries, more = _where(library, without[0]), named[:_MOST_NAMED], len(named) - _MOST_NAMED
        if more > 0:
            yield Problem.of("lint.entry.public_id:more", where, entries=entries, more=more)
        else:
            yield Problem.of("lint.entry.public_id", where, entries=entries)
    holders: defaultdict[str, dict[str, EntryFile]] = defaultdict(dict)
    for file in files:
        if file.public_id:
            holders[file.public_id].setdefault(file.entry, file)
    for public_id, sharing in holders.items():
        if len(sharing) > 1:
            where = _where(library, next(iter(sharing.values())), public_id)
            yield Problem.of("lint.entry.public_id_doubled", where, entries=sorted(sharing))


def _is_builtin(file: EntryFile) -> bool:
    return file.path.is_relative_to(builtin_layer())


def _where(library: Layers, file: EntryFile, public_id: str = "") -> Where:
    return Where(library.shown(file.path), expression=f"public_id: {public_id}" if public_id else "")


def check_logos(library: Library) -> Iterator[Problem]:
    """Brands of the company's own that lack a logo for light backgrounds, for dark ones, or both."""
    own = [path for path in library.find_all("brand.yaml") if not path.is_relative_to(builtin_layer())]
    brands = [(path, None) for path in own[:1]]
    brands += [(path, name) for name, path in list_brands(library).items() if not path.is_relative_to(builtin_layer())]
    for path, name in brands:
        try:
            brand = read_brand(library, chosen=name)
        except LibraryError:
            continue  # a render reports it
        missing = {(False, False): "", (False, True): ":on_light", (True, False): ":on_dark"}
        key = missing.get((brand.has_logo, brand.has_logo_on_dark))
        if key is not None:
            yield Problem.of(f"lint.brand.logo{key}", Where(library.shown(path)))
