"""Write the parts common to all Office files, such as the theme, and the package, with reproducible bytes."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from docgen.brand import Brand
from docgen.engines.office.record import with_record

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
GLOW = '<a:schemeClr val="accent2"><a:lumMod val="60000"/><a:lumOff val="40000"/><a:satMod val="55000"/></a:schemeClr>'
"""The accent on `primary` backgrounds: lighter for contrast, and less saturated."""
_CORE, _APP, _TYPES = "docProps/core.xml", "docProps/app.xml", "[Content_Types].xml"


def zipped(parts: Mapping[str, str]) -> bytes:
    """Zip the parts and the record of their drawings' tags, content types first."""
    out = io.BytesIO()
    data = with_record({name: (_DECLARATION + text).encode() for name, text in parts.items()})
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(data, key=lambda name: (name != _TYPES, name != "_rels/.rels", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data[name])
    return out.getvalue()


def relationships(*targets: tuple[str, str]) -> str:
    """A relationships part of `(kind, target)`; a kind is the last word of Office's own, or a whole address."""
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{kind if "/" in kind else f"{OFFICE}/relationships/{kind}"}" '
        f'Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


_LANGUAGES = {"zh": "zh-CN", "en": "en-GB", "zh+en": "zh-CN"}
"""The language of a file's properties (RFC 5646) for one of templates; a bilingual document's is its first."""


def common_parts(title: str, main: str, language: str = "") -> dict[str, str]:
    """The file's own relationships and properties; `main` is the name of its document part."""
    written = f"<dc:language>{_LANGUAGES[language]}</dc:language>" if language else ""
    return {
        "_rels/.rels": relationships(
            ("officeDocument", main),
            (f"{PACKAGE}/relationships/metadata/core-properties", _CORE),
            ("extended-properties", _APP),
        ),
        _CORE: (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
            f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
            f"{written}</cp:coreProperties>"
        ),
        _APP: (f'<Properties xmlns="{OFFICE}/extended-properties"><Application>docgen</Application></Properties>'),
    }


def with_content_types(parts: Mapping[str, str], types: Mapping[str, str]) -> dict[str, str]:
    """Add the content types part; `types` has those of parts that `common_parts` doesn't make."""
    known = {
        **types,
        _CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        _APP: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    rows = "".join(
        f'<Override PartName="/{name}" ContentType="{known[name]}"/>' for name in sorted(parts) if "_rels/" not in name
    )
    content_types = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )
    return {**parts, _TYPES: content_types}


def theme(lines: Sequence[int]) -> str:
    """The theme; `lines` are the weights of its three lines in English metric units."""
    brand = Brand()
    slots = {
        "dk1": brand.ink, "lt1": "FFFFFF", "dk2": brand.primary, "lt2": brand.surface, "accent1": brand.primary,
        "accent2": brand.accent, "accent3": brand.positive, "accent4": brand.warning, "accent5": brand.negative,
        "accent6": brand.muted, "hlink": brand.primary, "folHlink": brand.muted,
    }  # fmt: skip
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in slots.items())
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    drawn = "".join(f'<a:ln w="{weight}">{solid}</a:ln>' for weight in lines)
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="docgen"><a:themeElements>'
        f'<a:clrScheme name="docgen">{colours}</a:clrScheme><a:fontScheme name="docgen">'
        f"<a:majorFont>{_fonts(brand.heading_latin, brand.heading_east_asian)}</a:majorFont>"
        f"<a:minorFont>{_fonts(brand.body_latin, brand.body_east_asian)}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="docgen"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{drawn}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _fonts(latin: str, east_asian: str) -> str:
    return f'<a:latin typeface="{latin}"/><a:ea typeface="{east_asian}"/><a:cs typeface=""/>'
