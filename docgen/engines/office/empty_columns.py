"""Leave out what a loop left empty in a table: columns with nothing but a head, and a table without rows.

When a template is compiled, each table with `{%row … %}` is put into a filter with its columns that hold tags. The
filter reads the rendered table (docgen/templating/table_columns.py).
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from markupsafe import Markup

from docgen.engines.office.dialect import Dialect
from docgen.engines.office.marker_ranges import Range
from docgen.ooxml.names import A, Element, w
from docgen.templating.table_columns import TableMarkup, TableRow, empty_columns, rows_of, without_columns

FILTER = "dg_filled_table"
_WORD = TableMarkup(
    tokens=re.compile(r"<(/?)w:(tbl|tr|tc)(?: [^>]*)?>"),
    names=("tbl", "tr", frozenset({"tc"})),
    text=re.compile(r"<w:t(?: [^>]*)?>([^<]*)"),
    drawn=re.compile(r"<w:(?:drawing|pict|object|sym|fldSimple|instrText|footnoteReference)\b|<m:oMath"),
    span=re.compile(r'(<w:gridSpan w:val=")(\d+)'),
    column=re.compile(r"<w:gridCol [^>]*/>"),
    irregular=re.compile(r"<w:grid(?:Before|After)\b"),
    width=re.compile(r'(w:w=")(\d+)'),
    cell_width=re.compile(r'(<w:tcW w:w=")(\d+)(?=" w:type="dxa")'),
)
_DECK = TableMarkup(
    tokens=re.compile(r"<(/?)a:(tbl|tr|tc)(?: [^>]*)?>"),
    names=("tbl", "tr", frozenset({"tc"})),
    text=re.compile(r"<a:t>([^<]*)"),
    drawn=re.compile(r"<a:fld\b"),
    span=re.compile(r'(<a:tc [^>]*?gridSpan=")(\d+)'),
    column=re.compile(r"<a:gridCol [^>]*/>|<a:gridCol [^>]*>.*?</a:gridCol>"),
    irregular=re.compile(r'\browSpan="'),
    width=re.compile(r'(w=")(\d+)'),
    merged='hMerge="1"',
)
_TABLES = (w("tbl"), f"{{{A}}}tbl")
_ROW_KINDS = {"row", "rows"}


def table_ranges(ranges: Sequence[Range], slotted: Iterable[Range], dialect: Dialect, order: int) -> Iterator[Range]:
    """A range for each table that has a head and rows of `ranges`, numbered from `order`.

    A table with `{%column …%}`, or whose rows are divided into slots (`slotted`), has none.
    """
    tables: dict[Element, list[Range]] = {}
    without = {_table_of(made, dialect) for made in (*slotted, *(item for item in ranges if item.kind == "column"))}
    for made in ranges:
        table = _table_of(made, dialect) if made.kind in _ROW_KINDS else None
        if table is not None and table not in without:
            tables.setdefault(table, []).append(made)
    for number, (table, rows) in enumerate(tables.items(), order):
        looped = [row for made in rows for row in _rows_between(made, dialect)]
        heads = [row for row in table.iterchildren(dialect.row) if row not in looped]
        if heads and _is_head(heads[0], table):
            holder = _holder(table, dialect)
            is_optional = len(heads) == 1 or all(_is_head(row, table) for row in heads)
            tagged, signs = _columns(looped, {made.first for made in ranges}, dialect)
            call = f"{FILTER}('{_shown(tagged)}', '{_shown(signs)}', {str(is_optional).lower()})"
            yield Range(holder, holder, f"{{% filter {call} %}}", "{% endfilter %}", number, "")


def _table_of(made: Range, dialect: Dialect) -> Element | None:
    return next(made.first.iterancestors(*_TABLES), None)


def _holder(table: Element, dialect: Dialect) -> Element:
    """The element that is left out with a table: itself, or its frame on a slide."""
    return next(table.iterancestors(*dialect.shapes), table) if dialect.shapes else table


def _rows_between(made: Range, dialect: Dialect) -> Iterator[Element]:
    item: Element | None = made.first
    while item is not None:
        if item.tag == dialect.row:
            yield item
        item = None if item is made.last else item.getnext()


def _is_head(row: Element, table: Element) -> bool:
    if row.tag == w("tr"):
        return row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
    properties = table.find(f"{{{A}}}tblPr")
    is_first = next(table.iterchildren(str(row.tag))) is row
    return is_first and properties is not None and properties.get("firstRow") in {"1", "true"}


def _columns(rows: Iterable[Element], marked: Container[Element], dialect: Dialect) -> tuple[set[int], set[int]]:
    """The columns whose cells hold tags or elements that are `marked`, and those with the same sign in each row."""
    tagged, signs = set[int](), set[int]()
    for row in rows:
        at = 0
        for cell in row.iterchildren(dialect.cell):
            span = 1 if cell.get("hMerge") or dialect.shapes else _span(cell)
            is_alone = span == 1 and not cell.get("hMerge") and cell.get("gridSpan", "1") == "1"
            if is_alone:
                text = "".join(item.text or "" for item in cell.iter(dialect.text))
                has_tags = "{" in text or any(item in marked or "{{" in str(item.attrib) for item in cell.iter())
                (tagged if has_tags else signs if text.strip() else set[int]()).add(at)
            at += span
    return tagged, signs - tagged


def _span(cell: Element) -> int:
    found = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    value = "1" if found is None else found.get(w("val"), "1")
    return int(value) if value.isdigit() else 1


def _shown(numbers: Iterable[int]) -> str:
    return " ".join(str(number) for number in sorted(numbers))


def filled_table(text: str, tagged: str, signs: str, is_optional: bool) -> str:
    """A rendered table without columns that are empty below the head; nothing if it `is_optional` and has no rows."""
    text = str(text)  # not Markup, whose methods escape
    markup = _WORD if text.lstrip().startswith("<w:tbl") else _DECK
    start = text.find("<w:tbl" if markup is _WORD else "<a:tbl")
    end = text.rfind("</w:tbl>" if markup is _WORD else "</a:tbl>") + len("</w:tbl>")
    table = text[start:end]
    rows = rows_of(table, markup) if start >= 0 else []
    body = [row for number, row in enumerate(rows) if not _is_rendered_head(table, row, number, markup)]
    if rows and not body:
        return Markup("" if is_optional else text)
    candidates = frozenset(int(number) for number in tagged.split())
    if not body or not candidates or markup.irregular.search(table):
        return Markup(text)
    dropped = empty_columns(body, candidates, frozenset(int(number) for number in signs.split()))
    if not dropped:
        return text
    return Markup(text[:start] + without_columns(table, rows, dropped, markup) + text[end:])


def _is_rendered_head(table: str, row: TableRow, number: int, markup: TableMarkup) -> bool:
    if markup is _WORD:
        first = row.groups[0].cells[0][0] if row.groups else row.end
        return "<w:tblHeader" in table[row.start : first]
    return number == 0
