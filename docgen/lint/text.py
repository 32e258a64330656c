"""Literal text of templates: words that belong in the label catalogue, and misspelt tags."""

import re
from collections.abc import Callable

from docgen.nearest import suggestion

_CJK = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ACRONYM = re.compile(r"(?!X{3}|TBD$|TBC$|TODO$)[A-Z]{2,5}")
_FULL_WIDTH = re.compile(r"[｛｝（）［］，。：；．｜％＝＋＂＇＜＞‘’“”]")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_STRAY = re.compile(r"｛\s*[｛{%％]|\{\s*[｛％]|[｝}%％]\s*｝|％\s*\}|(?<!\{)\{\s+[{%]|[}%]\s+\}(?!\})|\}\}|%\}")
_TAG_NAME = re.compile(r"\{%[-+]?\s*(\w+)")
_TAG_NAMES = (
    "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "macro", "endmacro", "call", "endcall", "with",
    "endwith", "filter", "endfilter", "block", "endblock", "include", "import", "from", "extends", "raw", "endraw",
)  # fmt: skip
_SPANS = {"tr": "a table's row", "tc": "a table's cell", "p": "a paragraph", "r": "a run of text"}
KEYBOARD = "write { } ( ) % | ' , . with an English keyboard"
_HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_FULL_WIDTH, KEYBOARD),
    (re.compile(r"\{\{\s*%"), "write {% … %} without further braces around it"),
    (re.compile(r"\{\{\s*\{"), "two braces on each side are enough"),
    (re.compile(r"unexpected char ['\"\\]+['\"]"), "a quotation mark is not closed"),
    (re.compile(r"\{%-?\s*(else\s+if|elseif|elsif)\b"), "write {% elif … %}"),
    (re.compile(r"\{%-?\s*end\s+\w"), "write it in one word, {% endif %}, {% endfor %}"),
    (re.compile(r"got '='"), "write == to compare"),
    (re.compile(r"closes nothing"), "its beginning is missing, misspelt, or closed already"),
)


def words_in(text: str, allowed: Callable[[str], bool]) -> str:
    """The text from the first word that belongs in the label catalogue, cut to 40 characters; empty if there is none.

    A word is one Chinese character or more, or at least three letters of another script. Acronyms (OEE, PDF) are not
    words; placeholders (XXX, TBD, TODO) are.
    """
    for found in re.finditer(rf"{_CJK.pattern}|{_WORD.pattern}", text):
        word = found.group()
        if not _ACRONYM.fullmatch(word) and not allowed(word) and not allowed(" ".join(text.split())):
            return " ".join(text[found.start() :].split())[:40]
    return ""


def stray_brackets(text: str) -> str:
    """The surroundings of what looks like a tag's brackets, in text without its tags; empty if there are none."""
    found = _STRAY.search(text)
    return " ".join(text[max(0, found.start() - 20) : found.end() + 20].split()) if found else ""


def syntax_hint(message: str, tag: str) -> str:
    """The remedy for a tag with a syntax error; empty if the mistake is not a known one."""
    source = f"{message}\n{_QUOTED.sub('', tag)}" if tag else message
    if "unknown tag" in message and not _HINTS[4][0].search(source):
        return _unknown_tag(tag)
    return next((hint for pattern, hint in _HINTS if pattern.search(source)), "")


def _unknown_tag(tag: str) -> str:
    word = _TAG_NAME.match(tag)
    name = word.group(1) if word else ""
    if name in _SPANS:
        return f"it takes {_SPANS[name]} away, and there is none around it"
    near = suggestion(name, _TAG_NAMES)
    return near if near.startswith("did you mean") else "to print a field, write {{ … }}"
