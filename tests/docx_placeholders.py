"""Create Word templates with placeholders (pictures, rectangles, charts), and inspect the rendered files."""

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Emu
from lxml import etree
from PIL import Image

from docgen.audience import View
from docgen.engines import docx as engine
from docgen.engines.office.charts.markup import CHART_TYPE
from docgen.engines.office.charts.workbook import WORKBOOK_TYPE
from docgen.ooxml.zip_file import write_parts
from docgen.templating import Bindings, Template

CM = 360_000
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMES.items())
Place = Callable[[Any], None]


def png(width: int = 40, height: int = 20, colour: str = "#1f6feb") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG", dpi=(96, 96))
    return out.getvalue()


# written by Word since 2016 into each drawing
CREATED = (
    f'<a:extLst xmlns:a="{NAMES["a"]}"><a:ext uri="{{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}}"><a16:creationId '
    'xmlns:a16="http://schemas.microsoft.com/office/drawing/2014/main" '
    'id="{0A5C5E3B-1111-4222-8333-444455556666}"/></a:ext></a:extLst>'
)
SAMPLE = png(60, 60, "#bbbbbb")


def picture(paragraph: Any, alt: str, cx: int = 4 * CM, cy: int = 2 * CM) -> None:
    """An inserted picture with alt text."""
    shape = paragraph.add_run().add_picture(io.BytesIO(SAMPLE), Emu(cx), Emu(cy))
    properties = shape._inline.docPr
    properties.set("descr", alt)
    properties.append(parse_xml(CREATED))


