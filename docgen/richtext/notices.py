"""Notices about Markdown that may not render as intended: one finding per kind, with its first line and count."""

import re
from dataclasses import dataclass, field

from docgen.errors import Finding
from docgen.richtext.emphasis import is_cjk

_TAGS = (
    "a|abbr|b|big|blockquote|body|br|center|code|del|div|em|font|h[1-6]|head|hr|html|i|img|input|ins|kbd|li|mark|ol|p"
    "|pre|q|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul|video"
)
_IN_TEXT = {
    "html": re.compile(rf"</?(?:{_TAGS})(?=[\s/>])[^<>]{{0,300}}>|<!--", re.IGNORECASE),
    "note": re.compile(r"\[\^[^\]\s]{1,40}\]"),
    "address": re.compile(r"\[[^\[\]]{1,200}\]\([^()\n]{1,300}\)|^\[[^\[\]]{1,100}\]:[ \t]+(?=\S)"),
    "mark": re.compile(
        r"(?<![*\s])\*\*(?!\*)|(?<!\*)\*\*(?![*\s])|(?<![~\s])~~(?!~)|(?<!~)~~(?![~\s])|```|(?<!_)__[^_\s]{1,100}__(?!_)"
    ),
    "line": re.compile(r"^={3,}$"),
    "star": re.compile(r"(?<!\*)\*(?=[\w“（(])[^*]{1,200}(?<=\S)\*(?!\*)"),
}
_MESSAGES = {
    "html": ("is HTML, which prints as it is written", "write Markdown: **bold**, a blank line between paragraphs"),
    "note": ("has no note", "write the note as a paragraph of its own that begins with the same mark and a colon"),
    "address": ("is no link and prints as it is written", "an address begins with https://, mailto: or tel:"),
    "mark": ("does nothing here and prints as it is written", "for bold write **…**, with a space before and behind"),
    "star": ("prints its stars: one is at a figure or in a word", r"for italics write _…_, for a star \*"),
    "italics": ("is printed in italics, without its stars", r"for a star write \*"),
    "picture": ("is a picture; only its words are printed", "put pictures where the template has a place for them"),
    "quote": ("prints its sign, for a figure follows", "for a quotation leave the sign out and write “…”"),
    "line": ("is no line across the page and prints as it is written", "leave it out, or write a heading"),
    "row": ("has more cells than the table's head; the last cell holds the rest", r"write \| for a stroke in a cell"),
    "table": ("has too many empty cells and prints as text", "split the table"),
    "depth": ("is nested too deep", "a list may have nine levels; those below stand on the ninth"),
}
_MAX_QUOTED = 40


@dataclass(slots=True)
class Notices:
    """Collect the notices about one text."""

    _first: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    _counts: dict[str, int] = field(default_factory=dict[str, int])

    def add(self, kind: str, line: int, found: str) -> None:
        """Record `found`, of `kind`, in `line`."""
        self._first.setdefault(kind, (line, found))
        self._counts[kind] = self._counts.get(kind, 0) + 1

    def read(self, text: str, line: int) -> None:
        """Look for markup left unparsed in `text`."""
        for kind, pattern in _IN_TEXT.items():
            for found in pattern.finditer(text):
                if _is_unparsed(kind, text, found):
                    self.add(kind, line, found[0])

    def findings(self) -> tuple[Finding, ...]:
        """The notices as findings, in the order of their lines."""
        return tuple(self._finding(kind) for kind in sorted(self._first, key=lambda kind: self._first[kind]))

    def _finding(self, kind: str) -> Finding:
        (line, found), count = self._first[kind], self._counts[kind]
        found = " ".join(found.split())
        shown = found if len(found) <= _MAX_QUOTED else f"{found[: _MAX_QUOTED - 1]}…"
        problem, hint = _MESSAGES[kind]
        message = f"line {line}: `{shown}` {problem}" + (f" ({count} of these in the text)" if count > 1 else "")
        values = {"line": line, "found": found, "count": count}
        return Finding(f"notice.markdown_{kind}", message, hint, severity="warning", values=values)


def _is_unparsed(kind: str, text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if kind == "star":  # a product: `600*800*2000`
        return not (before.isalnum() and after.isalnum())
    if kind == "mark" and found[0].startswith("__"):  # a name: `a__b__c`
        return any(is_cjk(char) for char in f"{before}{found[0]}{after}")
    if kind == "mark":  # a power: `10**3`
        return not (before.isalnum() and after.isalnum() and (before.isdigit() or after.isdigit()))
    return True
