"""The minimal engine for Word templates and decks, as a lower bound: Jinja, UTF-8, deflate and a handwritten zip.

No sandbox, no checks, no cleanup. Parts without tags are compressed once; parts with tags are rendered and compressed
at zlib's level 6.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from struct import pack
from typing import Any

from jinja2 import Environment

Fill = Callable[[Mapping[str, Any]], bytes]
Facts = tuple[bytes, bytes]
_ROW = re.compile(r"<(\w:tr)\b[^>]*>(?:(?!</\1>).)*?\{%tr (.*?)%\}.*?</\1>", re.DOTALL)
_ENVIRONMENT = Environment(autoescape=True)
_DATE = 0x21  # 1 January 1980, as a zip writes it
_UTF8 = 0x800
_REPEAT = b"{%slide for case in doc.cases %}"
_REPEAT_SHAPE = re.compile(r"<p:sp>(?:(?!</p:sp>).)*?\{%slide .*?</p:sp>", re.DOTALL)
_RELATIONS = "ppt/_rels/presentation.xml.rels"


def compile_floor(template: bytes) -> Fill:
    """A function that renders a .docx with docgen's tags, each within one run."""
    steps = [step(name, data) for name, data in parts_of(template)]
    return lambda names: zipped((name, facts or packed(text(names))) for name, text, facts in steps)


def parts_of(template: bytes) -> list[tuple[str, bytes]]:
    """The names and bytes of a file's members, in order."""
    with zipfile.ZipFile(BytesIO(template)) as package:
        return [(info.filename, package.read(info)) for info in package.infolist()]


def step(name: str, data: bytes) -> tuple[bytes, Any, Facts | None]:
    """A member's name with its render function; or, if it has no tags, with None and its compressed form."""
    if b"{{" in data:
        return name.encode(), text_of(data.decode()), None
    return name.encode(), None, packed(data.decode("latin-1"), "latin-1")


def text_of(source: str) -> Callable[[Mapping[str, Any]], str]:
    """A function that renders the text of one part."""
    return _ENVIRONMENT.from_string(_ROW.sub(r"{% \2 %}", source)).render


def packed(text: str, encoding: str = "utf-8") -> Facts:
    """A member's header fields (checksum, sizes) and its compressed bytes."""
    data = text.encode(encoding)
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    done = deflate.compress(data) + deflate.flush()
    return pack("<III", zlib.crc32(data), len(done), len(data)), done


def zipped(members: Iterable[tuple[bytes, Facts]]) -> bytes:
    """A zip of compressed members."""
    out: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, (facts, data) in members:
        common = pack("<HHHHH", 20, _UTF8, 8, 0, _DATE) + facts + pack("<HH", len(name), 0)
        out += (b"PK\x03\x04", common, name, data)
        directory.append(b"PK\x01\x02\x14\x00" + common + pack("<HHHII", 0, 0, 0, 0, offset) + name)
        offset += 30 + len(name) + len(data)
    listed = b"".join(directory)
    end = b"PK\x05\x06" + pack("<HHHHIIH", 0, 0, len(directory), len(directory), len(listed), offset, 0)
    return b"".join((*out, listed, end))


def compile_deck_floor(template: bytes) -> Fill:
    """A function that renders a .pptx with a slide for each case, listed in the presentation part."""
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
    """Replace the references to `slide` in three parts by a loop over the cases' slides."""
    relation = re.search(rf'Id="(\w+)"[^>]*{slide}"', parts[_RELATIONS].decode())
    assert relation
    for name, mark in (("[Content_Types].xml", slide), ("ppt/presentation.xml", relation[1]), (_RELATIONS, slide)):
        text = parts[name].decode()
        element = next(tag for tag in re.findall(r"<[^<>]*/>", text) if f'{mark}"' in tag)
        looped = element.replace(slide, "case{{ loop.index }}.xml").replace(relation[1], "rIdCase{{ loop.index }}")
        looped = re.sub(r' id="\d+"', ' id="{{ 1000 + loop.index }}"', looped)
        loop = f"{{% for case in doc.cases %}}{looped}{{% endfor %}}"
        parts[name] = text.replace(element, loop).encode()
