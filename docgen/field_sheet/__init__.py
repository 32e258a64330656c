"""What a template may write: a schema's fields as rows, as text, and as a document that docgen itself renders."""

from docgen.field_sheet.rows import EntrySort, FieldRow, as_markdown, as_text, entry_rows, field_rows
from docgen.field_sheet.sheet import FieldSheet

__all__ = ["EntrySort", "FieldRow", "FieldSheet", "as_markdown", "as_text", "entry_rows", "field_rows"]
