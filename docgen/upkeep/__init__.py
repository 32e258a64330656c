"""Upkeep of the objections: list, add, edit, approve, retire, import, export, check."""

from docgen.upkeep.check import check_objections

__all__ = ["check_objections"]
