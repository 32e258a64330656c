"""Turns the verbs that begin and show a library into calls: init, preview."""

from __future__ import annotations

from pathlib import Path

import click

import docgen
from docgen.cli.output import print_json, shown_errors
from docgen.cli.root import JSON, library


@library.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--industry", default="manufacturing", show_default=True, help="The industry of the examples.")
@click.option("--language", type=click.Choice(["zh", "en", "zh+en"]), default="zh+en", show_default=True)
@click.option("--copy", "copies", multiple=True, metavar="NAME", help="A built-in template to edit: proposal.docx.")
@JSON
def init(folder: Path, industry: str, language: str, copies: tuple[str, ...], as_json: bool) -> None:
    """Begin a company's library in DIR: look, wording, examples, a README. Nothing that is there is overwritten."""
    with shown_errors(as_json):
        started = docgen.start_library(folder, industry=industry, language=language, copies=copies)
    if as_json:
        print_json({"folder": str(started.folder), "written": started.written, "kept": started.kept})
        return
    for name in started.written:
        click.echo(f"+ {name}")
    for name in started.kept:
        click.echo(f"· {name}  was there, left as it is")
    click.echo(f"{len(started.written)} file(s) written to {folder}. Next:", err=True)
    click.echo(f"  read {folder / 'README.md'}, put your colours into {folder / 'brand.yaml'}", err=True)
    click.echo(f"  docgen library preview {folder}", err=True)
    click.echo(f"  docgen library lint {folder}", err=True)
