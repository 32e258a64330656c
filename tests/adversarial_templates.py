"""Templates that ask for everything they can reach, in Jinja that Word, PowerPoint and HTML take alike."""

# ruff: noqa: E501 - a template a line

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from docgen.field_reference import _ENTRIES
from docgen.field_sheet import FieldRow, entry_rows, field_rows
from docgen.schemas import KINDS, model_for
from tests.lint.makers import box, deck, paragraph, word

_ROOTS = (
    "doc", "stamp", "industry", "objections[0]", "cases[0]", "legal[0]", "doc.pricing", "doc.pricing.lines[0]",
    "doc.decision_map.nodes[0]", "doc.rows[0]", "doc.agreed[0]", "docgen_bindings", "docgen_account",
)  # fmt: skip
_LISTS = ("objections", "cases", "legal", "doc.pricing.lines", "doc.decision_map.nodes", "doc.rows", "[doc]")
_INTERNAL = tuple(
    [
        "cost",
        "floor_price",
        "margin",
        "margin_rate",
        "approval_ref",
        "withheld_price",
        "speaker_notes",
        "acquisition_cost",
        "support",
        "coverage",
        "personal_win",
        "our_owner",
        "influence",
        "focus",
        "competition",
        "missing_roles",
        "concessions",
        "bounds",
        "batna",
        "decision_maker_preferences",
        "within_bounds",
        "objection_id",
        "case_id",
        "legal_id",
        "public_id",
        "client_name",
        "permission",
        "steps",
        "short_script",
        "full_script",
        "internal_script",
        "concession_rules",
        "do_not_say",
        "usage",
        "success_rate",
        "escalation",
        "underlying_concern",
        "clarifying_questions",
        "owner",
        "notes",
        "applies_when",
        "questions",
        "cases",
        "objections",
        "legal",
        "include",
    ]
)
_WALK = (
    "{% macro walk(x, depth) %}{% for name in names %}{% if x[name] is defined %}{{ x[name] }} "
    "{% if depth %}{{ walk(x[name], depth - 1) }}{% endif %}{% endif %}{% endfor %}{% endmacro %}"
)

SNIPPETS: Mapping[str, str] = {
    "internal fields by dots": "{% if ROOT.NAME is defined %}{{ ROOT.NAME }}{% endif %}",
    "internal fields by brackets": "{% if ROOT['NAME'] is defined %}{{ ROOT['NAME'] }}{% endif %}",
    "internal fields by attr": "{{ (ROOT|attr('NAME'))|default('-', true) }}",
    "internal fields by map": "{{ LIST|map(attribute='NAME', default='-')|join(' ') }}\n{{ [ROOT]|map(attribute='NAME')|list }}",
    "internal fields by select": "{{ ([ROOT]|selectattr('NAME')|list)|join(' ') }}\n{{ LIST|rejectattr('NAME')|list }}",
    "internal fields by groupby": "{% for group in LIST|groupby('NAME', default='-') %}{{ group.grouper }}{% endfor %}",
    "internal fields by sort": "{{ LIST|sort(attribute='NAME')|map(attribute='verbatim')|join }}\n{{ [ROOT]|sum('NAME') }}",
    "a walk by names": _WALK + "{% set names = ALL %}{{ walk(ROOT, 1) }}",
    "json": "{{ ROOT|tojson }}\n{{ [ROOT]|tojson }}\n{{ {'a': ROOT}|tojson }}",
    "pprint": "{{ ROOT|pprint }}\n{{ ROOT|string }}\n{{ ROOT|list }}\n{{ ROOT }}\n{{ [ROOT] }}\n{{ ROOT ~ '' }}",
    "string formatting": "{{ '%s %r'|format(ROOT, ROOT) }}\n{{ '{0} {0!r}'.format(ROOT) }}\n{{ '%s' % ROOT }}",
    "fields by string formatting": "{{ '{0.NAME}'.format(ROOT) }}\n{{ '{0[0].NAME}'.format(ROOT) }}",
    "private names by formatting": "{{ '{0._fields}'.format(ROOT) }}\n{{ '{0.__class__.__mro__}'.format(ROOT) }}",
    "private names": "{{ ROOT._fields }}\n{{ ROOT['_fields'] }}\n{{ (ROOT|attr('_fields'))|default('-') }}\n{{ ROOT._left_out }}",
    "classes": "{{ ROOT.__class__.__mro__[1].__subclasses__() }}\n{{ ROOT.__reduce__() }}\n{{ ROOT.model_dump() }}",
    "globals of functions": "{{ label.__globals__ }}\n{{ branches.__closure__ }}\n{{ cycler.__init__.__globals__ }}",
    "the context": "{{ self._TemplateReference__context }}\n{{ self }}\n{{ namespace(a=ROOT) }}\n{{ dict(a=ROOT) }}",
    "bindings": "{{ docgen_bindings.data }}\n{{ docgen_bindings.names }}\n{{ docgen_bindings.labels }}\n"
    "{{ docgen_bindings.names.doc.cost }}\n{{ docgen_bindings.brand }}\n{% set docgen_bindings = 1 %}{{ docgen_bindings }}",
    "what is missing": "{{ ROOT.nothing|string }}\n{{ ROOT.cost|default(ROOT.nothing, true) }}\n{{ ROOT.cost|pprint }}",
    "debug": "{% debug %}\n{{ debug() }}\n{{ lipsum() }}\n{% import 'base/proposal.html' as p %}{{ p }}",
    "items": "{% for k, v in ROOT|items %}{{ k }}{{ v }}{% endfor %}\n{{ dict(ROOT) }}\n{{ ROOT|dictsort }}\n{{ LIST|tojson }}\n{{ LIST|string }}\n"
    "{{ LIST|first }}\n{{ LIST|last }}\n{{ LIST|batch(1)|list }}\n{{ LIST|unique|list }}\n{{ LIST|random }}",
    "labels of values": "{{ label(ROOT.category) }}\n{{ ROOT.status|label }}\n{{ head(ROOT.owner) }}\n{{ label('NAME') }}",
    "loops' own names": "{% for x in LIST %}{{ loop }}{{ loop.previtem }}{{ loop.nextitem }}{{ x }}{% endfor %}",
    "every field that any audience has": "EVERYTHING",
    "every field under is defined": "GUARDED",
}  # fmt: skip


