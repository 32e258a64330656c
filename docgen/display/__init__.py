"""Display fields: fields in words for a reader, computed from a view when first read."""

from docgen.display.dressing import dress
from docgen.display.fields import DisplayField, display_fields

__all__ = ["DisplayField", "display_fields", "dress"]
