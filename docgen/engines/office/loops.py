"""Endings of loops: `for x in xs first 3 by 4 across 2`, compiled to Jinja's `for`.

They work on text, before Jinja reads the tags, so that the expression may be anything that stands there.
"""

import re
from dataclasses import dataclass, replace

from docgen.templating import INSIDE

NOTE = "(?:\ufdd0\\d+\ufdd1)?"
"""The mark with which a numbered tag's content may end."""
_FOR, _IN = re.compile(r"for\s"), re.compile(r"\sin\s")
_ENDING = re.compile(r"\s(first|by|across)\s+(\d+)$")
_ORDER = ("first", "by", "across")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’")
_INLINE_IF = re.compile(r"\sif\s")
_TAG = re.compile(rf"\{{%([-+]?)((?:p|tr|tc|r)\s++)?\s*+(for\s{INSIDE})({NOTE})([-+]?)%\}}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Loop:
    """A `for` statement and the numbers of its endings; `problem` is the key of a message, if there is one."""

    name: str
    items: str
    first: int | None = None
    by: int | None = None
    across: int | None = None
    problem: str = ""

    @property
    def has_endings(self) -> bool:
        """Whether the statement is more than Jinja's."""
        return not (self.first is None and self.by is None and self.across is None)

    @property
    def source(self) -> str:
        """The expression for the items, with `first` and `by` applied."""
        if self.first is None and self.by is None:
            return self.items
        shown = f"({self.items})"
        if self.first is not None:
            shown = f"({shown}|list)[:{self.first}]"
        return shown if self.by is None else f"{shown}|paginate({self.by})"

    @property
    def statement(self) -> str:
        """Jinja's `for` with `first` and `by` applied; `across` is the caller's."""
        return f"for {self.name} in {self.source}"


def read_loop(statement: str) -> Loop | None:
    """The loop of a statement without delimiters; None if it isn't a `for … in …`."""
    text = statement.strip()
    found = _IN.search(text) if _FOR.match(text) else None
    if found is None:
        return None
    loop, named = Loop(text[4 : found.start()].strip(), text[found.end() :].strip()), list[str]()
    while ending := _ENDING.search(loop.items):
        count = int(ending[2])
        wrong = "template.marker:count" if not count else ""
        if named and _ORDER.index(ending[1]) >= _ORDER.index(named[-1]):
            wrong = "template.marker:order"
        named.append(ending[1])
        loop = replace(
            loop, items=loop.items[: ending.start()].rstrip(), problem=loop.problem or wrong, **{ending[1]: count}
        )
    if named and _INLINE_IF.search(_outside(loop.items)):
        loop = replace(loop, problem=loop.problem or "template.marker:condition")
    return loop


def _outside(expression: str) -> str:
    """`expression` without what stands in quotes and brackets."""
    depth, shown = 0, list[str]()
    for sign in _QUOTED.sub("", expression):
        depth += (sign in "([{") - (sign in ")]}")
        shown += [sign] if depth <= 0 else []
    return "".join(shown)


def find_loops(text: str) -> list[tuple[re.Match[str], Loop]]:
    """Jinja's own `for` tags in `text` (`{%p for %}` and `{%tr for %}` too) that have endings."""
    found = ((tag, read_loop(tag[3])) for tag in _TAG.finditer(text)) if "for" in text else ()
    return [(tag, loop) for tag, loop in found if loop is not None and loop.has_endings]


def rewritten(tag: re.Match[str], loop: Loop, note: str) -> str:
    """The tag with Jinja's statement in place of `loop`."""
    dash, kind, _, _, closing = tag.groups()
    opening = f"{{%{dash}{kind}" if kind else f"{{%{dash} "
    return f"{opening}{loop.statement} {note}{closing}%}}"
