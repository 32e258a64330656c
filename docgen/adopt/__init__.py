"""Adopts documents that people fill in by hand: a Word file becomes a template, with a list of what is unsure."""

from docgen.adopt.result import Adopted
from docgen.adopt.run import adopt_template

__all__ = ["Adopted", "adopt_template"]
