"""Word files as Word in other languages and WPS write them: built-in styles keep their names, and have other ids."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

W = nsdecls("w")
IDS = {
    "zh": {"heading 1": "1", "heading 2": "2", "heading 3": "3", "toc 1": "10", "toc 2": "20", "List Bullet": "a9",
           "List Number": "a8", "Table Grid": "a5", "Quote": "a6", "Normal": "a"},
    "de": {"heading 1": "berschrift1", "heading 2": "berschrift2", "heading 3": "berschrift3", "toc 1": "Verzeichnis1",
           "toc 2": "Verzeichnis2", "List Bullet": "Aufzhlungszeichen", "List Number": "Listennummer",
           "Table Grid": "Tabellenraster", "Quote": "Zitat", "Normal": "Standard"},
    "fr": {"heading 1": "Titre1", "heading 2": "Titre2", "heading 3": "Titre3", "toc 1": "TM1", "toc 2": "TM2",
           "List Bullet": "Listepuces", "List Number": "Listenumros", "Table Grid": "Grilledutableau",
           "Quote": "Citation"},
    "wps": {"heading 1": "2", "heading 2": "3", "heading 3": "4", "toc 1": "6", "toc 2": "7", "List Bullet": "8",
            "List Number": "9", "Table Grid": "12", "Quote": "13", "Normal": "1"},
}  # fmt: skip


def saved(document: Any) -> bytes:
    """The bytes of a document."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def foreign(program: str, make: Callable[[Any], None]) -> bytes:
    """A file whose styles have the ids that `program` gives them; `make` adds content, by the styles' English names."""
    document = Document()
    styles = document.styles.element
    for level in (1, 2):
        styles.append(
            parse_xml(f'<w:style {W} w:type="paragraph" w:styleId="TOC{level}"><w:name w:val="toc {level}"/></w:style>')
        )
    make(document)
    renamed: dict[str, str] = {}
    for style in styles.iter(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        wanted = IDS.get(program, {}).get(name) or IDS.get(program, {}).get(name.lower())
        if wanted:
            renamed[style.get(qn("w:styleId"))] = wanted
    for root in (styles, document.element):
        for item in root.iter(*(qn(f"w:{tag}") for tag in ("pStyle", "basedOn", "next", "link", "tblStyle", "rStyle"))):
            item.set(qn("w:val"), renamed.get(item.get(qn("w:val")), item.get(qn("w:val"))))
    for style in styles.iter(qn("w:style")):
        style.set(qn("w:styleId"), renamed.get(style.get(qn("w:styleId")), style.get(qn("w:styleId"))))
    return saved(document)


def run(markup: str) -> str:
    """A run with this content."""
    return f"<w:r>{markup}</w:r>"


def mark(kind: str) -> str:
    """A run with a mark of a field."""
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def code(text: str) -> str:
    """A run with the code of a field."""
    return run(f'<w:instrText xml:space="preserve">{text}</w:instrText>')


def words(text: str) -> str:
    """A run with text."""
    return run(f'<w:t xml:space="preserve">{text}</w:t>')


def field(text: str, result: str = "shown") -> str:
    """The runs of a complete field."""
    return mark("begin") + code(f" {text} ") + mark("separate") + words(result) + mark("end")


def put_first(document: Any, *paragraphs: str) -> None:
    """Put paragraphs with this content at the beginning of the body."""
    body = document.element.body
    for at, content in enumerate(paragraphs):
        body.insert(at, parse_xml(f"<w:p {W}>{content}</w:p>"))


def contents(instruction: str = 'TOC \\o "1-3" \\h \\z \\u') -> str:
    """A contents field without entries, in one paragraph."""
    return f'<w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{field(instruction, "old")}'
