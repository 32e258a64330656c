"""Templates and bindings that WeasyPrint and Typst both render, from a sample or a number of leads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docgen
from benchmarks.register import register
from docgen.audience import Audience, Markdown, View, fields_of, name_of
from docgen.copies import make_bindings, make_stamp, prepare_copy
from docgen.library import find_template
from docgen.templating import Bindings, Template

_SHORT = 12  # below it a text may be a code, a unit or a currency
SAMPLES = Path(__file__).parent.parent / "samples"
_WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def proposal(sample: str, audience: str = "client") -> tuple[Template, Bindings]:
    """The shipped HTML template and its bindings; `sample` is `manufacturing.zh` or `services.en`."""
    document = docgen.load(SAMPLES / f"proposal.{sample}.yaml")
    copy = prepare_copy(document, "pdf", Audience(audience), _WORKSPACE.opened, _WORKSPACE.today())
    return copy.template, make_bindings(copy, make_stamp(copy))


def leads(rows: int) -> tuple[Template, Bindings]:
    """The shipped register's HTML template, and `rows` leads."""
    _, bindings = register(rows)
    found = find_template(_WORKSPACE.opened, "lead_register", "pdf", "services", "en")
    return Template(found.name, found.data, found.digest, found.read, found.read_asset), bindings


def content(what: str) -> tuple[Template, Bindings]:
    """`leads:10` is a register of ten leads, anything else a proposal's sample."""
    name, _, rows = what.partition(":")
    return leads(int(rows)) if rows else proposal(name)


def another(bindings: Bindings, number: int) -> Bindings:
    """The same document with every text changed, as for another client."""
    return replace(bindings, names={name: _changed(value, f" {number}") for name, value in bindings.names.items()})


def edited(bindings: Bindings, number: int) -> Bindings:
    """The same document after one edit: a few characters in one paragraph, or in one lead's company."""
    doc: View = bindings.names["doc"]
    fields = dict(fields_of(doc))
    if "background" in fields:
        fields["background"] = Markdown(f"{fields['background']} {number}")
    else:
        first, *others = fields["rows"]
        company = f"{first.company} {number}"
        fields["rows"] = (View(name_of(first), {**fields_of(first), "company": company}), *others)
    return replace(bindings, names={**bindings.names, "doc": View(name_of(doc), fields)})


def edited_at(bindings: Bindings, path: Sequence[str | int], number: int) -> Bindings:
    """The same document after an edit of the text at `path`, and of its printed stamp."""
    stamp: View = bindings.names["stamp"]
    printed = {**fields_of(stamp), "id": f"{number:064x}", "short_id": f"#{number:08x}"}
    doc = _edited(bindings.names["doc"], path, f" {number}")
    return replace(bindings, names={**bindings.names, "doc": doc, "stamp": View(name_of(stamp), printed)})


def _edited(value: Any, path: Sequence[str | int], ending: str) -> Any:
    if not path:
        return type(value)(f"{value}{ending}")
    step, *others = path
    if isinstance(value, View):
        return View(name_of(value), {**fields_of(value), step: _edited(fields_of(value)[step], others, ending)})
    return (*value[:step], _edited(value[step], others, ending), *value[step + 1 :])


def _changed(value: Any, ending: str) -> Any:
    if isinstance(value, View):
        fields = {name: it if name == "kind" else _changed(it, ending) for name, it in fields_of(value).items()}
        return View(name_of(value), fields)
    if isinstance(value, tuple):
        return tuple(_changed(item, ending) for item in value)
    if type(value) in (str, Markdown) and len(value) > _SHORT:
        return type(value)(value + ending)
    return value
