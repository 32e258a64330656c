"""Display fields of the field sheet."""

from docgen.display.fields import DisplayField
from docgen.field_sheet.sheet import SheetGroup, SheetRow

_SHORT = 7

FIELDS = (
    DisplayField(
        SheetRow, "other_text", "Other label, if it differs", "另一语言名称（不同时）",
        "The title in the other language; empty if it is the same.", ("label", "other"), str | None,
        lambda row, words: row.other if row.other != row.label else None,
    ),
    DisplayField(
        SheetGroup, "is_short", "Short group", "字段较少", f"Whether it has less than {_SHORT} fields.", ("rows",),
        bool,
        lambda group, words: len(group.rows) < _SHORT,
    ),
)  # fmt: skip
