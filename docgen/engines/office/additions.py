"""Parts and relationships that a render adds to a package: links, pictures, charts, lists.

Names and ids are numbered in the order of the calls, so the same input gives the same bytes.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from docgen.engines.office.pictures.picture import Media, Picture
from docgen.ooxml.names import PACKAGE_RELATIONSHIPS, R
from docgen.ooxml.package import TYPES_PART, PartNames, Relationship, rels_part, write_rels
from docgen.ooxml.zip_file import Member, pack

_EMPTY_RELS = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"></Relationships>'
)
_RELS_END, _TYPES_END = "</Relationships>", "</Types>"
_EXTENSION = re.compile(r"""\bExtension\s*=\s*["']([^"']*)["']""")


@dataclass(slots=True)
class Additions:
    """The additions of one render. `base` is the text of the template's relationships parts and content types.

    `taken` are the part names in use; `parts` are
    not packed yet; `members` are packed pictures, which are the same in each render.
    """

    base: Mapping[str, str]
    taken: frozenset[str]
    parts: dict[str, bytes] = field(default_factory=dict[str, bytes])
    members: dict[str, Member] = field(default_factory=dict[str, Member])
    _types: dict[str, str] = field(default_factory=dict[str, str])
    _defaults: dict[str, str] = field(default_factory=dict[str, str])
    _rels: dict[str, dict[tuple[str, str, bool], str]] = field(
        default_factory=dict[str, dict[tuple[str, str, bool], str]]
    )
    _names: PartNames | None = None

    def relate(self, part: str, kind: str, target: str, external: bool = False) -> str:
        """The id of a relationship of `part` to `target`, added unless it exists; `kind` is a name or a type's URI."""
        rels = self._rels.setdefault(part, {})
        key = (kind if "/" in kind else f"{R}/{kind}", target, external)
        if key not in rels:
            prefix = "rIdG"
            while f'"{prefix}' in self.base.get(rels_part(part), ""):
                prefix += "G"
            rels[key] = f"{prefix}{len(rels) + 1}"
        return rels[key]

    def add(self, like: str, data: bytes, content_type: str) -> str:
        """Add a part with a free name like `like` (`word/charts/chart1.xml`); return the name."""
        if self._names is None:
            self._names = PartNames(iter(self.taken))
        name = self._names.next_like(like)
        self.parts[name] = data
        self._types[name] = content_type
        return name

    def set_relationships(self, part: str, relationships: tuple[Relationship, ...]) -> None:
        """Set the relationships of an added part; their ids are unchanged."""
        self.parts[rels_part(part)] = write_rels(part, relationships)

    def add_picture(self, part: str, picture: Picture, folder: str) -> tuple[str, str | None]:
        """Add a picture to `part`; return the relationship ids of its image and of its SVG, if it has one.

        Its media go to `folder` (`word` or `ppt`); the same bytes are stored once.
        """
        image, *svg = (self.relate(part, "image", name) for name in self.add_media(picture, folder))
        return image, svg[0] if svg else None

    def add_media(self, picture: Picture, folder: str) -> tuple[str, ...]:
        """Add a picture's media to `folder`; return the part names of its image and of its SVG, if it has one."""
        return tuple(self._media(media, folder) for media in picture.media)

    def add_named_media(self, name: str, data: bytes, content_type: str) -> str:
        """Add a picture as part `name`; its content type is a default of the suffix."""
        self.parts[name] = data
        self._defaults[name.rsplit(".", 1)[-1].lower()] = content_type
        return name

    def _media(self, media: Media, folder: str) -> str:
        member = media.member(folder)
        self.members[member.name] = member
        self._defaults[media.extension] = media.content_type
        return member.name

    def packed(self) -> Iterator[Member]:
        """All additions as packed members: parts, media, relationships and content types."""
        yield from (pack(name, data) for name, data in self.parts.items())
        yield from self.members.values()
        yield from (pack(name, text.encode()) for name, text in self.texts())

    def texts(self) -> Iterator[tuple[str, str]]:
        """The changed relationships parts and content types, as (name, text)."""
        for part, rels in self._rels.items():
            name = rels_part(part)
            base = _open_ended(self.base.get(name, _EMPTY_RELS), _RELS_END)
            yield name, base + "".join(_relationship(part, key, id_) for key, id_ in rels.items()) + _RELS_END
        if not self._defaults and not self._types:
            return
        types = self.base[TYPES_PART]
        known = {suffix.lower() for suffix in _EXTENSION.findall(types)}
        missing = {suffix: kind for suffix, kind in self._defaults.items() if suffix not in known}
        if missing or self._types:
            defaults = "".join(
                f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in sorted(missing.items())
            )
            overrides = "".join(
                f'<Override PartName={quoteattr("/" + part)} ContentType="{kind}"/>'
                for part, kind in self._types.items()
            )
            yield TYPES_PART, _open_ended(types, _TYPES_END) + defaults + overrides + _TYPES_END


def _open_ended(text: str, end: str) -> str:
    """`text` without the closing tag `end`; an empty-element tag is opened."""
    at = text.rfind(end)
    if at < 0:
        at = text.rindex("/>")
        return text[:at] + ">"
    return text[:at]


def _relationship(part: str, key: tuple[str, str, bool], id_: str) -> str:
    kind, target, external = key
    where = target if external else posixpath.relpath(target, posixpath.dirname(part) or ".")
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id_}" Type="{kind}" Target={quoteattr(where)}{mode}/>'
