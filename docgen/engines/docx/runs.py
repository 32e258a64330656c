"""Render marked spans as runs in the format of the run around them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from docgen.engines.office.print import PAGE_MARK, PARAGRAPH_MARK, SPAN, SPAN_END, SPAN_LINK, SPAN_TEXT
from docgen.ooxml.names import PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES, Element, W, put
from docgen.richtext import RIGHT_TO_LEFT

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


def resolve_marks(text: str, link_style: str) -> str:
    """`text` with a run for each marked span; `link_style` is the id of the template's style of links, if any."""
    out: list[str] = []
    end, pending = 0, ""  # `pending`: the start of a run that continues after a mark, if any text is left in it
    for found in _marks(text):
        start = text.rfind(_RUN, 0, found.start())
        own = _PROPERTIES.match(text, start + len(_RUN))
        properties = own.group(0) if own else ""
        opening = f"{_RUN}{properties}{_TEXT}"
        pending = _continue_run(out, pending, text[end : found.start()], opening)
        if found.group(0) in {PARAGRAPH_MARK, PAGE_MARK}:
            page = _PAGE if found.group(0) == PAGE_MARK else ""
            closing, again = _around(text, start)
            out.append(f"{closing}</w:p>{page}{_paragraph_start(text, start)}{again}")
        else:
            styles, target, words = found.groups()
            out.append(run(words, properties, styles, "" if _is_in_link(text, start) else target, link_style))
        end, pending = found.end(), opening
    rest = text[end:]
    return "".join((*out, rest[len(_RUN_END) :] if pending and rest.startswith(_RUN_END) else pending + rest))


def _marks(text: str) -> Iterator[re.Match[str]]:
    """The marks of `text` in order; `str.find` is far faster on a long text than a pattern."""
    following = {mark: text.find(mark) for mark in (SPAN, PARAGRAPH_MARK, PAGE_MARK)}
    while following := {mark: at for mark, at in following.items() if at >= 0}:
        mark = min(following, key=lambda item: following[item])
        found = _MARKED.match(text, following[mark])
        if found:
            yield found
        following[mark] = text.find(mark, found.end() if found else following[mark] + 1)


def _continue_run(out: list[str], pending: str, piece: str, opening: str) -> str:
    """Add the text before a mark, and end the run around the mark, unless it is empty."""
    if pending and piece.startswith(_RUN_END):
        piece, pending = piece[len(_RUN_END) :], ""
    if pending and not piece:
        return ""
    piece = pending + piece
    is_empty = piece.endswith(opening)
    out.append(piece.removesuffix(opening) if is_empty else piece + _RUN_END)
    return ""


def run(words: str, properties: str, styles: str = "", target: str = "", link_style: str = "") -> str:
    """A run as markup; `words` are escaped, `properties` is its `w:rPr`, `target` a relationship id."""
    if styles or target:
        properties = styled(properties, styles, link_style if target else "")
    made = f"{_RUN}{properties}{_TEXT}{words}</w:t></w:r>"
    return f'<w:hyperlink r:id="{target}">{made}</w:hyperlink>' if target else made


def _paragraph_of(text: str, run_start: int) -> int:
    """The position of the run's paragraph."""
    plain = text.rfind("<w:p>", 0, run_start)
    return max(plain, text.rfind("<w:p ", max(plain, 0), run_start), 0)


def _is_in_link(text: str, start: int) -> bool:
    paragraph = _paragraph_of(text, start)
    return text.rfind("<w:hyperlink", paragraph, start) > text.rfind("</w:hyperlink>", paragraph, start)


def _around(text: str, run_start: int) -> tuple[str, str]:
    """Markup that closes and reopens the elements between a paragraph and its run: links, insertions, controls."""
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
def styled(properties: str, styles: str, link_style: str) -> str:
    """The `w:rPr` with bold, italic, strikethrough or code, and the hyperlink style, added in schema order."""
    root = parse_fragment(properties or "<w:rPr/>")
    for name, tags in {"b": ("b", "bCs"), "i": ("i", "iCs"), "s": ("strike",)}.items():
        if name in styles:
            for tag in tags:
                put(root, tag)
    if "c" in styles:
        put(root, "rFonts", ascii="Consolas", hAnsi="Consolas", cs="Consolas")
    if link_style:
        put(root, "rStyle", val=link_style)
    return fragment(root)


def from_right(paragraph: str) -> str:
    """A paragraph's markup set from right to left, and so its runs with such letters (17.3.1.6, 17.3.2.30)."""
    root = parse_fragment(paragraph)
    put(_properties(root, PARAGRAPH_PROPERTIES), "bidi")
    for run in root.iter(RUN):
        if RIGHT_TO_LEFT.search("".join(run.itertext())):
            put(_properties(run, RUN_PROPERTIES), "rtl")
    return fragment(root)


def _properties(element: Element, tag: str) -> Element:
    found = element.find(tag)
    if found is None:
        found = etree.Element(tag)
        element.insert(0, found)
    return found


def parse_fragment(markup: str) -> Element:
    """Parse markup; prefixes other than `w` get dummy namespaces, since the tree is serialised again."""
    prefixes = sorted(set(_PREFIX.findall(markup)) - {"w", "xml"})
    declared = f' xmlns:w="{W}"' + "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in prefixes)
    return etree.fromstring(_NAME.sub(lambda found: found.group(0) + declared, markup, count=1))


def fragment(root: Element) -> str:
    """Serialise a tree without namespace declarations."""
    return _DECLARED.sub("", etree.tostring(root, encoding="unicode", with_tail=False))
