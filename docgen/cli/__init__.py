"""The command line: calls of docgen's public functions, their results as text or JSON, exit codes.

Exit codes: 0 done · 1 findings in what was given · 2 wrong usage · 3 this machine lacks something · 4 refused by a
rule · 130 stopped by Ctrl-C · 141 the reader of the output closed it.
"""

import sys

import click

import docgen
from docgen.cli import documents, library, objection, objection_sheet, start, templates
from docgen.cli.output import print_findings, print_message
from docgen.cli.root import cli
from docgen.cli.streams import end_streams, make_streams_lenient, report_encoding, report_os_error
from docgen.cli.usage import report_usage
from docgen.messages import language_of_locale, use_language

__all__ = [
    "cli",
    "documents",
    "library",
    "main",
    "objection",
    "objection_sheet",
    "start",
    "templates",
]  # each module adds its verbs


_PIPE_CLOSED = 141  # as a shell reports a program that a closed pipe ended: 128 + SIGPIPE


def main() -> None:
    """Run the command line and exit."""
    make_streams_lenient()
    use_language(language_of_locale())
    try:
        code = _run()
    except KeyboardInterrupt:
        code = _stopped()
    except BrokenPipeError:
        code = _PIPE_CLOSED
    except OSError as error:
        code = report_os_error(error)
    except UnicodeEncodeError as error:
        code = report_encoding(error)
    sys.exit(end_streams(code, _PIPE_CLOSED))


def _run() -> int:
    output = sys.stdout
    try:
        result = cli(standalone_mode=False)
    except SystemExit as ended:
        if sys.stdout is not output:  # click met a closed pipe, and took the stream away
            sys.stdout = output
            return _PIPE_CLOSED
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except docgen.DocgenError as error:  # every verb reports its own; none may end in a traceback
        print_findings(error.findings)
        return error.exit_code
    except click.ClickException as error:
        return report_usage(error)
    except click.Abort:
        return _stopped()
    return result if isinstance(result, int) else 0


def _stopped() -> int:
    print_message("cli.stopped", err=True)
    return 130
