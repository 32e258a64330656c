"""Print results, messages and findings, as text or as JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.streams import exit_code_of, is_unicode
from docgen.messages import message, system_reason, with_remedy

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """`text` with characters that steer a terminal or the direction of writing shown as `\\x1b`."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def print_json(data: Any) -> None:
    """Print `data` as JSON."""
    click.echo(json.dumps(data, ensure_ascii=not is_unicode(), indent=2, default=str))


def print_message(key: str, *, err: bool = False, **values: Any) -> None:
    """Print a message of the catalogue."""
    click.echo(visible(str(message(key, **values))), err=err)


def usage_error(key: str, **values: Any) -> click.UsageError:
    """The error of a wrong call, with its words from the catalogue."""
    found = message(key, **values)
    return click.UsageError(with_remedy(str(found), found.remedy()))


def option_error(option: str, key: str, **values: Any) -> click.BadParameter:
    """The error of an option's value, with its words from the catalogue."""
    found = message(key, **values)
    return click.BadParameter(with_remedy(str(found), found.remedy()), param_hint=option)


def print_findings(findings: Iterable[docgen.Finding]) -> None:
    """Print each finding in a line, on the error stream."""
    for finding in findings:
        text = visible(finding.show())
        click.echo(str(message("cli.notice", text=text)) if finding.severity == "warning" else text, err=True)


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
        task = progress.add_task(str(message("cli.progress")), total=count)
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
        self.unwritten: list[tuple[int, OSError]] = []

    @contextmanager
    def collecting(self, number: int, file: Path) -> Generator[None]:
        """Keep what goes wrong with job `number`, of the input `file`, so that the others are still done."""
        try:
            yield
        except docgen.DocgenError as error:
            self.codes.append(error.exit_code)
            self._note(number, file, error.findings)
        except OSError as error:
            self.codes.append(exit_code_of(error))
            self.unwritten.append((number, error))

    def wrote(self, number: int, file: Path, path: Path, rendered: docgen.Rendered) -> None:
        """Note a finished file."""
        stamp = rendered.stamp
        self.files[number] = {"input": str(file), "path": str(path), "id": stamp.id, "audience": stamp.audience}
        self._note(number, file, rendered.warnings)

    def close(self) -> None:
        """Print and exit."""
        files = [self.files[number] for number in sorted(self.files)]
        self.findings += [(number, self._unwritten(error)) for number, error in self.unwritten]
        findings = list(dict.fromkeys(finding for _, finding in sorted(self.findings, key=lambda found: found[0])))
        if self.as_json:
            print_json({"files": files, "findings": [finding.as_data() for finding in findings]})
        else:
            print_findings(findings)
            for written in files:
                click.echo(written["path"])
        sys.exit(max(self.codes, default=0))

    def _note(self, number: int, file: Path, findings: Iterable[docgen.Finding]) -> None:
        placed = (finding.at(finding.file or str(file), finding.line, finding.column) for finding in findings)
        self.findings += [(number, finding) for finding in placed]

    def _unwritten(self, error: OSError) -> docgen.Finding:
        """Why a file was not written, and which of the run's files were."""
        names = [Path(row["path"]).name for row in self.files.values()]
        key = "output.write" if names else "output.write:none"
        path = str(error.filename or "")
        return docgen.Finding.of(key, reason=system_reason(error), path=path, written=names).at(path)
