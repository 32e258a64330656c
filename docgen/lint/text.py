"""Literal text of templates: words that belong in the label catalogue, and misspelt tags."""

import re
from collections.abc import Callable

from docgen.messages import Message, message
from docgen.nearest import nearest

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
_SPANS = ("tr", "tc", "p", "r")
_HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_FULL_WIDTH, "lint.hint.keyboard"),
    (re.compile(r"\{\{\s*%"), "lint.hint.block_braces"),
    (re.compile(r"\{\{\s*\{"), "lint.hint.two_braces"),
    (re.compile(r"unexpected char ['\"\\]+['\"]"), "lint.hint.quote"),
    (re.compile(r"\{%-?\s*(else\s+if|elseif|elsif)\b"), "lint.hint.elif"),
    (re.compile(r"\{%-?\s*end\s+\w"), "lint.hint.end"),
    (re.compile(r"got '='"), "lint.hint.equals"),
    (re.compile(r"closes nothing"), "lint.hint.closes_nothing"),
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


def syntax_hint(text: str, tag: str) -> Message | None:
    """The remedy for a tag with a syntax error; None if the mistake is not a known one."""
    source = f"{text}\n{_QUOTED.sub('', tag)}" if tag else text
    if "unknown tag" in text and not _HINTS[4][0].search(source):
        return _unknown_tag(tag)
    return next((message(key) for pattern, key in _HINTS if pattern.search(source)), None)


def _unknown_tag(tag: str) -> Message:
    word = _TAG_NAME.match(tag)
    name = word.group(1) if word else ""
    if name in _SPANS:
        return message(f"lint.hint.span:{name}")
    near = nearest(name, sorted(_TAG_NAMES))
    return message("hint.did_you_mean", name=near) if near else message("lint.hint.print")
