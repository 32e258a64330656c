"""Turns a tagged PDF, as WeasyPrint is about to write it, into one for archives: PDF/A-3 (ISO 19005-3).

What it takes beside the fonts, which are embedded anyway: an output intent that says what the colours mean, printed
annotations, no smoothing of pictures, and files attached with their relation to the document.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pikepdf

DATA_NAME = "data.json"
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
_PRINTED = 4
_COMPONENTS, _CONDITION = 3, "sRGB IEC61966-2.1"


def attachment(data: str) -> Any:
    """`data`, JSON, as WeasyPrint's attachment, with a date that the stamp replaces (see `date_attachments`)."""
    from docgen.engines.pdf.weasyprint.names import Attachment  # noqa: PLC0415 - a stamp is read without it

    said = "What this document says, as data"
    return Attachment(string=data, name=DATA_NAME, description=said, created=_UNDATED, modified=_UNDATED)


def finish_archive(_document: object, pdf: Any) -> None:
    """WeasyPrint's finisher: add what PDF/A-3 asks for and take what it forbids (6.2.3, 6.2.8.1, 6.3.2, 6.8)."""
    from docgen.engines.pdf.weasyprint.names import pydyf  # noqa: PLC0415 - a stamp is read without it

    pictures = [made for made in pdf.objects if isinstance(made, pydyf.Stream)]
    for picture in pictures:
        if "Interpolate" in picture.extra:
            picture.extra["Interpolate"] = "false"
    for note in _of_type("/Annot", pdf):
        note["F"] = _PRINTED
    attached = list(_of_type("/Filespec", pdf))
    for file in attached:
        file["AFRelationship"] = "/Data"
    if attached:
        pdf.catalog["AF"] = pydyf.Array([file.reference for file in attached])
    pdf.catalog["OutputIntents"] = pydyf.Array([_intent(pdf)])


def _of_type(wanted: str, pdf: Any) -> Iterator[Any]:
    return (made for made in pdf.objects if isinstance(made, dict) and made.get("Type") == wanted)


def _intent(pdf: Any) -> Any:
    from docgen.engines.pdf.weasyprint.names import SRGB_PROFILE, pydyf  # noqa: PLC0415

    profile = pydyf.Stream([SRGB_PROFILE], pydyf.Dictionary({"N": _COMPONENTS}), compress=True)
    pdf.add_object(profile)
    return pydyf.Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": pydyf.String(_CONDITION),
            "Info": pydyf.String(_CONDITION),
            "DestOutputProfile": profile.reference,
        }
    )


def date_attachments(pdf: pikepdf.Pdf, moment: str) -> None:
    """Give every attached file `moment`, a PDF date, as its dates."""
    for stream in _embedded(pdf):
        stream.Params.CreationDate = pikepdf.String(moment)
        stream.Params.ModDate = pikepdf.String(moment)


def _embedded(pdf: pikepdf.Pdf) -> Iterator[Any]:
    names: Any = pdf.Root.get("/Names", pikepdf.Dictionary()).get("/EmbeddedFiles", pikepdf.Dictionary())
    for index, item in enumerate(names.get("/Names", [])):
        if index % 2:
            yield item.EF.F
