"""The cover of every deck, one for each motif, and the document-control slide."""

from collections.abc import Sequence

from templates.pptx.components.listing import Column, listing
from templates.pptx.components.slides import logo, on, slide
from templates.pptx.components.text import when
from templates.pptx.layouts import BOTTOM, COLUMN, MARGIN, TOP, foot
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Holder, Para, Run, Text, para
from templates.pptx.motifs import COVERS
from templates.words import Words

_SHOWN = {"manufacturing": "has_gear_cover", "services": "has_wave_cover", "base": "has_plain_cover"}


def _fact(words: Words, number: int, key: str, value: str, condition: str = "") -> Holder:
    name = para(words(key), 12, "white")
    paras = [*(when(condition, name) if condition else [name]), para(value, 14, "white", bold=True, before=2)]
    return Holder(f"Fact {number}", "body", paras, 20 + number)


def _shapes(words: Words, subtitle: str, party: str, *more: Para) -> list[Drawable]:
    return [
        logo((MARGIN, 40, 240, 36), dark=True),
        Holder("Seller", "body", [para(party)], 2),
        Holder("Title", "ctrTitle", [para("{{ doc.title }}")]),
        Holder("Subtitle", "subTitle", [para(subtitle), *more], 1),
        Holder("Mark", "body", _internal(words), 14),
        _fact(words, 1, "version", "{{ stamp.version }} · {{ stamp.status }}"),
        _fact(words, 2, "date", "{{ stamp.date }}"),
        _fact(words, 3, "prepared_by", "{{ doc.prepared_by }}"),
        _fact(words, 4, "valid_to", "{{ doc.valid_until? }}", "doc.valid_until"),
        Holder("Stamp id", "body", [para("{{ stamp.id }}", 9, "white")], 4),
        *foot(words, "white"),
    ]


def _internal(words: Words) -> list[Para]:
    """The mark of an internal edition."""
    return when("reads.internal", para(words("internal_only"), 12, "white", bold=True))


def cover(words: Words, subtitle: str, party: str, industry: str = "", notes: Sequence[Para] = ()) -> list[Slide]:
    """The cover of an industry's deck, with what counts in it; without `industry` one for each motif.

    Of several covers the document's industry chooses.
    """
    has_line = industry not in ("", "base") and words.language != "zh+en"  # two languages leave no space for it
    line = [para("{{ industry.emphasis }}", 12, "white", before=8)] if has_line else []
    shapes = _shapes(words, subtitle, party, *line)
    if industry:
        return [Slide(COVERS[industry], shapes, notes)]
    return [Slide(COVERS[name], shapes, [*on(f"if industry.{shown}"), *notes]) for name, shown in _SHOWN.items()]


def control(words: Words) -> Slide:
    """The document's revisions and its stamp."""
    columns = [
        Column(90, words.head("version"), "V{{ item.version }}", bold=True, colour="primary"),
        Column(150, words.head("date"), "{{ item.date }}"),
        Column(150, words.head("prepared_by"), "{{ item.author }}"),
        Column(COLUMN - 390, words.head("revision.change"), "{{ item.change }}"),
    ]
    stamp = Para([Run(words("stamp_id") + "  ", 12, "muted"), Run("{{ stamp.short_id }}", 12, "ink", bold=True)])
    shapes = [
        listing("Revisions", columns, "item in doc.revisions", (MARGIN, TOP, COLUMN, 300)),
        Text("Stamp data", (MARGIN, BOTTOM - 24, COLUMN, 20), [stamp], "b"),
    ]
    return slide(
        words, "{{ doc.doc_id }} · {{ stamp.version }} · {{ stamp.status }}", "document_control", shapes,
        notes=on("if doc.revisions"), last=True,
    )  # fmt: skip
