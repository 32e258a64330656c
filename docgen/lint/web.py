"""Turns an HTML template or style sheet into what is wrong beside its tags: looks, addresses, comments, words."""

import re
from collections.abc import Callable, Iterator

from docgen.lint.pages import TAG, PageOrigin
from docgen.lint.problems import Notes
from docgen.lint.spelling import KEYBOARD, stray_brackets
from docgen.lint.words import words_in

_NAMED = "black|white|red|green|blue|yellow|orange|purple|gray|grey|navy|teal|maroon|silver|gold|brown|pink"
_COLOUR = re.compile(
    r"(?<![\w-])(?:(?!--)[\w-]*color|background|fill|stroke|border[\w-]*|outline|(?!--)[\w-]*shadow)\s*+[:=]\s*+[\"']?[^;{}\"'<>]{0,200}?"
    rf"(#[0-9A-Fa-f]{{3,8}}\b|\brgba?\([^)]*\)|\bhsla?\([^)]*\)|(?<![\w-])(?:{_NAMED})(?![\w-]))"
)
_FONT = re.compile(r"font-family\s*:\s*([^;}\"<]*(?:\"[^\";}]*\"[^;}\"<]*)*)")
_GENERIC = {"serif", "sans-serif", "monospace", "inherit", "initial", "unset", ""}
_LINK = re.compile(
    r"(?:\b(?:href|src)\s*=\s*[\"']\s*|\burl\(\s*[\"']?|@import\s+(?:url\()?[\"'])((?:https?:|mailto:|tel:|//)[^\"')\s]*)"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FORMS = re.compile(r"<(style|script|svg)\b.*?</\1>|<!--.*?-->|<![^>]*>", re.DOTALL | re.IGNORECASE)
_TEXT = re.compile(r"<[A-Za-z/][^<>]*>([^<]+)")
_ENTITY = re.compile(r"&#?\w+;")
_CONTENT = re.compile(r"content\s*:\s*([\"'])(.*?)\1")

Found = tuple[str, int, str, str, str]


def check_page(origin: PageOrigin, notes: Notes, allowed: Callable[[str], bool]) -> None:
    """Note what is wrong with one file; `allowed` says which words may stand in it."""
    text = TAG.sub(lambda found: re.sub(r"[^\n]", "\0", found.group()), origin.text)
    is_style = origin.file.endswith(".css")
    for code, start, told, message, hint in (*_looks(text), *_words(text, is_style, allowed)):
        notes.add(code, message, hint, origin.at(start, told))


def _looks(text: str) -> Iterator[Found]:
    for found in _COLOUR.finditer(text):
        told = found.group(1)
        yield (
            "page.colour",
            found.start(1),
            told,
            f"the colour {told} is written out",
            "write var(--primary) and the like",
        )
    for found in _FONT.finditer(text):
        named = [name.strip(" \"'\n") for name in found.group(1).split(",")]
        literal = [name for name in named if name not in _GENERIC and "var(" not in name and "\0" not in name]
        if literal and "var(" not in found.group(1):
            message = f"the font {literal[0]} is written out"
            yield "page.font", found.start(), literal[0], message, "write var(--fonts), so that a brand can change it"
    for found in _LINK.finditer(text):
        told = found.group(1)
        yield (
            "page.link",
            found.start(1),
            told,
            f"a fixed address: {told[:80]}",
            "embed the file, or bind it to a field",
        )
    for found in _COMMENT.finditer(text):
        yield "page.comment", found.start(), found.group()[:60], "a comment that reaches the file", "write {# … #}"


def _words(text: str, is_style: bool, allowed: Callable[[str], bool]) -> Iterator[Found]:
    hint = "put it into labels/ and write {{ label('key') }}"
    for found in _CONTENT.finditer(text):
        words = words_in(found.group(2), allowed)
        if words:
            yield "text.literal", found.start(2), words, f"“{words}” stands in a style sheet", hint
    if is_style:
        return
    plain = _ENTITY.sub(_blank, _FORMS.sub(_blank, text))
    for found in _TEXT.finditer(plain):
        stray = stray_brackets(found.group(1).replace("\0", " "))
        if stray:
            yield "template.syntax", found.start(1), stray, f"“{stray}” is not read as a tag", KEYBOARD
            continue
        words = words_in(found.group(1).replace("\0", " "), allowed)
        if words:
            start = found.start(1) + found.group(1).find(words.split()[0])
            message = f"“{words}” is written in the template and stays in one language"
            yield "text.literal", start, words, message, hint


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\0", found.group())
