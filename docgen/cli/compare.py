"""Turns the verbs that compare into calls: a template as text, and what changed between two libraries."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.output import shown_errors
from docgen.cli.root import template


@template.command()
@click.argument("file", type=click.Path(path_type=Path))
def text(file: Path) -> None:
    """Print FILE (DOCX, PPTX, PDF, HTML) as plain text, a line a thing, so that `git diff` can show what changed."""
    with shown_errors(False):
        click.echo(docgen.template_text(file).encode(), nl=False)  # UTF-8 wherever git calls it
