"""Commands about templates: adopt a document, print a template as text, what one may write, what changed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

import docgen
from docgen.cli.output import print_findings, print_json, print_message, shown_errors, usage_error
from docgen.cli.root import JSON, LIBRARY, library, template
from docgen.messages import language, message


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
        workspace = docgen.Workspace(library=out if out.is_dir() else None)
        adopted = docgen.adopt_template(file, kind, language=language, settle=settle, workspace=workspace)
        written = adopted.save(out, force=force)
        findings, tried = _tried(adopted, out, sample)
    failed = any(finding.severity == "error" for finding in findings)
    if as_json:
        files = {"files": [str(path) for path in written.values()], "tried": str(tried) if tried else None}
        print_json({**adopted.as_data(), **files, "findings": [finding.as_data() for finding in findings]})
    else:
        _print(adopted, written, tried, findings)
    sys.exit(1 if failed else 0)


def _tried(adopted: docgen.Adopted, out: Path, sample: Path | None) -> tuple[list[docgen.Finding], Path | None]:
    """The lint findings of the new template, and the path of a document rendered with it from a sample.

    Warnings are reported by number only, since a document with words of its own always has some; open questions are
    listed by themselves. While there are any, the document is an internal copy: a client's is refused.
    """
    name = f"{out.resolve().name}/{adopted.template}"
    found = [finding for finding in docgen.lint_library(out).findings if finding.file == name]
    shown = [finding for finding in found if finding.severity == "error" and finding.code != "template.doubt"]
    rest = Counter(finding.code for finding in found if finding.severity == "warning")
    if rest:
        counts = [f"{code} {count}" for code, count in sorted(rest.items())]
        shown.append(docgen.Finding.of("adopt.lint", counts=counts, severity="warning").at(name))
    chosen = sample or next(iter(docgen.shipped_samples(adopted.kind, adopted.language)), None)
    if chosen is None:
        return [*shown, docgen.Finding.of("adopt.sample", severity="warning")], None
    try:
        workspace = docgen.Workspace(library=out, trust_status=False)  # a working copy, replaced by the next try
        reader = "internal" if adopted.doubts else "client"
        document = docgen.load(chosen, workspace=workspace)
        rendered = docgen.render(document, adopted.file_format, audience=reader, workspace=workspace)
        return shown, rendered.save(out / "adopted" / "tried")
    except docgen.DocgenError as error:
        return [*shown, *error.findings], None


def _print(
    adopted: docgen.Adopted, written: dict[str, Path], tried: Path | None, findings: list[docgen.Finding]
) -> None:
    for note in adopted.notes:
        click.echo(note, err=True)
    print_findings(findings)
    for decision in adopted.questions:
        best = decision.offers[0].label if decision.offers else message("cli.open_question:none")
        text = decision.text or message("cli.open_question:empty")
        print_message("cli.open_question", id=decision.id, where=decision.where, text=text, best=best, err=True)
    click.echo(f"{adopted.summary()}.")
    for path in (*written.values(), *([tried] if tried else [])):
        click.echo(path)


@template.command()
@click.argument("file", type=click.Path(path_type=Path))
def text(file: Path) -> None:
    """Print FILE (DOCX, PPTX, PDF, HTML) as plain text, line by line, so that `git diff` can show what changed."""
    with shown_errors(False):
        click.echo(docgen.template_text(file).encode(), nl=False)  # UTF-8 wherever git calls it


@library.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@click.option("--against-built-in", is_flag=True, help="Compare the company's library OLD with the built-in one.")
@click.option("--over", type=click.Path(path_type=Path), help="A company's library: show which changes its files hide.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to FILE as a page.")
@click.option("--pictures", is_flag=True, help="Show each changed template's pages in that page, before and after.")
@JSON
def diff(  # noqa: PLR0913, PLR0917 - one parameter an option
    old: Path,
    new: Path | None,
    against_built_in: bool,
    over: Path | None,
    html: Path | None,
    pictures: bool,
    as_json: bool,
) -> None:
    """Show what changed from OLD to NEW, two templates or two library folders: exit 0 nothing, 1 something."""
    if (new is None) != against_built_in:
        raise usage_error("cli.diff:sides")
    if pictures and html is None:
        raise usage_error("cli.diff:pictures")
    with shown_errors(as_json):
        compared = docgen.library_diff(old, new, over=over)
        if html is not None:
            if pictures and sys.stderr.isatty():
                print_message("cli.diff:drawing", err=True)
            docgen.save_diff_report(compared, html, language=language(), pictures=pictures)
    if as_json:
        print_json(compared.as_data())
    else:
        for line in compared.lines(language()):
            click.echo(line)
        click.echo(compared.summary(language()), err=True)
    sys.exit(1 if compared.changes else 0)


@template.command()
@click.argument("kind")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--markdown", is_flag=True, help="Print a Markdown table.")
@click.option("--to", "formats", help="Write a hand-out instead: docx, pdf, or docx,pdf.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True)
@LIBRARY
def fields(kind: str, language: str, markdown: bool, formats: str | None, out: Path, library: Path | None) -> None:
    """Print what a template of KIND may write: name, label, type, reader, example, and a tag to paste.

    KIND is a kind of document, or case, industry, legal, objection.
    """
    with shown_errors(False):
        workspace = docgen.Workspace(library=library, out=out)
        if not formats:
            shown = docgen.template_fields(kind, language=language, markdown=markdown, workspace=workspace)
            click.echo(shown, nl=False)
            return
        for file_format in dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip()):
            made = docgen.render_field_sheet(kind, file_format, language=language, workspace=workspace)
            print_findings(made.warnings)
            click.echo(made.save(out))


@library.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", "is_check", is_flag=True, help="Write nothing; exit with 1 if the file would change.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead of FILE.")
@click.option("--kind", help="What the template is for: proposal, minutes, … Default: as the file's name says.")
@click.option("--language", type=click.Choice(["zh", "en", "zh+en"]),
              help="Of the template's words. Default: as the name of the written file says.")  # fmt: skip
@LIBRARY
@JSON
def fmt(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    is_check: bool,
    out: Path | None,
    kind: str | None,
    language: str | None,
    library: Path | None,
    as_json: bool,
) -> None:
    """Rewrite the template FILE in the present form: markers, words for labels, titles; list what is left and why.

    It prints what it printed: sample documents are rendered with the old and the new file, for each reader, and nothing
    is written if their text differs. An HTML page is only reported on.
    """
    with shown_errors(as_json):
        spoken = (out or file).name.split(".")[1:-1]
        made = docgen.format_template(file, kind=kind, language=language or next(iter(spoken), None), library=library)
        written = None if is_check else made.save(out)
    if as_json:
        print_json({**made.as_data(), "file": str(written) if written else None})
    else:
        for change in made.changes:
            click.echo(change)
        print_findings(made.left)
        print_message("cli.fmt", compared=made.compared, left=len(made.left), err=True)
    sys.exit(1 if is_check and made.is_changed else 0)
