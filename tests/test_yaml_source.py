"""The YAML parser against ruamel.yaml, a pure-Python parser for YAML 1.2: the same values at the same positions."""

import json
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from docgen.library.source import parse_yaml
from docgen.yaml_source import read_yaml
from docgen.yaml_source import tree as trees

FILES = sorted(
    [*ROOT.glob("samples/*.yaml"), *ROOT.glob("templates/**/*.yaml"), ROOT / "docgen/adopt/trade_words.yaml"]
)
_BOOLEANS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_EMPTY = {"", "~", "null", "Null", "NULL"}

keys = st.text("abz_0é中", min_size=1, max_size=6)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from(
        ["yes", "NO", "on", "010", "1e3", "12:30:45", "2026-11-23", "null", "~", "", "0x1F", "1_000", ".inf"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp")), max_size=20),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=20
)
documents = st.dictionaries(keys, values, min_size=1, max_size=5)


def placed_by_ruamel(node: Node) -> object:
    """The nodes in the form of `placed`; empty values have no position, since ruamel's is that of the next token."""
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, MappingNode):
        return place, {
            key.value.strip(): ((key.start_mark.line + 1, key.start_mark.column + 1), placed_by_ruamel(value))
            for key, value in node.value
        }
    if not isinstance(node, ScalarNode):
        return place, [placed_by_ruamel(item) for item in node.value]
    if node.style is None and node.value in _EMPTY:
        return None
    return place, _BOOLEANS.get(node.value, node.value) if node.style is None else node.value


def placed(node: trees.Node) -> object:
    place, content = (node.position.line, node.position.column), node.content
    if isinstance(content, dict):
        return place, {key: ((m.position.line, m.position.column), placed(m.node)) for key, m in content.items()}
    if isinstance(content, list):
        return place, [placed(item) for item in content]
    return None if content is None else (place, content)


def both(text: str) -> tuple[object, object]:
    root, findings = read_yaml(text)
    assert root and not findings, findings
    return placed(root), placed_by_ruamel(YAML(typ="base", pure=True).compose(text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_file_reads_as_ruamel_reads_it(path: Path) -> None:
    ours, theirs = both(path.read_text(encoding="utf-8"))
    assert ours == theirs


def _as_block(value: object, indent: str = "") -> str:
    """A document in block style, with plain scalars where possible, so that their resolution is tested."""
    if isinstance(value, dict) and value:
        return "".join(f"\n{indent}{_scalar(key)}:{_as_block(inner, indent + '  ')}" for key, inner in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{indent}-{_as_block(inner, indent + '  ')}" for inner in value)
    return f" {_scalar(value)}"


def _scalar(value: object) -> str:
    is_plain = isinstance(value, str) and value.isalnum()
    return value if is_plain and isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@settings(deadline=None)
@given(documents)
def test_any_document_reads_as_ruamel_reads_it(data: dict[str, object]) -> None:
    for text in (_as_block(data).lstrip("\n") + "\n", json.dumps(data, ensure_ascii=False)):
        ours, theirs = both(text)
        assert ours == theirs


@settings(deadline=None)
@given(documents)
def test_a_document_written_as_json_reads_to_its_values(data: dict[str, object]) -> None:
    root, _ = read_yaml(json.dumps(data, ensure_ascii=False))
    assert root
    assert _plain(root) == _as_text(data)


def _plain(node: trees.Node) -> object:
    if isinstance(node.content, dict):
        return {key: _plain(member.node) for key, member in node.content.items()}
    return [_plain(item) for item in node.content] if isinstance(node.content, list) else node.content


def _as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: _as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_inputs_and_library_files_take_the_same_words_for_the_same_values() -> None:
    text = "a: true\nb: yes\nc: NO\nd: 010\ne: 12:30:45\nf: 2026-11-23\ng: 'true'\nh: !!str true\ni: ~\n"
    root, findings = read_yaml(text)
    assert root and not findings
    assert _plain(root) == parse_yaml(text, "x.yaml").data
    assert list(parse_yaml(text, "x.yaml").data.values()) == [
        True, "yes", "NO", "010", "12:30:45", "2026-11-23", "true", "true", None,
    ]  # fmt: skip


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_what_ended_a_line_in_yaml_1_1_is_a_character_like_others(character: str) -> None:
    root, findings = read_yaml(f"a: one{character}two\nb: 'x{character}y'\nc: z\n")
    assert root and not findings
    assert _plain(root) == {"a": f"one{character}two", "b": f"x{character}y", "c": "z"}
    assert isinstance(root.content, dict)
    assert root.content["c"].position == (3, 1, "", "")


SLIPS = (
    ("a: 1\nb: [1, 2", "a bracket is opened and never closed", 2, 4),
    ("a: 1\nb", "neither `key: value` nor a list item", 2, 2),
    ("a: 'x\n", "a quote is opened and never closed", 1, 4),
    ('a: "\\q"\n', "a backslash in double quotes starts an escape", 1, 5),
    ('a: "\\ud800"\n', "a backslash in double quotes starts an escape", 1, 7),
    ("a: |x\n  b\n", "text follows `|` or `>`", 1, 5),
    ("a: `x`\n", "a value can't start with ```", 1, 4),
    ("a: %x\n", "a value can't start with `%`", 1, 4),
    ("a: &\n", "`&` starts an anchor here", 1, 5),
    ("a: *\n", "`*` starts an alias here", 1, 5),
    ("a: !x!y z\n", "`!` starts a tag here", 1, 4),
    ("a: ? b\n", "`? ` starts a key here", 1, 4),
    ("a: b\nc: - d\n", "a list item can't start here", 2, 4),
    ("- a\nb: c\n", "the indentation does not match", 2, 1),
    ("%x\na: b\n", "`%` starts a directive here", 1, 3),
    ("? [a, b]\n: c\n", "a key must be a single word", 1, 3),
    ("a: 1\nb: 2\na: 3\n", "`a` is there twice; first in line 1", 3, 1),
    ("a: &a\n  b: *a\n", "nested too deeply by aliases", 1, 4),
)  # fmt: skip


@pytest.mark.parametrize(("text", "message", "line", "column"), SLIPS)
def test_a_slip_is_reported_in_plain_words_where_it_stands(text: str, message: str, line: int, column: int) -> None:
    _, findings = read_yaml(text)
    assert [(finding.line, finding.column) for finding in findings if message in finding.message] == [(line, column)], (
        findings
    )
