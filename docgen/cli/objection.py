"""Commands about objections: list, show, add, edit, approve, retire, check."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.output import option_error, print_findings, print_json, print_message, shown_errors, usage_error
from docgen.cli.root import JSON, LIBRARY, cli
from docgen.messages import message

ID = click.argument("name", metavar="ID")
INDUSTRY = click.option("--industry", default="base", show_default=True, help="An industry's own wording.")
LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), help="Of the text.")
LANGUAGES = click.option(
    "--language",
    "languages",
    type=click.Choice(["zh", "en", "both"]),
    multiple=True,
    help="Of the text; may be repeated.",
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
SET = click.option("--set", "given", multiple=True, metavar="FIELD=TEXT", help="A field by name or title; repeatable.")
PROOF = click.option(
    "--proof", "proofs", multiple=True, metavar="TEXT", help="`figure | source | case | valid until`; repeatable."
)
FROM = click.option(
    "--from", "source", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A YAML file of fields."
)


@cli.group()
def objection() -> None:
    """Keep the objections of a company's library: what is written is in --library, never in the built-in one."""


@objection.command(name="list")
@click.option("--category")
@click.option("--industry")
@LANGUAGE
@click.option("--status")
@click.option("--owner")
@LIBRARY
@JSON
def list_(library: Path | None, as_json: bool, **wanted: str | None) -> None:
    """List the objections, each edition in a line."""
    with shown_errors(as_json):
        rows = open_objections(library).list(**wanted)
    if as_json:
        print_json({"objections": [row.as_data() for row in rows]})
        return
    for row in rows:
        industry = "" if row.industry == "base" else f" [{row.industry}]"
        facts = f"{row.category:<20}{row.status:<10}{row.version:<5}{row.review_by:<11}{row.owner}"
        click.echo(f"{'*' if row.own else ' '} {row.id}{industry} {row.language}  {facts}  {row.verbatim}")
    print_message("cli.objections", count=len(rows), err=True)


@objection.command()
@ID
@INDUSTRY
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@LIBRARY
@JSON
def show(name: str, industry: str, language: str, library: Path | None, as_json: bool) -> None:
    """Print all that the objection ID says, as an industry gets it."""
    with shown_errors(as_json):
        shown = open_objections(library).show(name, industry=industry, language=language)
    if as_json:
        print_json(shown)
        return
    for field, value in shown.items():
        click.echo("\n".join(_lines(field, value)))


