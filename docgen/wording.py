"""Turns dates, money and shares into the words that a Chinese or an English reader expects (domain.md 9, 10)."""
