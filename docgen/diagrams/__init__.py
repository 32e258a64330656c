"""Turns a decision map or a plan into plain geometry, laid out once, drawn by each engine in native shapes."""

from docgen.diagrams.branches import branches
from docgen.diagrams.geometry import Box, Drawing, Label, Line, Shape, TextLine
from docgen.diagrams.people import decision_map
from docgen.diagrams.plan import gantt
from docgen.diagrams.svg import to_svg

__all__ = ["Box", "Drawing", "Label", "Line", "Shape", "TextLine", "branches", "decision_map", "gantt", "to_svg"]
