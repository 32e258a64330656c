"""Words in place of label tags, in the language of the file."""

import re
from collections import Counter
from collections.abc import Callable

from docgen.engines.office.dialect import DOCX
from docgen.rewriting.parts import TextPart
from docgen.rewriting.runs import set_text

_LABEL = re.compile(r"\{\{\s*(label|head)\(\s*['\"‘’“”]([\w.]+)['\"‘’“”]\s*\)\s*\}\}")
Labels = Callable[[str, str], str]
"""Takes a label's key and the separator of two languages; gives its words. Raises KeyError."""


def write_words(part: TextPart, labels: Labels) -> Counter[str]:
    """Replace the label tags of a part by their words, in alternative texts too; how many."""
    counts = Counter[str]()

    def words(found: re.Match[str]) -> str:
        text = _words(found, labels)
        if text is None or (part.dialect is not DOCX and "\n" in text):
            return found.group()
        counts["fmt.changed:words"] += 1
        return text

    for text in part.texts():
        changed = _LABEL.sub(words, text.text or "")
        if changed != text.text:
            set_text(text, changed, part.dialect)
    for properties in part.root.iter(*part.dialect.properties):
        described = properties.get("descr", "")
        if "{{" in described:
            properties.set("descr", _LABEL.sub(words, described).replace("\n", " "))
    return counts


def _words(found: re.Match[str], labels: Labels) -> str | None:
    """The words of a label tag; None if there is no such label, or its words would be read as a tag."""
    try:
        text = labels(found[2], "\n" if found[1] == "head" else " ")
    except KeyError:
        return None
    return None if "{" in text or "}" in text else text
