"""Gallery of a library's templates with sample data: pictures of every document on one HTML page."""

from docgen.gallery.cards import PreviewChoice
from docgen.gallery.run import Preview, preview_library

__all__ = ["Preview", "PreviewChoice", "preview_library"]
