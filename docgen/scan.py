"""Turns a finished client file and the values held back from it into findings, where one of them stands in the file.

The filter keeps internal values out by construction; this looks again at the bytes. What it can tell: texts of four
characters or more (two when Chinese), dates, and figures of four digits or more, each in every form that docgen writes.
A value that the client may see elsewhere in the same document is no leak. Choices and yes/no can't be told from
ordinary words and are not looked for.
"""

import html
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.audience import Choice, as_data
from docgen.errors import Finding
from docgen.richtext import plain_text
from docgen.wording import say_amount, say_date, say_number

_PICTURE = re.compile(r";base64,[A-Za-z0-9+/=\s]*")
_TAG = re.compile(r"<[^>]*>")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_DIGITS = re.compile(r"\d")


def find_leaks(members: Iterable[tuple[str, str]], held_back: Iterable[Any], shown: Any) -> tuple[Finding, ...]:
    """A finding for each held-back value that stands in a member and is not in `shown` (the view as plain data).

    `members` are (name, text) pairs; names that begin with `text` are what a person reads, `stream` a PDF's drawing
    commands, where figures are coordinates; all others are XML or plain text.
    """
    texts = _without_pictures("\n".join(_strings(shown)))
    needles = {needle for value in held_back for needle in _needles(value) if needle not in texts}
    words = {needle for needle in needles if not _is_figure(needle)}
    figures = _figure_pattern(needles - words)
    found: dict[tuple[str, str], Finding] = {}
    for name, text in members:
        for needle in _found_in(name, _without_pictures(text), words, figures):
            message = f"{needle!r} is internal and stands in the client's file"
            found.setdefault((name, needle), Finding("leak", message, "nothing was written", place=name))
    return tuple(found.values())


def _without_pictures(text: str) -> str:
    """`text` without the bytes of pictures in it, in which any short word stands by chance."""
    return _PICTURE.sub(";base64,", text) if ";base64," in text else text


def _found_in(name: str, text: str, words: set[str], figures: re.Pattern[str] | None) -> Iterator[str]:
    read = text if name.startswith(("text", "stream")) else html.unescape(_TAG.sub("", text))
    whole = read if read is text else f"{html.unescape(text)}\n{read}"
    yield from (word for word in words if word in whole)
    if figures is not None and not name.startswith("stream"):
        yield from figures.findall(read)


def _figure_pattern(figures: set[str]) -> re.Pattern[str] | None:
    if not figures:
        return None
    alternatives = "|".join(re.escape(figure) for figure in sorted(figures, key=len, reverse=True))
    # not inside a longer figure, nor inside a digest
    return re.compile(rf"(?<![\da-f.,])(?:{alternatives})(?![\da-f]|[.,]\d)")


def _is_figure(needle: str) -> bool:
    return re.fullmatch(r"-?[\d,]+(\.\d+)?", needle) is not None


def _needles(value: Any) -> Iterator[str]:
    match value:
        case Choice() | bool():
            return
        case str():
            yield from (text for text in (value, plain_text(value)) if _long_enough(text))
        case int() | Decimal():
            yield from _figures(Decimal(value))
        case date():
            yield from (value.isoformat(), say_date(value, "zh"), say_date(value, "en"))
        case _:
            return


def _long_enough(text: str) -> bool:
    return len(text) >= (2 if _WIDE.search(text) else 4)


def _figures(value: Decimal) -> set[str]:
    forms = {
        f"{value:f}",
        say_number(value),
        say_amount(value),
        say_amount(value, 0),
        say_amount(value).replace(",", ""),
    }
    return {form for form in forms if len(_DIGITS.findall(form.split(".")[0].lstrip("0"))) >= 4}


def _strings(data: Any) -> Iterator[str]:
    plain = data if isinstance(data, dict | list) else as_data(data)
    if isinstance(plain, dict):
        for item in plain.values():
            yield from _strings(item)
    elif isinstance(plain, list):
        for item in plain:
            yield from _strings(item)
    elif isinstance(plain, str | int):
        yield str(plain)
        yield from _other_forms(str(plain))


def _other_forms(text: str) -> Iterator[str]:
    if _is_figure(text):
        yield from _figures(Decimal(text.replace(",", "")))
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        day = date.fromisoformat(text)
        yield from (say_date(day, "zh"), say_date(day, "en"))
    else:
        yield plain_text(text)
