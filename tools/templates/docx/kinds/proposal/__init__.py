"""The proposal: cover, contents, summary, argument from pain to price, appendix, signatures."""

from templates.docx.components.cover import cover, front
from templates.docx.components.price_table import pricing
from templates.docx.kinds.proposal.offer import diagnosis, objectives, situation, solution, summary, value
from templates.docx.kinds.proposal.plan import cases, implementation, returns, scope, service, team
from templates.docx.kinds.proposal.terms import acceptance, next_steps, objections, payment, terms
from templates.docx.markup.package import Document, Page
from templates.words import Words

INDUSTRIES = ("base", "manufacturing", "services")
CHAPTERS = (
    summary, situation, diagnosis, objectives, solution, value, scope, implementation, service, team, cases, returns,
    pricing, payment, terms, next_steps, objections, acceptance,
)  # fmt: skip


def document(words: Words, industry: str) -> Document:
    blocks = cover(words, industry) + front(words)
    blocks += "".join(chapter(words) for chapter in CHAPTERS)
    return Document(blocks, Page(cover=True))
