"""Build small Word and PowerPoint files from lines of text, without anything that a lint rule reports."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from docgen.engines.office.record import with_record
from docgen.ooxml.zip_file import read_parts, write_parts

_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WORD_SPACES = f'xmlns:w="{_W}" xmlns:r="{_RELATIONS}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:pic="{_PIC}"'
_DECK_SPACES = f'xmlns:p="{_P}" xmlns:r="{_RELATIONS}" xmlns:a="{_A}"'
_SCHEMES = "".join(
    f'<a:{name}><a:srgbClr val="1F3A5F"/></a:{name}>'
    for name in ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
)
_FACES = '<a:latin typeface="Calibri"/><a:ea typeface="微软雅黑"/><a:cs typeface=""/>'
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f"<a:ln>{_FILL}</a:ln>"
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
THEME = (
    f'<a:theme xmlns:a="{_A}" name="small"><a:themeElements><a:clrScheme name="small">{_SCHEMES}</a:clrScheme>'
    f'<a:fontScheme name="small"><a:majorFont>{_FACES}</a:majorFont><a:minorFont>{_FACES}</a:minorFont></a:fontScheme>'
    f'<a:fmtScheme name="small"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
    f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
    "</a:themeElements></a:theme>"
)
Relation = tuple[str, str, bool]


def paragraph(text: str, run: str = "", around: tuple[str, str] = ("", "")) -> str:
    """A Word paragraph of one run, with `run` as its properties."""
    properties = f"<w:rPr>{run}</w:rPr>" if run else ""
    inner = f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p>{around[0]}{inner}{around[1]}</w:p>"


def heading(text: str) -> str:
    """A Word heading."""
    return f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>'


def table(*rows: Sequence[str], cell: str = "") -> str:
    """A Word table of text; `cell` are the properties of each cell."""
    properties = f"<w:tcPr>{cell}</w:tcPr>" if cell else ""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{properties}{paragraph(text)}</w:tc>" for text in row) + "</w:tr>" for row in rows
    )
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl>"


def shape(alt: str, name: str = "Box") -> str:
    """A Word paragraph with a picture that has an alt text."""
    blip = "<pic:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
    look = '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9000" cy="9000"/></a:xfrm></pic:spPr>'
    picture = f'<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr>{blip}{look}</pic:pic>'
    graphic = f'<a:graphic><a:graphicData uri="{_PIC}">{picture}</a:graphicData></a:graphic>'
    named = f'<wp:extent cx="9000" cy="9000"/><wp:docPr id="1" name="{name}" descr={quoteattr(alt)}/>'
    return f"<w:p><w:r><w:drawing><wp:inline>{named}{graphic}</wp:inline></w:drawing></w:r></w:p>"


def word(
    *body: str, parts: Mapping[str, str] | None = None, relations: Sequence[Relation] = (), extra: Sequence[str] = ()
) -> bytes:
    """A Word file. `parts`: further parts by short name (`header1`); `relations`: (kind, target, is external)."""
    further = parts or {}
    texts = {f"word/{name}.xml": _wrapped(name, text) for name, text in further.items()}
    own = [("styles", "styles.xml", False), ("theme", "theme/theme1.xml", False)]
    own += [(name.rstrip("0123456789"), f"{name}.xml", False) for name in further]
    main = f"<w:document {_WORD_SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    styles = (
        f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        f"</w:style>{''.join(extra)}</w:styles>"
    )
    members = {"word/document.xml": main, "word/styles.xml": styles, "word/theme/theme1.xml": THEME, **texts}
    members["word/_rels/document.xml.rels"] = _relations([*own, *relations])
    kinds = {
        "word/document.xml": "wordprocessingml.document.main",
        "word/styles.xml": "wordprocessingml.styles",
        "word/theme/theme1.xml": "theme",
        **{f"word/{name}.xml": f"wordprocessingml.{name.rstrip('0123456789')}" for name in further},
    }
    return _package(members, kinds, "word/document.xml")


def _wrapped(name: str, text: str) -> str:
    element = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name.rstrip("0123456789"))
    return f"<w:{element} {_WORD_SPACES}>{text}</w:{element}>"


def box(text: str, name: str = "Text", run: str = "", alt: str = "") -> str:
    """A slide's text box, one paragraph a line."""
    paragraphs = "".join(
        f"<a:p><a:r><a:rPr>{run}</a:rPr><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n")
    )
    named = f'<p:nvSpPr><p:cNvPr id="2" name="{name}" descr={quoteattr(alt)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
    look = '<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm></p:spPr>'
    return f"<p:sp>{named}{look}<p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp>"


def grid(*rows: Sequence[str]) -> str:
    """A slide's table."""
    cells = "".join('<a:tr h="1000">' + "".join(_cell(text) for text in row) + "</a:tr>" for row in rows)
    columns = "".join('<a:gridCol w="1000"/>' for _ in rows[0])
    uri = "http://schemas.openxmlformats.org/drawingml/2006/table"
    inside = f'<a:graphic><a:graphicData uri="{uri}"><a:tbl><a:tblPr/><a:tblGrid>{columns}</a:tblGrid>{cells}</a:tbl>'
    named = '<p:nvGraphicFramePr><p:cNvPr id="3" name="Table"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
    frame = '<p:xfrm><a:off x="0" y="0"/><a:ext cx="9000" cy="9000"/></p:xfrm>'
    return f"<p:graphicFrame>{named}{frame}{inside}</a:graphicData></a:graphic></p:graphicFrame>"


