"""Commands about the library: what it holds, what would be used, what is due, what is wrong, approvals."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.objection import DRY_RUN, approve_entry, with_approval_options
from docgen.cli.output import option_error, print_findings, print_json, print_message, shown_errors, usage_error
from docgen.cli.root import FORMATS, JSON, LIBRARY, library
from docgen.messages import message


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
        sys.exit(1 if "broken" in contents else 0)
    for name, held in contents.items():
        click.echo(f"{name}: {held}" if not isinstance(held, list) else f"{name} ({len(held)})")
        for entry in held if isinstance(held, list) else ():
            click.echo("  " + "  ".join(_cell(value) for value in entry.values()))
    sys.exit(1 if "broken" in contents else 0)


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
        when = item.on.isoformat() if item.on else str(message("cli.due:now"))
        click.echo(f"{when:<10}  {item.entry} ({item.language}, {item.industry})  {item.what}  {item.owner}")
    print_message("cli.due", count=len(found), err=True)


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
    print_message("cli.files", count=len(found), err=True)


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
    print_message("cli.ids", count=len(changes.files), err=True)


def _days(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})([dw]?)", text.strip())
    if found is None:
        raise option_error("--within", "cli.within", text=text)
    return int(found[1]) * (7 if found[2] == "w" else 1)


def _cell(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@library.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--sarif", "as_sarif", is_flag=True, help="Print the result as SARIF 2.1.0, for code hosts.")
@click.option("--no-cache", is_flag=True, help="Check everything again, and cache nothing.")
@click.option(
    "--accept",
    "accepted",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Record in the template FILE the content controls and drawings' tags that it holds now; check nothing.",
)
@JSON
def lint(folder: Path | None, as_sarif: bool, no_cache: bool, accepted: Path | None, as_json: bool) -> None:
    """Check all templates of the library, with a company's folder DIR over it, before anyone renders."""
    if accepted is not None:
        _accept(accepted, as_json)
        return
    with shown_errors(as_json or as_sarif):
        report = docgen.lint_library(folder, keep=not no_cache, processes=None)
    if as_json or as_sarif:
        print_json(report.as_sarif() if as_sarif else report.as_data())
    else:
        print_findings(report.findings)
        click.echo(report.summary(), err=bool(report.errors))
    sys.exit(1 if report.errors else 0)


def _accept(path: Path, as_json: bool) -> None:
    with shown_errors(as_json):
        recorded = docgen.accept_template(path)
    if as_json:
        print_json(recorded)
        return
    for names in recorded.values():
        for name, count in names.items():
            click.echo(f"{name}  ×{count}" if count > 1 else name)
    counts = {kind: sum(names.values()) for kind, names in recorded.items()}
    print_message("cli.recorded", **counts, err=True)


@library.command()
@click.argument("name", metavar="SORT/ID")
@with_approval_options
def approve(name: str, **options: Any) -> None:
    """Approve the entry SORT/ID: cases/ID, legal/ID, industries/ID or objections/ID, in the languages named.

    Prints each edition covered. Exit code 4 if NAME may not approve: not in people.yaml, or the entry's owner.
    """
    approve_entry(name, **options)


@library.command(name="adopt-approvals")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@DRY_RUN
@LIBRARY
@JSON
def adopt_approvals(library: Path | None, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Adopt approvals given before docgen bound them to the text: list each, ask, and record the text as it is.

    What was changed since it was approved, or is approved by nobody, isn't adopted.
    """
    with shown_errors(as_json):
        adoption = docgen.LibraryEntries(docgen.Workspace(library=library)).plan_adoption()
        if not as_json:
            _list(adoption)
        if adoption.files and not dry_run:
            _confirm(len(adoption.adopted), yes, as_json)
            adoption.save()
        if as_json:
            found = [finding.as_data() for finding in adoption.notices]
            rows = [asdict(edition) for edition in adoption.adopted]
            print_json({"adopted": rows, "written": not dry_run, "findings": found})
        elif adoption.files and not dry_run:
            print_message("cli.adopted_approvals", count=len(adoption.adopted), err=True)


def _list(adoption: Any) -> None:
    print_findings(adoption.notices)
    for edition in adoption.adopted:
        click.echo(edition.show())
    if not adoption.adopted:
        print_message("cli.adopted_approvals:none", err=True)


def _confirm(count: int, yes: bool, as_json: bool) -> None:
    """Ask before writing. Raises UsageError where nobody answers."""
    if yes:
        return
    try:
        question = str(message("cli.adopted_approvals:confirm", count=count))
        agreed = not as_json and click.confirm(question, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        agreed = False
    if not agreed:
        raise usage_error("cli.adopted_approvals:refused")
