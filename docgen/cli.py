"""Turns a command line into calls of docgen's public functions, and their results into print and exit codes.

Exit codes: 0 done · 1 findings in what was given · 2 wrong usage · 3 this machine lacks something.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import docgen

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
    with _shown_errors(False):
        click.echo(docgen.new(kind, industry=industry, language=language), nl=False)


@cli.command()
@FILES
@MAPPING
@SHEET
@JSON
def check(files: tuple[Path, ...], mapping: Path | None, sheet: str | None, as_json: bool) -> None:
    """Check input FILES: every problem at once, with file, line, column and what to do."""
    findings: list[docgen.Finding] = []
    with _shown_errors(as_json):
        for file in files:
            findings.extend(docgen.check(file, mapping=mapping, sheet=sheet))
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        _print_json({"findings": [finding.as_data() for finding in findings]})
    else:
        _print_findings(findings)
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
@MAPPING
@SHEET
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True)
@JSON
def render(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: tuple[Path, ...],
    formats: str,
    audience: str | None,
    library: Path | None,
    brand: str | None,
    drafts: bool,
    page_numbers: bool,
    mapping: Path | None,
    sheet: str | None,
    out: Path,
    as_json: bool,
) -> None:
    """Render input FILES and write the documents to a folder."""
    wanted = _formats(formats)
    workspace = docgen.Workspace(library=library, out=out, brand=brand, page_numbers=page_numbers, drafts=drafts)
    report = _Report(as_json)
    jobs = [(file, file_format) for file in files for file_format in wanted]
    loaded: dict[Path, Any] = {}
    for file, file_format in _progress(jobs, as_json):
        with report.collecting(file):
            if file not in loaded and file not in report.failed:
                loaded[file] = docgen.load(file, mapping=mapping, sheet=sheet)
            if file in loaded:
                rendered = docgen.render(loaded[file], file_format, audience=audience, workspace=workspace)
                report.wrote(file, rendered.save(workspace.out), rendered)
    report.close()


@cli.command()
@FILES
@JSON
def inspect(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the stamp of finished FILES."""
    with _shown_errors(as_json):
        found = [(file, docgen.inspect(file)) for file in files]
    if as_json:
        rows = [{"file": str(f), **asdict(i.stamp), "id": i.claimed_id, "intact": i.intact} for f, i in found]
        _print_json({"files": rows})
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
    with _shown_errors(True):
        _print_json(docgen.schema(kind))


@cli.group()
def template() -> None:
    """Ask what a template may write."""


@template.command()
@click.argument("kind")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--markdown", is_flag=True, help="Print a Markdown table.")
def fields(kind: str, language: str, markdown: bool) -> None:
    """Print what a template of KIND may write: name, label, type, reader, example, and a tag to paste."""
    with _shown_errors(False):
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
    with _shown_errors(as_json):
        workspace = docgen.Workspace(library=library)
        tried = docgen.which_template(kind, file_format, industry=industry, language=language, workspace=workspace)
    if as_json:
        _print_json({"tried": [{"path": path, "found": found} for path, found in tried]})
        return
    for path, found in tried:
        click.echo(f"{'→' if found else '·'} {path}")


@library.command(name="list")
@LIBRARY
@JSON
def list_(library: Path | None, as_json: bool) -> None:
    """List templates, industries, objections and cases."""
    with _shown_errors(as_json):
        contents = docgen.library_contents(docgen.Workspace(library=library))
    if as_json:
        _print_json(contents)
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
    with _shown_errors(as_json):
        found = docgen.library_due(_days(within), docgen.Workspace(library=library))
    if as_json:
        _print_json({"due": [asdict(item) for item in found]})
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
    with _shown_errors(as_json or as_sarif):
        report = docgen.lint_library(folder)
    if as_json or as_sarif:
        _print_json(report.as_sarif() if as_sarif else report.as_data())
    else:
        _print_findings(report.findings)
        click.echo(report.summary(), err=bool(report.errors))
    sys.exit(1 if report.errors else 0)


@library.command(name="used-in")
@click.argument("entry")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), default="out")
@JSON
def used_in(entry: str, folder: Path, as_json: bool) -> None:
    """List the finished files in FOLDER that ENTRY went into, by their stamps."""
    with _shown_errors(as_json):
        found = docgen.used_in(entry, folder)
    if as_json:
        rows = [{"file": str(path), "doc_id": stamp.doc_id, "version": stamp.version, "entry": used}
                for path, stamp, used in found]  # fmt: skip
        _print_json({"files": rows})
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


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def _print_findings(findings: Iterable[docgen.Finding]) -> None:
    for finding in findings:
        prefix = "notice: " if finding.severity == "warning" else ""
        click.echo(prefix + finding.show(), err=True)


@contextmanager
def _shown_errors(as_json: bool) -> Generator[None]:
    try:
        yield
    except docgen.DocgenError as error:
        if as_json:
            _print_json({"findings": [finding.as_data() for finding in error.findings]})
        else:
            _print_findings(error.findings)
        sys.exit(error.exit_code)


def _progress(jobs: list[Any], as_json: bool) -> Iterable[Any]:
    if as_json or not sys.stderr.isatty() or len(jobs) < 3:
        return jobs
    from rich.console import Console  # noqa: PLC0415 - only where a bar is drawn
    from rich.progress import track  # noqa: PLC0415

    return track(jobs, description="Rendering", console=Console(stderr=True), transient=True)


class _Report:
    """What a run of `render` wrote and what went wrong, printed at its end."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.failed: dict[Path, int] = {}
        self.findings: list[docgen.Finding] = []
        self.files: list[dict[str, str]] = []

    @contextmanager
    def collecting(self, file: Path) -> Generator[None]:
        """Keep what goes wrong with `file`, so that the other files are still rendered."""
        try:
            yield
        except docgen.DocgenError as error:
            self._fail(file, error.exit_code, error.findings)
        except OSError as error:
            why = docgen.Finding(
                "output.write", error.strerror or str(error), "nothing was written", str(error.filename)
            )
            self._fail(file, 1, (why,))

    def wrote(self, file: Path, path: Path, rendered: docgen.Rendered) -> None:
        """Note a finished file."""
        stamp = rendered.stamp
        self.files.append({"input": str(file), "path": str(path), "id": stamp.id, "audience": stamp.audience})
        self._keep(finding.at(finding.file or str(file), finding.line, finding.column) for finding in rendered.warnings)

    def close(self) -> None:
        """Print and exit."""
        if self.as_json:
            _print_json({"files": self.files, "findings": [finding.as_data() for finding in self.findings]})
        else:
            _print_findings(self.findings)
            for written in self.files:
                click.echo(written["path"])
        sys.exit(max(self.failed.values(), default=0))

    def _fail(self, file: Path, code: int, findings: Iterable[docgen.Finding]) -> None:
        self.failed[file] = max(code, self.failed.get(file, 0))
        self._keep(findings)

    def _keep(self, findings: Iterable[docgen.Finding]) -> None:
        self.findings.extend(finding for finding in findings if finding not in self.findings)
