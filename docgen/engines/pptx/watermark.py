"""Turns the wish for a watermark into a pale shape that lies over a slide."""

from lxml import etree

from docgen.ooxml.names import A, Element, P

WATERMARK = "docgen_watermark"
"""The name under which a template's context holds the watermark's text."""


def watermark_shape(text: str, number: int, width: int, height: int) -> Element:
    """A text shape over the middle of a slide of `width` × `height` EMU, turned and nearly transparent.

    It prints the text when the slide is filled; `text` says how large it may be.
    """
    size = 8000 if len(text) <= 12 else 5400
    box = (int(width * 0.1), int(height * 0.36), int(width * 0.8), int(height * 0.28))
    return etree.fromstring(
        f'<p:sp xmlns:p="{P}" xmlns:a="{A}"><p:nvSpPr><p:cNvPr id="{number}" name="Watermark"/><p:cNvSpPr txBox="1">'
        '<a:spLocks noSelect="1"/></p:cNvSpPr><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm rot="19800000">'
        f'<a:off x="{box[0]}" y="{box[1]}"/><a:ext cx="{box[2]}" cy="{box[3]}"/></a:xfrm><a:prstGeom prst="rect">'
        '<a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="none" anchor="ctr"><a:noAutofit/>'
        "</a:bodyPr>"
        f'<a:lstStyle/><a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="en-GB" sz="{size}" b="1"><a:solidFill>'
        '<a:schemeClr val="accent6"><a:alpha val="18000"/></a:schemeClr></a:solidFill><a:latin typeface="+mj-lt"/>'
        f'<a:ea typeface="+mj-ea"/></a:rPr><a:t>{{{{ {WATERMARK} }}}}</a:t></a:r></a:p></p:txBody></p:sp>'
    )
