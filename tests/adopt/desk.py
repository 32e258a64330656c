"""A desk to write Word documents on as people write them, noting beside each place to fill in what belongs there.

`Desk` keeps, for each paragraph's text, the fields that its places should become in the order of the line: a path of
the field sheet, `hand` (stays for a pen) or `none` (no field of the schema: only a doubt is right).
"""

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


@dataclass(frozen=True)
class Ask:
    """A place to fill in: its words as an author typed them, and the field that belongs there."""

    text: str
    truth: str
    look: str = ""  # highlight, underline, split, bold


@dataclass(frozen=True)
class Merge:
    """A merge field with its result; `simple` as w:fldSimple."""

    name: str
    truth: str
    switches: str = ""
    simple: bool = False
    word: str = "MERGEFIELD"


@dataclass(frozen=True)
class Control:
    """A content control: title, tag, what it shows, and what kind it is."""

    title: str
    truth: str
    shown: str = "Click or tap here to enter text."
    kind: str = "text"
    tag: str = ""
    items: tuple[str, ...] = ()
    placeholder: bool = True


@dataclass(frozen=True)
class Form:
    """A legacy form field."""

    name: str
    truth: str
    kind: str = "FORMTEXT"


Piece = str | Ask | Merge | Control | Form


@dataclass
class Desk:
    document: object = field(default_factory=Document)
    truths: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    loops: dict[str, str] = field(default_factory=dict)
    seen: Counter = field(default_factory=Counter)
    ids: int = 100

    def heading(self, text: str, level: int = 1) -> None:
        self.fill(self.document.add_heading(level=level), text)

    def line(self, *pieces: Piece, style: str | None = None) -> None:
        self.fill(self.document.add_paragraph(style=style), *pieces)

    def loop(self, heads: str, path: str) -> None:
        """The table (by its heads) or list (by its items) that should become a loop over `path`."""
        self.loops[heads] = path

    def table(self, rows: list[list[object]], style: str = "Table Grid", *, header: bool = False) -> object:
        """A table; a cell is a text, a piece, a tuple of pieces, or a list of such lines."""
        made = self.document.add_table(rows=len(rows), cols=max(len(row) for row in rows))
        made.style = style
        for row, cells in zip(made.rows, rows, strict=True):
            for cell, content in zip(row.cells, cells, strict=False):
                lines = content if isinstance(content, list) else [content]
                for number, line in enumerate(lines):
                    paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                    self.fill(paragraph, *(line if isinstance(line, tuple) else (line,)))
        if header:
            properties = made.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
        return made

    def fill(self, paragraph: object, *pieces: Piece) -> None:
        truths: list[str] = []
        text = ""
        for piece in pieces:
            if isinstance(piece, str):
                if piece:
                    paragraph.add_run(piece)
                text += piece
                continue
            truths.append(piece.truth)
            text += self._write(paragraph, piece)
        if text == "":
            return
        self.truths[text, self.seen[text]] = truths
        self.seen[text] += 1

    def empty(self, label: str, truth: str) -> str:
        """An empty cell beside `label`; returns the cell's text."""
        self.truths["", label] = [truth]  # type: ignore[index]
        return ""

    def _write(self, paragraph: object, piece: Piece) -> str:
        match piece:
            case Ask():
                return self._ask(paragraph, piece)
            case Merge():
                return self._merge(paragraph, piece)
            case Control():
                return self._control(paragraph, piece)
            case Form():
                return self._form(paragraph, piece)

    def _ask(self, paragraph: object, piece: Ask) -> str:
        parts = re.findall(r".{1,4}", piece.text) if piece.look == "split" else [piece.text]
        for number, part in enumerate(parts):
            run = paragraph.add_run(part)
            if piece.look == "highlight":
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if piece.look == "underline":
                run.underline = True
            if piece.look == "bold" or (piece.look == "split" and number % 2):
                run.bold = True
            if piece.look == "split" and number == 1:
                mark = OxmlElement("w:proofErr")
                mark.set(qn("w:type"), "spellStart")
                run._r.addprevious(mark)
        return piece.text

    def _merge(self, paragraph: object, piece: Merge) -> str:
        code = f" {piece.word} {piece.name} {piece.switches}".rstrip() + " "
        shown = f"«{piece.name.strip(chr(34))}»"
        if piece.simple:
            paragraph._p.append(
                parse_xml(
                    f'<w:fldSimple {nsdecls("w")} w:instr="{code.replace(chr(34), "&quot;")}"><w:r><w:rPr><w:noProof/>'
                    f"</w:rPr><w:t>{shown}</w:t></w:r></w:fldSimple>"
                )
            )
            return shown
        half = len(code) // 2
        for xml in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve">{code[:half]}</w:instrText>',
            f'<w:instrText xml:space="preserve">{code[half:]}</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            f"<w:t>{shown[:4]}</w:t>",
            f"<w:t>{shown[4:]}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        ):
            paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:b/></w:rPr>{xml}</w:r>"))
        return shown

    def _control(self, paragraph: object, piece: Control) -> str:
        self.ids += 1
        kinds = {
            "text": "<w:text/>",
            "date": '<w:date><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/></w:date>',
            "box": '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>',
            "list": "<w:dropDownList>"
            + "".join(f'<w:listItem w:displayText="{item}" w:value="{item}"/>' for item in piece.items)
            + "</w:dropDownList>",
            "rich": "",
        }
        look = '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>' if piece.placeholder and piece.kind != "box" else ""
        named = f'<w:alias w:val="{piece.title}"/>' if piece.title else ""
        named += f'<w:tag w:val="{piece.tag}"/>' if piece.tag else ""
        paragraph._p.append(
            parse_xml(
                f'<w:sdt {nsdecls("w")} {W14}><w:sdtPr>{named}<w:id w:val="{self.ids}"/>'
                f"{'<w:showingPlcHdr/>' if look else ''}{kinds[piece.kind]}</w:sdtPr>"
                f"<w:sdtContent><w:r>{look}<w:t>{piece.shown}</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
        return piece.shown

    def _form(self, paragraph: object, piece: Form) -> str:
        inner = {
            "FORMTEXT": "<w:textInput/>",
            "FORMCHECKBOX": '<w:checkBox><w:sizeAuto/><w:default w:val="0"/></w:checkBox>',
        }
        for xml in (
            f'<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{piece.name}"/><w:enabled/>'
            f'<w:calcOnExit w:val="0"/>{inner[piece.kind]}</w:ffData></w:fldChar>',
            f'<w:instrText xml:space="preserve"> {piece.kind} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            *(["<w:t>     </w:t>"] if piece.kind == "FORMTEXT" else []),
            '<w:fldChar w:fldCharType="end"/>',
        ):
            paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))
        return "     " if piece.kind == "FORMTEXT" else ""

    def header(self, *pieces: Piece) -> None:
        self.fill(self.document.sections[0].header.paragraphs[0], *pieces)

    def footer(self, *pieces: Piece) -> None:
        self.fill(self.document.sections[0].footer.paragraphs[0], *pieces)

    def text_box(self, *pieces: Piece) -> None:
        """A text box as Word writes one: drawn for new programs, and once more for old ones."""
        paragraph = self.document.add_paragraph()
        outer = parse_xml(_TEXT_BOX)
        paragraph.add_run()._r.append(outer)
        from docx.text.paragraph import Paragraph

        first, second = outer.iter(qn("w:p"))
        self.fill(Paragraph(first, paragraph._parent), *pieces)
        before = dict(self.truths), Counter(self.seen)
        self.fill(Paragraph(second, paragraph._parent), *pieces)
        self.truths, self.seen = before

    def font(self, latin: str, chinese: str, size: float) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = latin, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)

    def bytes(self, **extra: str) -> bytes:
        """The file; `extra` replaces text in parts: {part: (old, new)}."""
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


_TEXT_BOX = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><mc:Choice Requires="wps"><w:drawing>'
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="2880000" cy="720000"/>'
    '<wp:docPr id="901" name="Text Box 1"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2880000" cy="720000"/></a:xfrm><a:prstGeom prst="rect">'
    '<a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:ln></wps:spPr>'
    "<wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    '</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect style="width:226pt;height:56pt"><v:textbox>'
    "<w:txbxContent><w:p/></w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent>"
)


def with_part(data: bytes, name: str, change: object) -> bytes:
    """The file with one part changed by a function of its text (empty if it is new)."""
    source = zipfile.ZipFile(io.BytesIO(data))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        names = source.namelist()
        for entry in names:
            text = source.read(entry)
            made.writestr(entry, change(text.decode()) if entry == name else text)
        if name not in names:
            made.writestr(name, change(""))
    return stream.getvalue()
