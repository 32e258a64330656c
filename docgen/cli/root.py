"""The root command with its groups, the language of messages, and the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

import docgen
from docgen.cli.help import in_messages_language, short_help
from docgen.messages import LANGUAGES, in_language, language

FORMATS = tuple(one.name for one in docgen.list_formats())
JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
LIBRARY = click.option(
    "--library", type=click.Path(path_type=Path, file_okay=False, exists=True), help="A company's library folder."
)
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
MAPPING = click.option(
    "--mapping", type=click.Path(path_type=Path), help="For tables: a YAML file, `head in the file: field name`."
)
SHEET = click.option("--sheet", help="For workbooks: the sheet that holds the rows, if it is not the first.")


class Command(click.Command):
    """A command with `--language`, the language of messages, unless it has an option of that name for a text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the option, unless the command has one of that name."""
        super().__init__(*args, **kwargs)
        if not any("--language" in parameter.opts for parameter in self.params):
            self.params.append(_language_option())

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, in the language of messages."""
        with in_messages_language(self):
            super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The text of the command in the list of its group."""
        return super().get_short_help_str(limit) if language() == "en" else short_help(self, limit)


class Group(click.Group):
    """A group whose commands have `--language`."""

    command_class = Command
    group_class = type

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, in the language of messages."""
        with in_messages_language(self):
            super().format_help(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The text of the group in the list of its parent."""
        return super().get_short_help_str(limit) if language() == "en" else short_help(self, limit)


def _language_option() -> click.Option:
    text = "Of messages. Default: the locale's."
    return click.Option(
        ["--language"], type=click.Choice(LANGUAGES), expose_value=False, is_eager=True, callback=_speak, help=text
    )


def _speak(ctx: click.Context, _: click.Parameter, chosen: str | None) -> None:
    """Show messages in the language chosen, if one is, until the command's end."""
    if chosen in LANGUAGES:
        ctx.with_resource(in_language(chosen))


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(docgen.__version__)
def cli() -> None:
    """Turn a sales team's facts into documents a client respects: DOCX, PPTX and PDF from one checked input file."""


@cli.group()
def template() -> None:
    """Make, compare and look up templates."""


@cli.group()
def library() -> None:
    """Look up, check and approve what the template library holds."""
