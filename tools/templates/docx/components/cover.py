"""Turns the proposal's first pages into blocks: the full-bleed cover with its facts, contents, revisions."""

from templates.docx.components.blocks import contents, label, revisions
from templates.docx.components.masthead import LOGO, fingerprint
from templates.docx.markup.drawings import Place, logo_run
from templates.docx.markup.text import TEXT_WIDTH, Cell, Raw, Row, Run, p, table, when, widths
from templates.docx.motifs import panel

DARK = 10180
"""How far the cover's words reach into its coloured panel, from the top margin."""


def cover(industry: str) -> str:
    white = '<w:spacing w:before="0" w:after="{}" w:line="{}" w:lineRule="atLeast"/>'.format
    kind = when("doc.title != label('proposal')", p(Run(label("proposal"), "white", 14), shape=white(120, 340)))
    title = p(Run("{{ doc.title }}", "white"), style="Title", shape='<w:spacing w:after="80"/>')
    mark = p(Run("\u00a0" * 22, size=4, fill="white"), shape=white(160, 120))
    whom = p(Run(label("prepared_for"), "white", 11), shape=white(0, 300))
    whom += p(Run("{{ doc.client.full_name }}", "white", 21.5), shape=white(120, 540))
    dark = Row([Cell(kind + title + mark + whom, anchor="bottom")], height=DARK)
    logo = logo_run(*LOGO, 12, dark=True, place=Place(1417, 1134, behind=False))
    anchor = p(Raw(panel(industry)), logo, style="Joint")
    return (
        anchor + table([TEXT_WIDTH], [dark], style="DocgenColumns") + p(shape=white(0, 560)) + sheet() + fingerprint()
    )


def sheet() -> str:
    """Who, when, which version, how long it holds."""

    def told(key: str, value: str, condition: str = "") -> Cell:
        text = p(label(key), style="FactName") + p(value, style="Fact")
        return Cell(when(condition, text) if condition else text)

    rows = [
        Row([told("party_b", "{{ doc.seller.full_name }}"), told("prepared_by", "{{ doc.prepared_by }}"),
             told("doc_id", "{{ doc.doc_id }}")]),
        Row([told("date", "{{ doc.date }}"), told("version", "{{ stamp.version }} · {{ doc.status }}"),
             told("valid_to", "{{ doc.valid_until }}", "doc.valid_until")]),
    ]  # fmt: skip
    return table(widths(TEXT_WIDTH, 44, 28, 28), rows, style="DocgenFacts")


def front() -> str:
    return contents("contents", "1-1", new_page=True) + revisions()
