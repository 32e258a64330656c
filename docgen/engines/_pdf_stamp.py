"""Write and read the stamp in a PDF's document information and XMP."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import pikepdf

from docgen.engines._pdf_archive import date_attachments
from docgen.engines._pdf_xmp import packet
from docgen.stamp import Stamp

_PREFIX = "docgen."


def stamp(data: bytes, stamp: Stamp) -> bytes:
    """Write `stamp` into the document information and the XMP of a PDF, with the stamp's date as its only date.

    The XMP declares PDF/A-3u and PDF/UA-1, which is what `render` makes.
    """
    with pikepdf.open(BytesIO(data)) as pdf:
        moment = f"D:{date.fromisoformat(stamp.date):%Y%m%d}000000Z"
        _write_information(pdf, stamp, moment)
        _write_xmp(pdf, stamp)
        date_attachments(pdf, moment)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _write_information(pdf: pikepdf.Pdf, stamp: Stamp, moment: str) -> None:
    facts = {
        "Title": stamp.title,
        "Creator": stamp.generator,
        "CreationDate": moment,
        "ModDate": moment,
        **stamp.as_properties(),
    }
    for name, value in facts.items():
        pdf.docinfo[f"/{name}"] = pikepdf.String(value)


def _write_xmp(pdf: pikepdf.Pdf, stamp: Stamp) -> None:
    author, producer = (str(pdf.docinfo.get(name, "")) for name in ("/Author", "/Producer"))
    xmp = pikepdf.Stream(pdf, packet(stamp, str(pdf.Root.get("/Lang", "")), author, producer))
    xmp.Type, xmp.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(xmp)


def read_stamp(data: bytes) -> Mapping[str, str]:
    """The stamp's properties in the document information of a PDF; empty if it holds none or is no PDF."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            found = {str(name).removeprefix("/"): str(value) for name, value in pdf.docinfo.items()}
    except pikepdf.PdfError:
        return {}
    return {name: value for name, value in found.items() if name.startswith(_PREFIX)}
