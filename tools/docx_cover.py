"""Turns the proposal's first pages into blocks: the full-bleed cover with its facts, contents, revisions."""

from docx_blocks import contents, label, revisions
from docx_masthead import fingerprint
from docx_motifs import panel
from docx_xml import TEXT_WIDTH, Cell, Raw, Row, Run, muted, p, table, when, widths

DARK = 9630
"""How far the cover's words reach into its coloured panel, from the top margin."""


def cover(industry: str) -> str:
    white = '<w:spacing w:before="0" w:after="160" w:line="{}" w:lineRule="atLeast"/>'.format
    kind = when("doc.title != label('proposal')", p(Run(label("proposal"), "white", 11), shape=white(340)))
    mark = p(Run("\u00a0" * 16, size=4, fill="accent"), shape=white(160))
    title = p(Run("{{ doc.title }}", "white"), style="Title", shape='<w:spacing w:after="160"/><w:ind w:right="1400"/>')
    whom = p(Run(label("prepared_for") + "\n", "white", 11), Run("{{ doc.client.full_name }}", "white", 14, bold=True),
             shape=white(420))  # fmt: skip
    dark = Row([Cell(kind + title + mark + whom, anchor="bottom")], height=DARK)
    anchor = p(Raw(panel(industry)), style="Joint")
    return anchor + table([TEXT_WIDTH], [dark], style="DocgenColumns") + p(shape=white(240)) + sheet() + fingerprint()


def sheet() -> str:
    """Who, when, which version, how long it holds."""

    def told(key: str, value: str, condition: str = "") -> Cell:
        text = p(muted(label(key) + "\n", 9), Run(value, size=10), style="Compact",
                 shape='<w:spacing w:before="60" w:after="100" w:line="280" w:lineRule="atLeast"/>')  # fmt: skip
        return Cell(when(condition, text) if condition else text, margins=(0, 0, 0, 160))

    rows = [
        Row([told("prepared_by_seller", "{{ doc.seller.full_name }}"), told("prepared_by", "{{ doc.prepared_by }}"),
             told("doc_id", "{{ doc.doc_id }}")]),
        Row([told("date", "{{ doc.date }}"), told("version", "{{ stamp.version }} · {{ doc.status }}"),
             told("valid_to", "{{ doc.valid_until }}", "doc.valid_until")]),
    ]  # fmt: skip
    return table(widths(TEXT_WIDTH, 44, 26, 30), rows, style="DocgenColumns")


def front() -> str:
    return contents("contents", "1-2", new_page=True) + revisions()
