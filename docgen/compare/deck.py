"""Read a PowerPoint file as an outline: slides with their layouts, shapes, tables, charts, notes and comments."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.compare.drawing import Drawings, Theme, drawn_colour, read_theme
from docgen.compare.outline import Outline, Piece, Span, Value, merge_spans, plain, without_formatting_of_statements
from docgen.compare.package import Package, attribute, centimetres, child, children, local, read_metadata
from docgen.messages import message
from docgen.ooxml.names import Element

_SIDES = {"l": "left", "ctr": "center", "r": "right", "just": "justified"}
_TITLES = ("title", "ctrTitle")


def read_deck(name: str, data: bytes) -> Outline:
    """The outline of a PowerPoint file. Raises TemplateError if it is not an Office file."""
    package = Package.read(name, data)
    main = package.main()
    theme = read_theme(package, package.target(main, "theme"))
    stories = [_Slide(package, part, theme).read() for part in _slides(package, main)]
    for master in package.targets(main, "slideMaster"):
        theme = read_theme(package, package.target(master, "theme"))
        stories.append(_Slide(package, master, theme).sheet("master"))
        stories += [_Slide(package, part, theme).sheet("layout") for part in package.targets(master, "slideLayout")]
    size = child(package.tree(main), "sldSz")
    slide_size = f"{centimetres(attribute(size, 'cx'))} × {centimetres(attribute(size, 'cy'))}"
    facts = read_metadata(package) | {("page", "slides"): {"size": plain(slide_size)}} | theme.facts()
    return Outline("pptx", facts, tuple(stories), tuple(package.unread))


def _slides(package: Package, main: str) -> Iterator[str]:
    """The slides' parts in presentation order; missing ones are reported in `unread`."""
    for number, item in enumerate(children(child(package.tree(main), "sldIdLst")), 1):
        link = package.linked(main, item)
        if link is None or link.target not in package.parts:
            package.unread.append(message("compare.unread:slide", number=number))
        else:
            yield link.target


