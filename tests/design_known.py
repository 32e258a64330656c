"""Findings of the design check that shipped documents still have, by format: the list that shall become empty."""

KNOWN: dict[str, frozenset[str]] = {
    "docx": frozenset({"page.empty", "text.hidden"}),
    "pptx": frozenset({"text.overlap", "text.small"}),
    "pdf": frozenset({"page.empty", "table.widow", "text.small"}),
}

KNOWN_LONG: dict[str, frozenset[str]] = {
    "docx": KNOWN["docx"] | {"heading.alone"},
    "pptx": KNOWN["pptx"],
    "pdf": KNOWN["pdf"],
}
"""The same of the long and short documents that tests/stress.py makes."""

KNOWN_BRANDS: dict[str, frozenset[str]] = {
    "docx": KNOWN["docx"],
    "pptx": KNOWN["pptx"] | {"text.contrast"},
    "pdf": KNOWN["pdf"] | {"heading.alone"},
}
"""The same of the brands to choose from."""
