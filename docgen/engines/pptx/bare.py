"""Turns a template's package into one that says nothing of the template's own slides: what lists them is a slot."""

from collections.abc import Collection, Sequence

from lxml import etree

from docgen.engines.pptx.package import slide_list
from docgen.ooxml.names import Element, R
from docgen.ooxml.package import RELATIONSHIPS, Relationship, read_rels, rels_part, write_rels

_APP = "docProps/app.xml"
_COUNTED = {
    "HeadingPairs", "TitlesOfParts", "Slides", "HiddenSlides", "Notes", "Words", "Paragraphs", "TotalTime", "MMClips",
}  # fmt: skip
_SLIDE = f"{RELATIONSHIPS}/slide"


def _parse(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _serialize(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop_thumbnail(parts: dict[str, bytes]) -> None:
    """Drop the template's thumbnail, which would show another document."""
    links = read_rels(parts, "")
    for item in links:
        if item.name == "thumbnail":
            parts.pop(item.target, None)
    parts[rels_part("")] = write_rels("", tuple(item for item in links if item.name != "thumbnail"))


def strip_properties(parts: dict[str, bytes]) -> None:
    """Take the titles and counts of the template's slides out of its properties."""
    if _APP not in parts:
        return
    root = _parse(parts[_APP])
    for child in list(root):
        if etree.QName(child).localname in _COUNTED:
            root.remove(child)
    parts[_APP] = _serialize(root)


def take_presentation(
    parts: dict[str, bytes], presentation: str, slides: Sequence[str]
) -> tuple[str, tuple[Relationship, ...]]:
    """The presentation part with a token for each list of slides, and its relationships without the slides."""
    links = read_rels(parts, presentation)
    by_rel = {item.id: slides.index(item.target) for item in links if item.target in slides}
    root = _parse(parts[presentation])
    by_id: dict[str, int] = {}
    for entry in root.iterfind("{*}sldIdLst/{*}sldId"):
        by_id[entry.get("id", "")] = by_rel.get(entry.get(f"{{{R}}}id", ""), 0)
    for listed in root.iterfind("{*}sldIdLst"):
        _put_token(listed, "ids", [])
    for listed in root.iterfind("{*}extLst//{*}sectionLst/{*}section/{*}sldIdLst"):
        _put_token(listed, "section", [by_id[item.get("id", "")] for item in listed if item.get("id", "") in by_id])
    for listed in root.iterfind("{*}custShowLst/{*}custShow/{*}sldLst"):
        ids = [item.get(f"{{{R}}}id", "") for item in listed]
        _put_token(listed, "show", [by_rel[id_] for id_ in ids if id_ in by_rel])
    kept = tuple(item for item in links if item.kind != _SLIDE)
    return _serialize(root).decode(), kept


def _put_token(listed: Element, kind: str, numbers: Sequence[int]) -> None:
    for child in list(listed):
        listed.remove(child)
    listed.text = slide_list(kind, numbers, listed.prefix or "")


def without_slide_links(parts: dict[str, bytes], slides: Collection[str]) -> None:
    """Take out of the parts that stay what leads to the template's slides, as the outline view's list does."""
    for rels in [name for name in parts if name.endswith(".rels")]:
        folder, _, name = rels.rpartition("_rels/")
        part = folder + name.removesuffix(".rels")
        links = read_rels(parts, part)
        lost = {item.id for item in links if not item.external and item.target in slides}
        if not lost or part not in parts:
            continue
        root = _parse(parts[part])
        for item in [item for item in root.iter(etree.Element) if item.get(f"{{{R}}}id") in lost]:
            holder = item.getparent()
            if holder is not None:
                holder.remove(item)
        parts[part] = _serialize(root)
        kept = tuple(item for item in links if item.id not in lost)
        if kept:
            parts[rels] = write_rels(part, kept)
        else:
            del parts[rels]
