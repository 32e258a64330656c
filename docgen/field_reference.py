"""The field reference of a kind or a type of library entries, as text, DOCX or PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set

from docgen._version import __version__
from docgen.audience import Audience
from docgen.errors import Finding, UsageError
from docgen.field_sheet import EntryCollection, FieldRow, FieldSheet, as_markdown, as_text, entry_rows, field_rows
from docgen.field_sheet.sheet import KIND, TagRule, sheet_groups
from docgen.finished import Rendered
from docgen.formats import FORMATS
from docgen.library import list_industries
from docgen.library.industries import Industry
from docgen.nearest import suggest
from docgen.pipeline import Workspace, render
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Language, Party, Status
from docgen.schemas.declared import NO_FIELDS, DeclaredFields
from docgen.schemas.legal import LegalBlock
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case

_MISTAKES = ("brackets", "around", "pictures", "internal_note", "check")
_FORMATS = tuple(name for name, sort in FORMATS.items() if sort.has_field_sheet)
_ENTRIES: Mapping[str, EntryCollection] = {
    "case": EntryCollection(Case, "cases", "case", ("Success cases", "成功案例")),
    "industry": EntryCollection(Industry, "industry", "", ("Industry", "行业")),
    "legal": EntryCollection(LegalBlock, "legal", "clause", ("Legal blocks", "法律条款")),
    "objection": EntryCollection(Objection, "objections", "objection", ("Objections", "异议问答")),
}


def template_fields(
    kind: str, *, language: str = "en", markdown: bool = False, workspace: Workspace | None = None
) -> str:
    """The fields that a template of `kind` may use, with a tag to paste for each: lines of text, or a Markdown table.

    Library entries have the fields that documents of the kind show. `kind` may also be a type of entries (case,
    industry, legal, objection), with the fields that any kind of document shows. `language` (en or zh) is that of types
    and column heads; titles are in both. The library of `workspace` may declare further fields. Raises UsageError
    for an unknown kind.
    """
    return (as_markdown if markdown else as_text)(_rows(kind, (workspace or Workspace()).declared), language)


def render_field_sheet(
    kind: str, file_format: str, *, language: str = "en", workspace: Workspace | None = None
) -> Rendered:
    """The field reference as a document (docx or pdf), rendered with the library's templates `field_sheet`.

    Raises UsageError for an unknown kind or format, and what `render` raises.
    """
    if file_format not in _FORMATS:
        raise UsageError(Finding.of("usage.format:field_sheet", name=file_format, known=_FORMATS))
    workspace = workspace or Workspace()
    return render(_sheet(kind, language, workspace), file_format, audience="internal", workspace=workspace)


def _rows(kind: str, declared: DeclaredFields = NO_FIELDS) -> tuple[FieldRow, ...]:
    known = (*KINDS, *_ENTRIES)
    if kind not in known:
        raise UsageError(Finding.of("usage.kind", name=kind, hint=suggest(kind, known)))
    if kind in _ENTRIES:
        return entry_rows(_ENTRIES[kind], _shown_anywhere(_ENTRIES[kind].name), display=True)
    record = KINDS[kind]
    named = [sort for sort in _ENTRIES.values() if sort.name in {"industry", *record.entries.values()}]
    entries = [row for sort in named for row in entry_rows(sort, record.model.entry_fields[sort.name], display=True)]
    return (*field_rows(kind, declared, display=True), *entries)


def _shown_anywhere(name: str) -> Set[str] | None:
    """The fields of entries that documents of any kind show; None: all."""
    shown = [model_for(kind).entry_fields[name] for kind in KINDS]
    return frozenset[str]().union(*filter(None, shown)) if all(shown) else None


def _sheet(kind: str, language: str, workspace: Workspace) -> FieldSheet:
    rows, library = _rows(kind, workspace.declared), workspace.opened
    labels = library.labels_for(KIND, language)

    def label(key: str) -> str:
        return labels(key)[language == "zh"]

    subject = (labels.title_of(kind) if kind in KINDS else _ENTRIES[kind].title)[language == "zh"]
    today = workspace.today()
    return FieldSheet.model_validate({
        "doc_id": f"FIELDS-{kind.upper().replace('_', '-')}",
        "title": label("field_sheet_title").replace("…", subject),
        "version": "1.0",
        "status": Status.issued,
        "date": today,
        "prepared_by": f"docgen {__version__}",
        "audience": Audience.INTERNAL,
        "language": Language(language),
        "industry": list_industries(library)[0],
        "seller": Party(full_name=library.version, short_name=library.version),
        "rules": tuple(_rules(rows, label)),
        "mistakes": tuple(label(f"field_sheet_{key}") for key in _MISTAKES),
        "groups": sheet_groups(rows, language, label("field_sheet_whole") if kind in KINDS else subject),
        "field_count": len(rows),
    })  # fmt: skip


def _rules(rows: Sequence[FieldRow], label: Callable[[str], str]) -> Iterator[TagRule]:
    """How tags are written, each shown on the first field that it suits; rules that suit no field are left out."""
    may_lack = [f"{row.path}." for row in rows if row.type == "group" and row.optional]
    outermost = sorted(rows, key=lambda row: ("[]" in row.path, row.path.startswith(tuple(may_lack))))
    for key, wanted, written in _RULES:
        row = next((row for row in outermost if wanted(row)), None)
        if row is not None:
            tag = written.replace("TAG", row.tag).replace("NAME", _expression(row)) if written else row.tag
            yield TagRule(what=label(f"{key}_what"), tag=tag, why=label(f"{key}_why"))


def _expression(row: FieldRow) -> str:
    """The expression that a tag prints or loops over, without braces and filters."""
    return row.tag.removeprefix("{{ ").partition(" ")[0]


def _is_plain(row: FieldRow, kind: str) -> bool:
    return row.type == kind and row.tag.startswith("{{") and row.is_open


_Rule = tuple[str, Callable[[FieldRow], bool], str]
_RULES: tuple[_Rule, ...] = (
    ("tag_print", lambda row: _is_plain(row, "text") and not row.optional, ""),
    ("tag_markdown", lambda row: _is_plain(row, "markdown"), ""),
    ("tag_money", lambda row: _is_plain(row, "money"), ""),
    ("tag_percent", lambda row: _is_plain(row, "rate"), ""),
    ("tag_date", lambda row: _is_plain(row, "date") and not row.optional, "{{ NAME | date }}"),
    ("tag_optional", lambda row: _is_plain(row, "text") and row.optional, "{{ NAME or '–' }}"),
    ("tag_if", lambda row: _is_plain(row, "text") and row.optional, "{% if NAME %} … {% endif %}"),
    ("tag_loop", lambda row: row.type == "list" and row.tag.startswith("{% for"), ""),
    ("tag_join", lambda row: row.type == "list" and row.tag.startswith("{{"), ""),
    ("tag_internal", lambda row: True, "{% if reads.internal %} … {% endif %}"),
    ("tag_label", lambda row: True, "{{ label('date') }}"),
)
