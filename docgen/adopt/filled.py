"""Find what a filled-in document holds of its last client: values next to labels, and facts in running text.

Such a place is never written without asking, since its words may be those of every document. Names that stand next to a
label are looked for in all of the text, in their short forms too.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from docgen.adopt.blanks import Blank
from docgen.adopt.context import context_of
from docgen.adopt.lines import LOCKED, Line
from docgen.adopt.loops import Loop
from docgen.adopt.matching import propose
from docgen.adopt.names import names_in, short_forms
from docgen.adopt.text_parts import EXACT, LABEL, Cell, Grid, TextPart, names_field
from docgen.adopt.vocabulary import Entry, Vocabulary, score, split_side

_LONGEST, _FILLED_IN = 60, 3
_SEGMENT = re.compile(r"[^\t\u3000]+")
_LABELLED = re.compile(r"([^:：]{1,30})[:：]\s*+(\S.*)")
_GAP = re.compile(r" {3,}")
_MONTHS = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_SUM = r"\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d++(?:\.\d++)?"
_EMAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_PHONE = r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)|\+\d[\d ()-]{7,18}\d"
_DATE = (
    r"(?<!\d)(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?<!\d)\d{4}年\d{1,2}月|(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)"
    r"|(?<!\d)\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2})(?!\d)"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}\.?,? \d{{4}}|\b{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
)
_LEGAL = "Ltd|Limited|Inc|LLC|LLP|GmbH|AG|Corp|Corporation|PLC|plc|SA|BV|Pty|Pte"
_COMPANY = "company"
_FACTS = (
    ("date", re.compile(_DATE)),
    ("money", re.compile(rf"(?:[¥￥$€£]|(?:RMB|CNY|USD|EUR|GBP|HKD|人民币)) ?(?:{_SUM})(?:元|万元)?")),
    ("money", re.compile(rf"(?<![\d.,])(?:{_SUM}) ?(?:万元|元(?!/)|USD|EUR|GBP|CNY|RMB)")),
    (
        "money",
        re.compile(
            r"(?<![零壹贰叁肆伍陆柒捌玖拾佰仟万亿])[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}+[元圆][零壹贰叁肆伍陆柒捌玖拾角分整正]*"
        ),
    ),
    ("", re.compile(_EMAIL)),
    ("", re.compile(_PHONE)),
    (_COMPANY, re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()]{2,24}(?:公司|集团|事务所|研究院)")),
    (_COMPANY, re.compile(rf"\b(?:[A-Z][\w&'’-]{{0,24}} ){{1,4}}(?:{_LEGAL})\b\.?")),
)
_IN_CELL = re.compile(rf"\s*(?:{_SUM})\s*")
_BEFORE_NAME = re.compile(r"[（(]|以下简称|感谢|关于|由于|代表|提交给|致函|[称与和就向由为致对及给在是于按经请让被自]")
_SHORTEST_COMPANY = 7
_OWN = re.compile(r"^(?:我|本|贵|该|各|子|分|母|总|某|上市)?(?:公司|集团)$|(?:甲|乙|双|我|贵|对)方公司$")
_NAMED = ("doc.client.full_name", "doc.client.short_name")
_OF_THE_CLIENT = frozenset(
    f"doc.{name}"
    for name in (
        "background", "executive_summary", "diagnosis", "objectives", "client_voice", "agenda", "agreed", "open_issues",
        "actions", "client_profile", "current_state", "pains", "goals", "requirements", "next_steps",
    )
)  # fmt: skip
_FIXED = {"title", "status", "confidentiality", "language", "pricing.currency", "kind", "industry", "version"}
_PEOPLE = (".contact.name", ".owner", ".chair", ".recorder", "_by", ".attendees", ".copies", ".said_by")


def find_filled(parts: Collection[TextPart], loops: dict[Line, Loop], vocabulary: Vocabulary) -> None:
    """Add what the lines of `parts` that are in no loop hold of the last client to the blanks of the parts."""
    known, own = dict[str, str](), set[str]()
    labelled = {part: list(_labelled(part, loops, vocabulary)) for part in parts}
    is_form = sum(len(found) for part in parts for found in part.blanks.values()) > sum(map(len, labelled.values()))
    for part in parts:
        for line, found in labelled[part]:
            blanks = [blank for blank in found if not _is_fixed(part, blank, vocabulary, is_form=is_form)]
            _add(part, line, blanks)
            own |= {blank.text for blank in blanks if _is_sellers(blank)}
            known.update(name for blank in blanks for name in _names_of(part, blank, vocabulary))
    for line, head in _cells_of_loops(parts, loops):
        if _is_person(head, vocabulary):
            known.update((name, "name") for name in names_in(line.text))
    free = [(part, line) for part in parts for line in part.lines if line not in loops and not line.is_fallback]
    facts = {line: list(_facts(part, line, own)) for part, line in free}
    known.update((blank.text, "party") for found in facts.values() for blank in found if blank.kind == _COMPANY)
    forms = sorted((form for name, kind in known.items() for form in short_forms(name, kind)), key=len, reverse=True)
    for part, line in free:
        _add(part, line, [*_recurring(line, forms), *facts[line]])
    if sum(blank.form == "filled" for part in parts for found in part.blanks.values() for blank in found) >= _FILLED_IN:
        for part in parts:
            _add_prose(part, loops, vocabulary)


def _add(part: TextPart, line: Line, blanks: Iterable[Blank]) -> None:
    """Add the blanks of a line that overlap none, in its order."""
    found = part.blanks.get(line, [])
    if any(blank.control is not None and blank.control.covers for blank in found):
        return
    for blank in blanks:
        if LOCKED not in line.masked[blank.start : blank.end] and not any(
            blank.start < other.end and other.start < blank.end for other in found
        ):
            found = [*found, blank]
    if found:
        part.blanks[line] = sorted(found, key=lambda blank: (blank.start, blank.end))


def _filled(line: Line, start: int, end: int, kind: str = "") -> Blank:
    return Blank(line, start, end, "filled", kind=kind)


def _labelled(part: TextPart, loops: dict[Line, Loop], vocabulary: Vocabulary) -> Iterator[tuple[Line, list[Blank]]]:
    """The values next to labels: behind a colon, and in the cell to the right."""
    for line in part.lines:
        if line in loops or line.is_fallback or not line.text.strip():
            continue
        cell, grid = part.cell_and_grid(line)
        found = list(_behind_colons(line, vocabulary))
        if not found and cell is not None and grid is not None and _is_value(cell, grid, vocabulary):
            start = len(line.text) - len(line.text.lstrip())
            found = [_filled(line, start, len(line.text.rstrip()))]
        if found:
            yield line, found


def _behind_colons(line: Line, vocabulary: Vocabulary) -> Iterator[Blank]:
    for segment in _SEGMENT.finditer(_GAP.sub(lambda gap: "\t" * len(gap.group()), line.text)):
        parts = _LABELLED.fullmatch(segment.group())
        if parts is None or len(parts[2].strip()) > _LONGEST or names_field(parts[1], vocabulary) < LABEL:
            continue
        start = segment.start() + parts.start(2)
        yield _filled(line, start, start + len(parts[2].rstrip()))


def _is_value(cell: Cell, grid: Grid, vocabulary: Vocabulary) -> bool:
    """Whether a cell of a form is to the right of a label, and none itself."""
    if grid.head or not cell.index or len(cell.text) > 3 * _LONGEST:
        return False
    label = grid.row_of(cell)[cell.index - 1].text.strip().rstrip(":：")
    is_label = 0 < len(label) <= 30 and names_field(label, vocabulary) >= LABEL
    return is_label and names_field(cell.text.strip().rstrip(":："), vocabulary) < EXACT


def _path_of(part: TextPart, blank: Blank, vocabulary: Vocabulary) -> str:
    """The field that the words around a blank name best; empty if they name none."""
    proposals = propose(context_of(blank, *part.cell_and_grid(blank.line)), vocabulary)
    return proposals[0].entry.path if proposals else ""


def _is_fixed(part: TextPart, blank: Blank, vocabulary: Vocabulary, *, is_form: bool) -> bool:
    """Whether a value is what each document may say: a sentence, and in a form a subject, currency or status."""
    path = _path_of(part, blank, vocabulary)
    is_sentence = blank.text.endswith(("。", "；", ";", "!", "！")) or (blank.text.endswith(".") and " " in blank.text)
    if is_sentence and path not in _OF_THE_CLIENT:
        return True
    return is_form and path.removeprefix("doc.") in _FIXED


def _names_of(part: TextPart, blank: Blank, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The names in a value, each with what it names: a company (`party`), a person (`name`) or a `text`."""
    path = _path_of(part, blank, vocabulary)
    if path.endswith(_PEOPLE) and not path.startswith("doc.seller."):
        yield from ((name, "name") for name in names_in(blank.text))
    elif path in _NAMED:
        yield blank.text, "party"
    elif path in {"doc.doc_id", "doc.minutes_no", "doc.title"} and len(blank.text) >= 4:
        yield blank.text, "text"


