"""The oracle's set: Word templates with data, each rendered by docxtpl and by docgen, and where the two differ."""

from collections.abc import Mapping

from oracle import cells, differences_tables, differences_text, frames, merges, paragraphs, parts, rows, splits, text
from oracle import values as value_cases
from oracle.case import Case
from oracle.difference import Difference
from oracle.gaps import KNOWN_GAPS

SUBJECTS: Mapping[str, tuple[Case, ...]] = {
    "text": text.CASES,
    "values": value_cases.CASES,
    "paragraphs": paragraphs.CASES,
    "split tags": splits.CASES,
    "rows": rows.CASES,
    "cells": cells.CASES,
    "merges": merges.CASES,
    "parts": parts.CASES,
    "frames": frames.CASES,
}
CASES: tuple[Case, ...] = tuple(case for cases in SUBJECTS.values() for case in cases)
DIFFERENCES: Mapping[str, Difference] = {**differences_text.DIFFERENCES, **differences_tables.DIFFERENCES}
MADE: tuple[Case, ...] = tuple(
    case
    for case in CASES
    if case.name not in KNOWN_GAPS
    and not (case.name in DIFFERENCES and DIFFERENCES[case.name].expected.startswith("refused"))
)
"""The cases of which docgen makes a document that is right."""
