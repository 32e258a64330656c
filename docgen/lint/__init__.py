"""Lint template libraries: check every expression against its schema, and the content around the tags."""

from docgen.lint.accept import accept_template
from docgen.lint.api import lint_library
from docgen.lint.problems import LintReport, Problem, Where
from docgen.lint.rules import RULES, Rule

__all__ = ["RULES", "LintReport", "Problem", "Rule", "Where", "accept_template", "lint_library"]
