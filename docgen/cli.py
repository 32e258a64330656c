"""Turns a command line into calls of docgen's public functions, and their results into print and exit codes.

Exit codes: 0 done · 1 findings in what was given · 2 wrong usage · 3 this machine lacks something.
"""

from __future__ import annotations

import re
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli_output import Report, print_findings, print_json, shown_errors, with_progress

FORMATS = ("docx", "pptx", "pdf")
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
@click.version_option(package_name="docgen")
def cli() -> None:
    """Turn a sales team's facts into documents a client respects: DOCX, PPTX and PDF from one checked input file."""


def main() -> None:
    """Run the command line and exit."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Finished files are whole; nothing half-written was left.", err=True)
        sys.exit(130)


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


@cli.group()
def template() -> None:
    """Ask what a template may write."""


@template.command()
@click.argument("kind")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--markdown", is_flag=True, help="Print a Markdown table.")
def fields(kind: str, language: str, markdown: bool) -> None:
    """Print what a template of KIND may write: name, label, type, reader, example, and a tag to paste."""
    with shown_errors(False):
        click.echo(docgen.template_fields(kind, language=language, markdown=markdown), nl=False)


@cli.group()
def library() -> None:
    """Ask what the template library holds and what would be used."""


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
    """List templates, industries, objections and cases."""
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


@library.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--sarif", "as_sarif", is_flag=True, help="Print the result as SARIF 2.1.0, for code hosts.")
@JSON
def lint(folder: Path | None, as_sarif: bool, as_json: bool) -> None:
    """Check all templates of the library, with a company's folder DIR over it, before anyone renders."""
    with shown_errors(as_json or as_sarif):
        report = docgen.lint_library(folder)
    if as_json or as_sarif:
        print_json(report.as_sarif() if as_sarif else report.as_data())
    else:
        print_findings(report.findings)
        click.echo(report.summary(), err=bool(report.errors))
    sys.exit(1 if report.errors else 0)


@library.command(name="used-in")
@click.argument("entry")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default="out")
@JSON
def used_in(entry: str, folder: Path, as_json: bool) -> None:
    """List the finished files in FOLDER that ENTRY went into, by their stamps."""
    with shown_errors(as_json):
        found = docgen.used_in(entry, folder)
    if as_json:
        rows = [{"file": str(path), "doc_id": stamp.doc_id, "version": stamp.version, "entry": used}
                for path, stamp, used in found]  # fmt: skip
        print_json({"files": rows})
        return
    for path, stamp, used in found:
        click.echo(f"{path}  {stamp.doc_id} V{stamp.version}  {used}")
    click.echo(f"{len(found)} file(s)", err=True)


def _days(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})([dw]?)", text.strip())
    if found is None:
        raise click.BadParameter(f"{text}: write 30d or 6w", param_hint="--within")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def _cell(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _formats(text: str) -> list[str]:
    wanted = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise click.BadParameter(
            f"{', '.join(unknown) or 'nothing'}: known are {', '.join(FORMATS)}", param_hint="--to"
        )
    return list(dict.fromkeys(wanted))
