"""Resolve the marks of a rendered slide into native runs, breaks and paragraphs, and set each run's language."""

import re
from functools import lru_cache

from lxml import etree

from docgen.engines.office.directions import set_directions
from docgen.engines.office.print import LINE_MARK, PARAGRAPH_MARK, SPAN, SPAN_END, SPAN_LINK, SPAN_TEXT
from docgen.ooxml.names import A, Element, R

LANGUAGE, END_LANGUAGE = "\x0f", "\x10"
"""The language of a run and of a paragraph's end, inside `lang="…"`; XML, and so data, can't contain them."""
NUMBER, TOTAL = "\x11", "\ufdd7"
"""A slide's number and the number of slides, until both are known."""

_STAND_INS = {"\ufdd3": LANGUAGE, "\ufdd4": END_LANGUAGE, "\ufdd5": NUMBER}
_IN_TREE = {mark: stand_in for stand_in, mark in _STAND_INS.items()}
_TRANSLATED = str.maketrans(_STAND_INS)
_ENGLISH, _CHINESE = "en-GB", 'zh-CN" altLang="en-GB'
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_RUN, _TEXT, _RUN_END = "<a:r>", "<a:t>", "</a:t></a:r>"
_EMPTY = f"{_TEXT}{_RUN_END}"
_MARKED = re.compile(
    f"{SPAN}([bics]*){SPAN_LINK}([^{SPAN}-{SPAN_END}]*){SPAN_TEXT}([^{SPAN}-{SPAN_END}]*){SPAN_END}|[{PARAGRAPH_MARK}{LINE_MARK}]"
)
_PARAGRAPH_START = re.compile(r"<a:p>(<a:pPr\b[^>]*/>|<a:pPr\b.*?</a:pPr>)?", re.DOTALL)
_PREFIX = re.compile(r"[< /](\w+):")
_NAME = re.compile(r"<[\w:]+")
_DECLARED = re.compile(r' xmlns:\w+="[^"]*"')
_AFTER_FONT = {f"{{{A}}}{name}" for name in ("ea", "cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")}
_AFTER_LINK = {f"{{{A}}}{name}" for name in ("hlinkMouseOver", "rtl", "extLst")}


def in_tree(mark: str) -> str:
    """The replacement of `mark` while the part is a tree, which can't contain control characters."""
    return _IN_TREE[mark]


def out_of_tree(text: str) -> str:
    """Serialized markup with its marks."""
    return text.translate(_TRANSLATED)


def finish_text(text: str, language: str) -> str:
    """A rendered part with native runs for its marks, without empty runs, each run in its language."""
    if SPAN in text or LINE_MARK in text or PARAGRAPH_MARK in text:
        text = _resolve_marks(text)
    if _EMPTY in text:
        text = _without_empty_runs(text)
    return _name_languages(set_directions(text, "a", _from_right), language)


def _from_right(paragraph: str) -> str:
    """A paragraph's markup set from right to left (ECMA-376 part 1, 21.1.2.2.7)."""
    root = parse_fragment(paragraph)
    properties = root.find(f"{{{A}}}pPr")
    if properties is None:
        properties = etree.Element(f"{{{A}}}pPr")
        root.insert(0, properties)
    properties.set("rtl", "1")
    if properties.get("algn") != "ctr":
        properties.set("algn", "r")
    return fragment(root)


