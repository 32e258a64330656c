"""Check that all regular expressions of the package run in linear time on any text.

    python tools/regexes.py

Two checks: `regexploit` analyses each pattern for cubic and worse backtracking; then each pattern runs on texts made of
its own repeated parts, which also finds quadratic time (a search that starts again at each character)."""

import ast
import importlib
import importlib.util
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

import docgen

_LENGTH = 4_000
_LIMIT, _PATIENCE = 0.12, 2.0  # seconds: a linear search of so long a text takes a tenth of a millisecond
_CUBIC = 2  # regexploit's count of stars that overlap: 3 is cubic
_CALLS = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
_FLAGS = ("IGNORECASE", "DOTALL", "MULTILINE", "VERBOSE")
_SAMPLES = " \t\nax0_-.,:;/\\\"'<>(){}[]=*#&%@|项，。：（）　"


_ENDS = ("", "!", "\n", "\x00")
_MOST_CHARS, _MOST_MATCHES = 12, 6
_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}
_CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_WORD: r"\w", codes.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


class _Use(NamedTuple):
    pattern: re.Pattern[str]
    calls: frozenset[str]


class TooSlowError(Exception):
    """A search took more than `_PATIENCE`."""


def main() -> int:
    """Print each slow pattern; returns 1 if there is one."""
    uses = dict(_patterns())
    slow = {use.pattern.pattern: (module, why) for use, module in uses.items() if (why := _slowness(use))}
    for text, (module, why) in sorted(slow.items()):
        print(f"{module}: {text!r}: {why}")
    print(f"{len(uses)} regular expressions: {len(slow)} slow")
    return 1 if slow else 0


def _patterns() -> Iterator[tuple[_Use, str]]:
    """Each pattern of the package with the methods called on it, and its module."""
    sources = {info.name: _source(info.name) for info in pkgutil.walk_packages(docgen.__path__, "docgen.")}
    everything = "\n".join(sources.values())
    for module, source in sources.items():
        if module.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module)).items():
            near = source if name.startswith("_") else everything
            is_passed_on = not isinstance(value, re.Pattern) or re.search(rf"[(,] *{name} *[,)]", near)
            called = _CALLS if is_passed_on else _CALLS.intersection(re.findall(rf"\b{name}\.(\w+)", near))
            yield from ((_Use(pattern, called), module) for pattern in _compiled([value], 3))
        yield from ((use, module) for use in _literals(ast.parse(source)))


def _source(module: str) -> str:
    found = importlib.util.find_spec(module)
    return Path(str(found and found.origin)).read_text(encoding="utf-8")


def _compiled(values: Iterable[Any], depth: int) -> Iterator[re.Pattern[str]]:
    for value in values:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            yield value
        elif depth and isinstance(value, dict):
            yield from _compiled((*value.keys(), *value.values()), depth - 1)
        elif depth and isinstance(value, tuple | list | set | frozenset):
            yield from _compiled(value, depth - 1)


