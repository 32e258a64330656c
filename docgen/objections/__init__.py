"""Maintain the objection library: list, add, edit, approve, retire, import, export, check."""

from docgen.objections.changes import Changes
from docgen.objections.entries import LibraryEntries, give_public_ids
from docgen.objections.library_checks import check_objections
from docgen.objections.operations import ObjectionRow, Objections

__all__ = ["Changes", "LibraryEntries", "ObjectionRow", "Objections", "check_objections", "give_public_ids"]
