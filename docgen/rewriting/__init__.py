"""Rewrite an old template in the present form: markers, words, display fields and titles for Jinja and labels."""

from docgen.rewriting.formatting import FormattedTemplate, format_template

__all__ = ["FormattedTemplate", "format_template"]
