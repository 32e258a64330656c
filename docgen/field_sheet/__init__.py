"""Field sheets: the fields that templates may use, as rows, text, or a document rendered by docgen."""

from docgen.field_sheet.rows import EntryCollection, FieldRow, as_markdown, as_text, entry_rows, field_rows
from docgen.field_sheet.sheet import FieldSheet

__all__ = ["EntryCollection", "FieldRow", "FieldSheet", "as_markdown", "as_text", "entry_rows", "field_rows"]
