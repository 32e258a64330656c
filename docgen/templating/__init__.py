"""The template language: Jinja in a sandbox with limits, and the filters that all three formats share.

Here are what an engine is given (`Template`, `Bindings`) and the patterns of Jinja's tags, for where they are looked
for in text and not parsed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.audience import Audience
from docgen.brand import Brand

INSIDE = r"(?>'[^'\n}]{0,80}'|\"[^\"\n}]{0,80}\"|(?!\{[{%#]).)*?"
"""What stands in a tag: up to its end, or to where another begins outside a string: an unclosed tag costs nothing."""

ANY_TAG = rf"\{{\{{{INSIDE}\}}\}}|\{{%{INSIDE}%\}}|\{{#(?:(?!\{{#).)*?#\}}"
"""A printed value, a statement or a remark, whole; needs re.DOTALL."""

TAG = re.compile(ANY_TAG, re.DOTALL)


@dataclass(frozen=True, slots=True)
class Template:
    """A template as found: `name` for messages, its bytes, their digest, and for HTML `read` for `extends`.

    `read(path)` gives the text of another template of the same library (`base/proposal.html`); it raises KeyError.
    """

    name: str
    data: bytes
    digest: str
    read: Callable[[str], str] | None = None
    read_asset: Callable[[str], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Bindings:
    """All that a template may name, and how it is to be said.

    `names` holds `doc` (the view), `stamp`, `industry`, `objections`, `cases`, `legal`. `labels(key)` gives
    (en, zh) and raises KeyError with a message that names the nearest key. `language` is zh, en or zh+en; `currency`
    an ISO code; `reads` says by name what the reader may read of what isn't for everybody. `watermark` is the text
    to lay over every page, or None. `data` is what the document says, as JSON, for formats that carry it, or None;
    with `allow_missing_glyphs`, a character that no font can draw is reported and not refused.
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
    reads: Mapping[str, bool] = field(default_factory=dict[str, bool])

    @property
    def is_outside(self) -> bool:
        """Whether the file is for an audience outside the company."""
        return Audience(self.audience).is_outside
