"""The proposal's first pages: the full-bleed cover with its facts, contents, revisions."""

from templates.docx.components.drawn import logo_run
from templates.docx.components.listing import revisions
from templates.docx.components.masthead import LOGO, fingerprint
from templates.docx.components.text import contents
from templates.docx.markup.drawings import Place
from templates.docx.markup.tables import Cell, Row, table, widths
from templates.docx.markup.text import TEXT_WIDTH, Run, p, spacing
from templates.docx.motifs import panel
from templates.words import Words

DARK = 10180
"""The height of the cover's text on its coloured panel, from the top margin, in twips."""


def cover(words: Words, industry: str) -> str:
    kind = p(Run("{{ doc.kind_title? }}", "white", 14), shape=spacing(0, 6, 17))
    title = p(Run("{{ doc.title }}", "white"), style="Title", shape=spacing(after=4))
    mark = p(Run("\u00a0" * 22, size=4, fill="white"), shape=spacing(0, 8, 6))
    whom = p(Run(words("prepared_for"), "white", 11), shape=spacing(0, 0, 15))
    whom += p(Run("{{ doc.client.full_name }}", "white", 21.5), shape=spacing(0, 6, 27))
    counts = "" if industry == "base" else p(Run("{{ industry.emphasis }}", "white", 10.5), shape=spacing(2, 6, 15))
    dark = Row([Cell(kind + title + mark + whom + counts, anchor="bottom")], height=DARK)
    logo = logo_run(*LOGO, 12, dark=True, place=Place(1417, 1134, behind=False))
    anchor = p(panel(words, industry), logo, style="Joint")
    return (
        anchor
        + table([TEXT_WIDTH], [dark], style="DocgenColumns")
        + p(shape=spacing(0, 0, 28))
        + sheet(words)
        + fingerprint(words)
    )


def sheet(words: Words) -> str:
    """The document's facts: parties, date, version, validity."""

    def fact(key: str, value: str) -> Cell:
        return Cell(p(Run(words(key) + "\n", "muted", 8.5, bold=False), value, style="Fact"))

    rows = [
        Row([fact("party_b", "{{ doc.seller.full_name }}"), fact("prepared_by", "{{ doc.prepared_by }}"),
             fact("doc_id", "{{ doc.doc_id }}")]),
        Row([fact("date", "{{ doc.date }}"), fact("version", "{{ doc.stamp_version }} · {{ doc.status }}"),
             fact("valid_to", "{{ doc.valid_until? }}")]),
    ]  # fmt: skip
    return table(widths(TEXT_WIDTH, 44, 28, 28), rows, style="DocgenFacts")


def front(words: Words) -> str:
    return contents(words, "contents", "1-1", new_page=True) + revisions(words)