def _cell(text: str) -> str:
    return f"<a:tc><a:txBody><a:bodyPr/><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>"


def deck(*slides: str, notes: Mapping[int, str] | None = None, layout: str = "") -> bytes:
    """A deck; each slide's shapes as one text, `notes` by the slide's number."""
    members, kinds = _frame(len(slides), layout)
    for number, shapes in enumerate(slides, 1):
        name = f"ppt/slides/slide{number}.xml"
        members[name] = f"<p:sld {_DECK_SPACES}>{_tree(shapes)}</p:sld>"
        kinds[name] = "presentationml.slide"
        relations: list[Relation] = [("slideLayout", "../slideLayouts/slideLayout1.xml", False)]
        if notes and number in notes:
            relations.append(("notesSlide", f"../notesSlides/notesSlide{number}.xml", False))
            note = f"ppt/notesSlides/notesSlide{number}"
            members[f"{note}.xml"] = f"<p:notes {_DECK_SPACES}>{_tree(box(notes[number], 'Notes'))}</p:notes>"
            kinds[f"{note}.xml"] = "presentationml.notesSlide"
            back = [("slide", f"../slides/slide{number}.xml", False)]
            members[f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels"] = _relations(back)
        members[f"ppt/slides/_rels/slide{number}.xml.rels"] = _relations(relations)
    return _package(members, kinds, "ppt/presentation.xml")


def _frame(count: int, layout: str) -> tuple[dict[str, str], dict[str, str]]:
    """The presentation, its master, one layout and the theme."""
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    masters = f'<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId{count + 1}"/></p:sldMasterIdLst>'
    size = '<p:sldSz cx="12192000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
    mapping = (
        '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
        'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
        '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst>'
    )
    master = "slideMasters/slideMaster1.xml"
    slides: list[Relation] = [("slide", f"slides/slide{n}.xml", False) for n in range(1, count + 1)]
    members = {
        "ppt/presentation.xml": f"<p:presentation {_DECK_SPACES}>{masters}<p:sldIdLst>{listed}</p:sldIdLst>{size}"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations([*slides, ("slideMaster", master, False)]),
        "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {_DECK_SPACES}>{_tree('')}{mapping}</p:sldMaster>",
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            [("slideLayout", "../slideLayouts/slideLayout1.xml", False), ("theme", "../theme/theme1.xml", False)]
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {_DECK_SPACES}>{_tree(layout)}</p:sldLayout>",
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _relations(
            [("slideMaster", "../slideMasters/slideMaster1.xml", False)]
        ),
        "ppt/theme/theme1.xml": THEME,
    }
    kinds = {
        "ppt/presentation.xml": "presentationml.presentation.main",
        "ppt/slideMasters/slideMaster1.xml": "presentationml.slideMaster",
        "ppt/slideLayouts/slideLayout1.xml": "presentationml.slideLayout",
        "ppt/theme/theme1.xml": "theme",
    }
    return members, kinds


def _tree(shapes: str) -> str:
    named = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:cSld><p:spTree>{named}{shapes}</p:spTree></p:cSld>"


def _relations(relations: Sequence[Relation]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target={quoteattr(target)}'
        + (' TargetMode="External"/>' if is_external else "/>")
        for number, (kind, target, is_external) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _package(members: Mapping[str, str], kinds: Mapping[str, str], main: str) -> bytes:
    base = "application/vnd.openxmlformats-officedocument"
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{base}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    types = f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in {
            "[Content_Types].xml": types,
            "_rels/.rels": _relations([("officeDocument", main, False)]),
            **members,
        }.items():
            archive.writestr(zipfile.ZipInfo(name), _DECLARED + text)
    return stream.getvalue()


def saved_by(program: str, data: bytes, without_tags_of: Sequence[str] = ()) -> bytes:
    """An Office file as another program saves it: it says so, and some drawings have lost their alternative text."""
    stream = io.BytesIO()
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    own = f'{_DECLARED}<Properties xmlns="{space}"><Application>{program}</Application></Properties>'
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            for drawing in without_tags_of:
                text = re.sub(rb'(name="' + drawing.encode() + rb'") descr="[^"]*"', rb"\1", text)
            if name != "docProps/app.xml":
                after.writestr(zipfile.ZipInfo(name), text)
        after.writestr(zipfile.ZipInfo("docProps/app.xml"), own)
    return stream.getvalue()


def control(tag: str, text: str = "·") -> str:
    """A paragraph in a content control of Word."""
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{paragraph(text)}</w:sdtContent></w:sdt>'


def recorded(data: bytes) -> bytes:
    """An Office file with the record of its content controls and drawings' tags."""
    return write_parts(with_record(read_parts("", data)))


def without_controls(data: bytes) -> bytes:
    """A Word file that records its content controls, as a program saves it that drops their tags."""
    parts = read_parts("", recorded(data))
    document = re.sub(rb"<w:tag [^>]*/>", b"", parts["word/document.xml"])
    return write_parts({**parts, "word/document.xml": document})


def shipped(path: str) -> bytes:
    """A template of the built-in library."""
    return (Path(__file__).resolve().parents[2] / "templates" / path).read_bytes()
