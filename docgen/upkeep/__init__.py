"""Upkeep of the objections: list, add, edit, approve, retire, import, export, check."""

from docgen.upkeep.acts import ObjectionRow, Objections
from docgen.upkeep.changes import Changes
from docgen.upkeep.check import check_objections
from docgen.upkeep.entries import LibraryEntries
from docgen.upkeep.public_ids import give_public_ids

__all__ = ["Changes", "LibraryEntries", "ObjectionRow", "Objections", "check_objections", "give_public_ids"]
