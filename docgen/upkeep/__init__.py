"""Upkeep of the objections: list, add, edit, approve, retire, import, export, check."""

from docgen.upkeep.acts import ObjectionRow, Objections
from docgen.upkeep.changes import Changes
from docgen.upkeep.check import check_objections
from docgen.upkeep.entries import LibraryEntries

__all__ = ["Changes", "LibraryEntries", "ObjectionRow", "Objections", "check_objections"]
