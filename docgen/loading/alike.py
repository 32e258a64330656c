"""Keep the first of many findings that are alike, and say how many more there are."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from docgen.errors import Finding

MOST_ALIKE = 1_000
"""So many findings of one kind on one field are written out."""
_LONGEST = 2_000  # characters of a message, a hint or a place
_NUMBERS = re.compile(r"\d+")


def first_alike(findings: Iterable[Finding]) -> list[Finding]:
    """`findings` in their order, of each kind on each field the first ones and a count, each of a bearable length."""
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], int] = {}
    kept: list[Finding] = []
    for finding in findings:
        kind = _kind(finding)
        counts[kind] += 1
        if counts[kind] <= MOST_ALIKE:
            last[kind] = len(kept)
            kept.append(_shortened(finding))
    for kind, at in sorted(last.items(), key=lambda item: -item[1]):
        if counts[kind] > MOST_ALIKE:
            kept.insert(at + 1, more_like(kept[at], counts[kind] - MOST_ALIKE))
    return kept


def more_like(finding: Finding, count: int) -> Finding:
    """The finding that `count` more like `finding` follow."""
    message = f"{count:,} more like the one above"
    return replace(finding, code="input.more", words=message, remedy="", values={"count": count})


def _kind(finding: Finding) -> tuple[str, str]:
    where = finding.place.rpartition(".")[0] if finding.code == "input.unknown" else finding.place
    return finding.code, _NUMBERS.sub("", where)


def _shortened(finding: Finding) -> Finding:
    texts = finding.message, finding.hint, finding.place
    if max(map(len, texts)) <= _LONGEST:
        return finding
    message, hint, place = (text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for text in texts)
    return replace(finding, words=message, remedy=hint, place=place)
