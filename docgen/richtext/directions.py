"""The writing direction of a text."""

import re
import unicodedata

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""A letter of Hebrew, Arabic, Syriac, Thaana, N'Ko and others."""


def is_right_to_left(text: str) -> bool:
    """Whether the first strong character runs from right to left (Unicode Standard Annex 9, P2 and P3)."""
    if not RIGHT_TO_LEFT.search(text):
        return False
    directions = map(unicodedata.bidirectional, text)
    return next((direction for direction in directions if direction in {"L", "R", "AL"}), "L") != "L"
