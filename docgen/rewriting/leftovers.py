"""What of the old form is left in a template, with its places and why."""

import re
from collections.abc import Iterator

from docgen.errors import Finding
from docgen.rewriting.parts import TextPart
from docgen.templating import TAG, split_tag

_LABEL = re.compile(r"\b(?:label|head)\s*\(")
_OLD = (
    ("fmt.left:label", re.compile(r"\{\{\s*(?:label|head)\(\s*['\"‘’“”][\w.]+['\"‘’“”]\s*\)\s*\}\}")),
    ("fmt.left:computed_label", _LABEL),
    ("fmt.left:pair", re.compile(r"\{%-?(?:p|tr)\s+(?:for|if)\b")),
    ("fmt.left:cells", re.compile(r"\{%-?tc\s+(?:for|if)\b")),
    ("fmt.left:pages", re.compile(r"\bpaginate\s*\(")),
    ("fmt.left:index", re.compile(r"\w\[\s*+(?:\d++\s*+(?::\s*+\d++\s*+)?+|:\s*+\d++\s*+)\]")),
    ("fmt.left:set", re.compile(r"\{%[-+]?\s*(?:(?:p|tr)\s+)?set\b")),
)
_PLAIN = re.compile(r"[\w.\s?？()（）]++(?:\|\s*+\w++)?")
"""A printed expression that is a name or path with a filter at most."""
_IN_PAGES = {"fmt.left:pages", "fmt.left:index", "fmt.left:expression"}
"""What of this a page has another form for: labels and pairs of tags are HTML's own."""
_KNOWN_CALL = re.compile(r"\{\{\s*(?:p\s+)?(?:diagram|gantt|chart|picture|logo|subdocument)\(")


def find_leftovers(parts: list[TextPart]) -> Iterator[Finding]:
    """A warning for each tag of the old form that is left in the text of `parts`."""
    for part in parts:
        for text in part.texts():
            for tag in TAG.findall(text.text or ""):
                key = old_form(tag)
                if key:
                    shown = " ".join(tag.split())
                    yield Finding.of(key, place=part.place_of_text(text), severity="warning", tag=shown)


def find_in_page(source: str) -> Iterator[Finding]:
    """A warning for each tag of the old form in an HTML template, with its line."""
    for found in TAG.finditer(source):
        key = old_form(found.group())
        if key in _IN_PAGES:
            line = 1 + source.count("\n", 0, found.start())
            tag = " ".join(found.group().split())
            yield Finding.of(key, severity="warning", tag=tag).at("", line, 1)


def old_form(tag: str) -> str:
    """The key of the message about a tag of the old form; empty for any other tag."""
    if _KNOWN_CALL.match(tag):
        return ""
    found = next((key for key, pattern in _OLD if pattern.search(tag)), "")
    if found or not tag.startswith("{{") or _PLAIN.fullmatch(split_tag(tag)[1]):
        return found
    return "fmt.left:expression"
