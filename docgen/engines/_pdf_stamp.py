"""Turns a stamp into a PDF's document information and XMP, and a PDF back into its stamp and all its text."""

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from docgen.stamp import Stamp

_XMP = "urn:docgen:stamp#"
_PREFIX = "docgen."
_STRUCTURE_DEPTH = 40


def stamp(data: bytes, stamp: Stamp) -> bytes:
    """Write `stamp` into the document information and the XMP of a PDF, with the stamp's date as its only date."""
    with pikepdf.open(BytesIO(data)) as pdf:
        day = date.fromisoformat(stamp.date)
        _write_information(pdf, stamp, day)
        _write_xmp(pdf, stamp, day)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _write_information(pdf: pikepdf.Pdf, stamp: Stamp, day: date) -> None:
    facts = {
        "Title": stamp.title,
        "Creator": stamp.generator,
        "CreationDate": f"D:{day:%Y%m%d}000000Z",
        "ModDate": f"D:{day:%Y%m%d}000000Z",
        **stamp.as_properties(),
    }
    for name, value in facts.items():
        pdf.docinfo[f"/{name}"] = pikepdf.String(value)


def _write_xmp(pdf: pikepdf.Pdf, stamp: Stamp, day: date) -> None:
    pikepdf.models.PdfMetadata.register_xml_namespace(_XMP, "docgen")
    moment = f"{day.isoformat()}T00:00:00Z"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = stamp.title
        xmp["xmp:CreatorTool"] = stamp.generator
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            xmp[name] = moment
        for name, value in stamp.as_properties().items():
            xmp[f"{{{_XMP}}}{name.removeprefix(_PREFIX)}"] = value


def read_stamp(data: bytes) -> Mapping[str, str]:
    """The stamp's properties in the document information of a PDF; empty if it holds none or is no PDF."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            found = {str(name).removeprefix("/"): str(value) for name, value in pdf.docinfo.items()}
    except pikepdf.PdfError:
        return {}
    return {name: value for name, value in found.items() if name.startswith(_PREFIX)}


def searchable(data: bytes) -> Iterator[tuple[str, str]]:
    """All that a PDF holds: the text of each page as read, each object's strings, each stream decoded, attachments."""
    yield from _page_texts(data)
    with pikepdf.open(BytesIO(data)) as pdf:
        yield "text document information", "\n".join(str(value) for value in pdf.docinfo.values())
        for item in pdf.objects:
            name = f"object {item.objgen[0]}"
            strings = "\n".join(_strings(item, _STRUCTURE_DEPTH))
            if strings:
                yield f"text {name}", strings
            if isinstance(item, pikepdf.Stream):
                yield _stream_name(item, name), _stream_text(item)


def _page_texts(data: bytes) -> Iterator[tuple[str, str]]:
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            yield f"text page {number}", text.get_text_bounded().replace("\r\n", "\n")
            text.close()
            page.close()
    finally:
        document.close()


def _strings(item: Any, depth: int) -> Iterator[str]:
    """The strings of one object; what it only refers to is an object of its own."""
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif depth and isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for value in dict(item.items()).values():
            yield from _inner_strings(value, depth)
    elif depth and isinstance(item, pikepdf.Array):
        for value in item:  # pyright: ignore[reportGeneralTypeIssues]
            yield from _inner_strings(value, depth)


def _inner_strings(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _strings(value, depth - 1)


def _stream_name(stream: pikepdf.Stream, name: str) -> str:
    kind = str(stream.get("/Type", ""))
    return name if kind in {"/Metadata", "/EmbeddedFile"} else f"stream {name}"


def _stream_text(stream: pikepdf.Stream) -> str:
    if stream.get("/Subtype") == "/Image":  # pixels hold no text
        return ""
    data = stream.read_bytes()
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
