"""The proposal: cover, contents, summary, argument from pain to price, appendix, signatures."""

from templates.docx.components.cover import cover, front
from templates.docx.components.price_table import pricing
from templates.docx.components.text import SET_CHAPTERS
from templates.docx.kinds.proposal.offer import diagnosis, objectives, situation, solution, summary, value
from templates.docx.kinds.proposal.plan import cases, implementation, returns, scope, service, team
from templates.docx.kinds.proposal.terms import acceptance, next_steps, objections, payment, terms
from templates.docx.markup.package import Document, Page

INDUSTRIES = ("base", "manufacturing", "services")


def document(industry: str) -> Document:
    blocks = SET_CHAPTERS + cover(industry) + front() + summary() + situation() + diagnosis() + objectives()
    blocks += solution() + value() + scope() + implementation() + service() + team() + cases() + returns()
    blocks += pricing() + payment() + terms() + next_steps() + objections() + acceptance()
    return Document("Proposal", blocks, Page(cover=True))
