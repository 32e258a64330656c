"""The field sheet, on landscape pages: the syntax of tags, then every field of each part with a tag to copy."""

from templates.docx.components.listing import compact_heads
from templates.docx.components.masthead import fingerprint, masthead
from templates.docx.components.text import PAGE_BREAK, bullets
from templates.docx.markup.markers import section_each, shown_if, table_when, when
from templates.docx.markup.package import Document, Page
from templates.docx.markup.tables import Cell, Row, rows_each, table, widths
from templates.docx.markup.text import KEEP_NEXT, Run, bold, muted, p, spacing
from templates.words import Words

PAGE = Page(landscape=True, margins=(1134, 964, 1077, 964), cover=True)
WIDTH = 16838 - 2 * 964
_CELL = (40, 0, 40, 140)


def document(words: Words) -> Document:
    lead = p(Run(words("field_sheet_lead"), "white"), style="MastText")
    blocks = masthead(words, page=16838, margin=964, top=1134, lead=lead) + p(style="Gap")
    return Document(blocks + rules(words) + notes(words) + fingerprint(words) + groups(words), PAGE)


def shown(text: str) -> Run:
    """A tag on a tinted background."""
    return Run(text, size=8.5, fill="surface")


def rules(words: Words) -> str:
    """The syntax of tags, with an example of each."""
    row = [
        p(bold("{{ rule.what }}", size=9), style="Compact"), p(shown("{{ rule.tag }}"), style="Compact"),
        p(Run("{{ rule.why }}", size=9), style="Compact"),
    ]  # fmt: skip
    rows = [
        compact_heads(words, ("field_sheet_what", "field_sheet_write", "field_sheet_why"), _CELL),
        *rows_each("rule in doc.rules", Row([Cell(text, margins=_CELL) for text in row])),
    ]
    title = p(words("field_sheet_how"), style="Heading2", shape=spacing(3, 1))
    caption = p(words("field_sheet_rules_caption"), style="Caption", shape=spacing(3, 0))
    return title + table(widths(WIDTH, 22, 36, 42), rows) + caption


def notes(words: Words) -> str:
    """The most frequent mistakes."""
    title = p(words("field_sheet_mind"), style="Heading2", shape=spacing(7, 2))
    return title + bullets("doc.mistakes", size=9, shape=spacing(0, 1, 12.5))


def groups(words: Words) -> str:
    """For each part a heading, the tags around its fields, and a table."""
    path = muted("  {{ group.path }}", 9)
    title = p("{{ group.title }}", path, style="Heading2", shape=spacing(13, 2))
    keep = KEEP_NEXT + spacing(after=4)
    around = p(muted(words("field_sheet_around_group") + "  ", 8.5), shown("{{ group.opens? }}"), shape=keep)
    same = p(words("field_sheet_same") + " {{ group.same_as }}", style="TableText")
    chapter = p(words("field_sheet_fields"), muted("  {{ doc.field_count }}", 14), style="Heading1", shape=PAGE_BREAK)
    return (
        chapter
        + section_each(
            "group in doc.groups", title, around, when("group.same_as", same), table_when("group.rows", fields(words))
        )
        + p(style="Joint")
    )  # fmt: skip


def fields(words: Words) -> str:
    """The fields of one part."""
    internal = Run(words("field_sheet_internal"), "negative", 8.5, bold=True)
    others = shown_if("row.also", Run(" · {{ row.also }}", "negative", 8.5, bold=True))
    everybody = muted(words("field_sheet_everybody"), 8.5)
    reader = [*shown_if("row.internal", internal), *others, *shown_if("not row.internal", everybody)]
    cells = [
        p(bold("{{ row.name }}", size=8.5), style="Compact"),
        p(Run("{{ row.label }}", size=8.5), muted("  {{ row.other_text }}", 8),
          style="Compact"),
        p(Run("{{ row.type }}", size=8.5), style="Compact"), p(*reader, style="Compact"),
        p(Run("{{ row.example }}", size=8.5), style="Compact"),
        p(shown("{{ row.tag }}"),
          *shown_if("not row.tag", muted(words("field_sheet_see") + " {{ row.path }}", 8.5)),
          style="Compact"),
    ]  # fmt: skip
    keys = ("field", "label", "type", "reader", "example", "tag")
    rows = [
        compact_heads(words, [f"field_sheet_{key}" for key in keys], _CELL),
        *rows_each("row in group.rows", Row([Cell(text, margins=_CELL) for text in cells])),
    ]
    return table(widths(WIDTH, 15, 23, 10, 7, 12, 33), rows)