def _resolve_marks(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _MARKED.finditer(text):
        start = text.rfind(_RUN, 0, found.start())
        begin = start + len(_RUN)
        properties = text[begin : text.index(_TEXT, begin)]
        pieces += (text[end : found.start()], _RUN_END)
        match found.group(0):
            case mark if mark == LINE_MARK:
                pieces.append(f"<a:br>{properties}</a:br>")
            case mark if mark == PARAGRAPH_MARK:
                pieces.append(f"</a:p>{_paragraph_start(text, start)}")
            case _:
                pieces.append(_runs(found.group(3), styled(properties, found.group(1), found.group(2))))
        pieces.append(f"{_RUN}{properties}{_TEXT}")
        end = found.end()
    return "".join((*pieces, text[end:]))


def _runs(words: str, properties: str) -> str:
    """Escaped text, which may contain line breaks, in runs of one format."""
    if LINE_MARK not in words:
        return f"{_RUN}{properties}{_TEXT}{words}{_RUN_END}"
    broken = f"<a:br>{properties}</a:br>"
    return broken.join(f"{_RUN}{properties}{_TEXT}{line}{_RUN_END}" for line in words.split(LINE_MARK))


def _paragraph_start(text: str, run_start: int) -> str:
    found = _PARAGRAPH_START.match(text, text.rfind("<a:p>", 0, run_start))
    return found.group(0) if found else "<a:p>"


@lru_cache(maxsize=4096)
def styled(properties: str, styles: str, target: str = "") -> str:
    """The `a:rPr` markup with bold, italic, struck or code, and a hyperlink by its relationship's id."""
    root = parse_fragment(properties or "<a:rPr/>")
    for name in ("b", "i"):
        if name in styles:
            root.set(name, "1")
    if "s" in styles:
        root.set("strike", "sngStrike")
    if "c" in styles:
        _put(root, etree.Element(f"{{{A}}}latin", {"typeface": "Consolas"}), _AFTER_FONT)
    if target:
        _put(root, etree.Element(f"{{{A}}}hlinkClick", {f"{{{R}}}id": target}), _AFTER_LINK)
    return fragment(root)


def _put(root: Element, made: Element, following: set[str]) -> None:
    """Set a property at its place in the sequence (ECMA-376 part 1, 21.1.2.3.9), replacing an existing one."""
    for old in root.findall(str(made.tag)):
        root.remove(old)
    root.insert(sum(child.tag not in following for child in root), made)


def parse_fragment(markup: str) -> Element:
    """The tree of markup; prefixes other than `a` and `r` get placeholder namespaces."""
    retained = markup.replace(LANGUAGE, in_tree(LANGUAGE)).replace(END_LANGUAGE, in_tree(END_LANGUAGE))
    prefixes = sorted(set(_PREFIX.findall(retained)) - {"a", "r", "xml"})
    declared = f' xmlns:a="{A}" xmlns:r="{R}"' + "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in prefixes)
    return etree.fromstring(_NAME.sub(lambda found: found.group(0) + declared, retained, count=1))


def fragment(root: Element) -> str:
    """The markup of a tree without declarations of prefixes, with its marks."""
    return out_of_tree(_DECLARED.sub("", etree.tostring(root, encoding="unicode", with_tail=False)))


def _without_empty_runs(text: str) -> str:
    """`text` without empty runs; a paragraph left without any retains its last format for its height."""
    first, *rest = text.split(_EMPTY)
    pieces: list[str] = []
    before = first
    for following in rest:
        start = before.rfind(_RUN)
        properties = before[start + len(_RUN) :]
        pieces.append(before[:start])
        if following.startswith("</a:p>") and _begins_paragraph(pieces):
            pieces.append(properties.replace("a:rPr", "a:endParaRPr").replace(LANGUAGE, END_LANGUAGE))
        before = following
    return "".join((*pieces, before))


def _begins_paragraph(pieces: list[str]) -> bool:
    last = next((piece for piece in reversed(pieces) if piece), "")
    tag = last[last.rfind("<") :]
    return tag in {"<a:p>", "</a:pPr>"} or tag.startswith("<a:pPr")


def _name_languages(text: str, language: str) -> str:
    if language == "zh":
        return text.replace(LANGUAGE, _CHINESE).replace(END_LANGUAGE, _CHINESE)
    text = text.replace(END_LANGUAGE, _CHINESE if "zh" in language else _ENGLISH)
    if text.isascii():
        return text.replace(LANGUAGE, _ENGLISH)
    first, *rest = text.split(LANGUAGE)
    return "".join((first, *(_named(piece) for piece in rest)))


def _named(piece: str) -> str:
    """The markup after a run's language mark, with the language of the run's letters."""
    if not piece.isascii():
        start = piece.find(_TEXT)
        if start >= 0 and _WIDE.search(piece, start, piece.find("</a:t>", start)):
            return _CHINESE + piece
    return _ENGLISH + piece
