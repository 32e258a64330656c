"""Turns the verbs that compare into calls: a template as text, and what changed between two templates or libraries."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import docgen
from docgen.cli.output import print_json, shown_errors
from docgen.cli.root import JSON, library, template


@template.command()
@click.argument("file", type=click.Path(path_type=Path))
def text(file: Path) -> None:
    """Print FILE (DOCX, PPTX, PDF, HTML) as plain text, a line a thing, so that `git diff` can show what changed."""
    with shown_errors(False):
        click.echo(docgen.template_text(file).encode(), nl=False)  # UTF-8 wherever git calls it


@library.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option("--against-built-in", is_flag=True, help="Compare the company's library OLD with the built-in one.")
@click.option("--over", type=click.Path(path_type=Path), help="A company's library: tell which changes its files hide.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="en", show_default=True)
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to FILE as a page.")
@click.option("--pictures", is_flag=True, help="Show each changed template's pages in that page, before and after.")
@JSON
def diff(  # noqa: PLR0913, PLR0917 - one parameter an option
    old: Path,
    new: Path | None,
    against_built_in: bool,
    over: Path | None,
    language: str,
    html: Path | None,
    pictures: bool,
    as_json: bool,
) -> None:
    """Tell what changed from OLD to NEW, two templates or two library folders: exit 0 nothing, 1 something."""
    if (new is None) != against_built_in:
        raise click.UsageError("give OLD and NEW, or one library with --against-built-in")
    if pictures and html is None:
        raise click.UsageError("--pictures goes with --html FILE")
    with shown_errors(as_json):
        compared = docgen.library_diff(old, new, over=over)
        if html is not None:
            if pictures and sys.stderr.isatty():
                click.echo("Drawing the pages of both versions, some seconds for each template …", err=True)
            docgen.save_diff_report(compared, html, language=language, pictures=pictures)
    if as_json:
        print_json(compared.as_data())
    else:
        for line in compared.lines(language):
            click.echo(line)
        click.echo(compared.summary(language), err=True)
    sys.exit(1 if compared.changes else 0)
