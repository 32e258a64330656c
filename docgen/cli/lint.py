"""Turns `docgen library lint` into a call, and what it found into print, JSON or SARIF."""

from __future__ import annotations

import sys
from pathlib import Path

import click

import docgen
from docgen.cli.output import print_findings, print_json, shown_errors
from docgen.cli.root import JSON, library


@library.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--sarif", "as_sarif", is_flag=True, help="Print the result as SARIF 2.1.0, for code hosts.")
@click.option("--no-cache", is_flag=True, help="Check all anew, and keep nothing for the next time.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Of the findings.")
@JSON
def lint(folder: Path | None, as_sarif: bool, no_cache: bool, language: str, as_json: bool) -> None:
    """Check all templates of the library, with a company's folder DIR over it, before anyone renders."""
    with shown_errors(as_json or as_sarif):
        report = docgen.lint_library(folder, keep=not no_cache, processes=None).in_language(language)
    if as_json or as_sarif:
        print_json(report.as_sarif() if as_sarif else report.as_data())
    else:
        print_findings(report.findings)
        click.echo(report.summary(), err=bool(report.errors))
    sys.exit(1 if report.errors else 0)
