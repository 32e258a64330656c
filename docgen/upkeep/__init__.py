"""Upkeep of the objections: list, add, edit, approve, retire, import, export, check."""

from docgen.upkeep.changes import Changes
from docgen.upkeep.entries import LibraryEntries, give_public_ids
from docgen.upkeep.library_checks import check_objections
from docgen.upkeep.operations import ObjectionRow, Objections

__all__ = ["Changes", "LibraryEntries", "ObjectionRow", "Objections", "check_objections", "give_public_ids"]
