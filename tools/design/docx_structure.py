"""Check a Word file without layout: headings, alternative texts, header rows, fonts."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from design.flaw import excerpt
from design.structure import Heading, check_headings, theme_faces

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_SYMBOLS = {"Symbol", "Wingdings", "Courier New"}
_ROWS = 3
Found = Iterator[tuple[str, str, str]]


def check_docx(path: Path) -> Found:
    """Place, code and message of each finding."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = etree.fromstring(parts["word/document.xml"]).find(f"{W}body")
    assert body is not None
    for fallback in list(body.iter(f"{MC}Fallback")):
        fallback.getparent().remove(fallback)
    yield from _headings(body, _levels(parts))
    yield from _drawings(body)
    yield from _tables(body)
    yield from _fonts(parts)


def _levels(parts: dict[str, bytes]) -> dict[str, int]:
    """The outline level of each style that has one, 0 for a title's style; a style inherits its base's."""
    styles = {style.get(f"{W}styleId"): style for style in etree.fromstring(parts["word/styles.xml"]).iter(f"{W}style")}
    found = {name: _level(style, styles) for name, style in styles.items()}
    return {name: level for name, level in found.items() if level is not None}


def _level(style: etree._Element, styles: dict[str, etree._Element]) -> int | None:
    name, level, base = style.find(f"{W}name"), style.find(f"{W}pPr/{W}outlineLvl"), style.find(f"{W}basedOn")
    label = name.get(f"{W}val", "").lower() if name is not None else ""
    if label == "title":
        return 0
    if level is not None:
        return int(level.get(f"{W}val")) + 1 if int(level.get(f"{W}val")) < 9 else None
    if re.fullmatch(r"heading [1-9]", label):
        return int(label[-1])
    under = styles.get(base.get(f"{W}val")) if base is not None else None
    return _level(under, styles) if under is not None and under is not style else None


def _headings(body: etree._Element, levels: dict[str, int]) -> Found:
    titles = 0
    found: list[Heading] = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        level = levels.get(style.get(f"{W}val")) if style is not None else None
        text = _text(paragraph)
        if level is None:
            if found and (text or paragraph.find(f".//{WP}docPr") is not None):
                found[-1] = found[-1]._replace(has_content=True)
        elif not text:
            yield "document", "heading.empty", "a heading or title without text"
        elif level == 0:
            titles += 1
        else:
            found.append(Heading(level, f"heading {excerpt(text)}", has_content=False))
    if titles != 1:
        yield "document", "heading.title", f"{titles} paragraphs in the style Title"
    yield from check_headings(found, has_title=True)


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t")).strip()


def _drawings(body: etree._Element) -> Found:
    for drawing in body.iter(f"{W}drawing"):
        named = drawing.find(f".//{WP}docPr")
        if named is not None and not named.get("descr", "").strip() and named.find(f".//{_DECORATIVE}") is None:
            yield f"drawing “{named.get('name', '')}”", "alt.missing", "no alternative text"


def _tables(body: etree._Element) -> Found:
    """A table whose look has a first row, or doesn't specify one, must mark that row as a header."""
    for number, table in enumerate(body.iter(f"{W}tbl"), start=1):
        rows, look = table.findall(f"{W}tr"), table.find(f"{W}tblPr/{W}tblLook")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        if len(rows) < _ROWS or columns < 2 or (look is not None and not _has_head(look)):
            continue
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            place = f"table {number}, {excerpt(_text(rows[0]))}"
            yield place, "table.head", f"{len(rows)} rows, the first is not marked as head (w:tblHeader)"


def _has_head(look: etree._Element) -> bool:
    """Whether w:tblLook has firstRow; in older files it is a bit of the number in `w:val`."""
    first_row = look.get(f"{W}firstRow")
    return first_row in {"1", "true", "on"} if first_row is not None else bool(int(look.get(f"{W}val", "0"), 16) & 0x20)


def _fonts(parts: dict[str, bytes]) -> Found:
    theme = next((data for name, data in parts.items() if name.startswith("word/theme/theme")), None)
    wanted = theme_faces(theme) | _SYMBOLS
    for name, data in parts.items():
        if re.fullmatch(r"word/(document|styles|header\d*|footer\d*|footnotes|charts/chart\d+)\.xml", name):
            tree = etree.fromstring(data)
            faces = {
                value
                for fonts in tree.iter(f"{W}rFonts")
                for key, value in fonts.items()
                if key.removeprefix(W) in {"ascii", "hAnsi", "eastAsia", "cs"}
            }
            faces |= {face.get("typeface", "") for face in tree.iter(f"{A}latin", f"{A}ea", f"{A}cs")}
            for face in sorted(face for face in faces if face and not face.startswith("+") and face not in wanted):
                yield name, "font.foreign", f"{face} is not one of the theme's"
