"""Make templates of Office files that people fill in by hand, with a list of open questions."""

from docgen.adopt.adoption import adopt_template
from docgen.adopt.result import Adopted

__all__ = ["Adopted", "adopt_template"]
