"""Commands that begin and show a library: init, preview."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.output import print_findings, print_json, print_message, shown_errors, with_progress
from docgen.cli.root import JSON, library


@library.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--industry", default="manufacturing", show_default=True, help="The industry of the examples.")
@click.option("--language", type=click.Choice(["zh", "en", "zh+en"]), default="zh+en", show_default=True)
@click.option("--copy", "copies", multiple=True, metavar="NAME", help="A built-in template to edit: proposal.docx.")
@JSON
def init(folder: Path, industry: str, language: str, copies: tuple[str, ...], as_json: bool) -> None:
    """Begin a company's library in DIR: brand, wording, examples, a README. No existing file is overwritten."""
    with shown_errors(as_json):
        started = docgen.start_library(folder, industry=industry, language=language, copies=copies)
    if as_json:
        print_json({"folder": str(started.folder), "written": started.written, "kept": started.kept})
        return
    for name in started.written:
        click.echo(f"+ {name}")
    for name in started.kept:
        print_message("cli.init:kept", name=name)
    paths = {"folder": folder, "readme": folder / "README.md", "brand": folder / "brand.yaml"}
    print_message("cli.init", count=len(started.written), err=True, **paths)


def _names(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _choice(name: str, text: str) -> Any:
    return click.option(name, callback=_names, metavar="A,B", help=text)


@library.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@_choice("--kind", "Only these kinds, with commas between: proposal,minutes.")
@_choice("--industry", "Only these industries; one without samples is shown with those of another.")
@_choice("--format", "Only these formats: docx, pptx, pdf.")
@_choice("--language", "Only these languages: zh, en, zh+en.")
@_choice("--audience", "Only copies for these readers: client, internal.")
@_choice("--brand", "Brands of the library to show; `default` is the library's own brand.")
@click.option("--pages", type=click.IntRange(1), default=10, show_default=True, help="At most so many pages of each.")
@click.option("--redo", is_flag=True, help="Draw all pictures again, changed or not.")
@click.option("--processes", type=click.IntRange(1), help="At most so many at a time. Default: one for each core.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("gallery.html"), show_default=True)
@JSON
def preview(folder: Path | None, out: Path, as_json: bool, **options: Any) -> None:  # what is chosen, and how
    """Show every template with sample data: page pictures of all documents, in one HTML file that works offline.

    Only what changed since the last time is rendered again. DIR/samples may hold samples of your own.
    """
    plural = {"kind": "kinds", "industry": "industries", "format": "formats", "language": "languages",
              "audience": "audiences", "brand": "brands"}  # fmt: skip
    chosen = {names: options.pop(name) for name, names in plural.items()}
    with shown_errors(as_json):
        choice = docgen.PreviewChoice(**{names: value for names, value in chosen.items() if value})
        made = docgen.preview_library(folder, choice, **options)
        with closing(made.make()) as steps:
            for _ in with_progress(steps, made.steps, as_json):
                pass
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(made.html(), encoding="utf-8")
    _report(made, out, as_json)
    sys.exit(made.exit_code)


def _report(made: docgen.Preview, out: Path, as_json: bool) -> None:
    counts = {"documents": len(made.cards), "made": len(made.changed), "failed": len(made.failed)}
    if as_json:
        print_json({"page": str(out), **counts, "findings": [finding.as_data() for finding in made.findings]})
        return
    print_findings(made.findings)
    size = f"{out.stat().st_size / 1e6:.1f}"
    print_message("cli.preview", page=out, documents=counts["documents"], made=counts["made"], size=size)
