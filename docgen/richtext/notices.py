"""Notices about Markdown that may not render as intended: one finding per kind, with its first line and count."""

import re
from dataclasses import dataclass, field

from docgen.errors import Finding
from docgen.messages import message
from docgen.richtext.emphasis import is_cjk

_TAGS = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details|dfn"
    "|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link"
    "|main|mark|meta|nav|nobr|ol|p|path|picture|pre|q|rp|rt|ruby|s|samp|script|section|select|small|source|span|strike"
    "|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|tr|tt|u|ul|var|video|wbr"
)
_ENTITIES = (
    "nbsp|ensp|emsp|thinsp|amp|lt|gt|quot|apos|copy|reg|trade|mdash|ndash|hellip|bull|middot|euro|pound|yen|cent|times"
    "|deg|plusmn|le|ge|[lr]squo|[lr]dquo|laquo|raquo|rarr|larr|#\\d{1,6}|#[xX][0-9a-fA-F]{1,6}"
)
_HTML = rf"</?(?:{_TAGS})(?=[\s/>])[^<>]{{0,300}}>|<!--|&(?:{_ENTITIES});"
_IN_TEXT = {
    "html": re.compile(_HTML, re.IGNORECASE),
    "note": re.compile(r"\[\^[^\]\s]{1,40}\]"),
    "address": re.compile(r"\[[^\[\]]{1,200}\]\([^()\n]{1,300}\)|^\[[^\[\]]{1,100}\]:[ \t]+(?=\S)"),
    "mark": re.compile(
        r"(?<![*\s])\*\*(?!\*)|(?<!\*)\*\*(?![*\s])|(?<![~\s])~~(?!~)|(?<!~)~~(?![~\s])|```|(?<!_)__[^_\s]{1,100}__(?!_)"
    ),
    "line": re.compile(r"^={3,}$"),
    "star": re.compile(r"(?<!\*)\*(?=[\w“（(])[^*]{1,200}(?<=\S)\*(?!\*)"),
    "syntax": re.compile(
        r"(?<!=)==[^=\s][^=\n]{0,100}==(?!=)"  # ==highlighted==
        r"|(?<=[\w)])\^[A-Za-z0-9+-]{1,10}\^|(?<=[A-Za-z])~\d{1,3}~"  # x^2^, H~2~O
        r"|(?<![\w:]):[a-z][a-z0-9_+-]{1,30}:(?![\w:])"  # :smile:
        r"|!?\[\[[^\[\]]{1,100}\]\]|(?<![\w\]])\[[^\[\]]{1,100}\]\[[^\[\]]{0,100}\]"  # [[page]], [text][1]
        r"|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]|\[TOC\]"
        r"|\{[.#][\w-]{1,40}\}|\$\$|\\(?:frac|times|cdot|sqrt|textbf|begin|sum)\b"  # {.note}, formulas
    ),
}
_AT_THE_START = {
    "syntax": re.compile(r":::|~{3,}+\w{0,20}+$|:[ \t]+(?=\S)"),
    "box": re.compile(r"\[[ xX]\][ \t]"),
    "heading": re.compile(r"#[^\W\d_]\w{0,20}|#{2,6}[^\s#]"),
    "bullet": re.compile(r"-[^\W\d_]\w{0,20}"),
    "bars": re.compile(r"\|[^|]*\|[^|]*\|.*"),
}
_IN_PLAIN = re.compile(
    rf"\*\*(?=\S)[^*\n]{{1,100}}(?<=\S)\*\*|~~(?=\S)[^~\n]{{1,100}}~~|`[^`\n]{{1,100}}`"
    rf"|!?\[[^\[\]\n]{{1,100}}\]\((?:https?:|mailto:|[^()\s]{{1,100}}\.\w{{2,4}}\))|{_HTML}",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"\*\*|~~|`|\]\(|<|&")
_MAX_QUOTED = 40


def may_have_marks(text: str) -> bool:
    """Whether a text could have Markdown or HTML that `Notices.read_plain` finds: a quick test."""
    return _SIGNS.search(text) is not None


@dataclass(slots=True)
class Notices:
    """Collect the notices about one text."""

    _first: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    _counts: dict[str, int] = field(default_factory=dict[str, int])

    def add(self, kind: str, line: int, found: str) -> None:
        """Record `found`, of `kind`, in `line`."""
        self._first.setdefault(kind, (line, found))
        self._counts[kind] = self._counts.get(kind, 0) + 1

    def read(self, text: str, line: int, *, is_start: bool = False) -> None:
        """Look for markup left unparsed in `text`; `is_start`: it begins its line."""
        for kind, pattern in _AT_THE_START.items() if is_start else ():
            found = pattern.match(text)
            if found:
                self.add(kind, line, found[0])
        for kind, pattern in _IN_TEXT.items():
            for found in pattern.finditer(text):
                if _is_unparsed(kind, text, found):
                    self.add(kind, line, found[0])

    def read_plain(self, text: str) -> None:
        """Look for Markdown and HTML in a text that is printed as it is written."""
        for number, line in enumerate(text.split("\n"), 1):
            for found in _IN_PLAIN.finditer(line):
                self.add("plain", number, found[0])

    def findings(self) -> tuple[Finding, ...]:
        """The notices as findings, in the order of their lines."""
        if "table" in self._first:  # the same rows
            self._first.pop("bars", None)
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
