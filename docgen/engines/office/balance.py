"""Check that Jinja source renders well-formed XML: each block opens and closes in the same element.

If the open elements are the same at a block's tags, the part is well-formed whatever its conditions and however often
its loops run. So a rendered part needs no XML parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docgen.engines.office.tags import Source
from docgen.errors import Finding
from docgen.templating import ANY_TAG, INSIDE

_TOKEN = re.compile(rf"({ANY_TAG})|<((?:{ANY_TAG}|[^<>])*+)>", re.DOTALL)
_BLOCK_TAG = re.compile(rf"\{{%{INSIDE}%\}}", re.DOTALL)
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
BLOCK_WORDS = {"if", "for", "filter", "with", "call", "macro", "block", "set", "autoescape"}


@dataclass(frozen=True, slots=True)
class _Open:
    word: str
    tag: str
    at: int
    elements: tuple[str, ...]


def check_balance(source: Source) -> None:
    """Add a finding to `source` for a block whose tags are in different elements, or that is not opened or closed."""
    source.findings.extend(_findings(source))


def _findings(source: Source) -> Iterator[Finding]:
    elements: list[str] = []
    blocks: list[_Open] = []
    for token in _TOKEN.finditer(source.text):
        tag, markup = token.groups()
        if markup is not None:
            _step(elements, markup)
            continue
        found = _WORD.match(tag)
        word = found.group(1) if found else ""
        if word in BLOCK_WORDS and not _is_assignment(word, tag):
            blocks.append(_Open(word, tag, token.start(), tuple(elements)))
        elif word in {"else", "elif"} or word.startswith("end"):
            block = blocks[-1] if blocks else None
            if block is None:
                yield _finding(source, token.start(), "template.unbalanced:closes", tag=_short(tag))
                return
            is_other = word not in {"else", "elif", f"end{block.word}"}
            if is_other or block.elements != tuple(elements):
                key = "template.unbalanced:before" if is_other else "template.unbalanced"
                tags = {"tag": _short(block.tag), "closing": _short(tag)}
                yield _finding(source, block.at, key, **tags, word=block.word)
                return
            del blocks[len(blocks) - word.startswith("end") :]
    for block in blocks:
        yield _finding(source, block.at, "template.unbalanced:open", tag=_short(block.tag), word=block.word)


def depth_change(source: str) -> int:
    """The blocks that `source` opens minus those that it closes."""
    count = 0
    for tag in _BLOCK_TAG.findall(source):
        found = _WORD.match(tag)
        word = found.group(1) if found else ""
        opens = word in BLOCK_WORDS and not _is_assignment(word, tag)
        count += 1 if opens else -word.startswith("end")
    return count


def _step(elements: list[str], markup: str) -> None:
    if markup.startswith("/"):
        if elements:
            elements.pop()
    elif not markup.endswith("/") and not markup.startswith(("?", "!")):
        elements.append(markup.split(None, 1)[0])


def _is_assignment(word: str, tag: str) -> bool:
    return word == "set" and "=" in tag


def _short(tag: str) -> str:
    return " ".join(tag.split())


def _finding(source: Source, at: int, key: str, **values: Any) -> Finding:
    line = source.text.count("\n", 0, at) + 2  # each tag breaks the line after its opening
    return Finding.of(key, place=source.place_of(line)[0], **values)
