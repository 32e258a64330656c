"""The command line in Chinese: help, wrong calls, what the commands print."""

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from docgen.cli import cli
from docgen.cli.help import texts
from docgen.messages import in_language

ROOT = Path(__file__).parents[1]


def commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from commands(inner)


def helps() -> set[str]:
    """Every help text of the command line, in English."""
    found: set[str] = set()
    for command in commands(cli):
        options = [each.help for each in command.params if isinstance(each, click.Option)]
        found |= {inspect.cleandoc(text) for text in (command.help, *options) if text}
    return found


def test_every_help_text_has_a_chinese_one_and_no_other_is_there():
    assert helps() - texts().keys() == set()
    assert texts().keys() - helps() == set()


def test_help_is_in_the_language_of_messages_and_the_commands_keep_their_english():
    before = helps()
    with in_language("zh"):
        shown = CliRunner().invoke(cli, ["render", "-h"]).output
    assert "公司的模板库文件夹。" in shown
    assert "用法：" in shown and "选项" in shown
    assert not any(text in shown for text in ("Usage", "Options", "Default", "default:"))
    assert helps() == before
    assert "A company's library folder." in CliRunner().invoke(cli, ["render", "-h"]).output


def test_the_list_of_commands_is_in_chinese():
    with in_language("zh"):
        shown = CliRunner().invoke(cli, ["-h"]).output
    assert "查询、检查和批准模板库的内容" in shown


@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        ("chek x", "no such command: chek; the commands are check, ", "没有命令 chek；可用的命令：check、"),
        ("check", "missing: FILES...", "缺少 FILES..."),
        ("check --jsn x", "no such option: --jsn; did you mean --json?", "没有选项 --jsn；是否应为 --json？"),
        ("new proposal --language fr", "--language: write one of zh, en", "--language：可选值为 zh、en"),
        ("library list --library /none", "--library: /none does not exist", "--library：/none 不存在"),
        ("library due --within soon", "write 30d or 6w", "请写成 30d（天）或 6w（周）"),
    ],
)
def test_a_wrong_call_is_explained_in_the_locale_s_language(arguments: str, en: str, zh: str):
    for locale, expected in (("C.UTF-8", en), ("zh_CN.UTF-8", zh)):
        environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "docgen", *arguments.split()]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert expected in done.stderr
