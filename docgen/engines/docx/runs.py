"""Turns the marked spans of a filled Word part into runs of their own, in the format of the run that held them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from docgen.engines.office.print import PAGE_MARK, PARAGRAPH_MARK, SPAN, SPAN_END, SPAN_LINK, SPAN_TEXT
from docgen.ooxml.names import Element, W, put

_MARKED = re.compile(
    f"{SPAN}([bics]*){SPAN_LINK}([^{SPAN}-{SPAN_END}]*){SPAN_TEXT}([^{SPAN}-{SPAN_END}]*){SPAN_END}|[{PARAGRAPH_MARK}{PAGE_MARK}]"
)
_RUN, _TEXT = "<w:r>", '<w:t xml:space="preserve">'
_PROPERTIES = re.compile(r"<w:rPr/>|<w:rPr>.*?</w:rPr>", re.DOTALL)
_RUN_END = "</w:t></w:r>"
_PARAGRAPH_START = re.compile(r"<w:p(?: [^>]*)?>(<w:pPr/>|<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_PREFIX = re.compile(r"[< /](\w+):")
_TAG = re.compile(r"<[^>]*>")
_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_NAME = re.compile(r"<[\w:]+")
_DECLARED = re.compile(r' xmlns:\w+="[^"]*"')


def resolve_marks(text: str, link_style: bool) -> str:
    """`text` with a run for each marked span; `link_style` says whether the template has the style `Hyperlink`."""
    out: list[str] = []
    end, waiting = 0, ""  # `waiting`: the start of a run that goes on after a mark, if anything is left of it
    for found in _marks(text):
        start = text.rfind(_RUN, 0, found.start())
        held = _PROPERTIES.match(text, start + len(_RUN))
        properties = held.group(0) if held else ""
        opening = f"{_RUN}{properties}{_TEXT}"
        waiting = _go_on(out, waiting, text[end : found.start()], opening)
        if found.group(0) in {PARAGRAPH_MARK, PAGE_MARK}:
            page = _PAGE if found.group(0) == PAGE_MARK else ""
            closing, again = _around(text, start)
            out.append(f"{closing}</w:p>{page}{_paragraph_start(text, start)}{again}")
        else:
            styles, target, words = found.groups()
            out.append(run(words, properties, styles, "" if _is_in_link(text, start) else target, link_style))
        end, waiting = found.end(), opening
    rest = text[end:]
    return "".join((*out, rest[len(_RUN_END) :] if waiting and rest.startswith(_RUN_END) else waiting + rest))


def _marks(text: str) -> Iterator[re.Match[str]]:
    """The marks of `text` in order; looked for one by one, for a pattern goes through a long text far slower."""
    following = {mark: text.find(mark) for mark in (SPAN, PARAGRAPH_MARK, PAGE_MARK)}
    while following := {mark: at for mark, at in following.items() if at >= 0}:
        mark = min(following, key=lambda item: following[item])
        found = _MARKED.match(text, following[mark])
        if found:
            yield found
        following[mark] = text.find(mark, found.end() if found else following[mark] + 1)


def _go_on(out: list[str], waiting: str, piece: str, opening: str) -> str:
    """Add what stands before a mark, and end the run in which the mark stands, unless nothing is in it."""
    if waiting and piece.startswith(_RUN_END):
        piece, waiting = piece[len(_RUN_END) :], ""
    if waiting and not piece:
        return ""
    piece = waiting + piece
    is_empty = piece.endswith(opening)
    out.append(piece.removesuffix(opening) if is_empty else piece + _RUN_END)
    return ""


def run(words: str, properties: str, styles: str = "", target: str = "", link_style: bool = False) -> str:
    """A run as markup; `words` are escaped, `properties` the `w:rPr` it begins with, `target` a relationship's id."""
    if styles or target:
        properties = styled(properties, styles, link_style and bool(target))
    made = f"{_RUN}{properties}{_TEXT}{words}</w:t></w:r>"
    return f'<w:hyperlink r:id="{target}">{made}</w:hyperlink>' if target else made


def _paragraph_of(text: str, run_start: int) -> int:
    """Where the paragraph of a run begins."""
    plain = text.rfind("<w:p>", 0, run_start)
    return max(plain, text.rfind("<w:p ", max(plain, 0), run_start), 0)


def _is_in_link(text: str, start: int) -> bool:
    paragraph = _paragraph_of(text, start)
    return text.rfind("<w:hyperlink", paragraph, start) > text.rfind("</w:hyperlink>", paragraph, start)


def _around(text: str, run_start: int) -> tuple[str, str]:
    """What closes and opens again the elements between a paragraph and its run: links, insertions, controls."""
    paragraph = _paragraph_of(text, run_start)
    open_tags: list[str] = []
    for found in _TAG.finditer(text, text.index(">", paragraph) + 1, run_start):
        tag = found.group(0)
        if tag.startswith("</"):
            open_tags.pop()
        elif not tag.endswith("/>"):
            open_tags.append(tag)
    names = [_NAME.match(tag).group(0)[1:] for tag in open_tags]  # type: ignore[union-attr]
    return "".join(f"</{name}>" for name in reversed(names)), "".join(open_tags)


def _paragraph_start(text: str, run_start: int) -> str:
    found = _PARAGRAPH_START.match(text, _paragraph_of(text, run_start))
    return "<w:p>" + (found.group(1) or "") if found else "<w:p>"


@lru_cache(maxsize=4096)
def styled(properties: str, styles: str, link_style: bool) -> str:
    """The `w:rPr` markup with bold, italic, struck or code, and the style of a hyperlink, added in their places."""
    root = parse_fragment(properties or "<w:rPr/>")
    for name, tags in {"b": ("b", "bCs"), "i": ("i", "iCs"), "s": ("strike",)}.items():
        if name in styles:
            for tag in tags:
                put(root, tag)
    if "c" in styles:
        put(root, "rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas")
    if link_style:
        put(root, "rStyle", val="Hyperlink")
    return fragment(root)


def parse_fragment(markup: str) -> Element:
    """The tree of markup; prefixes other than `w` stand for themselves, for what is made of it is text again."""
    prefixes = sorted(set(_PREFIX.findall(markup)) - {"w", "xml"})
    declared = f' xmlns:w="{W}"' + "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in prefixes)
    return etree.fromstring(_NAME.sub(lambda found: found.group(0) + declared, markup, count=1))


def fragment(root: Element) -> str:
    """The markup of a tree without declarations of prefixes."""
    return _DECLARED.sub("", etree.tostring(root, encoding="unicode", with_tail=False))
