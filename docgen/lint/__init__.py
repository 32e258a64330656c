"""Checks a template library before anyone renders: each expression against its schema, and all that stands beside."""

from docgen.lint.api import lint_library
from docgen.lint.problems import LintReport, Problem, Where
from docgen.lint.rules import RULES, Rule

__all__ = ["RULES", "LintReport", "Problem", "Rule", "Where", "lint_library"]