def _is_sellers(blank: Blank) -> bool:
    return blank.form == "filled" and split_side(blank.line.text[: blank.start].strip(" :：\t"))[0] == "seller"


def _cells_of_loops(parts: Collection[TextPart], loops: dict[Line, Loop]) -> Iterator[tuple[Line, str]]:
    """The lines of the rows of tables that may be loops, each with the head of its column."""
    for part in parts:
        for line in part.lines:
            cell, grid = part.cell_and_grid(line)
            if line in loops and cell is not None and grid is not None:
                yield line, grid.column_head(cell.column)


def _is_person(head: str, vocabulary: Vocabulary) -> bool:
    people = (entry for entry in vocabulary.entries if entry.loop and entry.path.endswith((".owner", "[].name")))
    return bool(head) and any(score(entry, head) >= LABEL for entry in people if not _is_thing(entry))


def _is_thing(entry: Entry) -> bool:
    return not entry.path.startswith(("doc.team", "doc.attendees", "doc.signatures")) and entry.path.endswith("].name")


def _recurring(line: Line, forms: Iterable[str]) -> Iterator[Blank]:
    """The places of known names in a line, the longest forms first."""
    for form in forms:
        at = line.text.find(form)
        while at >= 0:
            if not form.isascii() or _is_word(line.text, at, at + len(form)):
                yield _filled(line, at, at + len(form))
            at = line.text.find(form, at + len(form))


