"""Turns the verbs about the library into calls: what it holds, what would be used, what is due."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.output import print_json, shown_errors
from docgen.cli.root import FORMATS, JSON, LIBRARY, library


@library.command()
@click.argument("kind")
@click.option("--to", "file_format", type=click.Choice(FORMATS), default="docx", show_default=True)
@click.option("--industry", default="base", show_default=True)
@click.option("--language", type=click.Choice(["zh", "en", "zh+en"]), default="zh", show_default=True)
@LIBRARY
@JSON
def which(kind: str, file_format: str, industry: str, language: str, library: Path | None, as_json: bool) -> None:
    """Print the look-up path of KIND's template: the last line is what would be used."""
    with shown_errors(as_json):
        workspace = docgen.Workspace(library=library)
        tried = docgen.which_template(kind, file_format, industry=industry, language=language, workspace=workspace)
    if as_json:
        print_json({"tried": [{"path": path, "found": found} for path, found in tried]})
        return
    for path, found in tried:
        click.echo(f"{'→' if found else '·'} {path}")


@library.command(name="list")
@LIBRARY
@JSON
def list_(library: Path | None, as_json: bool) -> None:
    """List templates, industries, objections, cases and legal blocks."""
    with shown_errors(as_json):
        contents = docgen.library_contents(docgen.Workspace(library=library))
    if as_json:
        print_json(contents)
        return
    for name, held in contents.items():
        click.echo(f"{name}: {held}" if not isinstance(held, list) else f"{name} ({len(held)})")
        for entry in held if isinstance(held, list) else ():
            click.echo("  " + "  ".join(_cell(value) for value in entry.values()))


@library.command()
@click.option("--within", default="30d", show_default=True, help="How far ahead to look: days (30d) or weeks (6w).")
@LIBRARY
@JSON
def due(within: str, library: Path | None, as_json: bool) -> None:
    """List entries that need review: past their date, soon to be, or not approved."""
    with shown_errors(as_json):
        found = docgen.library_due(_days(within), docgen.Workspace(library=library))
    if as_json:
        print_json({"due": [asdict(item) for item in found]})
        return
    for item in found:
        when = item.on.isoformat() if item.on else "now"
        click.echo(f"{when:<10}  {item.entry} ({item.language}, {item.industry})  {item.what}  {item.owner}")
    click.echo(f"{len(found)} to look at", err=True)


@library.command(name="used-in")
@click.argument("entry")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default="out")
@LIBRARY
@JSON
def used_in(entry: str, folder: Path, library: Path | None, as_json: bool) -> None:
    """List the finished files in FOLDER that ENTRY went into, by their stamps.

    Clients' files name an entry by its public id, which is looked up in --library.
    """
    with shown_errors(as_json):
        found = docgen.used_in(entry, folder, docgen.Workspace(library=library))
    if as_json:
        rows = [{"file": str(path), "doc_id": stamp.doc_id, "version": stamp.version, "entry": used}
                for path, stamp, used in found]  # fmt: skip
        print_json({"files": rows})
        return
    for path, stamp, used in found:
        click.echo(f"{path}  {stamp.doc_id} V{stamp.version}  {used}")
    click.echo(f"{len(found)} file(s)", err=True)


@library.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@JSON
def ids(folder: Path, dry_run: bool, as_json: bool) -> None:
    """Give each entry of the library in DIR that has none a public id: its name in files that clients get.

    It is random, so that no file tells a client what an entry is called, or whom it is about.
    """
    with shown_errors(as_json):
        changes = docgen.give_public_ids(folder)
        paths = [] if dry_run else changes.save()
    if as_json:
        print_json({"files": [str(path) for path in paths], "diff": changes.diff()})
        return
    if dry_run:
        click.echo(changes.diff(), nl=False)
    for path in paths:
        click.echo(path)
    click.echo(f"{len(changes.files)} file(s) without a public id", err=True)


def _days(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})([dw]?)", text.strip())
    if found is None:
        raise click.BadParameter(f"{text}: write 30d or 6w", param_hint="--within")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def _cell(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
