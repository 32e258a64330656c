"""Turns results and findings into what the command line prints, for a person or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

import docgen


def print_json(data: Any) -> None:
    """Print `data` as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def print_findings(findings: Iterable[docgen.Finding]) -> None:
    """Print each finding in a line, on the error stream."""
    for finding in findings:
        prefix = "notice: " if finding.severity == "warning" else ""
        click.echo(prefix + finding.show(), err=True)


@contextmanager
def shown_errors(as_json: bool) -> Generator[None]:
    """Print what a DocgenError found, and exit with its code."""
    try:
        yield
    except docgen.DocgenError as error:
        if as_json:
            print_json({"findings": [finding.as_data() for finding in error.findings]})
        else:
            print_findings(error.findings)
        sys.exit(error.exit_code)


def with_progress(done: Iterable[Any], count: int, as_json: bool) -> Iterable[Any]:
    """`done`, with a bar on a terminal if there are some to wait for."""
    if as_json or not sys.stderr.isatty() or count < 3:
        yield from done
        return
    from rich.console import Console  # noqa: PLC0415 - only where a bar is drawn
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task("Rendering", total=count)
        for item in done:
            yield item
            progress.update(task, advance=1, refresh=True)


class Report:
    """What a run of `render` wrote and what went wrong, printed at its end in the order of the jobs."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.codes: list[int] = []
        self.findings: list[tuple[int, docgen.Finding]] = []
        self.files: dict[int, dict[str, str]] = {}

    @contextmanager
    def collecting(self, number: int) -> Generator[None]:
        """Keep what goes wrong with job `number`, so that the others are still done."""
        try:
            yield
        except docgen.DocgenError as error:
            self._fail(number, error.exit_code, error.findings)
        except OSError as error:
            why = docgen.Finding(
                "output.write", error.strerror or str(error), "nothing was written", str(error.filename)
            )
            self._fail(number, 1, (why,))

    def once(self, rendered: docgen.Rendered) -> docgen.Rendered:
        """`rendered`, if its name is new in this run. Raises UsageError, as it would replace another input's file."""
        if any(Path(row["path"]).name == rendered.filename for row in self.files.values()):
            message = f"{rendered.filename} was written for another input of this run; it was left as it is"
            hint = "give the two another title, version or date, or render them into folders of their own (--out)"
            raise docgen.UsageError(docgen.Finding("output.same_name", message, hint))
        return rendered

    def wrote(self, number: int, file: Path, path: Path, rendered: docgen.Rendered) -> None:
        """Note a finished file."""
        stamp = rendered.stamp
        self.files[number] = {"input": str(file), "path": str(path), "id": stamp.id, "audience": stamp.audience}
        placed = (finding.at(finding.file or str(file), finding.line, finding.column) for finding in rendered.warnings)
        self.findings += [(number, finding) for finding in placed]

    def close(self) -> None:
        """Print and exit."""
        files = [self.files[number] for number in sorted(self.files)]
        findings = list(dict.fromkeys(finding for _, finding in sorted(self.findings, key=lambda told: told[0])))
        if self.as_json:
            print_json({"files": files, "findings": [finding.as_data() for finding in findings]})
        else:
            print_findings(findings)
            for written in files:
                click.echo(written["path"])
        sys.exit(max(self.codes, default=0))

    def _fail(self, number: int, code: int, findings: Iterable[docgen.Finding]) -> None:
        self.codes.append(code)
        self.findings += [(number, finding) for finding in findings]
