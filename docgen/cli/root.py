"""Turns `docgen …` into groups of verbs; holds the options that several verbs share."""

from __future__ import annotations

from pathlib import Path

import click

import docgen

FORMATS = tuple(one.name for one in docgen.list_formats())
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
LIBRARY = click.option(
    "--library", type=click.Path(path_type=Path, file_okay=False, exists=True), help="A company's library folder."
)
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
MAPPING = click.option(
    "--mapping", type=click.Path(path_type=Path), help="For tables: a YAML file, `head in the file: field name`."
)
SHEET = click.option("--sheet", help="For workbooks: the sheet that holds the rows, if it is not the first.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(docgen.__version__)
def cli() -> None:
    """Turn a sales team's facts into documents a client respects: DOCX, PPTX and PDF from one checked input file."""


@cli.group()
def template() -> None:
    """Ask what a template may write."""


@cli.group()
def library() -> None:
    """Ask what the template library holds and what would be used."""
