"""The members of a finished file as an engine lists them: what a person reads, what carries data, what is markup."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PICTURE = re.compile(r";base64,[A-Za-z0-9+/=\s]*")
_TAG = re.compile(r"<[^>]*>")
_KINDS = ("text", "data", "marks", "stream")


@dataclass(frozen=True, slots=True)
class Member:
    """A piece of a file. `is_read`: text that is read, not metadata; `has_figures`: figures in it are figures."""

    place: str
    text: str
    is_read: bool
    has_figures: bool


def members_of(pairs: Iterable[tuple[str, str]]) -> Iterator[Member]:
    """The (name, text) pairs of `Engine.searchable`, by the first word of the name.

    `text`: what is read; `data`: metadata, bookmarks' and shapes' names, what bytes spell; `marks`: the values of
    attributes; `stream`: drawing commands. Anything else is markup, of which the text between the tags counts.
    """
    for name, text in pairs:
        kind, _, place = name.partition(" ")
        plain = _PICTURE.sub(";base64,", text) if ";base64," in text else text
        if kind in _KINDS:
            yield Member(place, plain, kind == "text", kind in ("text", "data"))
        else:
            yield Member(name, html.unescape(_TAG.sub("", plain)), is_read=True, has_figures=True)
