"""Put the document's stamp on the slides of a deck that has none."""

import re

from lxml import etree

from docgen.ooxml.names import A, Element, P

_MARGIN, _HEIGHT = 360_000, 288_000  # EMU: 1 cm, 0.8 cm
_SIZE = {"cx": 9_144_000, "cy": 6_858_000}
_STAMPED = re.compile(r"\{\{[^{}]*(?:stamp|Stamp|版本戳)[^{}]*\}\}")
_TITLES = {
    "en": ("{{ Stamp.Identity line }} · ", "/{{ Slides in all }} · {{ Stamp.Short id }}"),
    "zh": ("{{ 版本戳.文件标识 }} · ", "/{{ 总页数 }} · {{ 版本戳.戳号 }}"),
}
_BOX = """<p:sp xmlns:p="{p}" xmlns:a="{a}"><p:nvSpPr><p:cNvPr id="{id}" name="Stamp"/><p:cNvSpPr txBox="1"/><p:nvPr/>\
</p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>\
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>\
<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>\
<a:p><a:pPr algn="r"/><a:r>{shape}<a:t>{before}</a:t></a:r>\
<a:fld id="{{5A2E7C1D-6B0F-4A53-9C37-1D2F8E4B7A90}}" type="slidenum">{shape}<a:t>1</a:t></a:fld>\
<a:r>{shape}<a:t>{after}</a:t></a:r></a:p></p:txBody></p:sp>"""
_SHAPE = '<a:rPr lang="{lang}" sz="800" dirty="0"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:rPr>'


def add_stamp(slide: Element, presentation: Element, language: str) -> bool:
    """Add a line with the stamp at the foot of a slide that prints none of it; return whether it did."""
    tree = slide.find(f".//{{{P}}}spTree")
    if tree is None or _STAMPED.search("".join(map(str, slide.itertext()))):
        return False
    size = presentation.find(f"{{{P}}}sldSz")
    width, height = (int((size.get(name) if size is not None else None) or _SIZE[name]) for name in ("cx", "cy"))
    ids = [int(found.get("id", "0")) for found in slide.iter(f"{{{P}}}cNvPr")]
    before, after = _TITLES[language]
    box = _BOX.format(
        p=P, a=A, id=max(ids, default=1) + 1, x=_MARGIN, y=height - _HEIGHT - _MARGIN // 6, cx=width - 2 * _MARGIN,
        cy=_HEIGHT, shape=_SHAPE.format(lang="zh-CN" if language == "zh" else "en-GB"), before=before, after=after,
    )  # fmt: skip
    shape = etree.fromstring(box)
    last = tree.find(f"{{{P}}}extLst")
    tree.append(shape) if last is None else last.addprevious(shape)
    return True
