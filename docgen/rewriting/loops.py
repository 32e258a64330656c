"""Endings of loops in place of filters: `in xs|paginate(4)` as `in xs by 4`, `in xs[:3]` as `in xs first 3`."""

import re
from collections import Counter

from docgen.rewriting.parts import TextPart
from docgen.templating import LOOP_NAMES, TAG, split_tag

_FOR = re.compile(rf"((?:[a-z]++\s++)?for\s++{LOOP_NAMES}\s++in\s++)(.*)", re.DOTALL)
_KINDS = re.compile(r"\{%[-+]?\s*(?:(?:p|tr|slide|row|rows|para|table|section|block|shape|column)\s+)?for\b")
_PAGES = re.compile(r"([\w.]+(?:\[:\d+\])?(?:\s*\|\s*\w+(?:\([^()]*\))?)*?)\s*\|\s*paginate\((\d+)\)")
_FEW = re.compile(r"([\w.]+)\[:(\d+)\]")


def use_endings(part: TextPart) -> Counter[str]:
    """Rewrite the loops of a part; how many got which ending."""
    counts = Counter[str]()
    for text in part.texts():
        words = text.text or ""
        for tag in reversed(list(TAG.finditer(words))):
            changed = _with_endings(tag.group(), counts)
            words = words[: tag.start()] + changed + words[tag.end() :]
        text.text = words
    return counts


def _with_endings(tag: str, counts: Counter[str]) -> str:
    opening, inner, closing = split_tag(tag)
    found = _FOR.fullmatch(inner) if _KINDS.match(tag) else None
    if found is None:
        return tag
    before, items = found.groups()
    pages = _PAGES.fullmatch(items)
    base, ending = (pages[1], f" by {pages[2]}") if pages else (items, "")
    few = _FEW.fullmatch(base)
    if few:
        base, ending = few[1], f" first {few[2]}{ending}"
    counts.update({"fmt.changed:by": 1 if pages else 0, "fmt.changed:first": 1 if few else 0})
    return f"{opening}{before}{base}{ending}{closing}" if ending else tag