def rectangle(
    paragraph: Any, alt: str, size: tuple[int, int] = (4 * CM, 2 * CM), geometry: str = "rect", x: int = CM, y: int = CM
) -> None:
    """A floating rectangle as Word writes it: a shape, with a VML fallback."""
    descr, (cx, cy) = quoteattr(alt), size
    anchor = (
        f'<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="251659264" '
        f'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="12700" t="12700" r="12700" b="12700"/>'
        f'<wp:wrapTopAndBottom/><wp:docPr id="7" name="Rectangle 7" descr={descr}/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{NAMES["wps"]}"><wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="{geometry}"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    )
    vml = f'<w:pict><v:rect id="Rectangle 7" alt={descr} style="position:absolute;width:113pt;height:57pt"/></w:pict>'
    paragraph._p.append(
        parse_xml(
            f'<w:r {DECLARED}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{anchor}</w:drawing>'
            f"</mc:Choice><mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def text_box(paragraph: Any, inside: str) -> None:
    """A text box with the paragraphs `inside`, in the shape and in its fallback."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    paragraph._p.append(
        parse_xml(
            f'<w:r {DECLARED}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{8 * CM}" cy="{4 * CM}"/>'
            f'<wp:docPr id="30" name="Text Box 30"/><wp:cNvGraphicFramePr/><a:graphic>'
            f'<a:graphicData uri="{NAMES["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{8 * CM}" cy="{4 * CM}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            f"</a:prstGeom></wps:spPr>"
            f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
            f'</mc:Choice><mc:Fallback><w:pict><v:shape id="Text Box 30" style="width:226pt;height:113pt">'
            f"<v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def inline_shape(alt: str, number: int = 40) -> str:
    """A paragraph with an inline rectangle, as markup."""
    return (
        f'<w:p><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{3 * CM}" cy="{3 * CM}"/>'
        f'<wp:docPr id="{number}" name="Rectangle {number}" descr={quoteattr(alt)}/><wp:cNvGraphicFramePr/><a:graphic>'
        f'<a:graphicData uri="{NAMES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="x"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip/></pic:blipFill><pic:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def chart(paragraph: Any, alt: str, chart_xml: bytes, owned: Mapping[str, tuple[str, str, bytes]] | None = None) -> str:
    """A template chart with a workbook and `owned` parts (relationship type, content type, data) by name."""
    owner = paragraph.part
    package = owner.package
    number = 1 + sum("/charts/chart" in str(part.partname) for part in package.iter_parts())
    made = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, chart_xml, package)
    book = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"), WORKBOOK_TYPE, b"old", package)
    assert made.relate_to(book, RT.PACKAGE) == "rId1"
    for name, (kind, content_type, data) in (owned or {}).items():
        made.relate_to(Part(PackURI(name), content_type, data, package), kind)
    rel_id = owner.relate_to(made, RT.CHART)
    paragraph._p.append(
        parse_xml(
            f'<w:r {DECLARED}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{12 * CM}" cy="{7 * CM}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{50 + number}" name="Chart {number}" descr={quoteattr(alt)}/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{NAMES["c"]}"><c:chart r:id="{rel_id}"/></a:graphicData></a:graphic>'
            f"</wp:inline></w:drawing></w:r>"
        )
    )
    return rel_id


def template(*places: Place | str, assets: Mapping[str, bytes] | None = None) -> Template:
    """A template of `places` in order: the text of a paragraph, or a function that adds something to the document."""
    document = docx.Document()
    for place in places:
        if isinstance(place, str):
            document.add_paragraph(place)
        else:
            place(document)
    out = io.BytesIO()
    document.save(out)
    data = out.getvalue()
    read = None if assets is None else assets.__getitem__
    return Template("base/test.docx", data, hashlib.sha256(data).hexdigest(), None, read)


def annotated(source: Template, kind: str, inside: str) -> Template:
    """A template with the paragraph `noted` and a footnote, endnote or comment with the paragraphs `inside`."""
    members, name = parts(source.data), f"word/{kind}s.xml"
    who = ' w:author="A"' if kind == "comment" else ""
    members[name] = f'<w:{kind}s {DECLARED}><w:{kind} w:id="2"{who}>{inside}</w:{kind}></w:{kind}s>'.encode()
    relationship = f'<Relationship Id="rIdN" Type="{NAMES["r"]}/{kind}s" Target="{kind}s.xml"/></Relationships>'
    content_type = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    for part, end, more in (
        ("word/_rels/document.xml.rels", "</Relationships>", relationship),
        ("[Content_Types].xml", "</Types>", override),
        ("word/document.xml", "<w:t>noted</w:t>", f'<w:t>noted</w:t></w:r><w:r><w:{kind}Reference w:id="2"/>'),
    ):
        members[part] = members[part].replace(end.encode(), more.encode())
    data = write_parts(members)
    return Template(source.name, data, hashlib.sha256(data).hexdigest(), None, source.read_asset)


def rendered(source: Template, language: str = "en", **fields: Any) -> bytes:
    def labels(key: str) -> tuple[str, str]:
        return (key, key)

    return engine.render(source, Bindings(names={"doc": View("proposal", fields)}, labels=labels, language=language))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def tree(data: bytes, name: str = "word/document.xml") -> Any:
    return etree.fromstring(parts(data)[name])


def found(data: bytes, path: str, name: str = "word/document.xml") -> list[Any]:
    return tree(data, name).xpath(path, namespaces=NAMES)


def targets(data: bytes, owner: str = "word/document.xml") -> dict[str, str]:
    """The targets of `owner`'s relationships, by id."""
    folder, name = posixpath.split(owner)
    rels = parts(data).get(f"{folder}/_rels/{name}.rels")
    items = [] if rels is None else etree.fromstring(rels)
    return {
        item.get("Id"): posixpath.normpath(posixpath.join(folder, item.get("Target")))
        for item in items
        if item.get("TargetMode") != "External"
    }


def orphans(data: bytes) -> list[str]:
    """Parts that aren't reachable from the package's root, and relationships without a target."""
    everything = parts(data)
    reached, waiting = {"[Content_Types].xml"}, [""]
    while waiting:
        owner = waiting.pop()
        folder, name = posixpath.split(owner)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels in everything:
            reached.add(rels)
        for item in etree.fromstring(everything[rels]) if rels in everything else ():
            if item.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/" + folder, item.get("Target"))).lstrip("/")
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return sorted(reached ^ everything.keys())


def unnamed(data: bytes, owner: str = "word/document.xml") -> list[str]:
    """Pictures and charts that `owner` has a relationship to and doesn't show."""
    text = parts(data)[owner].decode()
    drawn = {id_: target for id_, target in targets(data, owner).items() if "/media/" in target or "/charts/" in target}
    return [target for id_, target in drawn.items() if f'"{id_}"' not in text]
