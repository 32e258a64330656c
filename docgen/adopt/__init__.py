"""Adopts documents that people fill in by hand: an Office file becomes a template, with a list of doubts."""

from docgen.adopt.result import Adopted
from docgen.adopt.run import adopt_template

__all__ = ["Adopted", "adopt_template"]
