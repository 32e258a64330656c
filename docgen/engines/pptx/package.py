"""The package of a deck: the template's without its slides, and part names, relationships and types for a plan.

The result depends on the template and the plan alone, so decks with the same plan share it.
"""

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lxml import etree

from docgen.ooxml.names import Element, R
from docgen.ooxml.package import TYPES_PART, Relationship, read_rels, rels_part, write_rels
from docgen.ooxml.xml import parse_xml
from docgen.ooxml.zip_file import Member, pack

CopyKind = Literal["complete", "without notes", "continuation"]
"""A slide with its notes, one without, and a continuation of the slide before it."""
Plan = tuple[tuple[int, CopyKind], ...]
_SLIDE = f"{R}/slide"
_FIRST_SLIDE_ID = 256
_TOKEN = re.compile("\ufdd8([a-z]+):([\\d ]*):(\\w*)\ufdd9")
_NUMBERED = re.compile(r"(.*?)(?<!\d)\d*(\.[^./]+)")
_APP = "docProps/app.xml"
_COUNTED = {
    "HeadingPairs", "TitlesOfParts", "Slides", "HiddenSlides", "Notes", "Words", "Paragraphs", "TotalTime", "MMClips",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnedPart:
    """A part that belongs to one slide alone. `member` is its content, None for text that each render creates."""

    name: str
    content_type: str
    member: Member | None
    relationships: tuple[Relationship, ...]
    is_notes: bool = False


@dataclass(frozen=True, slots=True)
class SlideParts:
    """The parts that a slide owns, itself first."""

    parts: tuple[OwnedPart, ...]

    def retained(self, kind: CopyKind) -> tuple[OwnedPart, ...]:
        """The parts that a copy of `kind` has."""
        if kind == "continuation":
            return self.parts[:1]
        return tuple(part for part in self.parts if kind == "complete" or not part.is_notes)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The constant parts around the slides: presentation, its relationships, content types, names in use.

    In `presentation` a token represents each list of slides; see `slide_list`.
    """

    slides: tuple[SlideParts, ...]
    presentation: str
    relationships: tuple[Relationship, ...]
    name: str
    types: str
    taken: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """One part of one copy: its new name, its source, its relationships; those in `lost` led to removed slides."""

    name: str
    source: OwnedPart
    relationships: tuple[Relationship, ...]
    lost: frozenset[str]
    rels: Member | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of each copy, the slide first, and the members that list them; `types` is the content types' text."""

    copies: tuple[tuple[PlacedPart, ...], ...]
    presentation: tuple[Member, ...]
    types: str


def slide_list(kind: str, numbers: Sequence[int], prefix: str) -> str:
    """The token of a list of slides: `ids` in the presentation, `section` or `show`; `prefix` is its namespace's."""
    return f"\ufdd8{kind}:{' '.join(map(str, numbers))}:{prefix}\ufdd9"


@lru_cache(maxsize=32)
def lay_out(frame: Frame, plan: Plan, added: frozenset[str] = frozenset()) -> Layout:
    """The names and relationships of all parts in a deck of `plan`; `added` are names that the render already uses."""
    names = _Names(frame.taken | added)
    renames = [
        {part.name: names.next_like(part.name) for part in frame.slides[number].retained(kind)} for number, kind in plan
    ]
    copies_of: dict[str, list[str]] = {}
    for (number, kind), new in zip(plan, renames, strict=True):
        slide = frame.slides[number].parts[0].name
        if kind != "continuation":
            copies_of.setdefault(slide, []).append(new[slide])
    seen: dict[int, int] = {}
    copies: list[tuple[PlacedPart, ...]] = []
    for (number, kind), new in zip(plan, renames, strict=True):
        seen[number] = seen.get(number, -1) + (kind != "continuation")
        owned = frame.slides[number]
        targets = _Targets(new, copies_of, seen[number], frozenset(part.name for part in owned.parts))
        copies.append(tuple(targets.placed(part) for part in owned.retained(kind)))
    types = _types(frame.types, copies)
    around = (
        pack(frame.name, _presentation(frame, plan).encode()),
        pack(rels_name(frame.name), _presentation_rels(frame, copies).encode()),
        pack(TYPES_PART, types.encode()),
    )
    return Layout(tuple(copies), around, types)


@dataclass(slots=True)
class _Names:
    """Allocates part names: `slide1.xml`, `slide2.xml` … for each folder and stem."""

    taken: frozenset[str]
    _last: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def next_like(self, part: str) -> str:
        found = _NUMBERED.fullmatch(part)
        stem, suffix = found.groups() if found else (part, "")
        number = self._last.get((stem, suffix), 0) + 1
        while f"{stem}{number}{suffix}" in self.taken:
            number += 1
        self._last[stem, suffix] = number
        return f"{stem}{number}{suffix}"


@dataclass(frozen=True, slots=True)
class _Targets:
    """Targets of one copy's relationships: its own parts, shared parts, copies of other slides."""

    own: Mapping[str, str]
    copies_of: Mapping[str, Sequence[str]]
    iteration: int
    owned: frozenset[str]

    def placed(self, part: OwnedPart) -> PlacedPart:
        retained: list[Relationship] = []
        lost: set[str] = set()
        for item in part.relationships:
            target = item.target if item.external else self._target(item)
            if target:
                retained.append(Relationship(item.id, item.kind, target, item.external))
            elif item.name == "slide":
                lost.add(item.id)
        name = self.own[part.name]
        rels = pack(rels_name(name), rels_text(name, tuple(retained)).encode()) if retained else None
        return PlacedPart(name, part, tuple(retained), frozenset(lost), rels)

    def _target(self, item: Relationship) -> str:
        """The new target; empty if it is removed. A link to a slide of the same loop leads to the same iteration."""
        if item.target in self.own:
            return self.own[item.target]
        if item.name == "slide":
            found = self.copies_of.get(item.target, ())
            same = len(found) == len(self.copies_of.get(self._slide(), ()))
            return found[self.iteration if same else 0] if found else ""
        return "" if item.target in self.owned else item.target

    def _slide(self) -> str:
        return next(iter(self.own))


def _presentation(frame: Frame, plan: Plan) -> str:
    by_slide: dict[int, list[int]] = {}
    for place, (number, _) in enumerate(plan):
        by_slide.setdefault(number, []).append(place)

    def listed(found: re.Match[str]) -> str:
        kind, numbers, prefix = found.groups()
        places = [place for number in numbers.split() for place in by_slide.get(int(number), ())]
        if kind == "ids":
            places = list(range(len(plan)))
        colon = f"{prefix}:" if prefix else ""
        return "".join(_entry(kind, colon, place) for place in places)

    return _TOKEN.sub(listed, frame.presentation)


def _entry(kind: str, prefix: str, place: int) -> str:
    number = _FIRST_SLIDE_ID + place
    match kind:
        case "ids":
            return f'<{prefix}sldId id="{number}" r:id="rIdSlide{place + 1}"/>'
        case "show":
            return f'<{prefix}sld r:id="rIdSlide{place + 1}"/>'
        case _:
            return f'<{prefix}sldId id="{number}"/>'


def _presentation_rels(frame: Frame, copies: Sequence[tuple[PlacedPart, ...]]) -> str:
    added = [Relationship(f"rIdSlide{number}", _SLIDE, copy[0].name) for number, copy in enumerate(copies, 1)]
    return rels_text(frame.name, (*frame.relationships, *added))


def _types(types: str, copies: Sequence[tuple[PlacedPart, ...]]) -> str:
    entries = (
        f'<Override PartName="/{part.name}" ContentType="{part.source.content_type}"/>'
        for copy in copies
        for part in copy
        if part.source.content_type
    )
    return types.replace("</Types>", "".join((*entries, "</Types>")))


def rels_text(part: str, relationships: tuple[Relationship, ...]) -> str:
    """The relationships part of `part` as text."""
    return write_rels(part, relationships).decode()


def rels_name(part: str) -> str:
    """The name of the relationships part of `part`."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _parse(data: bytes) -> Element:
    return parse_xml(data, huge=True)


def _serialize(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop_thumbnail(parts: dict[str, bytes]) -> None:
    """Drop the template's thumbnail, which shows another document."""
    links = read_rels(parts, "")
    for item in links:
        if item.name == "thumbnail":
            parts.pop(item.target, None)
    parts[rels_part("")] = write_rels("", tuple(item for item in links if item.name != "thumbnail"))


def strip_properties(parts: dict[str, bytes]) -> None:
    """Remove the titles and counts of the template's slides from its properties."""
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
    retained = tuple(item for item in links if item.kind != _SLIDE)
    return _serialize(root).decode(), retained


def _put_token(listed: Element, kind: str, numbers: Sequence[int]) -> None:
    for child in list(listed):
        listed.remove(child)
    listed.text = slide_list(kind, numbers, listed.prefix or "")


def without_slide_links(parts: dict[str, bytes], slides: Collection[str]) -> None:
    """Remove links to the template's slides from the remaining parts, such as the outline view's list."""
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
        retained = tuple(item for item in links if item.id not in lost)
        if retained:
            parts[rels] = write_rels(part, retained)
        else:
            del parts[rels]
