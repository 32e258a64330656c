"""Write the parts that every Office file has, and the file itself, the same bytes each time."""

import io
import zipfile
from collections.abc import Mapping

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE, _APP, _TYPES = "docProps/core.xml", "docProps/app.xml", "[Content_Types].xml"


def zipped(parts: Mapping[str, str]) -> bytes:
    """The file with these parts, the content types first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name != "_rels/.rels", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, (_DECLARATION + parts[name]).encode())
    return out.getvalue()


def relationships(*targets: tuple[str, str]) -> str:
    """A relationships part of `(kind, target)`; a kind is the last word of Office's own, or a whole address."""
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if "/" in kind else f"{OFFICE}/relationships/{kind}"}" '
        f'Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def common_parts(title: str, main: str) -> dict[str, str]:
    """The file's own relationships and properties; `main` is the name of its document part."""
    return {
        "_rels/.rels": relationships(
            ("officeDocument", main),
            (f"{PACKAGE}/relationships/metadata/core-properties", _CORE),
            ("extended-properties", _APP),
        ),
        _CORE: (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title></cp:coreProperties>'
        ),
        _APP: (f'<Properties xmlns="{OFFICE}/extended-properties"><Application>docgen</Application></Properties>'),
    }


def with_content_types(parts: Mapping[str, str], types: Mapping[str, str]) -> dict[str, str]:
    """The parts and the part that says what each of them is; `types` has those that `common_parts` doesn't make."""
    known = {
        **types,
        _CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        _APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{known[name]}"/>' for name in sorted(parts) if "_rels/" not in name
    )
    told = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
    return {**parts, _TYPES: told}
