"""Write titles of fields into the tags of a deck's slides, among the loops of its markers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Drawable, Group, Holder, Para, Rule, Run, Shape, Text
from templates.pptx.markup.tables import Cell, Row, Table
from templates.titles import TitleWriter

_MARKER = re.compile(r"\{%(slide|shape|row|rows|column|para|block) (.+)%\}")


def with_titles(slide: Slide, kind: str, language: str) -> Slide:
    """The slide with titles for names in its text."""
    writer = _SlideWriter(TitleWriter(kind, language))
    notes = [writer.para(item) for item in slide.notes]
    return Slide(slide.layout, [writer.shape(item) for item in slide.shapes], notes)


class _SlideWriter:
    """Writes titles into the parts of a slide, in their order.

    A marker in a cell or box goes for more than its paragraph, so its statement is written before what it goes for.
    """

    def __init__(self, titles: TitleWriter) -> None:
        self._titles = titles
        self._written: dict[str, str] = {}

    def shape(self, item: Drawable) -> Drawable:
        """A shape with titles in its text."""
        if isinstance(item, Text | Holder):
            opened = self._open(item.paras, "shape")
            made: Drawable = replace(item, paras=[self.para(found) for found in item.paras])
        elif isinstance(item, Table):
            paras = [found for _, cells in item.rows for cell in cells for found in cell.paras]
            opened = self._open(paras, "shape") + self._open(paras, "column")
            made = replace(item, rows=[self._row(row) for row in item.rows])
        elif isinstance(item, Group):
            texts = [part for part in item.items if isinstance(part, Text)]
            opened = self._open((found for part in texts for found in part.paras), "shape")
            made = replace(item, items=[self._part(part) for part in item.items])
        elif isinstance(item, Shape):
            return replace(item, alt=self._titles.renamed(item.alt))
        else:
            return item
        self._close(opened)
        return made

    def _part(self, item: Text | Rule) -> Text | Rule:
        """A member of a group with titles in its text."""
        return replace(item, paras=[*map(self.para, item.paras)]) if isinstance(item, Text) else item

    def _row(self, row: Row) -> Row:
        height, cells = row
        paras = [found for cell in cells for found in cell.paras]
        self._open(paras, "rows")
        opened = self._open(paras, "row")
        made = [self._cell(cell) for cell in cells]
        self._close(opened + sum(text == "{%rows end%}" for text in _texts(paras)))
        return height, made

    def _cell(self, cell: Cell) -> Cell:
        return replace(cell, paras=[self.para(found) for found in cell.paras])

    def para(self, item: Para) -> Para:
        """A paragraph with titles; the loop of a block or of the slide stays open."""
        runs = [replace(run, text=self._text(run.text)) if isinstance(run, Run) else run for run in item.runs]
        self._close(sum(text.startswith("{%para ") for text in _texts([item])))
        return replace(item, runs=runs)

    def _text(self, text: str) -> str:
        marker = _MARKER.fullmatch(text)
        if marker is None:
            return self._titles.text(text)
        if text == "{%block end%}":
            self._titles.close()
        elif marker[1] in {"slide", "block", "para"}:
            return self._opened(marker)
        return self._written.get(text, text)

    def _opened(self, marker: re.Match[str]) -> str:
        return f"{{%{self._titles.open(f'{marker[1]} {marker[2]}')}%}}"

    def _open(self, paras: Iterable[Para], kind: str) -> int:
        """Enter the loops of the markers of a kind; how many there are."""
        found = [marker for text in _texts(paras) if (marker := _MARKER.fullmatch(text)) and marker[1] == kind]
        begun = [marker for marker in found if marker[2] != "end"]
        self._written.update((marker[0], self._opened(marker)) for marker in begun)
        return len(begun)

    def _close(self, count: int) -> None:
        for _ in range(count):
            self._titles.close()


def _texts(paras: Iterable[Para]) -> Iterator[str]:
    return (run.text for item in paras for run in item.runs if isinstance(run, Run))
