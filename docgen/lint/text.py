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
_JINJA: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"No filter named '(?P<name>.*)'"), "lint.filter.unknown"),
    (re.compile(r"No test named '(?P<name>.*)'"), "lint.filter.unknown:test"),
    (re.compile(r"Encountered unknown tag '(?P<name>.*?)'"), "lint.template.syntax:unknown_tag"),
    (
        re.compile(r"Unexpected end of template.* closed is '(?P<name>\w+)'", re.DOTALL),
        "lint.template.syntax:open_block",
    ),
    (re.compile(r"Unexpected end of template"), "lint.template.syntax:end"),
    (re.compile(r"expected token '(?P<wanted>.*)', got '(?P<found>.*)'", re.DOTALL), "lint.template.syntax:expected"),
    (re.compile(r"Expected an expression, got '(?P<found>.*)'", re.DOTALL), "lint.template.syntax:expression"),
    (re.compile(r"unexpected char (?P<found>.+) at \d+", re.DOTALL), "lint.template.syntax:character"),
    (re.compile(r"unexpected '(?P<found>.*)'", re.DOTALL), "lint.template.syntax:unexpected"),
)
_TOKENS = {
    "end of print statement": "lint.token:end",
    "end of statement block": "lint.token:end",
    "name": "lint.token:name",
}


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


def read_jinja_error(text: str) -> Message | None:
    """The message for an error of Jinja's parser; None for one that is not known."""
    for pattern, key in _JINJA:
        found = pattern.match(text)
        if found:
            values = found.groupdict()
            if not key.endswith("character"):
                values |= {name: _token(values[name]) for name in ("wanted", "found") if name in values}
            return Message(key, {**values, "reason": text})
    return None


def jinja_message(text: str) -> Message:
    """As `read_jinja_error`; an unknown error is a value of the message."""
    return read_jinja_error(text) or message("lint.template.syntax:jinja", reason=text)


def _token(text: str) -> Message:
    return message(_TOKENS[text]) if text in _TOKENS else message("lint.token", token=text)


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
