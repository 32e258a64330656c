"""Document schemas: a pydantic model and a `Kind` record for each kind of document."""

from docgen.schemas.kinds import KINDS, model_for

__all__ = ["KINDS", "model_for"]