def _has(kind: str, root: str) -> bool:
    """Whether documents of a kind have what `root` names."""
    field = re.match(r"(?:branches\()?doc\.(\w+)", root)
    return field is None or field[1] in model_for(kind).model_fields


@cache
def snippet(name: str, kind: str) -> tuple[str, ...]:
    """The Jinja of an adversarial template for a kind, in pieces, each of which is rendered by itself."""
    text = SNIPPETS[name]
    if text in ("EVERYTHING", "GUARDED"):
        return _every_field(kind, guarded=text == "GUARDED")
    fields = dict.fromkeys(row.path.removesuffix("[]").rpartition(".")[2] for row in _rows(kind))
    names = repr(list(dict.fromkeys((*_INTERNAL, *fields))))
    pieces = [piece.replace("ALL", names) for piece in text.split("\n")]
    pieces = [piece.replace("NAME", field) for piece in pieces for field in (_INTERNAL if "NAME" in piece else ("",))]
    filled = (_filled(piece, "LIST" if "LIST" in piece else "ROOT", kind) for piece in pieces)
    return tuple(dict.fromkeys(piece for found in filled for piece in found))


def _filled(piece: str, word: str, kind: str) -> Iterator[str]:
    """The piece for each thing that documents of the kind have."""
    roots = _LISTS if word == "LIST" else _ROOTS
    return (piece.replace(word, root) for root in roots if _has(kind, root))


def _rows(kind: str) -> Iterator[FieldRow]:
    yield from field_rows(kind)
    for sort in _ENTRIES.values():
        yield from entry_rows(sort)


def _every_field(kind: str, *, guarded: bool) -> tuple[str, ...]:
    """Each field of the document and the entries, internal ones too, by the way that leads to it."""
    pieces: list[str] = []
    for row in _rows(kind):
        *lists, last = row.path.split("[]")
        opened, closed, name = "", "", ""
        for number, part in enumerate(lists):
            path = f"{name}{part}"
            test = f"{{% if {path} is defined and {path} %}}"
            opened += f"{test}{{% for x{number} in {path} %}}"
            closed = "{% endfor %}{% endif %}" + closed
            name = f"x{number}"
        path = f"{name}{last}"
        shown = f"{{{{ {path} }}}}"
        pieces.append(
            f"{opened}{{% if {path} is defined %}}{shown}{{% endif %}}{closed}"
            if guarded
            else f"{opened}{shown}{closed}"
        )
    return tuple(pieces)


def write_templates(folder: Path, jinja: tuple[str, ...]) -> None:
    """A library in which every kind's template in every format holds the pieces, in text and in alt texts."""
    files = {
        "docx": word(*(paragraph(piece) for piece in jinja), parts={"header1": paragraph(jinja[0])}, relations=()),
        "pptx": deck(*(box(piece, alt=piece) for piece in jinja)),
        "html": _page(jinja),
    }
    for suffix, data in files.items():
        home = folder / suffix / "base"
        home.mkdir(parents=True, exist_ok=True)
        for kind in KINDS:
            (home / f"{kind}.{suffix}").write_bytes(data)


def _page(jinja: tuple[str, ...]) -> bytes:
    body = "".join(f"<p>{piece}</p>" for piece in jinja)
    return f"<html lang='en'><head><title>t</title></head><body><h1>T</h1>{body}</body></html>".encode()
