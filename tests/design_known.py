"""Findings of the design check that shipped documents still have, by format: the list that shall become empty."""

KNOWN: dict[str, frozenset[str]] = {
    "docx": frozenset({"heading.skip", "page.empty", "text.contrast", "text.hidden", "text.small"}),
    "pptx": frozenset({"table.head", "text.small"}),
    "pdf": frozenset({"heading.skip", "page.empty", "table.head", "text.contrast", "text.small"}),
}

KNOWN_LONG: dict[str, frozenset[str]] = {
    "docx": KNOWN["docx"] | {"heading.alone"},
    "pptx": KNOWN["pptx"] | {"text.overlap"},
    "pdf": KNOWN["pdf"],
}
"""The same of the long and short documents that tests/stress.py makes."""