@dataclass(slots=True)
class _Slide:
    """Reads one slide, layout or master."""

    package: Package
    part: str
    theme: Theme

    def read(self) -> Piece:
        """The slide with its notes and comments, named by its title."""
        sheet = self.sheet("slide")
        layout = self.package.target(self.part, "slideLayout")
        facts = {"layout": plain(self._sheet_name(layout))}
        if attribute(self.package.tree(self.part), "show") in {"0", "false"}:
            facts["hidden"] = plain("yes")
        inner = (*sheet.inner, *self._notes(), *self._comments())
        return Piece("slide", _title(sheet), (), {**sheet.facts, **facts}, inner)

    def sheet(self, kind: str) -> Piece:
        """The objects of a slide, layout or master itself, without inherited ones."""
        content = child(self.package.tree(self.part), "cSld")
        shapes = tuple(self._shapes(child(content, "spTree")))
        background = drawn_colour(child(content, "bg", "bgPr"), self.theme)
        facts = {"background": background} if background.own else {}
        return Piece(kind, attribute(content, "name") or "", (), facts, shapes)

    def _sheet_name(self, part: str) -> str:
        return attribute(child(self.package.tree(part), "cSld"), "name") or "" if part else ""

    def _shapes(self, tree: Element | None) -> Iterator[Piece]:
        drawings = Drawings(self.package, self.part, self.theme, self.paragraphs)
        for item in children(tree):
            if local(item) == "graphicFrame":
                yield self._framed(item, drawings)
            elif local(item) not in {"nvGrpSpPr", "grpSpPr"}:
                yield from drawings.read(item)

    def _framed(self, frame: Element, drawings: Drawings) -> Piece:
        named = child(frame, "nvGraphicFramePr", "cNvPr")
        table = child(frame, "graphic", "graphicData", "tbl")
        found = self._table(table) if table is not None else next(drawings.read(frame), Piece("shape"))
        facts = {**found.facts, **drawings.frame(frame, named)}
        return replace(found, name=attribute(named, "name") or "", facts=facts)

    def _table(self, table: Element) -> Piece:
        widths = [int(attribute(column, "w") or 0) for column in children(child(table, "tblGrid"))]
        shares = " ".join(f"{round(100 * width / (sum(widths) or 1))} %" for width in widths)
        rows = (item for item in children(table) if local(item) == "tr")
        return Piece("table", "", (), {"column widths": plain(shares)}, tuple(self._row(row) for row in rows))

    def _row(self, row: Element) -> Piece:
        cells: list[Piece] = []
        for cell in children(row):
            if local(cell) != "tc" or attribute(cell, "hMerge") in {"1", "true"}:
                continue
            facts = {"columns": plain(span)} if (span := attribute(cell, "gridSpan")) and span != "1" else {}
            if attribute(cell, "vMerge") in {"1", "true"}:
                facts["merged down"] = plain("on")
            fill = drawn_colour(child(cell, "tcPr"), self.theme)
            facts |= {"shading": fill} if fill.own else {}
            cells.append(Piece("cell", "", (), facts, tuple(self.paragraphs(child(cell, "txBody")))))
        return Piece("row", inner=tuple(cells))

    def paragraphs(self, body: Element | None) -> Iterator[Piece]:
        """The paragraphs of a text body (ECMA-376 part 1, 21.1.2)."""
        for paragraph in children(body):
            if local(paragraph) == "p":
                facts = dict(_layout(child(paragraph, "pPr")))
                spans = without_formatting_of_statements(merge_spans(list(self._spans(paragraph))))
                yield Piece("paragraph", "", spans, facts | self._links(paragraph))

    def _spans(self, paragraph: Element) -> Iterator[Span]:
        for run in children(paragraph):
            name = local(run)
            if name == "r":
                yield Span(_text(run), dict(self._formatting(child(run, "rPr"))))
            elif name == "br":
                yield Span("\n")
            elif name == "fld":
                kind = attribute(run, "type") or ""
                yield Span("‹PAGE›" if kind == "slidenum" else f"‹{kind}›", dict(self._formatting(child(run, "rPr"))))

    def _links(self, paragraph: Element) -> dict[str, Value]:
        found: list[str] = []
        for run in children(paragraph):
            click = child(run, "rPr", "hlinkClick")
            link = self.package.linked(self.part, click) if click is not None else None
            found += [link.target] if link is not None and link.external else []
        return {"link": plain(" ".join(found))} if found else {}

    def _formatting(self, properties: Element | None) -> Iterator[tuple[str, Value]]:
        for key, title in (("b", "bold"), ("i", "italic")):
            if (value := attribute(properties, key)) is not None:
                yield title, plain("yes" if value in {"1", "true"} else "no")
        if (size := attribute(properties, "sz")) and size.isdecimal():
            yield "size", plain(f"{int(size) / 100:g} pt")
        if (line := attribute(properties, "u")) is not None:
            yield "underline", plain(line)
        if (colour := drawn_colour(properties, self.theme)).own:
            yield "colour", colour
        for key, title in (("latin", "font"), ("ea", "East Asian font")):
            if face := attribute(child(properties, key), "typeface"):
                yield title, self.theme.font(face) if face.startswith("+") else plain(face)

    def _notes(self) -> Iterator[Piece]:
        part = self.package.target(self.part, "notesSlide")
        shapes = replace(self, part=part).sheet("notes").inner if part else ()
        words = tuple(
            paragraph
            for shape in shapes
            if shape.facts.get("placeholder", plain("")).own.startswith("body")
            for paragraph in shape.inner
            if paragraph.text.strip()
        )
        if words:
            yield Piece("notes", inner=words)

    def _comments(self) -> Iterator[Piece]:
        for part in self.package.targets(self.part, "comments"):
            for item in children(self.package.tree(part)):
                texts = [Span("".join(item.itertext()))]
                yield Piece("comment", inner=(Piece("paragraph", "", merge_spans(texts)),))


def _layout(properties: Element | None) -> Iterator[tuple[str, Value]]:
    if (side := attribute(properties, "algn")) is not None:
        yield "alignment", plain(_SIDES.get(side, side))
    if (level := attribute(properties, "lvl")) not in {None, "0"}:
        yield "list", plain(f"level {int(level or 0) + 1}")
    for item in children(properties):
        if local(item) in {"buNone", "buChar", "buAutoNum"}:
            yield (
                "bullet",
                plain({"buNone": "none"}.get(local(item), attribute(item, "char") or attribute(item, "type"))),
            )
        elif local(item) in {"spcBef", "spcAft", "lnSpc"}:
            title = {"spcBef": "space before", "spcAft": "space after", "lnSpc": "line height"}[local(item)]
            value = next((attribute(inner) or "" for inner in children(item)), "")
            percent = child(item, "spcPct") is not None
            yield (
                title,
                plain(
                    f"{int(value) / (1000 if percent else 100):g} {'%' if percent else 'pt'}"
                    if value.isdecimal()
                    else value
                ),
            )


def _text(run: Element) -> str:
    return "".join(item.text or "" for item in children(run) if local(item) == "t")


def _title(sheet: Piece) -> str:
    """The text of the title placeholder, else the first text on the slide."""
    for shape in sheet.inner:
        if shape.facts.get("placeholder", plain("")).own.split(" ")[0] in _TITLES and shape.all_text.strip():
            return " ".join(shape.all_text.split())
    return next((" ".join(shape.all_text.split()) for shape in sheet.inner if shape.all_text.strip()), "")