@objection.command()
@ID
@INDUSTRY
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@SET
@PROOF
@FROM
@DRY_RUN
@LIBRARY
@JSON
def add(name: str, library: Path | None, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Add the objection ID: from values, from a YAML file, or in your editor if neither is given."""
    with shown_errors(as_json):
        objections = open_objections(library)
        source = _source(options)
        where = {"industry": options["industry"], "language": options["language"]}
        if source is None:
            _edit_and_finish(objections, objections.draft(name, **where), dry_run, as_json)
        else:
            _finish(objections.add(name, source, **where), dry_run, as_json)


@objection.command()
@ID
@INDUSTRY
@LANGUAGE
@SET
@PROOF
@FROM
@DRY_RUN
@LIBRARY
@JSON
def edit(name: str, library: Path | None, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Change the objection ID: by values, from a YAML file, or in your editor if neither is given.

    A changed text of an approved entry is in review again, under a new version; so is each industry's own wording.
    """
    with shown_errors(as_json):
        objections = open_objections(library)
        source = _source(options)
        draft = objections.text(name, industry=options["industry"], language=options["language"])
        if source is None:
            _edit_and_finish(objections, draft, dry_run, as_json)
        else:
            changes = objections.edit(name, source, industry=options["industry"], language=draft.id.language)
            _finish(changes, dry_run, as_json)


def with_approval_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that approves an entry, for `approve_entry`."""
    options = (
        click.option("--by", required=True, help="Who approves."),
        INDUSTRY,
        LANGUAGES,
        click.option("--review-by", type=click.DateTime(["%Y-%m-%d"]), help="Default: a year from today."),
        click.option(
            "--change", type=click.Choice(["major", "minor"]), help="How the version rises, if you know better."
        ),
        DRY_RUN,
        LIBRARY,
        JSON,
    )
    for option in reversed(options):
        command = option(command)
    return command


def approve_entry(name: str, by: str, library: Path | None, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Approve the library's entry `name` (SORT/ID), and print what it covers."""
    with shown_errors(as_json):
        entries = docgen.LibraryEntries(docgen.Workspace(library=library))
        review_by, languages = _day(options.pop("review_by")), languages_of(options.pop("languages"))
        finish_approval(
            entries.approve(name, by, languages=languages, review_by=review_by, **options), dry_run, as_json
        )


@objection.command()
@ID
@with_approval_options
def approve(name: str, **options: Any) -> None:
    """Approve the objection ID in the languages named; refused while it has an error.

    Prints each edition covered; an industry's own wording is approved by itself, with --industry. Exit code 4 if NAME
    may not approve: not in people.yaml, or the entry's owner.
    """
    approve_entry(f"objections/{name}", **options)


@objection.command()
@ID
@click.option("--because", required=True, help="Why; it is noted in the file.")
@click.option("--replaced-by", help="The id of the entry that takes its place.")
@INDUSTRY
@LANGUAGES
@DRY_RUN
@LIBRARY
@JSON
def retire(name: str, because: str, library: Path | None, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Retire the objection ID, in every language unless some are named: no client's copy may use it any more."""
    with shown_errors(as_json):
        changes = open_objections(library).retire(
            name,
            because,
            replaced_by=options["replaced_by"],
            industry=options["industry"],
            languages=languages_of(options["languages"]),
        )
        _finish(changes, dry_run, as_json)


@objection.command()
@LANGUAGES
@LIBRARY
@JSON
def check(languages: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Check all objections: proof, dates, forbidden words, doubles, what is missing. Exit code 1 for errors."""
    with shown_errors(as_json):
        findings = open_objections(library).check(languages_of(languages) or ("zh", "en"))
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        print_json({"findings": [finding.as_data() for finding in findings]})
    else:
        print_findings(findings)
        print_message("cli.counts", errors=errors, notices=len(findings) - errors, err=bool(errors))
    sys.exit(1 if errors else 0)


def open_objections(library: Path | None) -> docgen.Objections:
    """The objections of the company's library over the built-in one."""
    return docgen.Objections(docgen.Workspace(library=library))


def languages_of(given: tuple[str, ...]) -> tuple[str, ...]:
    """The languages named, with `both` spelt out."""
    return ("zh", "en") if "both" in given else given


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _source(options: dict[str, Any]) -> Path | dict[str, str] | None:
    """The file, or the values, or None if the user wants the editor."""
    values: dict[str, str] = {}
    for pair in options["given"]:
        name, equals, text = pair.partition("=")
        if not equals:
            raise option_error("--set", "cli.set", pair=pair)
        values[name] = text
    if options["proofs"]:
        values["proof"] = "\n".join(options["proofs"])
    if options["source"] and values:
        raise usage_error("cli.source")
    return options["source"] or values or None


def _first_text(draft: Any) -> str:
    """What the editor opens with: what could not be saved last time, else the entry."""
    if not (sys.stdin.isatty() or os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        raise usage_error("cli.no_terminal")
    if not draft.side_file.exists():
        return draft.text
    print_message("cli.side_file", file=draft.side_file, err=True)
    return draft.side_file.read_text(encoding="utf-8")


def _edit_and_finish(objections: docgen.Objections, draft: Any, dry_run: bool, as_json: bool) -> None:
    """Let the user edit until it can be saved; what can't be is saved in a side file, where the next edit starts."""
    text = _first_text(draft)
    while True:
        edited = click.edit(text, extension=".md")
        if edited is None:
            raise click.ClickException(str(message("cli.unchanged")))
        try:
            _finish(objections.save(draft, edited), dry_run, as_json)
        except docgen.DocgenError as error:
            kept = draft.keep(edited)
            print_findings(finding.at(str(kept), finding.line, finding.column) for finding in error.findings)
            print_message("cli.side_file:kept", file=kept, err=True)
            if not sys.stdin.isatty() or not click.confirm(str(message("cli.go_on")), default=True, err=True):
                sys.exit(error.exit_code)
            text = edited
        else:
            if not dry_run:
                draft.side_file.unlink(missing_ok=True)
            return


def finish_approval(changes: Any, dry_run: bool, as_json: bool) -> None:
    """Write the files of an approval, and print which editions it covers."""
    _finish(changes, dry_run, as_json, covered=[asdict(edition) for edition in changes.covered])
    if not as_json:
        for edition in changes.covered:
            print_message("cli.covers:planned" if dry_run else "cli.covers", edition=edition.show())


def _finish(changes: Any, dry_run: bool, as_json: bool, **more: Any) -> None:
    """Write the planned files, or show them, and print the notices; `more` is for JSON."""
    paths = [] if dry_run else changes.save()
    if as_json:
        found = [finding.as_data() for finding in changes.notices]
        print_json({"files": [str(path) for path in paths], "diff": changes.diff(), "findings": found, **more})
        return
    print_findings(changes.notices)
    if dry_run:
        click.echo(changes.diff(), nl=False)
    for path in paths:
        click.echo(path)
    if not changes.files:
        print_message("cli.nothing", err=True)


def _lines(field: str, value: Any) -> list[str]:
    """A field as text."""
    if isinstance(value, dict):
        return [line for name, inner in value.items() for line in _lines(f"{field}.{name}", inner)]
    if isinstance(value, list):
        items = [_as_one_line(item) for item in value]
        return [f"{field}:", *(f"  - {item}" for item in items)] if items else []
    return [] if value is None else [f"{field}: {value}"]


def _as_one_line(item: Any) -> str:
    return " | ".join(str(value) for value in item.values() if value) if isinstance(item, dict) else str(item)
