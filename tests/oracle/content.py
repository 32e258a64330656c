"""The content of a paragraph as one line: text, breaks, run formats, links, fields, pictures, notes."""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from lxml import etree
from PIL import Image

from oracle.word import NAMES

_W = f"{{{NAMES['w']}}}"
_R = f"{{{NAMES['r']}}}"
_WPS_BOX = f"{_W}txbxContent"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SKIPPED = {"lang", "noProof", "proofErr", "rPrChange", "webHidden", "sectPr", "pPr", "rPr", "tblPr", "tcPr"}
_TOGGLES = {
    *("b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint"),
    *("vanish", "rtl", "cs", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "contextualSpacing", "bidi"),
    *("cantSplit", "tblHeader", "snapToGrid"),
}
_BREAKS = {"page": "⇟", "column": "⇞"}
_SILENT = {
    "proofErr",
    "bookmarkEnd",
    "lastRenderedPageBreak",
    "pPr",
    "rPr",
    "sdtPr",
    "sdtEndPr",
    "permStart",
    "permEnd",
}
_LITERALS = {"color": ("themeColor", "val"), "shd": ("themeFill", "fill")}


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return "" if not isinstance(element.tag, str) else etree.QName(element).localname


class Inline:
    """The inside of one paragraph being outlined; `boxes` gathers the text boxes that are anchored in it."""

    def __init__(
        self, related: Mapping[str, tuple[str, str]], parts: Mapping[str, bytes], lists: dict[str, int]
    ) -> None:
        self.related, self.parts, self.lists = related, parts, lists
        self.boxes: list[tuple[str, Any]] = []

    def tell(self, element: Any) -> str:
        """What stands in `element`, runs of one format joined."""
        joined: list[tuple[str, str]] = []
        for shape, text in self._pieces(element):
            if joined and joined[-1][0] == shape:
                joined[-1] = (shape, joined[-1][1] + text)
            elif text:
                joined.append((shape, text))
        return "".join(text if not shape else f"«{shape}|{text}»" for shape, text in joined)

    def properties(self, element: Any, skipped: set[str] = frozenset()) -> str:  # type: ignore[assignment]
        """The properties under a `pPr`, `rPr`, `trPr` or `tcPr` as `(jc=center b)`, or nothing."""
        shown = sorted(
            text
            for child in (() if element is None else element)
            if local(child) not in _SKIPPED | skipped and (text := self._property(child))
        )
        return f"({' '.join(shown)})" if shown else ""

    def _property(self, element: Any) -> str:
        name = local(element)
        facts = {etree.QName(key).localname: value for key, value in element.attrib.items()}
        theme, literal = _LITERALS.get(name, ("", ""))
        if theme in facts:
            facts.pop(literal, None)
        if name == "numId":
            facts["val"] = f"list{self.lists.setdefault(facts['val'], len(self.lists) + 1)}"
        if name == "vMerge":
            facts.setdefault("val", "continue")
        value = facts.pop("val", "")
        rest = "".join(f",{key}={facts[key]}" for key in sorted(facts))
        inner = ",".join(self._property(child) for child in element)
        is_on = name in _TOGGLES and value in {"1", "true", "on"}
        shown = "" if is_on or not value else f"={value}"
        return f"{name}{shown}{rest}" + (f"[{inner}]" if inner else "")

    def _pieces(self, element: Any) -> Iterator[tuple[str, str]]:
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip() and local(element) not in {"t", "delText", "instrText"}:
                yield "", f"[stray {text.strip()}]"
        for child in element:
            yield from self._piece(child)

    def _piece(self, child: Any) -> Iterator[tuple[str, str]]:
        match local(child):
            case "r" if child.tag == f"{_W}r":
                shape = self.properties(child.find(f"{_W}rPr"))[1:-1]
                yield from ((shape, text) for text in self._run(child))
            case "hyperlink":
                target, _ = self.related.get(
                    child.get(f"{_R}id", ""), ("#" + _unnumbered(child.get(f"{_W}anchor", "")), "")
                )
                yield "", f"[link {target}|{self.tell(child)}]"
            case "bookmarkStart":
                name = _unnumbered(child.get(f"{_W}name"))
                yield "", "" if name == "_GoBack" else f"[bookmark {name}]"
            case "sdt":
                tag = child.find(f"{_W}sdtPr/{_W}tag")
                name = "" if tag is None else f" {tag.get(f'{_W}val')}"
                yield "", f"[sdt{name}|{self.tell(child.find(f'{_W}sdtContent'))}]"
            case "commentRangeStart" | "commentRangeEnd":
                yield "", f"[{local(child)}]"
            case "fldSimple":
                yield "", f"[field {child.get(f'{_W}instr').strip()}|{self.tell(child)}]"
            case name if name not in _SILENT:
                yield "", f"[{name} {self._other(child)}]"

    def _other(self, element: Any) -> str:
        """The text and formats inside an insertion, a deletion or an equation."""
        return "".join(element.itertext()) if local(element).startswith("oMath") else self.tell(element)

    def _run(self, run: Any) -> Iterator[str]:
        yield from (f"[stray {child.tail.strip()}]" for child in run if child.tail and child.tail.strip())
        for child in run:
            if local(child) in {"drawing", "AlternateContent", "pict"}:
                yield self._drawn(child)
            elif local(child) not in _SILENT:
                yield _sign(child)

    def _drawn(self, element: Any) -> str:
        """Alt texts and pictures of a drawing; its text boxes come below the paragraph."""
        shown = [local(element)]
        for item in element.iter(etree.Element):
            if local(item) == "docPr" and item.get("descr"):
                shown.append(f"“{item.get('descr')}”".replace("\n", "⏎"))
            if local(item) == "blip":
                shown.append(f"picture {self._colour(item.get(f'{_R}embed'))}")
            if item.tag == _WPS_BOX and next(item.iterancestors(_WPS_BOX), None) is None:
                in_fallback = any(local(above) == "Fallback" for above in item.iterancestors())
                self.boxes.append(("fallback" if in_fallback else "box", item))
        return f"[{' '.join(shown)}]"

    def _colour(self, relationship: str) -> str:
        """The first dot of a picture, so that one knows which it is."""
        target, _ = self.related.get(relationship, ("", ""))
        if target not in self.parts:
            return "missing"
        dot = Image.open(BytesIO(self.parts[target])).convert("RGB").getpixel((0, 0))
        return bytes(dot).hex().upper()  # type: ignore[arg-type]


def _sign(element: Any) -> str:
    """What a child of a run shows."""
    match local(element):
        case "t" | "delText":
            return _shown(element)
        case "instrText":
            return f"[code {_shown(element).strip()}]"
        case "br":
            return _BREAKS.get(element.get(f"{_W}type", ""), "⏎")
        case "tab":
            return "⇥"
        case "fldChar":
            return f"[field {element.get(f'{_W}fldCharType')}]"
        case name:
            number = element.get(f"{_W}id", "") if name.endswith("Reference") else ""
            return f"[{name} {number}".rstrip() + "]"


def _unnumbered(name: str) -> str:
    """A bookmark's name; `*` stands for the number that keeps a repeated one apart."""
    return re.sub(r"_\d+$", "_*", name)


def _shown(element: Any) -> str:
    """Text as Word shows it: outer spaces only where `xml:space` keeps them."""
    text = (element.text or "").translate(str.maketrans("\t\r\n", "   "))
    return text if element.get(_SPACE) == "preserve" else text.strip(" ")
