"""Turns the marked spans of a filled Word part into runs of their own, in the format of the run that held them."""

import re
from functools import lru_cache

from lxml import etree

from docgen.engines._docx_names import W, put
from docgen.engines._office_print import PAGE_MARK, PARAGRAPH_MARK, SPAN, SPAN_END, SPAN_LINK, SPAN_TEXT
from docgen.engines._office_tags import Element

_MARKED = re.compile(
    f"{SPAN}([bic]*){SPAN_LINK}([^{SPAN_TEXT}]*){SPAN_TEXT}([^{SPAN_END}]*){SPAN_END}|[{PARAGRAPH_MARK}{PAGE_MARK}]"
)
_RUN, _TEXT = "<w:r>", '<w:t xml:space="preserve">'
_PROPERTIES = re.compile(r"<w:rPr/>|<w:rPr>.*?</w:rPr>", re.DOTALL)
_EMPTY_RUN = re.compile(r"<w:r>(?:<w:rPr/>|<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?</w:r>")
_PARAGRAPH_START = re.compile(r"<w:p(?: [^>]*)?>(<w:pPr/>|<w:pPr>.*?</w:pPr>)?", re.DOTALL)
_PREFIX = re.compile(r"[< /](\w+):")
_TAG = re.compile(r"<[^>]*>")
_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
_NAME = re.compile(r"<[\w:]+")
_DECLARED = re.compile(r' xmlns:\w+="[^"]*"')


def resolve_marks(text: str, link_style: bool) -> str:
    """`text` with a run for each marked span; `link_style` says whether the template has the style `Hyperlink`."""
    pieces: list[str] = []
    end = 0
    for found in _MARKED.finditer(text):
        start = text.rfind(_RUN, 0, found.start())
        held = _PROPERTIES.match(text, start + len(_RUN))
        properties = held.group(0) if held else ""
        pieces.append(text[end : found.start()])
        again = f"{_RUN}{properties}{_TEXT}"
        if found.group(0) in {PARAGRAPH_MARK, PAGE_MARK}:
            page = _PAGE if found.group(0) == PAGE_MARK else ""
            closing, opening = _around(text, start)
            pieces.append(f"</w:t></w:r>{closing}</w:p>{page}{_paragraph_start(text, start)}{opening}{again}")
        else:
            styles, target, words = found.groups()
            target = "" if _is_in_link(text, start) else target
            pieces.append(f"</w:t></w:r>{run(words, properties, styles, target, link_style)}{again}")
        end = found.end()
    pieces.append(text[end:])
    return _EMPTY_RUN.sub("", "".join(pieces).replace(f"{_TEXT}</w:t>", ""))


def run(words: str, properties: str, styles: str = "", target: str = "", link_style: bool = False) -> str:
    """A run as markup; `words` are escaped, `properties` the `w:rPr` it begins with, `target` a relationship's id."""
    if styles or target:
        properties = styled(properties, styles, link_style and bool(target))
    made = f"{_RUN}{properties}{_TEXT}{words}</w:t></w:r>"
    return f'<w:hyperlink r:id="{target}">{made}</w:hyperlink>' if target else made


def _is_in_link(text: str, start: int) -> bool:
    paragraph = max(text.rfind("<w:p>", 0, start), text.rfind("<w:p ", 0, start), 0)
    return text.rfind("<w:hyperlink", paragraph, start) > text.rfind("</w:hyperlink>", paragraph, start)


def _around(text: str, run_start: int) -> tuple[str, str]:
    """What closes and opens again the elements between a paragraph and its run: links, insertions, controls."""
    paragraph = max(text.rfind("<w:p>", 0, run_start), text.rfind("<w:p ", 0, run_start), 0)
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
    at = max(text.rfind("<w:p>", 0, run_start), text.rfind("<w:p ", 0, run_start), 0)
    found = _PARAGRAPH_START.match(text, at)
    return "<w:p>" + (found.group(1) or "") if found else "<w:p>"


@lru_cache(maxsize=4096)
def styled(properties: str, styles: str, link_style: bool) -> str:
    """The `w:rPr` markup with bold, italic or code, and the style of a hyperlink, added in their places."""
    root = parse_fragment(properties or "<w:rPr/>")
    for name, tags in {"b": ("b", "bCs"), "i": ("i", "iCs")}.items():
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
