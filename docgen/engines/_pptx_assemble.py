"""Turns the rendered copies of slides into a package: new part names, relationships, content types and slide list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lxml import etree

from docgen.engines._office_package import (
    RELATIONSHIPS,
    TYPES_PART,
    ContentTypes,
    PartNames,
    Relationship,
    read_rels,
    rels_part,
    write_rels,
)
from docgen.engines._office_text import Element
from docgen.engines._pptx_fit import Frame, HolderKey
from docgen.engines._pptx_text import P, R

_SLIDE_KIND = f"{RELATIONSHIPS}/slide"
_FIRST_SLIDE_ID = 256
_HYPERLINK = f"{RELATIONSHIPS}/hyperlink"


@dataclass(slots=True)
class SlideCopy:
    """One slide of the result: the template's parts it is made from, and its own parts as rendered trees.

    `trees` is keyed by template part name; own parts without a tree are copied as they are. `dropped` parts are
    left out.
    """

    slide: str
    owned: Sequence[str]
    trees: dict[str, Element]
    dropped: frozenset[str]
    frames: Mapping[HolderKey, Frame]
    links: dict[str, list[Relationship]] = field(default_factory=dict[str, list[Relationship]])

    def alone(self, tree: Element) -> "SlideCopy":
        """A slide that goes on from this one as `tree`, without notes and other parts of its own."""
        dropped = frozenset(part for part in self.owned if part != self.slide)
        return SlideCopy(self.slide, self.owned, {self.slide: tree}, dropped, self.frames, self.links)

    def link(self, part: str, address: str) -> str:
        """The relationship id under which `part` reaches `address`."""
        known = self.links.setdefault(part, [])
        for item in known:
            if item.target == address:
                return item.id
        known.append(Relationship(f"rIdLink{len(known) + 1}", _HYPERLINK, address, external=True))
        return known[-1].id


def assemble(
    base: Mapping[str, bytes], presentation: str, owned: frozenset[str], copies: Sequence[SlideCopy]
) -> dict[str, bytes]:
    """The package with `copies` as its slides. `owned` are the parts that belonged to the template's slides."""
    parts = {
        name: data for name, data in base.items() if name not in owned and name not in {rels_part(n) for n in owned}
    }
    types = ContentTypes.read(parts[TYPES_PART])
    kinds = {name: types.overrides.pop(name) for name in owned if name in types.overrides}
    names = PartNames(iter(parts))
    renames = [_rename(copy, names) for copy in copies]
    first = {copy.slide: new[copy.slide] for copy, new in zip(reversed(copies), reversed(renames), strict=True)}
    for copy, new in zip(copies, renames, strict=True):
        for part, name in new.items():
            parts.update(_copied(base, copy, part, name, {**first, **new}))
            if part in kinds:
                types.overrides[name] = kinds[part]
    slides = [new[copy.slide] for copy, new in zip(copies, renames, strict=True)]
    parts.update(_presentation(base, presentation, [copy.slide for copy in copies], slides))
    parts[TYPES_PART] = types.write()
    return parts


def _rename(copy: SlideCopy, names: PartNames) -> dict[str, str]:
    return {part: names.next_like(part) for part in copy.owned if part not in copy.dropped}


def _copied(
    base: Mapping[str, bytes], copy: SlideCopy, part: str, name: str, renames: Mapping[str, str]
) -> dict[str, bytes]:
    links = [_retarget(item, renames) for item in read_rels(base, part) if item.target not in copy.dropped]
    kept = [item for item in links if item.name != "slide" or item.external or item.target in renames.values()]
    lost = {item.id for item in links} - {item.id for item in kept}
    relationships = (*kept, *copy.links.get(part, ()))
    tree = copy.trees.get(part)
    if tree is not None and lost:
        _unlink(tree, lost)
    made = {name: serialize(tree) if tree is not None else base[part]}
    if relationships:
        made[rels_part(name)] = write_rels(name, relationships)
    return made


def _retarget(item: Relationship, renames: Mapping[str, str]) -> Relationship:
    return item if item.external else Relationship(item.id, item.kind, renames.get(item.target, item.target))


def _unlink(tree: Element, lost: set[str]) -> None:
    for element in [item for item in tree.iter() if item.get(f"{{{R}}}id") in lost]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def serialize(tree: Element) -> bytes:
    """A part's bytes."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _presentation(
    base: Mapping[str, bytes], part: str, sources: Sequence[str], slides: Sequence[str]
) -> dict[str, bytes]:
    old = read_rels(base, part)
    root = etree.fromstring(base[part], etree.XMLParser(resolve_entities=False))
    targets = {item.id: item.target for item in old if item.kind == _SLIDE_KIND}
    slide_list = root.find(f"{{{P}}}sldIdLst")
    assert slide_list is not None  # noqa: S101
    old_ids = {item.get("id", ""): targets.get(item.get(f"{{{R}}}id", ""), "") for item in slide_list}
    slide_list[:] = [
        etree.Element(f"{{{P}}}sldId", {"id": str(_FIRST_SLIDE_ID + i), f"{{{R}}}id": f"rIdSlide{i + 1}"})
        for i in range(len(slides))
    ]
    new_ids: dict[str, list[str]] = {}
    for index, source in enumerate(sources):
        new_ids.setdefault(source, []).append(str(_FIRST_SLIDE_ID + index))
    _keep_sections(root, {number: new_ids.get(source, []) for number, source in old_ids.items()})
    for shows in root.findall(f"{{{P}}}custShowLst"):
        root.remove(shows)
    added = [Relationship(f"rIdSlide{i}", _SLIDE_KIND, name) for i, name in enumerate(slides, 1)]
    kept = tuple(item for item in old if item.kind != _SLIDE_KIND)
    return {part: serialize(root), rels_part(part): write_rels(part, (*kept, *added))}


def _keep_sections(root: Element, ids: Mapping[str, Sequence[str]]) -> None:
    """Let each section list the copies of the slides it held."""
    for entry in list(root.iterfind("{*}extLst//{*}sectionLst/{*}section/{*}sldIdLst/{*}sldId")):
        parent = entry.getparent()
        assert parent is not None  # noqa: S101
        at = parent.index(entry)
        parent[at : at + 1] = [etree.Element(entry.tag, {"id": number}) for number in ids.get(entry.get("id", ""), ())]


def without_thumbnail(parts: dict[str, bytes]) -> None:
    """Drop the template's thumbnail, which would show another document."""
    links = read_rels(parts, "")
    for item in links:
        if item.name == "thumbnail":
            parts.pop(item.target, None)
    parts[rels_part("")] = write_rels("", tuple(item for item in links if item.name != "thumbnail"))


def is_xml(part: str) -> bool:
    """Whether a part may hold text that a template can fill."""
    return PurePosixPath(part).suffix == ".xml"
