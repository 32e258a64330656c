"""Check a tagged PDF without layout: headings, alternative texts, header cells, fonts, glyphs."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from design.flaw import excerpt
from design.pages import marked_texts
from design.structure import Heading, check_headings

_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_UNMAPPED = re.compile(rb"^<[0-9a-f]+> 0$", re.MULTILINE | re.IGNORECASE)
_ROWS = 3


class Element(NamedTuple):
    """A structure element in reading order: its type, its dictionary, and its children."""

    kind: str
    node: Any
    inside: tuple["Element", ...]


def check_pdf(path: Path, families: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Place, code and message of each finding; `families` are the font families that may be used, () for any."""
    with pikepdf.open(path) as pdf:
        elements = tuple(_elements(pdf.Root.StructTreeRoot.get("/K"))) if "/StructTreeRoot" in pdf.Root else ()
        order = list(_walk(elements))
        text_of = _TextOf(path, pdf)
        yield from check_headings(list(_headings(order, text_of)))
        yield from _figures(order)
        yield from _tables(order)
        yield from _widows(order, text_of, {page.objgen: number for number, page in enumerate(pdf.pages, start=1)})
        yield from _fonts(pdf, families)
        yield from _glyphs(pdf)


def _elements(kids: Any) -> Iterator[Element]:
    if isinstance(kids, pikepdf.Array):
        for kid in kids:
            yield from _elements(kid)
    elif isinstance(kids, pikepdf.Dictionary) and "/S" in kids:
        yield Element(str(kids.S)[1:], kids, tuple(_elements(kids.get("/K"))))


def _walk(elements: tuple[Element, ...]) -> Iterator[Element]:
    for element in elements:
        yield element
        yield from _walk(element.inside)


class _TextOf:
    """The text of a structure element, from its marked content."""

    def __init__(self, path: Path, pdf: pikepdf.Pdf) -> None:
        self._texts = marked_texts(path)
        self._pages = {page.objgen: index for index, page in enumerate(pdf.pages)}

    def __call__(self, node: Any, page: Any = None) -> str:
        if isinstance(node, pikepdf.Array):
            return "".join(self(kid, page) for kid in node)
        if isinstance(node, pikepdf.Dictionary):
            page = node.get("/Pg", page)
            return self(node.get("/MCID", node.get("/K", "")), page)
        if page is None or not str(node).isdigit():
            return ""
        return self._texts.get((self._pages.get(page.objgen, -1), int(node)), "")


def _headings(order: list[Element], text_of: _TextOf) -> Iterator[Heading]:
    """The headings, each with whether there is text, a table or a figure before the next."""
    levels = [(index, int(element.kind[1])) for index, element in enumerate(order) if _is_heading(element)]
    for (index, level), (after, _) in zip(levels, [*levels[1:], (len(order), 0)], strict=False):
        own = {id(inner) for inner in _walk(order[index].inside)}
        between = [item for item in order[index + 1 : after] if id(item) not in own]
        has_text = any(
            item.kind in {"P", "L", "LI", "Table", "Figure", "TOC", "BlockQuote", "Span"} for item in between
        )
        yield Heading(level, f"heading {excerpt(text_of(order[index].node))}", has_text)


def _is_heading(element: Element) -> bool:
    return re.fullmatch(r"H[1-6]", element.kind) is not None


def _figures(order: list[Element]) -> Iterator[tuple[str, str, str]]:
    for number, element in enumerate((item for item in order if item.kind == "Figure"), start=1):
        if not str(element.node.get("/Alt", "")).strip():
            yield f"figure {number}", "alt.missing", "the figure has no /Alt"


def _tables(order: list[Element]) -> Iterator[tuple[str, str, str]]:
    """A table of some rows and columns without a header cell; a table of facts has one in each row.

    Contents set as a table of links have none.
    """
    for number, table in enumerate((item for item in order if item.kind == "Table"), start=1):
        within = list(_walk(table.inside))
        rows = [item for item in within if item.kind == "TR"]
        columns = max((len(row.inside) for row in rows), default=0)
        is_contents = all(any(item.kind == "Link" for item in _walk(row.inside)) for row in rows)
        has_head = any(item.kind == "TH" for item in within)
        if len(rows) >= _ROWS and columns >= 2 and not has_head and not is_contents:
            yield f"table {number}", "table.head", f"{len(rows)} rows of {columns} cells and no TH"


