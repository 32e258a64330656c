"""The template language: Jinja in a sandbox with limits, and the filters common to all formats.

This module defines an engine's input (`Template`, `Bindings`) and the regular expressions that find tags in text.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.audience import Audience
from docgen.brand import Brand

INSIDE = r"(?>'[^'\n}]{0,80}'|\"[^\"\n}]{0,80}\"|(?!\{[{%#]).)*?"
"""The content of a tag: ends at the next tag that begins outside a string, so that an unclosed tag can't backtrack."""

ANY_TAG = rf"\{{\{{{INSIDE}\}}\}}|\{{%{INSIDE}%\}}|\{{#(?:(?!\{{#).)*?#\}}"
"""A complete expression, statement or comment tag; needs re.DOTALL."""

TAG = re.compile(ANY_TAG, re.DOTALL)

LOOP_NAMES = r"\w++(?:\s*+,\s*+\w++)*+"
"""The names that a loop or `set` binds: one, or several with commas."""

_OPENING = re.compile(r"\{[{%#][-+]?+\s*+")


def split_tag(tag: str) -> tuple[str, str, str]:
    """A tag as its delimiter with white space, its content, and its closing delimiter with white space."""
    opening = _OPENING.match(tag)
    start, end = opening.end() if opening else 0, len(tag) - len("}}")
    end -= end > start and tag[end - 1] in "-+"
    content = tag[start:end].rstrip()
    return tag[:start], content, tag[start + len(content) :]


@dataclass(frozen=True, slots=True)
class Template:
    """A template of the library: `name` for messages, its bytes, their digest, and for HTML `read` for `extends`.

    `kind` is the kind of document that it is for, whose fields it may name by their titles; empty if it is for none.
    `declared` are the fields that its library declares (`docgen.schemas.declared.DeclaredFields`), or None.
    `read(path)` returns the text of another template of the library (`base/proposal.html`); it raises KeyError.
    """

    name: str
    data: bytes
    digest: str
    read: Callable[[str], str] | None = None
    read_asset: Callable[[str], bytes] | None = None
    kind: str = ""
    declared: Hashable = None


Dress = Callable[[Mapping[str, Any], Callable[[str], str], str, str, str], Mapping[str, Any]]
"""Takes names of views, the function that gives a label's text, language, currency and audience; gives the names with
display fields (`docgen.display.dress`)."""


@dataclass(frozen=True, slots=True)
class Bindings:
    """The names that a template may use, and how values are formatted.

    `names` has `doc` (the view), `stamp`, `industry`, `objections`, `cases`, `legal`. `labels(key)` returns (en, zh)
    and raises KeyError with a message that names the nearest key. `language` is zh, en or zh+en; `currency` an ISO
    4217 code; `reads` maps the names of redactable fields to whether the audience may read them. `watermark` is a text
    across every page, or None. `data` is the view as JSON, for formats that carry it, or None. With
    `allow_missing_glyphs`, a character without a glyph is reported and not refused. `display` adds display fields to
    the views of a render; without it there are none.
    """

    names: Mapping[str, Any]
    labels: Callable[[str], tuple[str, str]]
    language: str = "en"
    audience: str = "client"
    currency: str = "CNY"
    brand: Brand = field(default_factory=Brand)
    watermark: str | None = None
    data: str | None = None
    allow_missing_glyphs: bool = False
    display: Dress | None = None
    reads: Mapping[str, bool] = field(default_factory=dict[str, bool])

    @property
    def is_outside(self) -> bool:
        """Whether the file is for an audience outside the company."""
        return Audience(self.audience).is_outside
