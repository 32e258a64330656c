"""Turns a fault of an objection into its finding: each rule's code, how grave it is, and what it watches."""

from types import MappingProxyType

from docgen.errors import Finding, Severity
from docgen.upkeep.editions import Edition

RULES: MappingProxyType[str, tuple[Severity, str]] = MappingProxyType(
    {
        "answer": ("error", "an entry without an answer for the client"),
        "approval": ("error", "says approved, but isn't: by nobody, a draft's version, or not the words approved"),
        "approved_later": ("warning", "approved on a day that is still to come"),
        "case_missing": ("error", "proof that names a case which the library does not hold"),
        "case_out": ("warning", "proof that names a case which no client may be shown: a draft, retired, or expired"),
        "category": ("warning", "a category without a single answer"),
        "duplicate": ("warning", "two entries for the same saying"),
        "forbidden": ("error", "what a client reads or hears holds words that stand under do_not_say"),
        "industry": ("warning", "an industry that the library does not know"),
        "internal": ("error", "what a client reads repeats internal text word for word"),
        "language": ("warning", "an entry that is written in one language only"),
        "older": ("warning", "a language that was left behind when the other got a new promise"),
        "promise": ("warning", "an answer that promises another period than the guarantee"),
        "proof": ("error", "an answer without proof"),
        "proof_expired": ("error", "proof past its date"),
        "proof_expires": ("warning", "proof that runs out within 30 days"),
        "review": ("warning", "an approved entry whose review is overdue; long overdue, it counts as in review"),
        "same_answer": ("warning", "two entries with the same answer"),
        "steps": ("warning", "a step of the answer is missing: listen, acknowledge, explore, respond"),
        "translation": ("warning", "the two languages differ in category or in the number of proofs"),
        "unapproved": ("warning", "a draft or a text in review that should have been settled by now"),
        "unfilled": ("error", "a place that is still to be filled in"),
        "unused": ("warning", "an entry that no industry uses"),
    }
)
"""Each rule by the last part of its code (`objection.proof`)."""


def fault(rule: str, message: str, hint: str, edition: Edition, *path: str | int) -> Finding:
    """The finding of `rule` at a field of an edition; the message names the entry, not the industry's edition."""
    file, line = edition.place(*path) if path else (edition.shown, 1)
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    told = f"{edition.id.name}: {message}"
    return Finding(f"objection.{rule}", told, hint, file, line, 1, place, RULES[rule][0])
