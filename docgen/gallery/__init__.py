"""A library's templates, shown with sample data: page pictures of every document on one page of HTML."""

from docgen.gallery.cards import PreviewChoice
from docgen.gallery.run import Preview, preview_library

__all__ = ["Preview", "PreviewChoice", "preview_library"]
