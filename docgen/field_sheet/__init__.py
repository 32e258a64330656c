"""What a template may write: a schema's fields as rows, as text, and as a document that docgen itself renders."""

from docgen.field_sheet.rows import EntrySort, FieldRow, entry_rows, field_rows
from docgen.field_sheet.sheet import FieldSheet
from docgen.field_sheet.text import as_markdown, as_text

__all__ = ["EntrySort", "FieldRow", "FieldSheet", "as_markdown", "as_text", "entry_rows", "field_rows"]
