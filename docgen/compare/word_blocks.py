"""Read the blocks of a Word part (paragraphs, tables, content controls) as pieces."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from docgen.compare.drawing import Drawings
from docgen.compare.outline import Piece, Span, Value, merge_spans, plain, without_formatting_of_statements
from docgen.compare.package import DEEPEST, Package, attribute, child, children, local
from docgen.compare.word_styles import NUMBERING, Styles, paragraph_properties, run_properties
from docgen.engines.docx.controls import RAW
from docgen.ooxml.names import Element

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_BLOCKS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}
_DRAWN = {"drawing", "pict", "object"}
_BREAK = "‹page break›"
_COUNTED = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "SEQ", "PAGEREF", "FILENAME"}


@dataclass(slots=True)
class Blocks:
    """Reads the blocks of `part` and of related parts."""

    package: Package
    part: str
    styles: Styles
    lists: Mapping[tuple[str, str], str]

    def at(self, part: str) -> Iterator[Piece]:
        """The blocks of another part, such as a header."""
        root = self.package.tree(part)
        return self.inside(part, root) if root is not None else iter(())

    def inside(self, part: str, holder: Element) -> Iterator[Piece]:
        """The blocks in an element of another part."""
        return replace(self, part=part).read(holder)

    def read(self, holder: Element | None, depth: int = 0) -> Iterator[Piece]:
        """The blocks in `holder`; a page break at a paragraph's end counts as one before the next paragraph."""
        is_broken = False
        for piece in self._blocks(holder, depth):
            block = replace(piece, facts={**piece.facts, "page break before": plain("yes")}) if is_broken else piece
            is_broken = piece.text.endswith(_BREAK) and piece.kind in {"heading", "paragraph"}
            yield replace(block, spans=_without_break(block.spans)) if is_broken else block

    def _blocks(self, holder: Element | None, depth: int) -> Iterator[Piece]:
        if depth > DEEPEST:
            return
        for item in children(holder):
            name = local(item)
            if name == "p":
                yield self._paragraph(item, depth)
            elif name == "tbl":
                yield self._table(item, depth)
            elif item.tag == RAW:
                yield _statement(item)
            elif name in _BLOCKS:
                yield from self._blocks(item, depth + 1)

    def _paragraph(self, element: Element, depth: int) -> Piece:
        properties = child(element, "pPr")
        style = self.styles.use(attribute(child(properties, "pStyle")), "paragraph")
        runs = _Runs(self, depth)
        runs.read(element)
        name, full = self.styles.name(style), self.styles.full(style)
        own = dict(paragraph_properties(properties, self.styles.theme))
        listed, usual = self._list(own.pop(NUMBERING, None)), self._list(full.pop(NUMBERING, None))
        facts = own | runs.facts
        facts |= {"list": listed} if listed.own and listed != usual else {}
        found = _HEADING.fullmatch(name)
        if found:
            facts["level"] = plain(found[1])
        elif style != self.styles.usual.get("paragraph"):
            facts["style"] = plain(name)
        kind = "heading" if found else "paragraph"
        return Piece(
            kind, "", without_formatting_of_statements(merge_spans(runs.spans)), facts, tuple(runs.inner), full
        )

    def _list(self, numbering: Value | None) -> Value:
        number, level = (numbering.own.split(" ") if numbering else ("", "0"))[:2]
        kind = self.lists.get((number, level))
        return plain(f"{kind}, level {int(level) + 1}" if kind and level.isdecimal() else "")

    def _table(self, element: Element, depth: int) -> Piece:
        properties = child(element, "tblPr")
        style = self.styles.use(attribute(child(properties, "tblStyle")), "table")
        facts = {"style": plain(self.styles.name(style))} if style != self.styles.usual.get("table") else {}
        for title, name in (("title", "tblCaption"), ("alt text", "tblDescription")):
            if value := attribute(child(properties, name)):
                facts[title] = plain(value)
        widths = [int(attribute(column, "w") or 0) for column in children(child(element, "tblGrid")) if _number(column)]
        facts["column widths"] = plain(" ".join(f"{round(100 * width / (sum(widths) or 1))} %" for width in widths))
        return Piece("table", "", (), facts, tuple(self._rows(element, depth)))

    def _rows(self, table: Element, depth: int) -> Iterator[Piece]:
        for item in children(table):
            if local(item) == "tr":
                cells = tuple(self._cell(cell, depth) for cell in _cells(item))
                header = child(item, "trPr", "tblHeader")
                repeated = header is not None and attribute(header) not in {"0", "false"}
                yield Piece("row", facts={"header row": plain("yes")} if repeated else {}, inner=cells)
            elif item.tag == RAW:
                yield Piece("row", inner=(Piece("cell", inner=(_statement(item),)),))
            elif local(item) in _BLOCKS:
                yield from self._rows(item, depth + 1) if depth < DEEPEST else ()

    def _cell(self, element: Element, depth: int) -> Piece:
        properties = child(element, "tcPr")
        facts: dict[str, Value] = {}
        if (span := attribute(child(properties, "gridSpan"))) and span != "1":
            facts["columns"] = plain(span)
        merge = child(properties, "vMerge")
        if merge is not None:
            facts["merged down"] = plain("start" if attribute(merge) == "restart" else "on")
        shading = child(properties, "shd")
        if shading is not None and properties is not None:
            found = dict(paragraph_properties(properties, self.styles.theme)).get("shading")
            facts |= {"shading": found} if found and found.final not in {"automatic", ""} else {}
        return Piece("cell", "", (), facts, tuple(self.read(element, depth + 1)))


