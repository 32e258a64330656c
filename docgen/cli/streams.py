"""Standard output and error: closed pipes, full devices, terminals in ASCII."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import click

from docgen.messages import message, system_reason, with_remedy

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class _ErrorStream(io.TextIOWrapper):
    """Standard error, where a closed pipe or a full device changes nothing: the exit code is that of the work."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            return super().write(text)
        _silence(self)
        return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            _silence(self)


def make_streams_lenient() -> None:
    """Print what a terminal's encoding can't hold as `\\u4e2d`, and into nothing what a caller has closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - stays open to the end
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    if isinstance(sys.stderr, io.TextIOWrapper):
        encoding = sys.stderr.encoding
        sys.stderr = _ErrorStream(sys.stderr.detach(), encoding, "backslashreplace", line_buffering=True)


def is_unicode() -> bool:
    """Whether standard output can hold every character."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def print_file(text: str) -> None:
    """Print the text of a file, which is UTF-8 also where a terminal's encoding is not."""
    click.echo(text if is_unicode() else text.encode(), nl=False)


def exit_code_of(error: OSError) -> int:
    """3 if this machine has no room left, else 1."""
    return 3 if error.errno in _NO_ROOM else 1


def report_os_error(error: OSError) -> int:
    """Print in one line what the system refused, and give the exit code."""
    place = error.filename if error.filename is not None else message("cli.standard_output")
    click.echo(str(message("cli.system", place=place, reason=system_reason(error))), err=True)
    return exit_code_of(error)


def report_encoding(error: UnicodeEncodeError) -> int:
    """Print in one line what this machine's encoding can't hold, and give the exit code."""
    found = ascii(error.object[error.start : error.end][:40])
    refused = message("cli.encoding", found=found, encoding=error.encoding)
    click.echo(with_remedy(str(refused), refused.remedy()), err=True)
    return 3


def end_streams(code: int, pipe_closed: int) -> int:
    """Write out what is still held, so that nothing fails after the exit code is given; `code`, or what went wrong."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = code or pipe_closed
        _silence(sys.stdout)
    except OSError as error:
        _silence(sys.stdout)
        code = code or report_os_error(error)
    sys.stderr.flush()
    return code


def _silence(stream: TextIO) -> None:
    """Let what the stream still holds go nowhere: Python writes it out once more when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
