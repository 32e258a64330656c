"""Report a wrong call of the command line: click's errors, in the language of messages."""

from __future__ import annotations

import re
from typing import cast

import click

from docgen.messages import Message, message


def report_usage(error: click.ClickException) -> int:
    """Print the error with the usage line of its command, and return the exit code."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        usage = context.command.get_usage(context)
        click.echo(str(message("cli.error:usage", usage=usage, command=context.command_path)), err=True)
    click.echo(str(message("cli.error", reason=_reason(error))), err=True)
    return error.exit_code


def _reason(error: click.ClickException) -> Message | str:
    match error:
        case click.NoSuchOption():
            near = sorted(error.possibilities or ())
            return message("cli.error:option_meant" if near else "cli.error:option", name=error.option_name, known=near)
        case click.NoSuchCommand():
            known = sorted(cast(click.Group, error.ctx.command).commands) if error.ctx else []
            return message("cli.error:command", name=error.command_name, known=known)
        case click.MissingParameter():
            return message("cli.error:missing", name=_parameter(error))
        case click.BadParameter():
            return _bad_parameter(error)
        case _:
            return error.format_message()


def _bad_parameter(error: click.BadParameter) -> Message:
    choice = error.param.type if error.param is not None else None
    if isinstance(choice, click.Choice):
        return message("cli.error:choice", parameter=_parameter(error), known=list(choice.choices))
    return message(
        "cli.error:parameter", parameter=_parameter(error), reason=_path_reason(error.message) or error.message
    )


def _path_reason(text: str) -> Message | None:
    """What click says of a path, as a message."""
    found = re.fullmatch(
        r"\w+ '(.*)' (does not exist|is a file|is a directory|is not readable|is not writable)\.", text
    )
    return message(f"cli.path:{found[2].split()[-1]}", path=found[1]) if found else None


def _parameter(error: click.BadParameter) -> str:
    """The option or argument that an error is about."""
    if error.param_hint:
        return error.param_hint if isinstance(error.param_hint, str) else " / ".join(error.param_hint)
    if error.param is None or error.ctx is None:
        return ""
    return error.param.opts[-1] if isinstance(error.param, click.Option) else error.param.make_metavar(error.ctx)
