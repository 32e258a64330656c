"""Turns lines into spots: the places that a person would fill in, each with the words that say what belongs there."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docgen.adopt.controls import Whole
from docgen.adopt.lines import LOCKED, Line, is_highlighted, run_of
from docgen.templating.tag_patterns import INSIDE

FORMS = {
    "tag": "a tag of docgen's own",
    "brackets": "words in brackets",
    "date": "the parts of a date",
    "blank": "a blank to write on",
    "crosses": "XXX, ×××, 某某",
    "hint": "a hint what to fill in",
    "highlight": "highlighted words",
    "box": "a box to tick",
    "control": "a content control",
    "field": "a merge or property field",
    "form field": "a form field",
    "cell": "an empty cell",
    "example": "words of an example row",
}

_X = r"[XxＸｘ×✕╳*＊]"
_GAP = rf"(?:_|＿|{_X}|[\s\u3000])"
_MARK = rf"(?:_|＿|{_X})"
_DATES = (
    rf"(?:20\d?)?{_GAP}{{1,12}}年{_GAP}{{0,10}}月{_GAP}{{0,10}}日",
    rf"20\d\d年{_GAP}{{1,10}}月{_GAP}{{1,10}}日",
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
_BLANKS = (r"[_＿](?:[_＿]|[ \u3000](?=[_＿]))*", r"(?<=[:：])\s*(?:…{2,}|\.{5,})")
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
class Spot:
    """A place to fill in: characters of a line, or a field or control that is looked at as a whole.

    `inside` are the words that stand there themselves, empty for a blank; `kind` what they show the value to be
    (date, money, percent, …), `options` what may be chosen. `is_told`: the words inside are a hint.
    """

    line: Line
    start: int
    end: int
    form: str
    inside: str = ""
    kind: str = ""
    whole: Whole | None = None
    options: tuple[str, ...] = ()
    is_told: bool = False

    @property
    def text(self) -> str:
        """What stands there now."""
        return self.line.text[self.start : self.end].strip() or (self.whole.shown if self.whole else "")

    @property
    def is_alone(self) -> bool:
        """Whether nothing else stands in its paragraph."""
        return not (self.line.text[: self.start] + self.line.text[self.end :]).strip()


def find_spots(line: Line, wholes: list[Whole]) -> list[Spot]:
    """The spots of a line from left to right; `wholes` are its fields and controls."""
    found = [_of_whole(line, whole) for whole in wholes]
    if any(whole.covers for whole in wholes):
        return found
    taken = [False] * (len(line.text) + 1)
    for form, patterns, inside in _SIGNS:
        for pattern in patterns:
            for match in re.finditer(pattern, line.shadow, re.IGNORECASE if form == "hint" else 0):
                start, end = match.span()
                if form == "blank" and not _is_blank(match.group()):
                    continue
                if LOCKED in match.group() or any(taken[start:end]) or not _is_meant(form, match):
                    continue
                taken[start:end] = [True] * (end - start)
                found.append(Spot(line, start, end, form, inside(match), "date" if form == "date" else ""))
    found = _widened(found, list(_stretches(line)))
    found += _highlighted(line, taken)
    found = [spot for spot in found if spot.form != "tag"]
    return _with_hints(sorted(found, key=lambda spot: (spot.start, spot.end)))


def _of_whole(line: Line, whole: Whole) -> Spot:
    starts = [atom for atom in line.atoms if atom.element in whole.texts]
    start = starts[0].start if starts else whole.at
    end = starts[-1].end if starts else whole.at
    return Spot(line, start, end, whole.form, whole.words, whole.kind, whole, whole.options)


def _is_blank(text: str) -> bool:
    return sum(char in "_＿" for char in text) >= 2 or text.strip()[:1] in {"…", "."}


def _is_meant(form: str, match: re.Match[str]) -> bool:
    """Whether brackets hold words that name something, and a square is one of several to tick, not a bullet."""
    if form == "box":
        return match.group() in "☐☑☒" or sum(match.string.count(square) for square in "□■") > 1
    if form == "brackets":
        told = next(part for part in match.groups() if part is not None).strip()
        if not told:
            return len(match.group()) >= 4
        return not _NOT_WORDS.fullmatch(told) and not _OWN_NAMES.match(match.group())
    return True


def _words(match: re.Match[str]) -> str:
    told = next((part for part in match.groups() if part), match.group()).strip()
    return "" if _NO_NAME.fullmatch(told) else told


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
    ("blank", _BLANKS, _no_words),
    ("box", _BOXES, _no_words),
)


def _highlighted(line: Line, taken: list[bool]) -> Iterator[Spot]:
    """Stretches of highlighted words that hold no other spot."""
    for start, end in _stretches(line):
        text = line.text[start:end]
        if text and not any(taken[start:end]) and LOCKED not in line.shadow[start:end]:
            yield Spot(line, start, end, "highlight", text)


def _widened(spots: list[Spot], stretches: list[tuple[int, int]]) -> list[Spot]:
    """Crosses within highlighted words stand for them all: `XXX项目商务谈判`."""
    for start, end in stretches:
        inside = [spot for spot in spots if start <= spot.start and spot.end <= end]
        if len(inside) == 1 and inside[0].form == "crosses" and end - start <= 40:
            inside[0].start, inside[0].end = start, end
    return spots


def _stretches(line: Line) -> Iterator[tuple[int, int]]:
    """Where highlighted words begin and end, without spaces at their ends."""
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


def _with_hints(spots: list[Spot]) -> list[Spot]:
    """A hint that follows a blank says what the blank is for: the two are one spot."""
    kept: list[Spot] = []
    for spot in spots:
        last = kept[-1] if kept else None
        joins = last is not None and last.form in {"blank", "crosses"} and spot.form == "hint"
        if joins and last is not None and not last.line.text[last.end : spot.start].strip():
            last.end, last.inside, last.is_told = spot.end, spot.inside, True
        else:
            kept.append(spot)
    return kept
