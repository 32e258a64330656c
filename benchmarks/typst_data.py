"""Write a template's bindings as JSON for the Typst spike: the same view, with formatted values.

Typst lacks docgen's filters, so a figure has its text in each format that a template may use, and Markdown is given as
blocks. The rules of formatting and rounding thus stay in one place.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from docgen.audience import Choice, Markdown, View, as_data, fields_of
from docgen.diagrams import gantt, to_svg
from docgen.library.labels import Labels, field_titles
from docgen.richtext import Block, ListItem, Paragraph, Spans, Table, blocks_of, spans_of
from docgen.templating import Bindings
from docgen.wording import (
    format_amount,
    format_date,
    format_discount,
    format_money,
    format_number,
    format_percent,
    format_price,
    in_language,
    minor_places,
)

_COLOURS = ("primary", "accent", "ink", "muted", "line", "surface", "positive", "warning", "negative")
_PLAN_ROOM = (454.0, 320.0)


def spike_files(bindings: Bindings) -> dict[str, bytes]:
    """`data.json` for the template, `attached.json` for the reader, `labels.json`, and the logo if there is one."""
    doc: View = bindings.names["doc"]
    files = {
        "data.json": _json(_facts(bindings, doc)),
        "attached.json": _json(as_data(doc)),
        "labels.json": _labels(fields_of(doc)["kind"], bindings.language, _Held(bindings.labels)),
    }
    return {**files, "logo.svg": bindings.brand.logo} if bindings.brand.logo else files


def _facts(bindings: Bindings, doc: View) -> dict[str, Any]:
    fields = fields_of(doc)
    named = {name: _said(value, bindings) for name, value in bindings.names.items()}
    day: date = fields["date"]
    return {
        "industry": None,
        **named,
        "kind": str(fields["kind"]),
        "language": bindings.language,
        "audience": bindings.audience,
        "watermark": bindings.watermark,
        "brand": {name: getattr(bindings.brand, name) for name in _COLOURS},
        "fonts": bindings.brand.pdf_fonts,
        "has_logo": bool(bindings.brand.logo),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "gantt": _plan(bindings, fields),
        "paid": _paid(bindings, fields),
    }


def _plan(bindings: Bindings, fields: Mapping[str, Any]) -> dict[str, str] | None:
    phases = fields.get("implementation")
    if not phases:
        return None
    drawing = gantt(phases, lambda key: _word(bindings, key), *_PLAN_ROOM, language=bindings.language)
    return {"svg": to_svg(drawing, bindings.brand, ", ".join(bindings.brand.pdf_fonts)), "alt": drawing.alt}


def _paid(bindings: Bindings, fields: Mapping[str, Any]) -> dict[str, Any]:
    terms = fields.get("payment_terms") or ()
    sums = {name: sum((getattr(term, name) for term in terms), Decimal(0)) for name in ("share", "amount")}
    return {name: _figure(value, bindings) for name, value in sums.items()}


def _word(bindings: Bindings, key: Any) -> str:
    pair = (key.title_en, key.title_zh) if isinstance(key, Choice) else bindings.labels(key)
    return in_language(*pair, bindings.language)


class _Held:
    """Labels as a cache key: a library's labels are the same object in every render."""

    def __init__(self, labels: Any) -> None:
        self.labels: Labels = labels

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.labels.catalogue is other.labels.catalogue

    def __hash__(self) -> int:
        return id(self.labels.catalogue)


@lru_cache(maxsize=64)
def _labels(kind: str, language: str, held: _Held) -> bytes:
    keys = {**field_titles(kind), **held.labels.catalogue}
    return _json({key: in_language(*held.labels(key), language) for key in keys})


def _said(value: Any, bindings: Bindings) -> Any:  # noqa: PLR0911 - a case each
    match value:
        case View():
            return {name: _said(item, bindings) for name, item in fields_of(value).items()}
        case tuple() | list():
            return [_said(item, bindings) for item in value]
        case Choice():
            return {"value": value.value, "said": in_language(value.title_en, value.title_zh, bindings.language)}
        case Markdown():
            return {"blocks": [_block(block) for block in blocks_of(value)], "spans": _spans(spans_of(value))}
        case date():
            return _moment(value, bindings.language)
        case Decimal() | int() if not isinstance(value, bool):
            return _figure(Decimal(value), bindings)
        case _:
            return value


def _moment(value: date, language: str) -> dict[str, str]:
    day = format_date(value, language)
    if not isinstance(value, datetime):
        return {"iso": value.isoformat(), "said": day}
    return {"iso": value.isoformat(), "said": f"{day} {value:%H:%M}", "time": f"{value:%H:%M}"}


def _figure(value: Decimal, bindings: Bindings) -> dict[str, str]:
    places = minor_places(bindings.currency)
    plain = f"{value:f}"
    return {
        "value": "0" if value == 0 else plain,
        "said": plain,
        "amount": format_amount(value, places),
        "price": format_price(value, places),
        "money": format_money(value, bindings.currency),
        "number": format_number(value),
        "percent": format_percent(value),
        "percent1": format_percent(value, 1),
        "discount": format_discount(value, bindings.language),
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Table():
            rows = [[_spans(cell) for cell in row] for row in block.rows]
            return {
                "kind": "table",
                "header": [_spans(it) for it in block.header],
                "rows": rows,
                "aligns": block.aligns,
            }
        case ListItem():
            about = {"level": block.level, "ordered": block.ordered, "number": block.list_number}
            return {"kind": "item", "spans": _spans(block.spans), **about}
        case Paragraph():
            return {"kind": "paragraph", "spans": _spans(block.spans), "quote": block.quote}
        case _:
            return {"kind": "heading", "spans": _spans(block.spans)}


def _spans(spans: Spans) -> list[dict[str, Any]]:
    return [asdict(span) for span in spans]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
