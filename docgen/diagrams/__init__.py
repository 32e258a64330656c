"""Layout of decision maps and Gantt charts as plain geometry, which each engine draws in native shapes."""

from docgen.diagrams.branches import branches
from docgen.diagrams.geometry import Box, Drawing, Label, Line, Shape, TextLine
from docgen.diagrams.people import decision_map
from docgen.diagrams.plan import gantt
from docgen.diagrams.svg import to_svg

__all__ = ["Box", "Drawing", "Label", "Line", "Shape", "TextLine", "branches", "decision_map", "gantt", "to_svg"]