def _statement(item: Element) -> Piece:
    """A tag of a content control, as a paragraph."""
    return Piece("paragraph", "", (Span(item.text or ""),))


def _number(column: Element) -> bool:
    return (attribute(column, "w") or "").isdecimal()


def _cells(row: Element) -> Iterator[Element]:
    for item in children(row):
        if local(item) == "tc":
            yield item
        elif local(item) in _BLOCKS:
            yield from _cells(item)


@dataclass(slots=True)
class _Runs:
    """Reads the runs of one paragraph as spans."""

    blocks: Blocks
    depth: int
    spans: list[Span] = field(default_factory=list[Span])
    inner: list[Piece] = field(default_factory=list[Piece])
    facts: dict[str, Value] = field(default_factory=dict[str, Value])
    fields: list[str] = field(default_factory=list[str])
    in_code: bool = False

    def read(self, holder: Element, depth: int = 0) -> None:
        """Add the runs in `holder`."""
        for item in children(holder):
            name = local(item)
            if name in {"r", "raw"}:
                self._run(item)
            elif name == "fldSimple":
                self._simple_field(item, depth)
            elif name == "hyperlink":
                self._hyperlink(item, depth)
            elif name in {"del", "moveFrom"}:
                self.facts["tracked changes"] = plain("yes")
            elif name in _BLOCKS and depth < DEEPEST:
                if name in {"ins", "moveTo"}:
                    self.facts["tracked changes"] = plain("yes")
                self.read(item, depth + 1)

    def _hyperlink(self, item: Element, depth: int) -> None:
        link = self.blocks.package.linked(self.blocks.part, item)
        if link is not None:
            self.facts["link"] = plain(" ".join(filter(None, (self.facts.get("link", plain("")).own, link.target))))
        if depth < DEEPEST:
            self.read(item, depth + 1)

    def _simple_field(self, item: Element, depth: int) -> None:
        code = (attribute(item, "instr") or "").split()
        if code and code[0].upper() in _COUNTED:
            self.spans.append(Span(f"‹{code[0].upper()}›"))
        elif depth < DEEPEST:
            self.read(item, depth + 1)

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        theme = self.blocks.styles.theme
        own = dict(run_properties(properties, theme))
        named = attribute(child(properties, "rStyle"))
        if named:
            own = {**self.blocks.styles.chain(self.blocks.styles.use(named, "character")), **own}
        for item in [run] if run.tag == RAW else children(run):
            if self._field(item) or self._is_skipped():
                continue
            text = _text(item)
            if text:
                self.spans.append(Span(text, own))
            elif local(item) in _DRAWN:
                drawings = Drawings(self.blocks.package, self.blocks.part, theme, self._text_box)
                self.inner += drawings.read(item)

    def _text_box(self, holder: Element) -> Iterator[Piece]:
        return self.blocks.read(holder, self.depth + 4)

    def _field(self, item: Element) -> bool:
        """Track a complex field (ECMA-376 part 1, 17.16.18); whether `item` is a part of its structure."""
        name = local(item)
        if name == "fldChar":
            kind = attribute(item, "fldCharType")
            if kind == "begin":
                self.fields.append("")
                self.in_code = True
            elif kind == "separate":
                self._end_field_code()
            elif kind == "end" and self.fields:
                self._end_field_code()
                self.fields.pop()
            return True
        if name == "instrText":
            if self.fields:
                self.fields[-1] += item.text or ""
            return True
        return False

    def _end_field_code(self) -> None:
        """End a field's code; a field that programs compute is added by its name alone."""
        if self.in_code and self.fields:
            word = (self.fields[-1].split() or [""])[0].upper()
            if word in _COUNTED:
                self.spans.append(Span(f"‹{word}›"))
            self.fields[-1] = word
        self.in_code = False

    def _is_skipped(self) -> bool:
        return self.in_code or any(word in _COUNTED for word in self.fields)


def _without_break(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    last = spans[-1].text.removesuffix(_BREAK)
    return (*spans[:-1], Span(last, spans[-1].formatting)) if last else spans[:-1]


def _text(item: Element) -> str:
    name = local(item)
    if name in {"t", "raw"}:
        return item.text or ""
    if name == "br" and attribute(item, "type") in {"page", "column"}:
        return f"‹{attribute(item, 'type')} break›"
    if name in {"footnoteReference", "endnoteReference"}:
        return "‹note›"
    return {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "□"}.get(name, "")