def _is_word(text: str, start: int, end: int) -> bool:
    around = (text[start - 1 : start] or " ") + (text[end : end + 1] or " ")
    return not any(letter.isascii() and letter.isalnum() for letter in around)


def _facts(part: TextPart, line: Line, own: Collection[str]) -> Iterator[Blank]:
    """Dates, sums, addresses, telephone numbers and companies in a line; in a table also a bare figure.

    Companies and addresses of a header or footer are taken for those of the letterhead.
    """
    is_letterhead = re.search(r"/(?:header|footer)\d*\.xml$", part.name) is not None
    for kind, pattern in _FACTS:
        for found in pattern.finditer(line.text) if kind in {"date", "money"} or not is_letterhead else ():
            start, text = found.start(), found.group()
            if kind == _COMPANY:
                ends = [before.end() for before in _BEFORE_NAME.finditer(text)]
                start += max((end for end in ends if len(text) - end >= _SHORTEST_COMPANY), default=0)
                text = line.text[start : found.end()]
            if text not in own and not _OWN.search(text) and len(text) >= 4:
                yield _filled(line, start, found.end(), kind)
    _, grid = part.cell_and_grid(line)
    if grid is not None and _IN_CELL.fullmatch(line.text) and re.search(r"[.,]\d", line.text):
        start = len(line.text) - len(line.text.lstrip())
        yield _filled(line, start, len(line.text.rstrip()), "money")


def _add_prose(part: TextPart, loops: dict[Line, Loop], vocabulary: Vocabulary) -> None:
    """Ask for the paragraphs below a heading that names a text of the client, in a document that is filled in."""
    fields = [entry for entry in vocabulary.entries if entry.path in _OF_THE_CLIENT]
    for line in part.lines:
        if line in loops or line.is_heading or part.blanks.get(line) or line.is_fallback or not line.text.strip():
            continue
        is_free = line.element not in part.cells
        if is_free and line.heading and max((score(entry, line.heading) for entry in fields), default=0.0) >= LABEL:
            start = len(line.text) - len(line.text.lstrip())
            _add(part, line, [_filled(line, start, len(line.text.rstrip()))])
