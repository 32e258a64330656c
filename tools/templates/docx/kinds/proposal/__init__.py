"""The proposal: cover, contents, summary, argument from pain to price, appendix, signatures."""

from templates.docx.components.cover import cover, front
from templates.docx.components.price_table import pricing
from templates.docx.kinds.proposal.industry import LEADS
from templates.docx.kinds.proposal.offer import summary
from templates.docx.kinds.proposal.terms import acceptance, next_steps, objections, payment
from templates.docx.markup.package import Document, Page
from templates.words import Words

INDUSTRIES = tuple(LEADS)


def document(words: Words, industry: str) -> Document:
    """The document; `industry` chooses the cover, the order of the argument and what leads."""
    lead = LEADS[industry]
    offer = (pricing, payment, lead.terms, next_steps, objections, acceptance)
    blocks = cover(words, industry) + front(words) + summary(words, lead.figures, lead.facts)
    blocks += "".join(chapter(words) for chapter in (*lead.argument, *offer))
    return Document(blocks, Page(cover=True))
