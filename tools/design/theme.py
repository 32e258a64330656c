"""Turns a theme part into the faces that a document may use."""

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def theme_faces(theme: bytes | None) -> set[str]:
    """The families of a theme's font scheme (ECMA-376 part 1, 20.1.4.1.18), those of its scripts too."""
    if theme is None:
        return set()
    scheme = etree.fromstring(theme).find(f".//{A}fontScheme")
    found = scheme.iter(f"{A}latin", f"{A}ea", f"{A}cs", f"{A}font") if scheme is not None else ()
    return {face.get("typeface", "") for face in found} - {""}