def _widows(
    order: list[Element], text_of: _TextOf, numbers: Mapping[tuple[int, int], int]
) -> Iterator[tuple[str, str, str]]:
    """A table continued over pages with a single row on the last.

    WeasyPrint tags the part on each page as a separate table, with a repeated header.
    """
    tables = [table for table in order if table.kind == "Table" and table.inside]
    for before, table, after in zip(tables, tables[1:], [*tables[2:], None], strict=False):
        page = _page(table, numbers)
        is_rest = _page(before, numbers) < page and _goes_on(before, table, text_of)
        if is_rest and _rows(table)[1] == 1 and not (after and _goes_on(table, after, text_of)):
            yield f"page {page}", "table.widow", "a table's last row stands alone on the page"


def _rows(table: Element) -> tuple[Element | None, int]:
    """A table's header row, and the number of other rows."""
    rows = [row for row in _walk(table.inside) if row.kind == "TR" and row.inside]
    heads = [row for row in rows if all(cell.kind == "TH" for cell in row.inside)]
    return (heads[0] if heads else None), len(rows) - len(heads)


def _goes_on(before: Element, table: Element, text_of: _TextOf) -> bool:
    """Whether a table has the same header row as the previous one."""
    one, other = _rows(before)[0], _rows(table)[0]
    return one is not None and other is not None and text_of(one.node) == text_of(other.node) != ""


def _page(element: Element, numbers: dict[tuple[int, int], int]) -> int:
    """The page on which an element begins, 0 if unknown."""
    for inner in (element, *_walk(element.inside)):
        kids = inner.node.get("/K", ())
        marked = kids if isinstance(kids, pikepdf.Array) else [kids]
        for holder in (inner.node, *(kid for kid in marked if isinstance(kid, pikepdf.Dictionary))):
            if "/Pg" in holder:
                return numbers.get(holder.Pg.objgen, 0)
    return 0


_SAME_FACE = {"liberationsans": "arimo", "liberationserif": "tinos"}
"""Font families with two names."""


def _fonts(pdf: pikepdf.Pdf, families: Collection[str]) -> Iterator[tuple[str, str, str]]:
    named = {_plain(family) for family in families}
    wanted = named | {_SAME_FACE[family] for family in named if family in _SAME_FACE}
    seen: dict[str, bool] = {}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            is_inside = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            seen[str(item.FontName)[1:].split("+")[-1]] = is_inside
    for face, is_inside in sorted(seen.items()):
        if not is_inside:
            yield f"font {face}", "font.not-embedded", "the font is not embedded"
        if wanted and not any(_plain(face).startswith(family) for family in wanted):
            yield f"font {face}", "font.foreign", f"not one of {', '.join(sorted(families))}"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _glyphs(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str, str]]:
    """Missing glyphs (.notdef): glyph 0 in the text, or a code that the encoding maps to it."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and "/CMapName" in item and item.get("/Type") == "/CMap":
            missing = len(_UNMAPPED.findall(item.read_bytes()))
            if missing:
                yield "document", "text.glyph", f"{missing} characters without a glyph"
    for number, page in enumerate(pdf.pages, start=1):
        resources = page.get("/Resources", pikepdf.Dictionary())
        if _counts_glyphs(resources):
            streams = [page.Contents] if not isinstance(page.Contents, pikepdf.Array) else list(page.Contents)
            missing = sum(_missing(stream.read_bytes()) for stream in streams)
            missing += sum(_missing_inside(form) for form in resources.get("/XObject", {}).values())
            if missing:
                yield f"page {number}", "text.glyph", f"{missing} characters without a glyph"


def _counts_glyphs(resources: Any) -> bool:
    fonts = list(resources.get("/Font", {}).values())
    return bool(fonts) and all(font.get("/Encoding") == "/Identity-H" for font in fonts)


def _missing_inside(form: Any) -> int:
    is_form = form.get("/Subtype") == "/Form"
    return _missing(form.read_bytes()) if is_form and _counts_glyphs(form.get("/Resources", {})) else 0


def _missing(stream: bytes) -> int:
    found = 0
    for digits in _HEX.findall(stream):
        if len(digits) % 4 == 0 and not digits.upper().startswith(b"FEFF"):
            found += sum(digits[at : at + 4] == b"0000" for at in range(0, len(digits), 4))
    return found
