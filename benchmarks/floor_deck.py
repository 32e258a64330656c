"""Turns a PowerPoint template, one slide of which is repeated, into the least that can be done with it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.floor import Facts, Fill, packed, parts_of, step, text_of, zipped

_REPEAT = b"{%slide for case in doc.cases %}"
_REPEAT_SHAPE = re.compile(r"<p:sp>(?:(?!</p:sp>).)*?\{%slide .*?</p:sp>", re.DOTALL)
_RELATIONS = "ppt/_rels/presentation.xml.rels"


def compile_deck_floor(template: bytes) -> Fill:
    """A function that fills a .pptx: a slide for each case, listed where a deck lists its slides."""
    parts = dict(parts_of(template))
    slide = next(name for name, data in parts.items() if _REPEAT in data)
    case_text = text_of(_REPEAT_SHAPE.sub("", parts.pop(slide).decode()))
    case_relations = packed(parts.pop(slide.replace("slides/", "slides/_rels/") + ".rels").decode())
    _list_cases(parts, slide.removeprefix("ppt/slides/"))
    steps = [step(name, data) for name, data in parts.items()]

    def members(names: Mapping[str, Any]) -> Iterator[tuple[bytes, Facts]]:
        for name, text, facts in steps:
            yield name, facts or packed(text(names))
        for number, case in enumerate(names["doc"]["cases"], 1):
            yield b"ppt/slides/case%d.xml" % number, packed(case_text({"case": case}))
            yield b"ppt/slides/_rels/case%d.xml.rels" % number, case_relations

    return lambda names: zipped(members(names))


def _list_cases(parts: dict[str, bytes], slide: str) -> None:
    """Let the three parts that name `slide` name each case's slide instead, by a loop of their own."""
    relation = re.search(rf'Id="(\w+)"[^>]*{slide}"', parts[_RELATIONS].decode())
    assert relation
    for name, mark in (("[Content_Types].xml", slide), ("ppt/presentation.xml", relation[1]), (_RELATIONS, slide)):
        text = parts[name].decode()
        element = next(tag for tag in re.findall(r"<[^<>]*/>", text) if f'{mark}"' in tag)
        looped = element.replace(slide, "case{{ loop.index }}.xml").replace(relation[1], "rIdCase{{ loop.index }}")
        looped = re.sub(r' id="\d+"', ' id="{{ 1000 + loop.index }}"', looped)
        loop = f"{{% for case in doc.cases %}}{looped}{{% endfor %}}"
        parts[name] = text.replace(element, loop).encode()
