"""Commands about sheets of objections: import and export."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from docgen.cli.objection import DRY_RUN, objection, open_objections
from docgen.cli.output import print_findings, print_json, print_message, shown_errors, usage_error
from docgen.cli.root import JSON, LIBRARY, MAPPING, SHEET
from docgen.messages import Message, joined, message


@objection.command(name="import")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--template", type=click.Path(path_type=Path, dir_okay=False), help="Write an empty XLSX to fill in.")
@click.option("--heads", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of the template.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of rows that do not say.")
@click.option("--owner", help="Of rows that do not say.")
@MAPPING
@SHEET
@click.option("--skip-refused", is_flag=True, help="Write the good rows though others are refused.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@DRY_RUN
@LIBRARY
@JSON
def import_(file: Path | None, library: Path | None, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Import objections from an XLSX or CSV FILE: shows what is new, changed, the same and refused, then writes.

    All rows are written or none; an import approves nothing.
    """
    with shown_errors(as_json):
        objections = open_objections(library)
        if options["template"] is not None:
            objections.sheet_to_fill_in(options["template"], options["heads"])
            click.echo(options["template"])
            return
        if file is None:
            raise usage_error("cli.import:file")
        given = {name: options[name] for name in ("mapping", "sheet", "language", "owner")}
        plan = objections.plan_import(file, **given)
        _show_plan(plan, dry_run, as_json)
        refused = bool(plan.refused) and not options["skip_refused"]
        if plan.changes.files and not dry_run and not refused:
            if sys.stdin.isatty() and not options["yes"] and not as_json:
                click.confirm(str(message("cli.import:confirm", count=len(plan.changes.files))), abort=True, err=True)
            plan.changes.save()
            print_message("cli.import:written", count=len(plan.changes.files), err=True)
    sys.exit(1 if plan.refused else 0)


@objection.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--heads", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--own", is_flag=True, help="Only what is in your own library.")
@LIBRARY
def export(file: Path, heads: str, own: bool, library: Path | None) -> None:
    """Write all objections into the XLSX FILE, to be changed there and imported back."""
    with shown_errors(False):
        open_objections(library).export(file, heads, own_only=own)
    click.echo(file)


def _show_plan(plan: Any, dry_run: bool, as_json: bool) -> None:
    """Each row that does something, what is refused, and the counts."""
    if as_json:
        rows = [asdict(row) for row in plan.rows]
        found = [finding.as_data() for finding in (*plan.faults, *plan.changes.notices)]
        print_json({"rows": rows, "count": plan.count(), "diff": plan.changes.diff(), "findings": found})
        return
    for row in plan.rows:
        if row.what != "same":
            industry = "" if row.industry == "base" else f" [{row.industry}]"
            fields = f"  {', '.join(row.fields)}" if row.what == "changed" else ""
            click.echo(f"{_named(row.what)!s:<8} {row.id}{industry} {row.language}  {row.place}{fields}")
    print_findings((*plan.faults, *plan.changes.notices))
    if dry_run:
        click.echo(plan.changes.diff(), nl=False)
    counts = [message("cli.import:count", count=n, what=_named(what)) for what, n in plan.count().items()]
    click.echo(joined([str(count) for count in counts]), err=True)


def _named(what: str) -> Message:
    """What an import does with a row: new, changed, same, refused."""
    return message(f"cli.import:{what}")
