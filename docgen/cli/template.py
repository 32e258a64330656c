"""Turns the verbs about templates into calls: what one may write."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.output import print_findings, shown_errors
from docgen.cli.root import LIBRARY, template


@template.command()
@click.argument("kind")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--markdown", is_flag=True, help="Print a Markdown table.")
@click.option("--to", "formats", help="Write a hand-out instead: docx, pdf, or docx,pdf.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True)
@LIBRARY
def fields(kind: str, language: str, markdown: bool, formats: str | None, out: Path, library: Path | None) -> None:
    """Print what a template of KIND may write: name, label, type, reader, example, and a tag to paste.

    KIND is a kind of document, or case, industry, legal, objection.
    """
    with shown_errors(False):
        if not formats:
            click.echo(docgen.template_fields(kind, language=language, markdown=markdown), nl=False)
            return
        workspace = docgen.Workspace(library=library, out=out)
        for file_format in dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip()):
            made = docgen.render_field_sheet(kind, file_format, language=language, workspace=workspace)
            print_findings(made.warnings)
            click.echo(made.save(out))
