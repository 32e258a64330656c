"""Markers in place of pairs of `{%tr … %}` and `{%p … %}` tags, where each stands inside what it goes for."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from docgen.engines.office.balance import BLOCK_WORDS
from docgen.engines.office.dialect import Dialect
from docgen.engines.office.tags import LIFTED
from docgen.ooxml.names import Element
from docgen.rewriting.parts import TextPart
from docgen.rewriting.runs import add_marker, holds_only_tags

_PATH = re.compile(r"[\w.]+")
_NEGATED = re.compile(r"not [\w.]+")


@dataclass(slots=True)
class _Holder:
    """A row or paragraph among its siblings, with the statements of the lifted tags that are all that it holds."""

    element: Element
    statements: list[str] = field(default_factory=list[str])


@dataclass(slots=True, eq=False)
class _Pair:
    """An opening and its end, by the numbers of their holders; `is_plain`: it can be a marker.

    An `if` with an `else` is two pairs, of which each is the `other`'s; they share the holder of the `else`.
    """

    statement: str
    first: int
    last: int = -1
    is_plain: bool = True
    other: "_Pair | None" = None
    is_else: bool = False

    @property
    def tags(self) -> tuple[int, ...]:
        """The holders of its tags; the `else` counts for the first of its two pairs."""
        return (self.last,) if self.is_else else (self.first, self.last)


def _else_of(pair: _Pair, number: int) -> _Pair:
    """What begins at the `else` of an `if`: a condition that is the opposite. That of a loop can't be a marker."""
    word, _, condition = pair.statement.partition(" ")
    if word != "if" or pair.is_else:
        pair.is_plain = False
    negated = condition.removeprefix("not ") if _NEGATED.fullmatch(condition) else None
    plain = condition if _PATH.fullmatch(condition) else f"({condition})"
    other = _Pair(f"if {negated or f'not {plain}'}", number, is_plain=pair.is_plain, other=pair, is_else=True)
    pair.other = other
    return other


def use_markers(part: TextPart) -> Counter[str]:
    """Rewrite the pairs of a part; how many became which marker."""
    counts = Counter[str]()
    for kind, tag in (("tr", part.dialect.row), ("p", part.dialect.paragraph)):
        parents = dict.fromkeys(parent for item in part.root.iter(tag) if (parent := item.getparent()) is not None)
        for parent in parents:
            _Siblings(part, kind, list(parent), counts).rewrite()
    return counts


