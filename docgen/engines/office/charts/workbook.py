"""Write a chart's embedded workbook, which Word and PowerPoint open for *Edit Data*.

One sheet: categories in column A, a series in each further column, their names in row 1, all in a table.
"""

import re
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from docgen.engines.office.charts.figures import Category, ChartData, Series, category_text, figure_text
from docgen.engines.office.charts.markup import SHEET, column_letters
from docgen.ooxml.names import CONTENT_TYPES, PACKAGE_RELATIONSHIPS, R, S
from docgen.ooxml.zip_file import Member, pack, write_members

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The content type of the embedded part."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CORNER = " "
_LONGEST_HEAD = 255
_FIRST_OWN_FORMAT = 164
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def workbook(data: ChartData) -> bytes:
    """The workbook, with the same figures, names and number formats as the chart part; deterministic."""
    has_table = _takes_table(data.series)
    formats = list(dict.fromkeys(map(data.format_of, data.series)))
    members = [
        *_fixed_members(has_table),
        pack("xl/styles.xml", _styles(formats).encode()),
        pack("xl/worksheets/sheet1.xml", _sheet(data, formats, has_table).encode()),
    ]
    if has_table:
        members.append(pack("xl/tables/table1.xml", _table(data).encode()))
    return write_members(members)


def _takes_table(series: tuple[Series, ...]) -> bool:
    """Whether the names can be table headers: Excel requires them to be unique regardless of case, and short."""
    heads = {_CORNER, *(one.name.casefold() for one in series)}
    return len(heads) == len(series) + 1 and all(len(one.name) <= _LONGEST_HEAD for one in series)


@cache
def _fixed_members(has_table: bool) -> tuple[Member, ...]:
    """The parts that don't depend on the data."""
    overrides = {"workbook": f"{_SHEETML}.sheet.main+xml", "worksheets/sheet1": f"{_SHEETML}.worksheet+xml"}
    overrides |= {"styles": f"{_SHEETML}.styles+xml"}
    if has_table:
        overrides |= {"tables/table1": f"{_SHEETML}.table+xml"}
    types = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="{kind}"/>' for name, kind in overrides.items())
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{CONTENT_TYPES}">{defaults}{types}</Types>',
        "_rels/.rels": _relationships("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships("worksheet", "worksheets/sheet1.xml", "styles", "styles.xml"),
    }
    if has_table:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = _relationships("table", "../tables/table1.xml")
    return tuple(pack(name, (_HEAD + text).encode()) for name, text in parts.items())


def _relationships(*kinds_and_targets: str) -> str:
    pairs = zip(kinds_and_targets[::2], kinds_and_targets[1::2], strict=True)
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{listed}</Relationships>'


def _styles(formats: list[str]) -> str:
    """Cell format 0 is Excel's own; number n + 1 shows `formats[n]`."""
    own = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
        for number, code in enumerate(formats, _FIRST_OWN_FORMAT)
    )
    cells = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in range(_FIRST_OWN_FORMAT, _FIRST_OWN_FORMAT + len(formats))
    )
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'{_HEAD}<styleSheet xmlns="{S}"><numFmts count="{len(formats)}">{own}</numFmts>'
        f'<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
        f'<fills count="2"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{plain}/></cellStyleXfs>'
        f'<cellXfs count="{len(formats) + 1}">{plain} xfId="0"/>{cells}</cellXfs>'
        f'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _sheet(data: ChartData, formats: list[str], has_table: bool) -> str:
    columns = [
        (column_letters(number), f' s="{formats.index(data.format_of(one)) + 1}"', one.values)
        for number, one in enumerate(data.series, 1)
    ]
    heads = "".join(_words(f"{column_letters(n)}1", one.name) for n, one in enumerate(data.series, 1))
    rows = [f'<row r="1">{_words("A1", _CORNER)}{heads}</row>']
    for index, category in enumerate(data.categories):
        row = index + 2
        cells = [_category(f"A{row}", category, data.kind == "scatter")]
        for letters, style, values in columns:
            value = values[index]
            if value is not None:
                cells.append(f'<c r="{letters}{row}"{style}><v>{figure_text(value)}</v></c>')
        rows.append(f'<row r="{row}">{"".join(cells)}</row>')
    table = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' if has_table else ""
    return (
        f'{_HEAD}<worksheet xmlns="{S}" xmlns:r="{R}"><dimension ref="{_extent(data)}"/>'
        f'<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols><col min="1" max="1" width="24" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData>{table}</worksheet>"
    )


def _category(cell: str, category: Category, is_figure: bool) -> str:
    if is_figure and not isinstance(category, str):
        return f'<c r="{cell}"><v>{figure_text(category)}</v></c>'
    return _words(cell, category_text(category))


def _words(cell: str, text: str) -> str:
    """A text cell; Excel decodes `_x000A_` in it, so such an underscore is escaped."""
    space = ' xml:space="preserve"' if text != text.strip(" ") else ""
    return f'<c r="{cell}" t="inlineStr"><is><t{space}>{escape(_stored(text))}</t></is></c>'


def _stored(text: str) -> str:
    return _ESCAPED.sub("_x005F_", text)


def _extent(data: ChartData) -> str:
    return f"A1:{column_letters(len(data.series))}{len(data.categories) + 1}"


def _table(data: ChartData) -> str:
    heads = [_CORNER, *(one.name for one in data.series)]
    columns = "".join(f'<tableColumn id="{n}" name={quoteattr(_stored(head))}/>' for n, head in enumerate(heads, 1))
    return (
        f'{_HEAD}<table xmlns="{S}" id="1" name="Table1" displayName="Table1" ref="{_extent(data)}" '
        f'totalsRowShown="0"><tableColumns count="{len(heads)}">{columns}</tableColumns>'
        f'<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1" '
        f'showColumnStripes="0"/></table>'
    )
