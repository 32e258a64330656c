"""The makers of the built-in templates: markup below components below kinds, a package for each format."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

MAKERS = ROOT / "tools" / "templates"
XML = re.compile(r"</?[a-z]\w*:\w|xmlns")
FLOORS = ("markup", "titles", "motifs", "layouts", "components", "kinds")


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(MAKERS.rglob("*.py")):
        name = path.relative_to(MAKERS).with_suffix("").as_posix().removesuffix("/__init__")
        yield name.replace("/", "."), path


def floor_of(module: str) -> int:
    """The layer of a module in its format's package; tags and shared markup are the lowest."""
    parts = module.split(".")
    return FLOORS.index(parts[1]) + 1 if parts[0] in {"docx", "pptx"} and len(parts) > 1 else 0


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("templates."):
            target = node.module.removeprefix("templates.")
            yield from (f"{target}.{alias.name}" for alias in node.names)


def test_xml_is_written_in_the_markup_layer_only() -> None:
    elsewhere = [name for name, path in modules() if "markup" not in name.split(".")]
    assert elsewhere
    found = {name: XML.search(path.read_text(encoding="utf-8")) for name, path in modules() if name in elsewhere}
    assert {name: hit.group() for name, hit in found.items() if hit} == {}


def test_a_maker_imports_from_its_own_floor_or_below() -> None:
    up = [
        (name, target) for name, path in modules() for target in imports_of(path) if floor_of(target) > floor_of(name)
    ]
    assert up == []


def test_the_makers_of_one_format_do_not_know_the_other() -> None:
    across = [
        (name, target)
        for name, path in modules()
        for target in imports_of(path)
        if target.split(".")[0] in {"docx", "pptx"} and target.split(".")[0] != name.split(".")[0]
    ]
    assert across == []