class _Siblings:
    """The rows of a table, or the paragraphs and tables of a text, cell or box."""

    def __init__(self, part: TextPart, kind: str, elements: Sequence[Element], counts: Counter[str]) -> None:
        self._part, self._dialect, self._kind, self._counts = part, part.dialect, kind, counts
        self._holders = [_Holder(item, self._statements(item)) for item in elements]

    def rewrite(self) -> None:
        """Rewrite all pairs that can be, the inner ones first."""
        pairs = self._convertible(self._pairs())
        for pair in sorted(pairs, key=lambda pair: pair.last - pair.first):
            content = self._content(pair)
            key = self._write_rows(pair, content) if self._kind == "tr" else self._write_blocks(pair, content)
            self._counts[key] += 1
        for number in {number for pair in pairs for number in (pair.first, pair.last)}:
            element = self._holders[number].element
            parent = element.getparent()
            if parent is not None and self._holders[number].statements:
                parent.remove(element)

    def _statements(self, element: Element) -> list[str]:
        """The lifted statements of an element that holds nothing else; none of other elements."""
        dialect = self._dialect
        if self._kind == "p":
            is_alone = element.tag == dialect.paragraph and holds_only_tags(element, dialect)
            text = dialect.text_of(element) if is_alone else ""
        else:
            paragraphs = list(element.iter(dialect.paragraph)) if element.tag == dialect.row else []
            is_alone = all(holds_only_tags(paragraph, dialect) for paragraph in paragraphs)
            text = "".join(map(dialect.text_of, paragraphs)) if is_alone else ""
        found = LIFTED.findall(text)
        if any(mark != "%" or dash or kind != self._kind for mark, dash, kind, _ in found):
            return []
        return [" ".join(inner.split()) for _, _, _, inner in found]

    def _pairs(self) -> list[_Pair]:
        """The pairs of `for` and `if`; those without an end are left out."""
        opened, pairs = list[_Pair](), list[_Pair]()
        for number, holder in enumerate(self._holders):
            for statement in holder.statements:
                word = statement.split(" ", 1)[0]
                if word.startswith("end") and opened:
                    opened[-1].last = number
                    pairs.append(opened.pop())
                elif word == "else" and opened:
                    opened[-1].last = number
                    pairs.append(opened[-1])
                    opened.append(_else_of(opened.pop(), number))
                elif word == "elif" and opened:
                    opened[-1].is_plain = False
                elif word in BLOCK_WORDS and not (word == "set" and "=" in statement):
                    opened.append(_Pair(statement, number, is_plain=word in {"for", "if"}))
        return pairs

    def _convertible(self, pairs: list[_Pair]) -> list[_Pair]:
        """The pairs without `elif` whose content begins and ends with something that a marker can stand in.

        A holder goes with all of its tags, so none of its pairs is rewritten unless all are.
        """
        found = [pair for pair in pairs if pair.is_plain]
        while True:
            tags = Counter(number for pair in found for number in pair.tags)
            removed = {number for number, count in tags.items() if count == len(self._holders[number].statements)}
            good = [pair for pair in found if {pair.first, pair.last} <= removed and self._has_edges(pair, removed)]
            good = [pair for pair in good if pair.other is None or pair.other in good]
            if len(good) == len(found):
                return good
            found = good

    def _has_edges(self, pair: _Pair, removed: set[int]) -> bool:
        inside = [number for number in range(pair.first + 1, pair.last) if number not in removed]
        inside = [number for number in inside if self._is_content(self._holders[number].element)]
        if pair.other is not None and not self._leaves_else(pair, inside):
            return False
        return bool(inside) and not any(self._holders[edge].statements for edge in (inside[0], inside[-1]))

    def _leaves_else(self, pair: _Pair, inside: Sequence[int]) -> bool:
        """Whether no marker has to be written into the paragraph of the `else`, which both pairs would need."""
        edges = [self._holders[number].element.tag for number in (*inside[:1], *inside[-1:])]
        is_one_table = len(inside) == 1 and not self._ends_cell(pair)
        return self._kind == "tr" or is_one_table or all(tag == self._dialect.paragraph for tag in edges)

    def _is_content(self, element: Element) -> bool:
        wanted = {self._dialect.row} if self._kind == "tr" else self._dialect.blocks
        return element.tag in wanted

    def _content(self, pair: _Pair) -> list[Element]:
        """The rows or blocks of a pair that remain, without the tags' own."""
        inside = self._holders[pair.first + 1 : pair.last]
        return [item.element for item in inside if self._is_content(item.element) and not item.statements]

    def _write_rows(self, pair: _Pair, rows: list[Element]) -> str:
        first = _own_paragraphs(rows[0], self._dialect)[0]
        if len(rows) == 1:
            add_marker(first, f"{{%row {pair.statement}%}}", self._dialect)
            return "fmt.changed:row"
        add_marker(first, f"{{%rows {pair.statement}%}}", self._dialect)
        last = _own_paragraphs(rows[-1], self._dialect)[-1]
        add_marker(last, "{%rows end%}", self._dialect, at_end=True)
        return "fmt.changed:rows"

    def _write_blocks(self, pair: _Pair, blocks: list[Element]) -> str:
        dialect = self._dialect
        if len(blocks) == 1 and blocks[0].tag == dialect.paragraph:
            add_marker(blocks[0], f"{{%para {pair.statement}%}}", dialect)
            return "fmt.changed:para"
        if len(blocks) == 1 and blocks[0].tag == dialect.table and not self._ends_cell(pair):
            row = next(blocks[0].iter(dialect.row))
            add_marker(_own_paragraphs(row, dialect)[0], f"{{%table {pair.statement}%}}", dialect)
            return "fmt.changed:table"
        if self._is_section(pair, blocks):
            add_marker(blocks[0], f"{{%section {pair.statement}%}}", dialect)
            return "fmt.changed:section"
        for number, marker, is_end in (
            (pair.first, f"{{%block {pair.statement}%}}", False),
            (pair.last, "{%block end%}", True),
        ):
            edge = blocks[-1 if is_end else 0]
            if edge.tag == dialect.paragraph:
                add_marker(edge, marker, dialect, at_end=is_end)
            else:  # a block can't begin or end in a table: the tag's own paragraph stays
                self._rewrite_holder(self._holders[number], marker, at_end=is_end)
        return "fmt.changed:block"

    def _rewrite_holder(self, holder: _Holder, marker: str, *, at_end: bool) -> None:
        """Put a marker in the place of the tags in their own paragraph, which stays."""
        if holder.statements:
            for text in self._dialect.texts(holder.element):
                text.text = ""
            holder.statements = []
        add_marker(holder.element, marker, self._dialect, at_end=at_end)

    def _ends_cell(self, pair: _Pair) -> bool:
        """Whether the end tag is the last paragraph of a cell, which Word needs after a table."""
        parent = self._holders[pair.last].element.getparent()
        return parent is not None and parent.tag == self._dialect.cell and pair.last == len(self._holders) - 1

    def _is_section(self, pair: _Pair, blocks: list[Element]) -> bool:
        """Whether a pair goes from a heading to the next of its level or higher, or to the end."""
        level = self._part.level(blocks[0]) if blocks[0].tag == self._dialect.paragraph else None
        if level is None:
            return False
        inner = [self._part.level(item) for block in blocks[1:] for item in _direct_paragraphs(block, self._dialect)]
        if any(found is not None and found <= level for found in inner):
            return False
        depth = 0
        for holder in self._holders[pair.last + 1 :]:
            for statement in holder.statements:
                closes = statement.startswith("end")
                if not depth and (closes or statement.startswith("el")):
                    return True
                depth += -1 if closes else statement.startswith(("if ", "for "))
            if not holder.statements and self._is_content(holder.element):
                is_paragraph = holder.element.tag == self._dialect.paragraph
                reached = self._part.level(holder.element) if is_paragraph else None
                return reached is not None and reached <= level
        return True


def _own_paragraphs(row: Element, dialect: Dialect) -> list[Element]:
    """The paragraphs of a row's cells, without those of tables and boxes in them; each cell ends with one."""
    found = (item for item in row.iter(dialect.paragraph) if next(item.iterancestors(dialect.row)) is row)
    boxes = {dialect.box} if dialect.box else set[str]()
    return [item for item in found if not any(around.tag in boxes for around in _up_to(item, row))]


def _up_to(item: Element, holder: Element) -> Iterator[Element]:
    for around in item.iterancestors() if item is not holder else ():
        if around is holder:
            return
        yield around


def _direct_paragraphs(block: Element, dialect: Dialect) -> list[Element]:
    """The paragraphs of the text itself: a block, or those of a content control."""
    if block.tag == dialect.table:
        return []
    found = block.iter(dialect.paragraph)
    return [item for item in found if not any(around.tag == dialect.cell for around in _up_to(item, block))]
