"""Commands about approvals of the library's entries: approve, adopt-approvals."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.objection import DRY_RUN, approve_entry, with_approval_options
from docgen.cli.output import print_findings, print_json, shown_errors
from docgen.cli.root import JSON, LIBRARY, library


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
    """Take over approvals given before docgen bound them to the text: lists each, asks, and records the text as it is.

    What was changed since it was approved, or is approved by nobody, isn't taken over.
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
            click.echo(f"{len(adoption.adopted)} approval(s) taken over; commit approvals/ with the library", err=True)


def _list(adoption: Any) -> None:
    print_findings(adoption.notices)
    for edition in adoption.adopted:
        click.echo(edition.show())
    if not adoption.adopted:
        click.echo("no approval to take over", err=True)


def _confirm(count: int, yes: bool, as_json: bool) -> None:
    """Ask before writing. Raises UsageError where nobody answers."""
    if yes:
        return
    try:
        agreed = not as_json and click.confirm(f"Take over {count} approval(s) for the texts as they are?", err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        agreed = False
    if not agreed:
        raise click.UsageError("nothing was taken over; answer yes, or give --yes")
