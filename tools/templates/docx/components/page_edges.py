"""The head and foot of each page but the first."""

from templates.docx.markup.text import TAB, TEXT_WIDTH, Field, Run, p, right_tab


def _edge(width: int) -> str:
    """The right edge, where it is not the style's."""
    return right_tab(width, instead_of=TEXT_WIDTH) if width else ""


def head(width: int) -> str:
    """Left who speaks and of what, right for whom it is not."""
    internal = "{% if reads.internal %}{{ label('internal_only') }}{% endif %}"
    confidential = "{% if not reads.internal and doc.confidentiality %}{{ doc.confidentiality }}{% endif %}"
    words = "{{ doc.seller.short_name }} · {{ doc.title }}"
    return p(words, TAB, Run(internal, "negative", bold=True), confidential, style="Header", shape=_edge(width))


def foot(width: int) -> str:
    """Left the stamp line, right the page of how many."""
    return p(
        "{{ stamp.lead }}", TAB, "{{ label('page_before') }}", Field("PAGE"), "{{ label('page_between') }}",
        Field("NUMPAGES"), "{{ label('page_after') }} · {{ stamp.short_id }}", style="Footer",
        shape=_edge(width),
    )  # fmt: skip
