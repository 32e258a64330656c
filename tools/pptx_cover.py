"""The cover of every deck."""

from collections.abc import Sequence

from pptx_blocks import label
from pptx_design import foot
from pptx_package import Slide
from pptx_xml import Holder, Para, Run, para, tag

FACT = 14


def _fact(key: str, value: str) -> Para:
    return Para([Run(f"{label(key)}  ", FACT, "white"), Run(value, FACT, "white", bold=True)], before=3)


def cover(subtitle: str, party: str, more: Sequence[tuple[str, str]] = (), notes: Sequence[Para] = ()) -> Slide:
    """Title, for whom, version, date, validity, author, and the stamp's id whole."""
    facts = [
        _fact("version", "{{ stamp.version }} · {{ stamp.status }}"),
        _fact("date", "{{ stamp.date }}"),
        tag("{%p if doc.valid_until %}"),
        _fact("valid_to", "{{ doc.valid_until }}"),
        tag("{%p endif %}"),
        _fact("prepared_by", "{{ doc.prepared_by }}"),
        *(_fact(key, value) for key, value in more),
    ]
    shapes = [
        Holder("Seller", "body", [para(party)], 2),
        Holder("Title", "ctrTitle", [para("{{ doc.title }}")]),
        Holder("Subtitle", "subTitle", [para(subtitle)], 1),
        Holder("Facts", "body", facts, 3),
        Holder("Stamp id", "body", [para("{{ stamp.id }}", 8, "white")], 4),
        *foot("white"),
    ]
    return Slide("Cover", shapes, notes)


def internal_note() -> list[Para]:
    """Marks an internal edition on its cover."""
    return [tag("{%p if audience == 'internal' %}"), para(label("internal_only"), FACT, "white"), tag("{%p endif %}")]
