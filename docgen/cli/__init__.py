"""Turns a command line into calls of docgen's public functions, and their results into print and exit codes.

Exit codes: 0 done · 1 findings in what was given · 2 wrong usage · 3 this machine lacks something ·
4 refused by a rule.
"""

import sys

import click

from docgen.cli import (
    adopt,
    compare,
    documents,
    library,
    library_approval,
    lint,
    objection,
    objection_sheet,
    start,
    template,
)
from docgen.cli.root import cli

__all__ = [
    "adopt",
    "cli",
    "compare",
    "documents",
    "library",
    "library_approval",
    "lint",
    "main",
    "objection",
    "objection_sheet",
    "start",
    "template",
]  # each module adds its verbs


def main() -> None:
    """Run the command line and exit."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Finished files are whole; nothing half-written was left.", err=True)
        sys.exit(130)
