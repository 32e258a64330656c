"""The kinds of document docgen knows: their records, and the modules that describe their fields."""

from docgen.schemas.kinds import KINDS, model_for

__all__ = ["KINDS", "model_for"]
