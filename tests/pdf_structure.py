"""Check a finished PDF against PDF/UA-1 (ISO 14289-1) and PDF/A-3u (ISO 19005-3), as sentences.

No validator for either can be had from PyPI, npm or Debian; this checks by program what those standards ask of the
files that docgen makes. It doesn't look inside font programs, nor at whether an alternative text is a good one.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf

_PAINTING = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", '"', "sh", "Do", "EI"})
_CMYK = frozenset({"k", "K"})
_FORBIDDEN = ("/OpenAction", "/AA", "/AcroForm", "/OCProperties", "/Perms", "/Requirements")
_ADDRESSES = ("http://", "https://", "mailto:")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = {
    "{http://www.aiim.org/pdfa/ns/id/}part": "3",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "U",
    "{http://www.aiim.org/pdfua/ns/id/}part": "1",
}
_PREDEFINED = ("adobe:ns:meta/", "http://")


def faults(data: bytes) -> list[str]:
    """What is wrong with a PDF, in the order of its parts; empty if nothing is."""
    with pikepdf.open(BytesIO(data)) as pdf:
        tree = Tree(pdf)
        return [
            *_catalogue(pdf),
            *_metadata(pdf),
            *_pages(pdf, tree),
            *tree.faults(),
            *_fonts(pdf),
            *_pictures(pdf),
            *_attachments(pdf),
        ]


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    yield from (f"catalogue: {key} is forbidden" for key in _FORBIDDEN if key in root)
    if "/JavaScript" in root.get("/Names", {}):
        yield "catalogue: scripts are forbidden"
    if not str(root.get("/Lang", "")):
        yield "catalogue: no language"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "catalogue: not said to be tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "catalogue: the window doesn't show the title"
    if "/Encrypt" in pdf.trailer or len(pdf.trailer.get("/ID", [])) != 2:
        yield "trailer: encrypted, or without identifiers"
    intents = [item for item in root.get("/OutputIntents", []) if item.get("/S") == "/GTS_PDFA1"]
    if (
        len(intents) != 1
        or intents[0].DestOutputProfile.N != 3
        or intents[0].DestOutputProfile.read_bytes()[36:40] != b"acsp"
    ):
        yield "catalogue: no output intent with an RGB profile"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    packet = pdf.Root.Metadata.read_bytes()
    if b"bytes=" in packet[:200] or b"encoding=" in packet[:200]:
        yield "XMP: the header says its length or encoding"
    meta = ElementTree.fromstring(packet.decode().strip("\ufeff"))
    found = {item.tag: (item.text or "") for item in meta.iter()}
    yield from (f"XMP: {name} is not {value}" for name, value in _XMP.items() if found.get(name) != value)
    title = meta.find(".//{http://purl.org/dc/elements/1.1/}title//" + _RDF + "li")
    if title is None or not title.text or title.text != str(pdf.docinfo.get("/Title")):
        yield "XMP: no title, or not the document information's"
    created = found.get("{http://ns.adobe.com/xap/1.0/}CreateDate", "")
    if re.sub(r"\D", "", created) != re.sub(r"\D", "", str(pdf.docinfo.get("/CreationDate"))):
        yield "XMP: another date of creation than in the document information"
    property_ = "{http://www.aiim.org/pdfa/ns/property#}name"
    described = {item.text for item in meta.iter(property_)}
    spaces = {item.text for item in meta.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")}
    for tag in found:
        space, _, name = tag[1:].partition("}")
        if not space.startswith(_PREDEFINED) and (space not in spaces or name not in described):
            yield f"XMP: {tag} is described nowhere"


class Tree:
    """The structure tree: elements by object, with their parents, and what each mark and annotation belongs to."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.wrong: list[str] = []
        self.order: list[Any] = []
        self.seen: set[tuple[int, int]] = set()
        root: Any = pdf.Root.get("/StructTreeRoot")
        self.parents: dict[int, Any] = {}
        if root is None:
            self.wrong.append("no structure tree")
            return
        numbers = list(_flat(root.ParentTree))
        self.parents = dict(zip((int(n) for n in numbers[::2]), numbers[1::2], strict=True))
        for kid in root.K:
            self._walk(kid, root)

    def _walk(self, element: Any, parent: Any) -> None:
        if element.P.objgen != parent.objgen:
            self.wrong.append(f"{element.S} {element.objgen[0]}: its parent is another element")
        self.seen.add(element.objgen)
        self.order.append(element)
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                self._walk(kid, element)

    def owns(self, page: Any, mark: int) -> bool:
        """Whether a mark on a page belongs to an element of the tree that names it."""
        entries = self.parents.get(int(page.get("/StructParents", -1)), [])
        owner = entries[mark] if mark < len(entries) else None
        return isinstance(owner, pikepdf.Dictionary) and owner.objgen in self.seen and _names(owner, mark)

    def owns_note(self, note: Any) -> bool:
        """Whether an annotation is named by a Link of the tree."""
        owner = self.parents.get(int(note.get("/StructParent", -1)))
        return (
            isinstance(owner, pikepdf.Dictionary)
            and owner.objgen in self.seen
            and owner.S == "/Link"
            and any(
                isinstance(kid, pikepdf.Dictionary) and kid.get("/Obj", note).objgen == note.objgen
                for kid in _kids(owner)
            )
        )

    def faults(self) -> Iterator[str]:
        """What is wrong with the tree itself."""
        yield from self.wrong
        level = 0
        for element in self.order:
            kind = str(element.S)[1:]
            if re.fullmatch(r"H[1-6]", kind):
                if int(kind[1]) > level + 1:
                    yield f"headings: {kind} after level {level}"
                level = int(kind[1])
            if kind == "Figure" and not str(element.get("/Alt", "")).strip():
                yield f"Figure {element.objgen[0]}: no alternative text"
            if kind == "TH" and "/Scope" not in element.get("/A", {}):
                yield f"TH {element.objgen[0]}: no scope"
            if "/Lang" in element and not re.fullmatch(r"[a-z]{2,3}(-\w+)*", str(element.Lang)):
                yield f"{kind} {element.objgen[0]}: {element.Lang} is no language"
            yield from _wrong_kids(element, kind)


