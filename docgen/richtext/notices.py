"""Notices about Markdown that may not render as intended: one finding per kind, with its first line and count."""

import re
from dataclasses import dataclass, field

from docgen.errors import Finding
from docgen.messages import message
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
        words = message(f"notice.markdown_{kind}", line=line, found=shown, count=count)
        return Finding(words.key, words, severity="warning", values={"line": line, "found": found, "count": count})


def _is_unparsed(kind: str, text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    if kind == "star":  # a product: `600*800*2000`
        return not (before.isalnum() and after.isalnum())
    if kind == "mark" and found[0].startswith("__"):  # a name: `a__b__c`
        return any(is_cjk(char) for char in f"{before}{found[0]}{after}")
    if kind == "mark":  # a power: `10**3`
        return not (before.isalnum() and after.isalnum() and (before.isdigit() or after.isdigit()))
    return True
