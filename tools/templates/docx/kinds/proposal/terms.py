"""The proposal's last pages: payment, terms, next steps, appendix, signatures."""

from templates.docx.components.contract import Side, clauses, signatures
from templates.docx.components.listing import FIGURE_ROOM, Column, listing
from templates.docx.components.text import bullets, chapter, gap, quotation, section
from templates.docx.markup.markers import each, section_when, when
from templates.docx.markup.tables import Cell, Row
from templates.docx.markup.text import Run, bold, border, p, spacing
from templates.words import Words


def payment(words: Words) -> str:
    columns = (
        Column(34, "payment_milestone", "{{ term.milestone }}", strong=True),
        Column(12, "payment_share", "{{ term.share_text }}", right=True),
        Column(24, "payment_amount", "{{ term.amount | money }}", right=True, strong=True),
        Column(30, "payment_due", "{{ term.due }}", note="term.due_date"),
    )
    top = border("top", "primary", 1)

    def total(text: str, style: str = "TableText") -> Cell:
        clear = FIGURE_ROOM if style == "TableFigure" else None
        return Cell(p(bold(text), style=style), rules=top, margins=clear)

    first = [total(words("total")), total("{{ doc.payment_share_total | percent }}", "TableFigure")]
    amount = total("{{ doc.pricing.totals.payable | money }}", "TableFigure")
    last = [Row([*first, amount, total("")])]
    amounts = listing(words, columns, "term in doc.payment_terms", last=last, together=True)
    return section_when("doc.payment_terms", chapter(words, "payment_terms"), amounts)


def risks(words: Words) -> str:
    """What could go wrong, and what is done about it."""
    columns = (
        Column(32, "risk.risk", "{{ item.risk }}"), Column(12, "risk.likelihood", "{{ item.likelihood }}"),
        Column(12, "risk.impact", "{{ item.impact }}"),
        Column(44, "risk.response", "{{ item.response }}", note="item.owner"),
    )  # fmt: skip
    return listing(words, columns, "item in doc.risks", together=True)


def terms(words: Words, *, with_risks: bool = True) -> str:
    """The library's clauses, then those of this document, assumptions, risks."""
    language = p(bold(words("proposal.governing_language")), "  {{ doc.governing_language? | label }}")
    return section_when(
        "doc.has_terms" if with_risks else "doc.has_terms_besides_risks",
        chapter(words, "terms"),
        language,
        clauses("term in legal", "term in doc.terms"),
        gap(),
        section_when("doc.assumptions", section(words, "assumptions"), bullets("doc.assumptions")),
        section_when("doc.risks", section(words, "risks"), risks(words)) if with_risks else "",
    )


def next_steps(words: Words) -> str:
    columns = (
        Column(52, "what", "{{ item.action }}"), Column(24, "who", "{{ item.owner }}", note="item.side"),
        Column(24, "when", "{{ item.due }}"),
    )  # fmt: skip
    steps = listing(words, columns, "item in doc.next_steps", together=True)
    return when("doc.next_steps", chapter(words, "next_steps", "doc.headlines.next_steps"), steps)


def objections(words: Words) -> str:
    entry = quotation(words, "entry.verbatim") + p(Run("{{p entry.client_answer }}", size=10))
    kicker = p(words("appendix"), style="Kicker", shape=spacing(24))
    return when("objections", kicker, chapter(words, "frequent_concerns", "doc.headlines.objections", close=True),
                each("entry in objections", entry))  # fmt: skip


def acceptance(words: Words) -> str:
    sides = (
        Side("for_party_a", "doc.client", "doc.client_signers"),
        Side("for_party_b", "doc.seller", "doc.seller_signers"),
    )
    return chapter(words, "acceptance") + signatures(words, sides, "{{ doc.acceptance.statement_text }}")