_WITHIN = {
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "TR": {"TH", "TD"},
    "L": {"LI", "L", "Caption"},
    "TOC": {"TOC", "TOCI", "Caption"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
}
_ONLY_IN = {"TOCI": {"TOC"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "LI": {"L"}, "LBody": {"LI"}}


def _wrong_kids(element: Any, kind: str) -> Iterator[str]:
    kinds = {str(kid.S)[1:] for kid in _kids(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid}
    strange = kinds - _WITHIN.get(kind, kinds)
    if strange:
        yield f"{kind} {element.objgen[0]}: holds {', '.join(sorted(strange))}"
    if kind in _ONLY_IN and str(element.P.S)[1:] not in _ONLY_IN[kind]:
        yield f"{kind} {element.objgen[0]}: stands in {str(element.P.S)[1:]}"
    if kind == "Reference" and "Link" not in kinds:
        yield f"Reference {element.objgen[0]}: leads nowhere"
    if kind == "Link" and not any(isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid for kid in _kids(element)):
        yield f"Link {element.objgen[0]}: names no annotation"


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _names(owner: Any, mark: int) -> bool:
    return any(not isinstance(kid, pikepdf.Object) and int(kid) == mark for kid in _kids(owner))


def _flat(node: Any) -> Iterator[Any]:
    yield from node.get("/Nums", [])
    for kid in node.get("/Kids", []):
        yield from _flat(kid)


def _pages(pdf: pikepdf.Pdf, tree: Tree) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"page {number}: tab order isn't that of the structure"
        yield from (f"page {number}: {fault}" for fault in dict.fromkeys(_content(page, tree)))
        yield from (f"page {number}: {fault}" for fault in _notes(page, tree))


def _content(page: Any, tree: Tree) -> Iterator[str]:
    operations = list(pikepdf.parse_content_stream(page))
    yield from _marks(operations, page, tree)
    if any(str(operator) in _CMYK for _, operator in operations):
        yield "colours of four inks"
    codes = {name: _mapped(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    font = ""
    for operands, operator in operations:
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) in {"Tj", "TJ"} and not codes[font].issuperset(_codes(operands[0])):
            yield f"text in {font} whose glyphs are missing, or map to no character"


def _marks(operations: list[Any], page: Any, tree: Tree) -> Iterator[str]:
    depth = 0
    for operands, operator in operations:
        name = str(operator)
        if name in {"BMC", "BDC"}:
            depth += 1
            mark = operands[1].get("/MCID") if name == "BDC" else None
            if mark is not None and not tree.owns(page.obj, int(mark)):
                yield f"mark {mark} belongs to nothing in the tree"
        elif name == "EMC":
            depth -= 1
        elif name in _PAINTING and not depth:
            yield f"{name} paints outside marked content"
    if depth:
        yield "marked content that doesn't end"


def _codes(operand: Any) -> Iterator[int]:
    for piece in operand if isinstance(operand, pikepdf.Array) else [operand]:
        if isinstance(piece, pikepdf.String):
            text = bytes(piece)
            yield from (int.from_bytes(text[at : at + 2], "big") for at in range(0, len(text), 2))


def _mapped(font: Any) -> set[int]:
    """The codes that a font's ToUnicode maps to a character; the box of a missing glyph is none of them."""
    if "/ToUnicode" not in font:
        return set()
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", font.ToUnicode.read_bytes())
    return {int(code, 16) for code, text in pairs if text.lower() not in {b"0000", b"feff", b"fffe"}} - {0}


def _notes(page: Any, tree: Tree) -> Iterator[str]:
    for note in page.get("/Annots", []):
        if note.Subtype != "/Link":
            yield f"an annotation of kind {note.Subtype}"
        if not str(note.get("/Contents", "")).strip():
            yield "a link without a description"
        elif note.get("/Contents") == note.get("/Dest"):
            yield f"a link that is described by the name of its target, {note.Contents}"
        if not int(note.get("/F", 0)) & 4:
            yield "an annotation that isn't printed"
        if not tree.owns_note(note):
            yield "an annotation that no Link of the tree names"
        address = str(note.get("/A", {}).get("/URI", "http://"))
        if not address.startswith(_ADDRESSES):
            yield f"a link to {address}"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in _objects(pdf, "/Type", "/Font"):
        if font.Subtype == "/Type0":
            below = font.DescendantFonts[0]
            if "/ToUnicode" not in font or font.Encoding != "/Identity-H":
                yield f"font {font.BaseFont}: its codes map to no characters"
            if not {"/FontFile2", "/FontFile3"} & set(below.FontDescriptor.keys()):
                yield f"font {font.BaseFont}: not embedded"
            if below.Subtype == "/CIDFontType2" and "/CIDToGIDMap" not in below:
                yield f"font {font.BaseFont}: no map from codes to glyphs"
        elif font.Subtype not in {"/CIDFontType0", "/CIDFontType2"}:
            yield f"font {font.get('/BaseFont')}: of kind {font.Subtype}"


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for picture in _objects(pdf, "/Subtype", "/Image"):
        if picture.get("/Interpolate", False):
            yield "a picture is smoothed"
        if "/Alternates" in picture or "/OPI" in picture or picture.get("/ColorSpace") == "/DeviceCMYK":
            yield "a picture has alternates or colours of four inks"
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and "/LZWDecode" in str(item.get("/Filter", "")):
            yield "a stream is packed by LZW"


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    related = {file.objgen for file in pdf.Root.get("/AF", [])}
    for file in _objects(pdf, "/Type", "/Filespec"):
        name = str(file.get("/UF", ""))
        if not name or str(file.get("/F")) != name:
            yield "an attached file without a name"
        if file.get("/AFRelationship") not in {"/Data", "/Source"} or file.objgen not in related:
            yield f"{name}: its relation to the document isn't said"
        stream = file.EF.F
        if "/" not in str(stream.get("/Subtype", ""))[1:]:
            yield f"{name}: no media type"
        if stream.Params.get("/ModDate") != pdf.docinfo.get("/ModDate"):
            yield f"{name}: another date than the document's"


def _objects(pdf: pikepdf.Pdf, key: str, value: str) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and item.get(key) == value:
            yield item
