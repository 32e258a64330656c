"""The masthead of the first page, and the header and footer of the other pages."""

from templates.docx.components.drawn import band, logo_run
from templates.docx.components.facts import fact_slots
from templates.docx.markup.markers import shown_if
from templates.docx.markup.styles import DISPLAY
from templates.docx.markup.tables import Cell, Row, table, widths
from templates.docx.markup.text import RIGHT, TAB, TEXT_WIDTH, Field, Run, muted, p, right_tab, spacing
from templates.tags import field
from templates.words import Words

LOGO = (2600, 680)
_TITLE = spacing(0, 4, 31)
_NAME = spacing(0, 0, 19)


def masthead(  # noqa: PLR0913 - what differs from kind to kind has a default
    words: Words,
    whom: str = "",
    lead: str = "",
    *,
    page: int = 11906,
    margin: int = 1417,
    top: int = 1417,
    size: float = DISPLAY,
    line: str = "",
) -> str:
    """The masthead: a band in the brand's colour with the document's kind, title, recipient and lead sentence.

    `whom` is the name of a field, `line` a sentence below it, `lead` blocks below both, `top` the page's upper margin.
    """
    kind = p(Run("{{ doc.kind_title? }}", "white"), style="MastText")
    title = p(Run("{{ doc.title }}", "white", size), style="Title", shape=_TITLE)
    whom_ = p(Run(field(whom + "?"), "white", 14), style="MastText", shape=_NAME) if whom else ""
    whom_ += p(Run(line, "white", 9.5), style="MastText", shape=spacing(2, 0)) if line else ""
    right = p(logo_run(*LOGO, 12, dark=True, align="right"), style="Figure", shape=spacing(0, 0) + RIGHT)
    columns = [page - margin - LOGO[0], LOGO[0] + margin]
    rows = [
        Row([Cell(kind + title + whom_, fill="primary", margins=(0, margin, 0 if lead else 340, 300)),
             Cell(right, fill="primary", margins=(60, 0, 0, margin))]),
    ]  # fmt: skip
    if lead:
        rows.append(Row([Cell(lead, span=2, fill="primary", margins=(0, margin, 340, margin))]))
    return band(words, page, top + 400) + table(columns, rows, style="DocgenColumns", shift=-margin)


def control(words: Words, total: int = TEXT_WIDTH, columns: int = 5, *, short: bool = False) -> str:
    """The document's control data; `short`: without what the footer has on each page."""
    fact = p(muted("{{ fact.label }}\n"), Run("{{ fact.value }}", size=9), style="Compact")
    rows = fact_slots("doc.further_facts" if short else "doc.facts", columns, [fact], (60, 0, 50, 100))
    return table(widths(total, *[1] * columns), rows, style="DocgenColumns") + fingerprint(words)


def fingerprint(words: Words) -> str:
    """The complete stamp, for the first page."""
    return p(words("stamp_id") + " {{ doc.stamp_id }}", style="Stamp")


def _edge(width: int) -> str:
    """The right tab stop, if the page's differs from the style's."""
    return right_tab(width, instead_of=TEXT_WIDTH) if width else ""


def head(words: Words, width: int) -> str:
    """The header: seller and title at the left, confidentiality at the right."""
    internal = shown_if("reads.internal", Run(words("internal_only"), "negative", bold=True))
    confidential = shown_if("not reads.internal", "{{ doc.confidentiality }}")
    text = "{{ doc.seller.short_name }} · {{ doc.title }}"
    return p(text, TAB, *internal, *confidential, style="Header", shape=_edge(width))


def foot(words: Words, width: int) -> str:
    """The footer: the stamp line at the left, page number and count at the right."""
    return p(
        "{{ doc.stamp_lead }}", TAB, words("page_before"), Field("PAGE"), words("page_between"),
        Field("NUMPAGES"), words("page_after") + " · {{ doc.stamp_short_id }}", style="Footer",
        shape=_edge(width),
    )  # fmt: skip