def _literals(tree: ast.Module) -> Iterator[_Use]:
    """The literal patterns in calls of `re`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called, pattern = ast.unparse(node.func), node.args[0].value
            if called.startswith("re.") and called[3:] in _CALLS and isinstance(pattern, str):
                flags = [getattr(re, flag) for flag in _FLAGS if f"re.{flag}" in ast.unparse(node)]
                yield _Use(re.compile(pattern, sum(flags)), frozenset({called[3:]}))


def _slowness(use: _Use) -> str:
    """Why a pattern is slow in its use, or an empty string."""
    pattern = use.pattern
    tree = parser.parse(pattern.pattern, pattern.flags)
    try:
        worst = max((found.starriness for found in find(SreOpParser().sequence_or_singleton(tree))), default=0)
    except AttributeError:  # possessive repeats and atomic groups, which it doesn't know, never go back
        worst = 0
    if worst > _CUBIC:
        return f"regexploit: repeats that overlap, order {worst}"
    for text in _texts(tree):
        is_slow = _seconds(use, text) > _LIMIT and _least_seconds(use, text) > _LIMIT
        if is_slow and _least_seconds(use, text * 2) > 3 * _LIMIT:
            return f"slow on {text[:30]!r}…{text[-3:]!r}"
    return ""


def _seconds(use: _Use, text: str) -> float:
    """How long a search of `text` takes, at most `_PATIENCE`."""
    signal.setitimer(signal.ITIMER_PROF, _PATIENCE)
    start = time.process_time()
    try:
        for name in use.calls & {"match", "fullmatch"}:
            getattr(use.pattern, name)(text)
        if use.calls - {"match", "fullmatch"}:
            use.pattern.sub("", text)
    except TooSlowError:
        return _PATIENCE
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - start


def _least_seconds(use: _Use, text: str) -> float:
    """The least of three runs: what else runs on the machine makes single ones slow."""
    return min(_seconds(use, text) for _ in range(3))


def _stop(*_: object) -> None:
    raise TooSlowError


def _texts(tree: Any) -> Iterator[str]:
    """Long texts that may be slow: the pattern's repeated parts, alone and after what precedes them."""
    units = list(dict.fromkeys(_units(list(tree), "")))
    chars = list(dict.fromkeys(char for unit in units for part in unit for char in part))[:_MOST_CHARS]
    for before, body in units:
        for end in _ENDS:
            yield before + body * (_LENGTH // len(body)) + end
        whole = before + body
        yield whole * (_LENGTH // len(whole))
    for one, other in product(chars, chars):
        yield (one + other) * (_LENGTH // 2)


def _units(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """Each repeated part below `nodes` as a text that it matches, and a text that leads to it."""
    for op, data in nodes:
        if op in _REPEATS:
            _, most, inner = data
            bodies = _matches(list(inner))
            yield from ((before, body) for body in bodies if body and most > 1)
            yield from _units(list(inner), before)
        elif op is codes.SUBPATTERN:
            yield from _units(list(data[-1]), before)
        elif op is codes.BRANCH:
            for branch in data[1]:
                yield from _units(list(branch), before)
        elif op in {codes.ASSERT, codes.ASSERT_NOT}:
            yield from _units(list(data[1]), before)
        elif op is codes.ATOMIC_GROUP:
            yield from _units(list(data), before)
        before += _matches([(op, data)])[0]


def _matches(nodes: list[Any]) -> list[str]:
    """A few short texts that `nodes` match, approximated part by part."""
    found = [""]
    for op, data in nodes:
        texts = _match(op, data)
        found = [start + text for start in found for text in texts][:_MOST_MATCHES]
    return found


def _match(op: Any, data: Any) -> list[str]:
    chars = _chars(op, data)
    if chars:
        return chars
    if op in _REPEATS:
        return [text * max(1, data[0]) for text in _matches(list(data[2]))]
    if op is codes.SUBPATTERN:
        return _matches(list(data[-1]))
    if op is codes.BRANCH:
        return [text for branch in data[1] for text in _matches(list(branch))[:2]][:_MOST_MATCHES]
    return _matches(list(data)) if op is codes.ATOMIC_GROUP else [""]


def _chars(op: Any, data: Any) -> list[str]:
    """Characters that a single-character part matches; none for other parts."""
    if op is codes.LITERAL:
        return [chr(data)]
    if op is codes.NOT_LITERAL:
        return [char for char in _SAMPLES if ord(char) != data][:3]
    if op is codes.IN:
        return [char for char in (*_SAMPLES, *_named(data)) if _is_in(char, data)][:_MOST_MATCHES]
    return ["a", " ", "0"] if op is codes.ANY else []


def _named(items: list[Any]) -> Iterator[str]:
    for op, data in items:
        if op is codes.LITERAL:
            yield chr(data)
        elif op is codes.RANGE:
            yield chr(data[0])


def _is_in(char: str, items: list[Any]) -> bool:
    negated = any(op is codes.NEGATE for op, _ in items)
    return negated != any(_is_one(char, op, data) for op, data in items)


def _is_one(char: str, op: Any, data: Any) -> bool:
    if op is codes.LITERAL:
        return ord(char) == data
    if op is codes.RANGE:
        return data[0] <= ord(char) <= data[1]
    return op is codes.CATEGORY and bool(re.fullmatch(_CATEGORIES[data], char))


if __name__ == "__main__":
    signal.signal(signal.SIGPROF, _stop)
    sys.exit(main())
