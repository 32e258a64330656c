"""Turns the verbs about documents into calls: new, check, render, inspect, schema."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.output import Report, print_findings, print_json, shown_errors, with_progress
from docgen.cli.root import FILES, FORMATS, JSON, LIBRARY, MAPPING, SHEET, cli


@cli.command()
@click.argument("kind")
@click.option("--industry", default="manufacturing", show_default=True)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def new(kind: str, industry: str, language: str) -> None:
    """Print a commented input file of KIND to fill in."""
    with shown_errors(False):
        click.echo(docgen.new(kind, industry=industry, language=language), nl=False)


@cli.command()
@FILES
@MAPPING
@SHEET
@JSON
def check(files: tuple[Path, ...], mapping: Path | None, sheet: str | None, as_json: bool) -> None:
    """Check input FILES: every problem at once, with file, line, column and what to do."""
    findings: list[docgen.Finding] = []
    with shown_errors(as_json):
        for file in files:
            findings.extend(docgen.check(file, mapping=mapping, sheet=sheet))
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        print_json({"findings": [finding.as_data() for finding in findings]})
    else:
        print_findings(findings)
        noticed = len(findings) - errors
        click.echo(f"{len(files)} file(s): {errors} error(s), {noticed} notice(s)", err=bool(errors))
    sys.exit(1 if errors else 0)


@cli.command()
@FILES
@click.option("--to", "formats", default="docx,pptx,pdf", show_default=True, help="Formats, with commas between.")
@click.option("--audience", type=click.Choice(["client", "internal"]), help="Default: as the file says.")
@LIBRARY
@click.option("--brand", help="The name of one of the library's brands, or the path of a brand.yaml.")
@click.option("--drafts", is_flag=True, help="Let unapproved library entries into a client's copy, watermarked.")
@click.option(
    "--page-numbers/--no-page-numbers", default=True, show_default=True, help="Lay out Word contents with LibreOffice."
)
@click.option("--allow-missing-glyphs", is_flag=True, help="Draw boxes in PDF for what no font has, and tell of them.")
@MAPPING
@SHEET
@click.option("--processes", type=click.IntRange(1), help="At most so many at a time. Default: one for each core.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True)
@JSON
def render(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: tuple[Path, ...],
    formats: str,
    audience: str | None,
    mapping: Path | None,
    sheet: str | None,
    processes: int | None,
    as_json: bool,
    **world: Any,
) -> None:
    """Render input FILES and write the documents to a folder."""
    wanted = _formats(formats)
    workspace = docgen.Workspace(**world)  # the options of the outside world have its fields' names
    report = Report(as_json)
    sources: list[Path] = []
    jobs: list[docgen.Job] = []
    for file in files:
        with report.collecting(len(jobs)):
            document = docgen.load(file, mapping=mapping, sheet=sheet)
            jobs += [docgen.Job(document, file_format, audience) for file_format in wanted]
            sources += [file] * len(wanted)
    with closing(docgen.render_many(jobs, workspace=workspace, processes=processes)) as done:
        for number, rendered in with_progress(done, len(jobs), as_json):
            with report.collecting(number):
                if isinstance(rendered, docgen.DocgenError):
                    raise rendered
                report.wrote(number, sources[number], report.once(rendered).save(workspace.out), rendered)
    report.close()


@cli.command()
@FILES
@JSON
def inspect(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the stamp of finished FILES."""
    with shown_errors(as_json):
        found = [(file, docgen.inspect(file)) for file in files]
    if as_json:
        rows = [{"file": str(f), **asdict(i.stamp), "id": i.claimed_id, "intact": i.intact} for f, i in found]
        print_json({"files": rows})
    else:
        for file, inspected in found:
            click.echo(file)
            for name, value in {**asdict(inspected.stamp), "id": inspected.claimed_id}.items():
                for line in value if name == "entries" else (value,):
                    click.echo(f"  {name:<16} {line}")
            click.echo(f"  {'intact':<16} {'yes' if inspected.intact else 'no: the id does not fit the facts'}")
    sys.exit(0 if all(inspected.intact for _, inspected in found) else 1)


@cli.command()
@click.argument("kind")
def schema(kind: str) -> None:
    """Print the JSON Schema of KIND."""
    with shown_errors(True):
        print_json(docgen.schema(kind))


def _formats(text: str) -> list[str]:
    wanted = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'}: known are {', '.join(FORMATS)}", param_hint="--to"
        )
    return list(dict.fromkeys(wanted))
