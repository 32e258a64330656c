"""Turns relationships that nothing names any more into a package without them and without what they led to."""

import posixpath
from collections.abc import Collection, Iterator, Mapping

from docgen.ooxml.package import TYPES_PART, ContentTypes, Relationship, read_rels, rels_part, write_rels

Dropped = Mapping[str, Collection[str]]
"""Relationship ids by the part that has them."""


def without_unused(parts: Mapping[str, bytes], dropped: Dropped) -> dict[str, bytes | None]:
    """What changes in a package once the `dropped` relationships go: the new content of a part, None if it goes too.

    `parts` needs to hold the relationships parts and the content types only. A part goes if a dropped relationship
    led to it and no other way from the package's root does; a part that nothing led to before stays.
    """
    graph = {_owner(name): read_rels(parts, _owner(name)) for name in parts if name.endswith(".rels")}
    left = {
        part: tuple(item for item in items if item.id not in dropped.get(part, ())) for part, items in graph.items()
    }
    gone = _reached(graph) - _reached(left)
    changed: dict[str, bytes | None] = {}
    for part, items in left.items():
        if part in gone or (not items and items != graph[part]):
            changed[rels_part(part)] = None
        elif items != graph[part]:
            changed[rels_part(part)] = write_rels(part, items)
    if gone:
        changed.update(dict.fromkeys(gone))
        types = ContentTypes.read(parts[TYPES_PART])
        types.overrides = {part: kind for part, kind in types.overrides.items() if part not in gone}
        changed[TYPES_PART] = types.write()
    return changed


def _owner(rels: str) -> str:
    """The part whose relationships `rels` holds, empty for the package itself."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _reached(graph: Mapping[str, tuple[Relationship, ...]]) -> frozenset[str]:
    """All parts that a way leads to from the package's root."""
    found: dict[str, None] = {"": None}
    waiting = [""]
    while waiting:
        for target in _targets(graph.get(waiting.pop(), ())):
            if target not in found:
                found[target] = None
                waiting.append(target)
    return frozenset(found)


def _targets(items: tuple[Relationship, ...]) -> Iterator[str]:
    return (item.target for item in items if not item.external)
