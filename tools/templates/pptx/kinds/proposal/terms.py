"""The proposal's terms on slides: each clause of the library in a sentence, then those of this document."""

from templates.pptx.components.listing import Column, head_row, rows_each, value_row
from templates.pptx.components.slides import on, say, slide
from templates.pptx.components.text import BODY
from templates.pptx.layouts import COLUMN, MARGIN, TALL, TOP
from templates.pptx.markup.package import Slide
from templates.pptx.markup.tables import Table
from templates.tags import label


def terms() -> Slide:
    """One table, continued over slides when long; the text in full stands in the written proposal."""
    title = Column(230, "term.title", "{{ item.title }}", bold=True, colour="primary")
    short, whole = (Column(COLUMN - 230, "clause_says", value) for value in (
        "{{ item.summary }}", "{{ item.text }}"
    ))  # fmt: skip
    rows = [head_row([title, short])]
    for loop, said in (("item in legal", short), ("item in doc.terms", whole)):
        rows += rows_each(loop, 2, value_row([title, said], BODY, pad=5))
    table = Table("Terms", (MARGIN, TOP, COLUMN, TALL), [title.width, short.width], rows)
    note = "{% if legal %}" + label("terms_in_short") + "{% endif %}"
    return slide(say("say_terms"), "terms", [table], notes=on("if legal or doc.terms"), more=note)
