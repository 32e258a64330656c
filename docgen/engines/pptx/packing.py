"""Turns the filled parts of a slide's copy, or of a layout, into members of the package."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from docgen.engines.pptx.fill import LINK_PREFIX
from docgen.engines.pptx.finish import unlinked
from docgen.engines.pptx.mend import mend
from docgen.engines.pptx.package import Placed, rels_name, rels_text
from docgen.engines.pptx.text import NUMBER, TOTAL, finish_text
from docgen.ooxml.package import Relationship, read_rels
from docgen.ooxml.zip_file import Member, pack

_ADDED = re.compile(f'"({LINK_PREFIX}\\d+)"')
_OWN_FIELD = "‹#›"


def pack_copy(
    copy: tuple[Placed, ...], texts: Mapping[str, str], added: Mapping[str, Relationship], number: int, total: int
) -> Iterator[Member]:
    """The members of one copy, which stands at `number` of `total`; `added` is what all copies of its slide added."""
    for part in copy:
        text = texts.get(part.source.name)
        if text is None:
            if part.source.member is not None:
                yield replace(part.source.member, name=part.name)
            relationships: tuple[Relationship, ...] = ()
        else:
            text = text.replace(NUMBER, str(number)).replace(TOTAL, str(total))
            yield pack(part.name, unlinked(text, part.lost).encode())
            relationships = _used(text, added)
        if relationships:
            yield _rels(part.name, (*part.relationships, *relationships))
        elif part.rels is not None:
            yield part.rels


def _used(text: str, added: Mapping[str, Relationship]) -> tuple[Relationship, ...]:
    """Those of `added` that `text` names."""
    return tuple(added[id_] for id_ in dict.fromkeys(_ADDED.findall(text))) if added else ()


def _rels(part: str, relationships: tuple[Relationship, ...]) -> Member:
    return pack(rels_name(part), rels_text(part, relationships).encode())


def pack_other(
    name: str, filled: str, added: Mapping[str, Relationship], base: Mapping[str, str], total: int, language: str
) -> Iterator[Member]:
    """The members of a layout, master or property part; `base` has the relationships of the template as text."""
    text = mend(finish_text(filled, language)).replace(NUMBER, _OWN_FIELD).replace(TOTAL, str(total))
    yield pack(name, text.encode())
    if added:
        known = read_rels({rels: told.encode() for rels, told in base.items()}, name)
        yield _rels(name, (*known, *added.values()))
