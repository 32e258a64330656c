"""Help texts and click's own words in Chinese, where messages are.

The English texts are click's: docstrings and `help=` of the commands. `help_zh.toml` has the Chinese for each.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import click

from docgen.messages import language

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_MARKS = {"default: ": "默认：", "required": "必填", "Show this message and exit.": "显示本说明并退出。"}


class Formatter(click.HelpFormatter):
    """Help with headings in the language of messages."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, "用法：" if language() == "zh" and prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(_HEADINGS.get(heading, heading) if language() == "zh" else heading)

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with their texts."""
        translated = [(name, _marked(text)) for name, text in rows] if language() == "zh" else rows
        super().write_dl(translated, col_max, col_spacing)


click.Context.formatter_class = Formatter


@contextmanager
def in_messages_language(command: click.Command) -> Generator[None]:
    """Show the command's help in the language of messages within."""
    if language() == "en":
        yield
        return
    options = [each for each in command.params if isinstance(each, click.Option)]
    before = command.help, [each.help for each in options]
    command.help = _chinese(command.help)
    for each in options:
        each.help = _chinese(each.help)
    try:
        yield
    finally:
        command.help = before[0]
        for each, text in zip(options, before[1], strict=True):
            each.help = text


def short_help(command: click.Command, limit: int) -> str:
    """The first sentence of a command's help, for the list of its group."""
    text = _chinese(command.help) or ""
    first = text.partition("\n")[0].partition("。")[0]
    return first if len(first) <= limit else f"{first[: limit - 1]}…"


def _chinese(text: str | None) -> str | None:
    return texts().get(inspect.cleandoc(text), text) if text else text


@cache
def texts() -> dict[str, str]:
    """The Chinese help texts by their English ones."""
    return tomllib.loads(Path(__file__).with_name("help_zh.toml").read_text(encoding="utf-8"))


def _marked(text: str) -> str:
    for english, chinese in _MARKS.items():
        text = text.replace(english, chinese)
    return text
