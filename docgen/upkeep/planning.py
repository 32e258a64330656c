"""Turns editions and ways to change their texts into the planned files of a company's library, and reads them back."""

import tempfile
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from docgen.errors import Finding, LibraryError, UsageError
from docgen.library.approvals import FOLDER
from docgen.library.editions import new_public_id, public_ids
from docgen.library.entries import COLLECTIONS, OBJECTIONS, EntryCollection, list_entries
from docgen.library.industries import FOLDER as INDUSTRIES
from docgen.library.layers import Layers
from docgen.library.settings import SETTINGS
from docgen.nearest import suggestion
from docgen.upkeep.changes import ChangedFile, Changes, read_exact
from docgen.upkeep.editions import COMMON, Edition, EditionId, is_builtin, is_shadowed, list_ids, read_edition
from docgen.upkeep.written import Written

Rewrite = Callable[[Written], Written]
_BOM = "\ufeff"


def company_folder(library: Layers) -> Path:
    """The company's own layer. Raises UsageError if there is only the built-in one, which is never written to."""
    if is_builtin(library.layers[0]):
        hint = "give your own with --library FOLDER; what you change is kept there, over the built-in entries"
        raise UsageError(Finding("usage.library", "the built-in library is not written to", hint))
    return library.layers[0]


def find_editions(
    library: Layers,
    name: str,
    industry: str = COMMON,
    languages: Iterable[str] = (),
    shelf: EntryCollection = OBJECTIONS,
) -> dict[EditionId, Path]:
    """The entry's editions for `industry` in `languages` (none: all that there are), each with its topmost file.

    Raises LibraryError naming the nearest id, or what the entry is there in.
    """
    ids = {id_: path for id_, path in list_ids(library, shelf.folder).items() if id_.name == name}
    if not ids:
        known = list_entries(library, shelf)
        message = f"no {shelf.noun} {name!r} in the library"
        raise LibraryError(Finding(f"library.{shelf.noun.partition(' ')[0]}", message, suggestion(name, known)))
    here = {id_: path for id_, path in ids.items() if id_.industry == industry}
    wanted = tuple(languages) or tuple(id_.language for id_ in here)
    missing = [language for language in wanted if language not in {id_.language for id_ in here}]
    if missing or not here:
        there = ", ".join(f"{id_.language} ({id_.industry})" for id_ in ids)
        what = f"{', '.join(missing) or 'any language'} for {industry}"
        hint = f"it is there in {there}"
        hint += f"; docgen objection add {name} writes another" if shelf is OBJECTIONS else ""
        raise LibraryError(Finding("library.language", f"{name!r} is not written in {what}", hint))
    return {id_: path for id_, path in here.items() if id_.language in wanted}


def plan_texts(
    library: Layers,
    rewrites: Mapping[EditionId, Rewrite],
    *,
    keep_industries: bool = True,
    notices: tuple[Finding, ...] = (),
) -> Changes:
    """What the texts of editions of one sort become, in the company's folder; those that stay as they are are left out.

    A new common entry gets a public id. A built-in one becomes the company's own copy; since that would replace the
    built-in wording for single industries too, those are copied with it if `keep_industries`.
    """
    company = company_folder(library)
    ids = list_ids(library, next((id_.folder for id_ in rewrites), OBJECTIONS.folder))
    public = {entry: min(found) for entry, found in public_ids(library).items()}
    files: dict[EditionId, ChangedFile] = {}
    for id_, rewrite in rewrites.items():
        if id_ not in ids and id_.industry == COMMON:
            public_id = public.setdefault(f"{id_.folder}/{id_.name}", new_public_id())
            rewrite = _named(rewrite, public_id)  # noqa: PLW2901 - a new entry gets its public id
        change = _change(library, company, id_, ids.get(id_), rewrite)
        if change is not None:
            files[id_] = change
    copied = [id_ for id_ in _replaced_too(library, ids, files) if id_ not in files] if keep_industries else []
    for id_ in copied:
        text = read_exact(ids[id_]) or ""
        files[id_] = ChangedFile(company / id_.file, library.shown(company / id_.file), None, text)
    told = tuple(_copied_notice(id_) for id_ in copied)
    return Changes(company, tuple(files.values()), (*notices, *told))


def _named(rewrite: Rewrite, public_id: str) -> Rewrite:
    return lambda written: rewrite(written).with_default("public_id", public_id)


def _change(library: Layers, company: Path, id_: EditionId, path: Path | None, rewrite: Rewrite) -> ChangedFile | None:
    text = (read_exact(path) or "") if path else ""
    after = rewritten(text, id_.language, rewrite)
    if after == text:
        return None
    target = company / id_.file
    before = text if path is not None and path == target else None
    return ChangedFile(target, library.shown(target), before, after)


def rewritten(text: str, language: str, rewrite: Rewrite) -> str:
    """The text changed, with the byte order mark and the line ends that it had."""
    mark = _BOM if text.startswith(_BOM) else ""
    has_crlf = "\r\n" in text
    changed = rewrite(Written(text.removeprefix(_BOM).replace("\r\n", "\n"), language)).text
    return mark + (changed.replace("\n", "\r\n") if has_crlf else changed)


def _replaced_too(
    library: Layers, ids: Mapping[EditionId, Path], files: Mapping[EditionId, ChangedFile]
) -> list[EditionId]:
    """The built-in editions for industries that new common files would lie over."""
    new = {(id_.name, id_.language) for id_, change in files.items() if id_.industry == COMMON and not change.before}
    return [
        id_
        for id_, path in ids.items()
        if (id_.name, id_.language) in new
        and id_.industry != COMMON
        and is_builtin(path)
        and not is_shadowed(library, id_, path)
    ]


def _copied_notice(id_: EditionId) -> Finding:
    message = f"the built-in wording of {id_} is copied too, since your own common text would replace it"
    return Finding("upkeep.copied", message, severity="warning")


@contextmanager
def planned_layers(library: Layers, changes: Changes, ids: Iterable[EditionId] = ()) -> Generator[Layers]:
    """The library as the entries of `changes` and `ids` would read, once the changes are saved; other files of the
    company's layer are not in it.
    """
    with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
        layer = Path(folder).resolve() / changes.folder.name
        names = {change.path.stem for change in changes.files} | {Path(id_.file).stem for id_ in ids}
        texts = {path: path.read_bytes() for path in _files_of(changes.folder, names)}
        for change in changes.files:
            texts[change.path] = change.after.encode()
        for path, data in texts.items():
            copy = layer / path.relative_to(changes.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(data)
        layer.mkdir(parents=True, exist_ok=True)
        yield Layers((layer, *library.layers[1:]))


def _files_of(company: Path, names: Collection[str]) -> Iterator[Path]:
    """The company's files of entries called `names` (with their language), their approvals, and its library.yaml."""
    for shelf in COLLECTIONS:
        yield from (path for path in (company / shelf.folder).rglob("*.md") if path.stem in names and path.is_file())
    records = (company / FOLDER).rglob("*.yaml")
    yield from (path for path in records if path.parent.name in names and path.is_file())
    industries = (company / INDUSTRIES).glob("*.yaml")
    yield from (path for path in (*industries, company / SETTINGS) if path.is_file())


def read_planned(library: Layers, changes: Changes, ids: Iterable[EditionId]) -> list[Edition]:
    """The objections' editions as they would read once the changes are saved."""
    wanted = list(ids)
    with planned_layers(library, changes, wanted) as layers:
        held = list_ids(layers)
        return [read_edition(layers, id_, held[id_]) for id_ in wanted]
