"""Layout of decision maps, Gantt charts and wordmarks as plain geometry, which each engine draws in native shapes."""

from docgen.diagrams.branches import branches, readable_branches
from docgen.diagrams.geometry import Align, Box, Drawing, Label, Line, Shape, TextLine
from docgen.diagrams.people import decision_map, is_readable
from docgen.diagrams.plan import gantt
from docgen.diagrams.svg import to_svg
from docgen.diagrams.wordmark import wordmark

__all__ = [
    "Align", "Box", "Drawing", "Label", "Line", "Shape", "TextLine", "branches", "decision_map", "gantt", "is_readable",
    "readable_branches", "to_svg", "wordmark",
]  # fmt: skip
