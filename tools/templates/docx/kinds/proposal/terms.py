"""The proposal's last pages: payment, terms, next steps, appendix, signatures."""

from templates.docx.components.contract import Side, clauses, signatures
from templates.docx.components.facts import facts
from templates.docx.components.listing import FIGURE_ROOM, Column, listing
from templates.docx.components.text import PAGE_BREAK, bullets, chapter, quotation, section
from templates.docx.markup.tables import Cell, Row
from templates.docx.markup.text import Run, bold, border, each, p, when
from templates.tags import literal
from templates.words import Words


def payment(words: Words) -> str:
    columns = (
        Column(34, "payment_milestone", "{{ term.milestone }}", strong=True),
        Column(12, "payment_share", "{{ term.share | percent }}", right=True),
        Column(24, "payment_amount", "{{ term.amount | money }}", right=True, strong=True),
        Column(30, "payment_due", "{{ term.due }}", note="term.due_date"),
    )
    top = border("top", "primary", 1)

    def total(text: str, style: str = "TableText") -> Cell:
        clear = FIGURE_ROOM if style == "TableFigure" else None
        return Cell(p(bold(text), style=style), rules=top, margins=clear)

    first = [total(words("total")), total("{{ doc.payment_terms | sum('share') | percent }}", "TableFigure")]
    amount = total("{{ doc.pricing.totals.payable | money }}", "TableFigure")
    loop = "term in doc.payment_terms"
    amounts = listing(words, columns, loop, last=[Row([*first, amount, total("")])], together=True)
    shares = listing(words, columns[:2] + columns[3:], loop, last=[Row([*first, total("")])], together=True)
    return when(
        "doc.payment_terms", chapter(words, "payment_terms"),
        when("doc.pricing.options_only", shares), when("not doc.pricing.options_only", amounts),
    )  # fmt: skip


def terms(words: Words) -> str:
    """The library's clauses, then those of this document."""
    risks = (
        Column(32, "risk.risk", "{{ item.risk }}"), Column(12, "risk.likelihood", "{{ item.likelihood }}"),
        Column(12, "risk.impact", "{{ item.impact }}"),
        Column(44, "risk.response", "{{ item.response }}", note="item.owner"),
    )  # fmt: skip
    governing = facts(
        words, [("proposal.governing_language", "doc.governing_language | label if doc.governing_language else none")]
    )
    return when(
        "doc.assumptions or doc.risks or legal or doc.terms or doc.governing_language",
        chapter(words, "terms"),
        when("doc.governing_language", governing),
        when("legal or doc.terms", clauses("term in legal", "term in doc.terms"), p(style="Gap")),
        when("doc.assumptions", section(words, "assumptions"), bullets("doc.assumptions")),
        when("doc.risks", section(words, "risks"), listing(words, risks, "item in doc.risks", together=True)),
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
    kicker = p(words("appendix"), style="Kicker", shape=PAGE_BREAK)
    return when("objections", kicker, chapter(words, "frequent_concerns", "doc.headlines.objections", close=True),
                each("entry in objections", entry))  # fmt: skip


def acceptance(words: Words) -> str:
    sides = (
        Side("for_party_a", "doc.client", "[doc.acceptance.client_signatory]"),
        Side("for_party_b", "doc.seller", "[doc.acceptance.seller_signatory]"),
    )
    text = f"{{{{ doc.acceptance.statement or {literal(words('acceptance_text'))} }}}}"
    return chapter(words, "acceptance") + signatures(words, sides, text)
