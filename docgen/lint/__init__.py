"""Checks a template library before anyone renders: each expression against its schema, and all that stands beside."""

from docgen.lint.again import lint_library
from docgen.lint.problems import Problem, Where
from docgen.lint.report import LintReport
from docgen.lint.rules import RULES, Rule

__all__ = ["RULES", "LintReport", "Problem", "Rule", "Where", "lint_library"]
