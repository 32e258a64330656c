"""Turns a template's parts, its placeholders found, into parts whose placeholders know their charts, without leftovers.

What only a placeholder named, a sample picture or a sample chart with its workbook, would be an orphan in the document.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from docgen.engines.docx.bound import Host
from docgen.engines.docx.part import WordPart
from docgen.engines.docx.repeats import OWN_PART
from docgen.engines.office.charts.parts import DrawnChart, OwnedPart
from docgen.engines.office.filling import CompiledPart
from docgen.ooxml.package import TYPES_PART, ContentTypes, read_rels, without_unused

_ASKED = re.compile(rf"'([^']*)'\|{OWN_PART}\b")


def settle_placeholders(parts: dict[str, bytes], compiled: list[WordPart]) -> list[WordPart]:
    """`compiled` with the charts of its placeholders; what no part names any more goes from `parts` and from it."""
    compiled = [_with_owned(parts, part, frozenset(part.compiled.name for part in compiled)) for part in compiled]
    if not any(part.hosts for part in compiled):
        return compiled
    texts = {part.compiled.name: part.compiled for part in compiled}
    settled = [_with_charts(parts, part, texts) for part in compiled]
    dropped = {
        part.compiled.name: [id_ for host in part.hosts for id_ in host.ids if not _names(text, id_)]
        for part in compiled
        for text in (part.compiled.source.text,)
    }
    changed = without_unused(parts, dropped)
    for name, data in changed.items():
        if data is None:
            parts.pop(name, None)
        else:
            parts[name] = data
    return [part for part in settled if part.compiled.name in parts]


def _names(source: str, id_: str) -> bool:
    return f'"{id_}"' in source or f"'{id_}'|{OWN_PART}" in source


def _with_owned(parts: Mapping[str, bytes], part: WordPart, filled: Collection[str]) -> WordPart:
    """`part` with what its loops may repeat; a part that is filled itself is one for all turns."""
    asked = frozenset(_ASKED.findall(part.compiled.source.text))
    if not asked:
        return part
    types, links = ContentTypes.read(parts[TYPES_PART]), read_rels(parts, part.compiled.name)
    wanted = [item for item in links if item.id in asked and item.target in parts and item.target not in filled]
    return replace(part, owned={item.id: (item, OwnedPart.read(parts, types, item.target)) for item in wanted})


def _with_charts(parts: Mapping[str, bytes], part: WordPart, texts: Mapping[str, CompiledPart]) -> WordPart:
    if not any(host.chart for host in part.hosts):
        return part
    types = ContentTypes.read(parts[TYPES_PART])
    targets = {item.id: item.target for item in read_rels(parts, part.compiled.name)}

    def known(host: Host) -> Host:
        target = targets.get(host.chart, "")
        return replace(host, drawn=DrawnChart.read(parts, types, target), texts=texts.get(target))

    return replace(part, hosts=tuple(known(host) if host.chart else host for host in part.hosts))


def unshown(parts: tuple[WordPart, ...], finished: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Of each finished part the relationships of placeholders that might have been shown in it, and were not."""
    for part in parts:
        text = finished.get(part.compiled.name, "")
        ids = {id_ for host in part.hosts if not host.is_sure for id_ in host.ids if f'"{id_}"' not in text}
        if ids:
            yield part.compiled.name, sorted(ids)
