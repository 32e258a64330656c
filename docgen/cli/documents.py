"""Commands about documents: new, check, render, inspect, schema."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.output import (
    Report,
    option_error,
    print_findings,
    print_json,
    print_message,
    shown_errors,
    visible,
    with_progress,
)
from docgen.cli.root import FILES, FORMATS, JSON, LIBRARY, MAPPING, SHEET, cli
from docgen.cli.streams import print_file
from docgen.messages import message
from docgen.output import write_new


@cli.command()
@click.argument("kind")
@click.option("--industry", default="manufacturing", show_default=True)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@LIBRARY
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file, as UTF-8.")
def new(kind: str, industry: str, language: str, library: Path | None, out: Path | None) -> None:
    """Print a commented input file of KIND to fill in, or write it to a file that doesn't exist yet."""
    with shown_errors(False):
        workspace = docgen.Workspace(library=library)
        text = docgen.new(kind, industry=industry, language=language, workspace=workspace)
        if out is None:
            print_file(text)
        else:
            _write_new(out, text)
            print_message("cli.new", path=out)


def _write_new(path: Path, text: str) -> None:
    try:
        write_new(path, text.encode())
    except FileExistsError:
        raise option_error("--out", "cli.new:exists", path=path) from None


@cli.command()
@FILES
@LIBRARY
@MAPPING
@SHEET
@JSON
def check(
    files: tuple[Path, ...], library: Path | None, mapping: Path | None, sheet: str | None, as_json: bool
) -> None:
    """Check input FILES: every problem at once, with file, line, column and what to do.

    Minutes and proposals among them are compared with each other.
    """
    with shown_errors(as_json):
        workspace = docgen.Workspace(library=library)
        findings = docgen.check_together(files, mapping=mapping, sheet=sheet, workspace=workspace)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        print_json({"findings": [finding.as_data() for finding in findings]})
    else:
        print_findings(findings)
        noticed = len(findings) - errors
        print_message("cli.check", files=len(files), errors=errors, notices=noticed, err=bool(errors))
    sys.exit(1 if errors else 0)


@cli.command()
@FILES
@click.option("--to", "formats", show_default=",".join(FORMATS), help="Formats, with commas between.")
@click.option("--audience", type=click.Choice([r.value for r in docgen.Audience]), help="Default: as the file says.")
@LIBRARY
@click.option("--brand", help="The name of one of the library's brands, or the path of a brand.yaml.")
@click.option("--drafts", is_flag=True, help="Let unapproved library entries into a client's copy, watermarked.")
@click.option("--page-numbers/--no-page-numbers", default=False, help="Lay out Word contents with LibreOffice.")
@click.option("--allow-missing-glyphs", is_flag=True, help="Draw boxes in PDF for what no font has, and report them.")
@MAPPING
@SHEET
@click.option("--processes", type=click.IntRange(1), help="At most so many at a time. Default: one for each core.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True)
@JSON
def render(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: tuple[Path, ...],
    formats: str | None,
    audience: str | None,
    mapping: Path | None,
    sheet: str | None,
    processes: int | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Render input FILES and write the documents to a folder; internal copies into its folder `internal`.

    A working copy replaces an earlier one of the same document for the same reader. Any other file that is in the way
    stays, and the render is refused: move or rename it, or take another folder.
    """
    wanted = None if formats is None else _formats(formats)
    workspace = docgen.Workspace(**options)  # each option has the name of its field
    report = Report(as_json)
    sources: list[Path] = []
    jobs: list[docgen.Job] = []
    for file in files:
        with report.collecting(len(jobs), file):
            document = docgen.load(file, mapping=mapping, sheet=sheet, workspace=workspace)
            made_in = _all_formats(document) if wanted is None else wanted
            jobs += [docgen.Job(document, file_format, audience) for file_format in made_in]
            sources += [file] * len(made_in)
    making = docgen.render_many(jobs, workspace=workspace, processes=processes, one_folder=True)
    with report.collecting(len(jobs), workspace.out), closing(making) as done:
        for number, rendered in with_progress(done, len(jobs), as_json):
            with report.collecting(number, sources[number]):
                if isinstance(rendered, docgen.DocgenError):
                    raise rendered
                path = rendered.save(workspace.out / rendered.folder)
                report.wrote(number, sources[number], path, rendered)
    report.close()


@cli.command()
@FILES
@JSON
def inspect(files: tuple[Path, ...], as_json: bool) -> None:
    """Print the stamp of finished FILES (of a folder: of all in it), and whether they are as docgen wrote them.

    No key is involved: this shows what another program changed, and proves nothing against who wants to deceive.
    """
    found: list[tuple[Path, docgen.Inspected]] = []
    findings: list[docgen.Finding] = []
    for file in _finished(files, findings):
        try:
            found.append((file, docgen.inspect(file)))
        except docgen.DocgenError as error:
            findings += error.findings
    if as_json:
        rows = [{"file": str(file), **_as_row(inspected)} for file, inspected in found]
        print_json({"files": rows, "findings": [finding.as_data() for finding in findings]})
    else:
        for file, inspected in found:
            _print_inspected(file, inspected)
        print_findings(findings)
    is_well = all(inspected.consistent and inspected.contents != "changed" for _, inspected in found)
    sys.exit(0 if is_well and not findings else 1)


def _finished(paths: Iterable[Path], findings: list[docgen.Finding]) -> Iterator[Path]:
    """The files named, and those in the folders named; a folder without any is a finding."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = [file for file in sorted(path.rglob("*")) if _is_finished(file)]
        yield from inside
        if not inside:
            findings.append(docgen.Finding.of("inspect.folder:empty").at(str(path)))


def _is_finished(file: Path) -> bool:
    hidden = file.name.startswith((".", "~$"))
    return file.suffix.lower().lstrip(".") in FORMATS and not hidden and file.is_file()


def _as_row(inspected: docgen.Inspected) -> dict[str, Any]:
    said = {"consistent": inspected.consistent, "contents": inspected.contents, "intact": inspected.intact}
    return {**asdict(inspected.stamp), "id": inspected.claimed_id, **said}


def _print_inspected(file: Path, inspected: docgen.Inspected) -> None:
    click.echo(visible(str(file)))
    facts = {**asdict(inspected.stamp), "id": inspected.claimed_id}
    facts["stamp"] = str(message("cli.stamp:consistent" if inspected.consistent else "cli.stamp:inconsistent"))
    facts["contents"] = str(message(f"cli.contents:{inspected.contents}"))
    for name, value in facts.items():
        for line in value if name == "entries" else (value,):
            click.echo(f"  {name:<16} {visible(line)}")


@cli.command()
@click.argument("kind")
@LIBRARY
def schema(kind: str, library: Path | None) -> None:
    """Print the JSON Schema of KIND."""
    with shown_errors(True):
        print_json(docgen.schema(kind, workspace=docgen.Workspace(library=library)))


def _all_formats(document: docgen.Envelope) -> list[str]:
    """The formats that documents of its kind are made in."""
    kind = docgen.kinds()[getattr(document, "kind")]  # noqa: B009 - each kind narrows the field to its own name
    return [file_format for file_format in FORMATS if kind.has_format(file_format)]


def _formats(text: str) -> list[str]:
    wanted = [name.strip().lower() for name in text.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise option_error("--to", "cli.formats" if unknown else "cli.formats:none", wanted=unknown, known=FORMATS)
    return list(dict.fromkeys(wanted))
