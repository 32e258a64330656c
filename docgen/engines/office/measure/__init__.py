"""Text measurement in the faces that Office uses, line breaking, and autofit."""
