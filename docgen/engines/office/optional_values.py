"""`{{ x? }}`: a paragraph that is left out if all of its values marked so are empty."""

import re
from typing import Any

from docgen.engines.office.loops import NOTE
from docgen.engines.office.tags import Source, without_marks
from docgen.ooxml.names import Element
from docgen.templating import INSIDE
from docgen.templating.language import Missing

IS_FILLED = "dg_filled"
"""The test of the Office engines' environments behind `?`."""
_PRINTED = re.compile(rf"\{{\{{(-?)((?:p|tr|tc|r)\s++)?({INSIDE})({NOTE})(-?)\}}\}}", re.DOTALL)
_QUESTION = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’|([?？])")


def take_optional(paragraph: Element, source: Source) -> tuple[Element, str, str] | None:
    """Remove the `?` of a paragraph's tags; the paragraph, the condition for it, and the first such tag."""
    texts = source.dialect.texts(paragraph)
    content = "".join(item.text or "" for item in texts)
    if "{{" not in content or not set("?？") & set(content):
        return None
    asked = [_parts(tag) for tag in _PRINTED.finditer(content)]
    wanted = [parts for parts in asked if parts is not None]
    if not wanted:
        return None
    for item in texts:
        item.text = _PRINTED.sub(lambda tag: _without_question(tag, len(wanted) > 1, source), item.text or "")
    tests = " or ".join(f"({value}) is {IS_FILLED}" for value, _, _ in wanted)
    tag = wanted[0][2]
    return paragraph, f"{{% if {tests} {source.note_again(tag)}%}}", tag


def is_filled(value: Any) -> bool:
    """Whether there is something to print: not None, no empty text or list; 0 and false are."""
    if isinstance(value, Missing):
        return bool(value)  # raises
    if value is None:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value) if isinstance(value, list | tuple | dict | set | frozenset) else True


def _parts(tag: re.Match[str]) -> tuple[str, str, str] | None:
    """The value before the `?` of a tag, the rest after it, and the tag; None without a `?`."""
    marks = [found.start(1) for found in _QUESTION.finditer(tag[3]) if found[1]]
    if not marks:
        return None
    value, rest = tag[3][: marks[0]].strip(), "".join(tag[3][marks[0] + 1 :])
    return value, rest.strip(), tag[0]


def _without_question(tag: re.Match[str], is_one_of_many: bool, source: Source) -> str:
    """The tag without its `?`; beside others it prints nothing where it is empty."""
    parts = _parts(tag)
    if parts is None:
        return tag[0]
    value, rest, _ = parts
    if not value or rest[:1] not in {"", "|"} or any(found[1] for found in _QUESTION.finditer(rest)):
        source.report("template.marker:question", tag[0], tag=" ".join(without_marks(tag[0]).split()))
    printed = f"{value} {rest}".strip()
    if is_one_of_many:
        printed = f"({printed}) if ({value}) is {IS_FILLED} else ''"
    return f"{{{{{tag[1]}{tag[2] or ' '}{printed} {source.note_again(tag[0])}{tag[5]}}}}}"
