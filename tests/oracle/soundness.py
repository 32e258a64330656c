"""Find what is invalid in a finished .docx: duplicate ids, dangling references, unused marks."""

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from oracle.word import NAMES

_W, _R, _WP = (f"{{{NAMES[prefix]}}}" for prefix in ("w", "r", "wp"))
_TYPES = "[Content_Types].xml"


def unsound(data: bytes) -> list[str]:
    """All that is unsound in a .docx, one line each; nothing for a sound file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    found = [f"{name} is there twice" for name, count in Counter(names).items() if count > 1]
    found += _untyped(trees[_TYPES], names)
    for name, tree in trees.items():
        found += [
            f"{name}: {problem}" for problem in (*_doubled(tree), *_dangling(name, tree, trees), *_left_over(tree))
        ]
    found += [f"{name}: {problem}" for name, tree in trees.items() if name.endswith(".rels") for problem in _rels(tree)]
    found += _unknown(trees)
    return found


def _untyped(types: Any, names: list[str]) -> Iterator[str]:
    extensions = {item.get("Extension").lower() for item in types if item.get("Extension")}
    overrides = {item.get("PartName").lstrip("/") for item in types if item.get("PartName")}
    yield from (f"{name} has no content type" for name in names if name != _TYPES and name not in overrides
                and name.rsplit(".", 1)[-1].lower() not in extensions)  # fmt: skip
    yield from (f"{name} is typed but not there" for name in sorted(overrides - set(names)))


def _doubled(tree: Any) -> Iterator[str]:
    unique = (
        ("shape id", [item.get("id") for item in tree.iter(f"{_WP}docPr")]),
        ("bookmark id", [item.get(f"{_W}id") for item in tree.iter(f"{_W}bookmarkStart")]),
        ("bookmark name", [item.get(f"{_W}name") for item in tree.iter(f"{_W}bookmarkStart")]),
        ("content control id", [item.get(f"{_W}val") for item in tree.iterfind(f".//{_W}sdtPr/{_W}id")]),
        ("note id", [item.get(f"{_W}id") for item in tree.iter(f"{_W}footnote", f"{_W}endnote", f"{_W}comment")]),
    )
    for problem, values in unique:
        yield from (
            f"{problem} {value} is there {count} times" for value, count in Counter(values).items() if count > 1
        )
    starts, ends = ([item.get(f"{_W}id") for item in tree.iter(f"{_W}bookmark{end}")] for end in ("Start", "End"))
    if sorted(starts) != sorted(ends):
        yield f"bookmarks begin as {starts} and end as {ends}"


def _dangling(name: str, tree: Any, trees: dict[str, Any]) -> Iterator[str]:
    folder, base = posixpath.split(name)
    rels = trees.get(f"{folder}/_rels/{base}.rels")
    known = set() if rels is None else {item.get("Id") for item in rels}
    for item in tree.iter(etree.Element):
        for key, value in item.attrib.items():
            if key.startswith(_R) and value not in known:
                yield f"{etree.QName(item).localname} refers to {value}, which is no relationship"


def _rels(tree: Any) -> Iterator[str]:
    ids = Counter(item.get("Id") for item in tree)
    yield from (f"relationship {key} is there {count} times" for key, count in ids.items() if count > 1)


def _left_over(tree: Any) -> Iterator[str]:
    for item in tree.iter(etree.Element):
        if "docgen" in (etree.QName(item).namespace or ""):
            yield f"{etree.QName(item).localname} of docgen's own is left"
        texts = (item.text, *(child.tail for child in item))
        if etree.QName(item).namespace == NAMES["w"] and etree.QName(item).localname not in {
            "t",
            "delText",
            "instrText",
        }:
            yield from (f"text between elements: {text.strip()}" for text in texts if text and text.strip())


def _unknown(trees: dict[str, Any]) -> Iterator[str]:
    """References to list numbers, notes and comments that are not there."""
    numbering = trees.get("word/numbering.xml")
    known = set() if numbering is None else {item.get(f"{_W}numId") for item in numbering.iter(f"{_W}num")}
    for name, tree in trees.items():
        used = {item.get(f"{_W}val") for item in tree.iter(f"{_W}numId")} - known - {"0"}
        yield from (f"{name}: list {number} is not there" for number in sorted(used))
    for kind in ("footnote", "endnote", "comment"):
        notes = trees.get(f"word/{kind}s.xml")
        there = set() if notes is None else {item.get(f"{_W}id") for item in notes.iter(f"{_W}{kind}")}
        used = {item.get(f"{_W}id") for item in trees["word/document.xml"].iter(f"{_W}{kind}Reference")}
        yield from (f"{kind} {number} is not there" for number in sorted(used - there))
