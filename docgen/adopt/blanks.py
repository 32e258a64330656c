"""Find the blanks of a line: the places that people fill in by hand, with the words in them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docgen.adopt.controls import Control
from docgen.adopt.lines import LOCKED, Line, is_highlighted, markup_of, run_of
from docgen.templating import INSIDE

FORMS = {
    "tag": "adopt.form:tag",
    "brackets": "adopt.form:brackets",
    "date": "adopt.form:date",
    "underscores": "adopt.form:underscores",
    "crosses": "adopt.form:crosses",
    "hint": "adopt.form:hint",
    "highlight": "adopt.form:highlight",
    "box": "adopt.form:box",
    "control": "adopt.form:control",
    "field": "adopt.form:field",
    "form field": "adopt.form:form_field",
    "cell": "adopt.form:cell",
    "filled": "adopt.form:filled",
    "example": "adopt.form:example",
}
"""The name of each form of blank, as a key of the catalogue."""

_X = r"[XxＸｘ×✕╳*＊]"
_GAP = rf"(?:_|＿|{_X}|[\s\u3000])"
_MARK = rf"(?:_|＿|{_X})"
_DATES = (
    rf"(?:20\d?)?{_GAP}{{1,12}}年{_GAP}{{0,10}}月{_GAP}{{0,10}}日",
    rf"20\d\d年{_GAP}{{1,10}}月{_GAP}{{1,10}}日",
    rf"(?:20\d?)?{_MARK}{{1,6}}年{_MARK}{{1,4}}月(?!{_GAP}{{0,10}}日)",
    rf"{_MARK}{{1,4}}月{_GAP}{{1,6}}日",
    r"\b[Dd]{1,2}([/.-])[Mm]{1,4}\1[Yy]{2,4}\b",
    r"\b[Mm]{1,2}([/.-])[Dd]{1,2}\1[Yy]{2,4}\b",
    r"\b[Yy]{4}([/.-])[Mm]{1,2}\1[Dd]{1,2}\b",
    r"_{1,6}\s?/\s?_{1,6}\s?/\s?_{1,8}",
)
_INNER = r"[^\[\]【】<>＜＞«»{}${}\n\t]{1,80}?"
_BRACKETS = (
    rf"\$\{{({_INNER})\}}",
    rf"\{{\{{\s*({_INNER})\s*\}}\}}",
    rf"\{{\s*({_INNER})\s*\}}",
    rf"<<\s*({_INNER})\s*>>",
    rf"＜＜\s*({_INNER})\s*＞＞",
    rf"«\s*({_INNER})\s*»",
    rf"【\s*({_INNER})\s*】",
    rf"［\s*({_INNER})\s*］",
    rf"\[\s*({_INNER})\s*\]",
    rf"<([A-Za-z\u4e00-\u9fff]{_INNER})>",
    rf"＜\s*({_INNER})\s*＞",
    r"%([A-Za-z][A-Za-z_ ]{2,40})%",
)
_COMPANY = r"(?:股份|科技|集团|实业)?(?:有限)?(?:责任)?(?:公司|集团|工厂|厂)"
_CROSSES = (
    rf"(?<![A-Za-z0-9])(?:{_X}{{2,}}|某某|某){_COMPANY}",
    rf"(?<![A-Za-z0-9]){_X}{{2,}}(?:先生|女士|经理|总)",
    rf"(?<![A-Za-z0-9*]){_X}{{2,}}(?:[-/、,，](?:20)?{_X}{{2,}})*(?![A-Za-z0-9*])",
    r"某某(?:先生|女士)?",
)
_HINTS = (
    r"[（(]\s*(?:请?在?(?:此处)?(?:填写|填入|输入|注明|补充)|待填写?|待补充)[^（()）]{0,40}[）)]",
    r"[（(]\s*(?:insert|enter|fill in|please (?:insert|enter|specify)|to be (?:completed|confirmed|advised))"
    r"[^()]{0,60}[)]",
    r"(?:请在?此处?填写|请输入|此处填写|单击或点击此处输入)[^，。；,;]{0,30}",
    r"(?:Click|Tap) (?:or tap )?here to enter (?:text|a date)\.?",
    r"\b(?:TBD|TBC|T\.B\.D\.)(?![A-Za-z])",
    r"(?<=[:：])\s*(?:待定|待填|待补充)",
)
_UNDERSCORES = (r"[_＿](?:[_＿]|[ \u3000](?=[_＿]))*", r"(?<=[:：])\s*(?:…{2,}|\.{5,})")
_BOXES = (r"[☐☑☒□■](?=\s*\S)",)
_NOT_WORDS = re.compile(
    r"[\d\s.,，、;；:：/*#+-]*|sic|…+|\.{3}|注|备注|说明|重要|重要提示|提示|注意|note|notes|sic!?"
    r"|ctrl|enter|tab|esc|shift|alt|space",
    re.IGNORECASE,
)
_NO_NAME = re.compile(rf"(?:{_X}|[_＿●•○…./\s-]|[DdMmYy]{{1,4}}(?=[/.\s-]|$)|年|月|日)+")
_OWN_TAG = re.compile(rf"\{{\{{[^{{}}]*\}}\}}|\{{%{INSIDE}%\}}|\{{#{INSIDE}#\}}")
_OWN_NAMES = re.compile(
    r"\{[{%]-?\s*+(?:p |tr |tc |r )?\s*+(?:doc\.|stamp\.|if |for |endif|endfor|set |else|elif |label\(|head\()"
)


@dataclass(slots=True, eq=False)
class Blank:
    """A place to fill in: characters of a line, or a whole field or control.

    `form` is a key of FORMS. `inside`: the words in it, empty for underscores; `kind`: the type of value that they show
    (date, money, percent, …); `options`: the choices. `has_hint`: the words inside are a hint.
    """

    line: Line
    start: int
    end: int
    form: str
    inside: str = ""
    kind: str = ""
    control: Control | None = None
    options: tuple[str, ...] = ()
    has_hint: bool = False

    @property
    def text(self) -> str:
        """The current text."""
        return self.line.text[self.start : self.end].strip() or (self.control.shown if self.control else "")

    @property
    def is_in_table(self) -> bool:
        """Whether its paragraph is in a cell."""
        element = self.line.element
        return next(element.iterancestors(markup_of(element).dialect.cell), None) is not None

    @property
    def is_alone(self) -> bool:
        """Whether its paragraph has no other text."""
        return not (self.line.text[: self.start] + self.line.text[self.end :]).strip()


def find_blanks(line: Line, controls: list[Control]) -> list[Blank]:
    """Find the blanks of a line from left to right; `controls` are its fields and controls."""
    found = [_of_control(line, control) for control in controls]
    if any(control.covers for control in controls):
        return found
    taken = [False] * (len(line.text) + 1)
    for form, patterns, inside in _SIGNS:
        for pattern in patterns:
            for match in re.finditer(pattern, line.masked, re.IGNORECASE if form == "hint" else 0):
                start, end = match.span()
                if form == "underscores" and not _is_underscores(match.group()):
                    continue
                if LOCKED in match.group() or any(taken[start:end]) or not _is_blank(form, match):
                    continue
                taken[start:end] = [True] * (end - start)
                found.append(Blank(line, start, end, form, inside(match), "date" if form == "date" else ""))
    found = _widen_crosses(found, list(_highlighted_stretches(line)))
    found += _highlighted_blanks(line, taken)
    found = [blank for blank in found if blank.form != "tag"]
    return _join_hints(sorted(found, key=lambda blank: (blank.start, blank.end)))


def _of_control(line: Line, control: Control) -> Blank:
    starts = [atom for atom in line.atoms if atom.element in control.texts]
    start = starts[0].start if starts else 0
    end = starts[-1].end if starts else 0
    return Blank(line, start, end, control.form, control.words, control.kind, control, control.options)


def _is_underscores(text: str) -> bool:
    return sum(char in "_＿" for char in text) >= 2 or text.strip()[:1] in {"…", "."}


def _is_blank(form: str, match: re.Match[str]) -> bool:
    """Whether brackets contain words that name something, and a square is one of several checkboxes, not a bullet."""
    if form == "box":
        return match.group() in "☐☑☒" or sum(match.string.count(square) for square in "□■") > 1
    if form == "brackets":
        words = next(part for part in match.groups() if part is not None).strip()
        if not words:
            return len(match.group()) >= 4
        return not _NOT_WORDS.fullmatch(words) and not _OWN_NAMES.match(match.group())
    return True


def _words(match: re.Match[str]) -> str:
    words = next((part for part in match.groups() if part), match.group()).strip()
    return "" if _NO_NAME.fullmatch(words) else words


def _no_words(_: re.Match[str]) -> str:
    return ""


def _crosses(match: re.Match[str]) -> str:
    return "公司" if re.search("公司|集团|厂", match.group()) else ""


_SIGNS: tuple[tuple[str, tuple[str, ...], Callable[[re.Match[str]], str]], ...] = (
    ("tag", (_OWN_NAMES.pattern + r"[^{}]*[%}]\}",), _no_words),
    ("brackets", _BRACKETS, _words),
    ("date", _DATES, _no_words),
    ("hint", _HINTS, lambda match: match.group().strip("（()）")),
    ("crosses", _CROSSES, _crosses),
    ("underscores", _UNDERSCORES, _no_words),
    ("box", _BOXES, _no_words),
)


def _highlighted_blanks(line: Line, taken: list[bool]) -> Iterator[Blank]:
    """Highlighted stretches without another blank in them."""
    for start, end in _highlighted_stretches(line):
        text = line.text[start:end]
        if text and not any(taken[start:end]) and LOCKED not in line.masked[start:end]:
            yield Blank(line, start, end, "highlight", text)


def _widen_crosses(blanks: list[Blank], stretches: list[tuple[int, int]]) -> list[Blank]:
    """Widen crosses within highlighted words to all of them: `XXX项目商务谈判`."""
    for start, end in stretches:
        inside = [blank for blank in blanks if start <= blank.start and blank.end <= end]
        if len(inside) == 1 and inside[0].form == "crosses" and end - start <= 40:
            inside[0].start, inside[0].end = start, end
    return blanks


def _highlighted_stretches(line: Line) -> Iterator[tuple[int, int]]:
    """Start and end of each highlighted stretch, without spaces at its ends."""
    start = end = -1
    for atom in (*line.atoms, None):
        lit = atom is not None and atom.text and is_highlighted(run_of(atom))
        if lit and atom is not None:
            start, end = (atom.start if start < 0 else start), atom.end
        elif start >= 0:
            text = line.text[start:end]
            if text.strip():
                yield start + len(text) - len(text.lstrip()), start + len(text.rstrip())
            start = -1


def _join_hints(blanks: list[Blank]) -> list[Blank]:
    """Join underscores or crosses with the hint that follows them into one blank."""
    joined: list[Blank] = []
    for blank in blanks:
        last = joined[-1] if joined else None
        joins = last is not None and last.form in {"underscores", "crosses"} and blank.form == "hint"
        if joins and last is not None and not last.line.text[last.end : blank.start].strip():
            last.end, last.inside, last.has_hint = blank.end, blank.inside, True
        else:
            joined.append(blank)
    return joined
