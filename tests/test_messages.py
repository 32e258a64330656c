"""The catalogue of messages: both languages, the same values, no prose in the code."""

import ast
import pickle
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from docgen.cli import cli
from docgen.errors import Finding, finding_data, finding_from
from docgen.messages import (
    LANGUAGES,
    Message,
    MessageError,
    in_language,
    language_of_locale,
    message,
    place_in_language,
)
from docgen.messages.catalogue import areas, catalogue, message_data, message_from

PACKAGE = Path(__file__).parents[1] / "docgen"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_PROSE = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}")
_KEY = re.compile(r"[a-z_]+\.[a-z_.]+(:[a-z_0-9]+)?")
SAYS = {"Finding", "echo", "secho", "print", "UsageError", "BadParameter", "ClickException", "confirm", "replace"}
"""What puts its words before the user, errors apart."""
FOR_PROGRAMMERS = {
    *("TypeError", "AssertionError", "NotImplementedError", "RuntimeError", "KeyError", "AttributeError"),
    "FileExistsError",
}
"""Errors that tell a programmer of a wrong call, and never reach a user."""


def entries() -> list[tuple[str, dict[str, tuple[str, str]]]]:
    return [(key, dict(entry)) for area in areas() for key, entry in catalogue(area).items()]


def values_of(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize(("key", "entry"), entries(), ids=[key for key, _ in entries()])
def test_a_message_has_both_languages_with_the_same_values(key: str, entry: dict[str, tuple[str, str]]):
    assert set(entry) == set(LANGUAGES)
    en, zh = (set.union(*(values_of(pattern) for pattern in entry[each])) for each in ("en", "zh"))
    assert en == zh
    assert bool(entry["en"][1]) == bool(entry["zh"][1]), "a remedy in one language only"
    if re.search("[A-Za-z]{3}", re.sub(r"{[^}]*}", "", "".join(entry["en"]))):
        assert _CHINESE.search("".join(entry["zh"]))


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE.parent).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def literals(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The texts of a tree, with what an f-string fills in as `{}`."""
    if isinstance(tree, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in tree.values]
        yield "".join(map(str, parts)), tree.lineno
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value, tree.lineno
    for child in ast.iter_child_nodes(tree):
        yield from literals(child)


def test_each_message_of_the_catalogue_is_used_and_each_key_of_the_code_is_there():
    texts = {text for _, tree in trees() for text, _ in literals(tree)}
    made = [
        re.compile(re.escape(text).replace(r"\{\}", "[A-Za-z_0-9.]+")) for text in texts if re.search(r"[.:]{}", text)
    ]
    known = {key for key, _ in entries()}
    left = sorted(key for key in known - texts if not key.startswith("place."))
    assert [key for key in left if not any(pattern.fullmatch(key) for pattern in made)] == []
    called = {key for _, tree in trees() for key in keys_of_calls(tree)}
    assert called - known == set()


def keys_of_calls(tree: ast.Module) -> Iterator[str]:
    """The literal keys that are given to what makes a message."""
    makers = {"message", "Message", "MessageError", "of", "print_message", "usage_error", "option_error"}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node.func) in makers)
    for argument in (argument for call in calls for argument in call.args[:2]):
        if isinstance(argument, ast.Constant) and _KEY.fullmatch(str(argument.value)):
            yield str(argument.value)


def name_of(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def prose() -> Iterator[str]:
    """Each text of words in a raise, a Finding or a print."""
    for file, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                found = [] if name_of(node.exc.func) in FOR_PROGRAMMERS else list(literals(node.exc))
            elif isinstance(node, ast.Call) and name_of(node.func) in SAYS:
                found = [text for argument in node.args for text in literals(argument)]
            else:
                continue
            for text, line in found:
                if _PROSE.search(text):
                    yield f"{file}:{line}: {text}"


def test_no_prose_stands_in_the_code():
    assert sorted(set(prose())) == []


def test_a_message_is_shown_in_the_language_asked_for():
    found = message("cli.check", files=1, errors=0, notices=2)
    assert str(found) == "1 file: 0 errors, 2 notices"
    with in_language("zh"):
        assert str(found) == "1 个文件：0 处错误，2 条提示"
    assert str(found) == "1 file: 0 errors, 2 notices"


def test_a_list_is_joined_and_a_message_may_be_a_value():
    inner = message("cli.check", files=1, errors=0, notices=0)
    outer = message("output.write", reason=inner, written=["a.docx", "b.docx"])
    assert outer.remedy("en") == "this file was not written; written were a.docx, b.docx"
    assert outer.remedy("zh").endswith("a.docx、b.docx")
    assert outer.in_language("zh") == inner.in_language("zh")


def test_values_with_braces_stay_as_they_are():
    assert str(message("cli.unchanged")) == "nothing was changed"
    assert "{x}" in str(message("output.write", reason="{x} {{y}}", written=[]))


def test_a_finding_is_the_same_after_json_and_pickle():
    inner = message("cli.check", files=1, errors=0, notices=0)
    finding = Finding.of("output.write", reason=inner, written=["a", "b"], hint=message("cli.nothing")).at(
        "x.yaml", 3, 4
    )
    for back in (finding_from(finding_data(finding)), pickle.loads(pickle.dumps(finding))):
        assert back.show() == finding.show()
        with in_language("zh"):
            assert back.show() == "x.yaml:3:4: 1 个文件：0 处错误，0 条提示；没有需要改动的内容"
    assert message_from(message_data(inner)) == inner


def test_a_finding_has_the_code_of_its_message_without_the_variant():
    finding = Finding.of("output.write:none", reason="full")
    assert (finding.code, finding.hint) == ("output.write", "this file was not written; nothing was written")


def test_a_message_error_is_a_value_error_with_its_remedy():
    error = MessageError("cli.within", text="soon")
    assert str(error) == "soon is not a period; write 30d or 6w"
    assert isinstance(error, ValueError)
    with in_language("zh"):
        assert str(pickle.loads(pickle.dumps(error))) == "soon 不是期限；请写成 30d（天）或 6w（周）"


def test_a_place_is_read_step_by_step():
    assert place_in_language("slide 3, table 2, row 1", "zh") == "第 3 张幻灯片，第 2 个表格，第 1 行"
    assert place_in_language("pricing.lines[2].tax_rate", "zh") == "pricing.lines[2].tax_rate"
    assert place_in_language("slide 3, table 2", "en") == "slide 3, table 2"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW"}, "zh"),
        ({"DOCGEN_LANGUAGE": "zh", "LC_ALL": "en_US"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch):
    for name in ("DOCGEN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language_of_locale() == expected


def test_a_command_speaks_the_language_of_its_option_and_only_then():
    run = CliRunner().invoke
    assert "需要查看" in run(cli, ["library", "due", "--language", "zh"]).output
    assert "to look at" in run(cli, ["library", "due"]).output
    assert Message("cli.nothing").in_language("zh") == "没有需要改动的内容"
