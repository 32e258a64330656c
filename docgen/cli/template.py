"""Turns the verbs about templates into calls: what one may write."""

from __future__ import annotations

import click

import docgen
from docgen.cli.output import shown_errors
from docgen.cli.root import template


@template.command()
@click.argument("kind")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--markdown", is_flag=True, help="Print a Markdown table.")
def fields(kind: str, language: str, markdown: bool) -> None:
    """Print what a template of KIND may write: name, label, type, reader, example, and a tag to paste."""
    with shown_errors(False):
        click.echo(docgen.template_fields(kind, language=language, markdown=markdown), nl=False)
