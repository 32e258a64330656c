"""What was read from an input file, before any schema has seen it."""

from dataclasses import dataclass

from docgen.errors import Finding
from docgen.yaml_source.tree import Node, Path


@dataclass(frozen=True, slots=True)
class Source:
    """The root node, every problem found on the way, and the paths of fields reported as missing already."""

    root: Node | None
    findings: list[Finding]
    told: frozenset[Path] = frozenset()
