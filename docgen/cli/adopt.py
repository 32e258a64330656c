"""Turns `docgen template adopt` into calls: adopt a document, write the template, check it, render it with a sample."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

import docgen
from docgen.cli.output import print_findings, print_json, shown_errors
from docgen.cli.root import JSON, template


@template.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--kind", required=True, help="What the document is: proposal, minutes, …")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of the document's words; found out by default.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default="library", show_default=True,
              help="The library folder to write into.")  # fmt: skip
@click.option("--settle", type=click.Path(path_type=Path, dir_okay=False), help="The doubts file, with your answers.")
@click.option("--sample", type=click.Path(path_type=Path, dir_okay=False), help="The input file to try it with.")
@click.option("--force", is_flag=True, help="Replace files that are there.")
@JSON
def adopt(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    kind: str,
    language: str | None,
    out: Path,
    settle: Path | None,
    sample: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Make a template of FILE, a Word or PowerPoint file with places to fill in; what is unsure is listed.

    Writes OUT/docx/base/KIND.LANGUAGE.docx (or pptx), and into OUT/adopted a page of all that was done and a doubts
    file. Answer in the doubts file and run again with --settle. The template is then checked, and tried on a sample.
    """
    with shown_errors(as_json):
        adopted = docgen.adopt_template(file, kind, language=language, settle=settle)
        written = adopted.save(out, force=force)
        findings, tried = _tried(adopted, out, sample)
    failed = any(finding.severity == "error" for finding in findings)
    if as_json:
        told = {"files": [str(path) for path in written.values()], "tried": str(tried) if tried else None}
        print_json({**adopted.as_data(), **told, "findings": [finding.as_data() for finding in findings]})
    else:
        _print(adopted, written, tried, findings)
    sys.exit(1 if failed else 0)


def _tried(adopted: docgen.Adopted, out: Path, sample: Path | None) -> tuple[list[docgen.Finding], Path | None]:
    """What the check of templates finds in the new one, and where its document for a sample lies.

    The checks of looks and words are told by number only, since a document with words of its own always has some; open
    doubts are listed by themselves. While there are any, the document is an internal copy: a client's is refused.
    """
    shown = f"{out.resolve().name}/{adopted.template}"
    found = [finding for finding in docgen.lint_library(out).findings if finding.file == shown]
    told = [finding for finding in found if finding.severity == "error" and finding.code != "template.doubt"]
    rest = Counter(finding.code for finding in found if finding.severity == "warning")
    if rest:
        many = ", ".join(f"{code} {count}" for code, count in sorted(rest.items()))
        told.append(docgen.Finding("adopt.lint", f"notes of the check: {many}", "docgen library lint lists them",
                                   file=shown, severity="warning"))  # fmt: skip
    chosen = sample or next(iter(docgen.shipped_samples(adopted.kind, adopted.language)), None)
    if chosen is None:
        return [
            *told,
            docgen.Finding("adopt.sample", "not tried: no sample", "give one with --sample", severity="warning"),
        ], None
    try:
        workspace = docgen.Workspace(library=out, trust_status=False)  # a working copy, replaced by the next try
        reader = "internal" if adopted.doubts else "client"
        rendered = docgen.render(docgen.load(chosen), adopted.file_format, audience=reader, workspace=workspace)
        return told, rendered.save(out / "adopted" / "tried")
    except docgen.DocgenError as error:
        return [*told, *error.findings], None


def _print(
    adopted: docgen.Adopted, written: dict[str, Path], tried: Path | None, findings: list[docgen.Finding]
) -> None:
    for note in adopted.notes:
        click.echo(note, err=True)
    print_findings(findings)
    for decision in adopted.doubts:
        best = decision.offers[0].label if decision.offers else "no field is near"
        click.echo(
            f"to settle {decision.id}: {decision.where}: {decision.text or 'an empty place'} ({best}?)", err=True
        )
    click.echo(f"{adopted.summary()}.")
    for path in (*written.values(), *([tried] if tried else [])):
        click.echo(path)
