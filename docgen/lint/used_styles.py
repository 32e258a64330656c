"""Remove from a template's style sheets what nothing uses: galleries that programs add when they save a file."""

import re
from collections.abc import Mapping

from docgen.engines.docx.style_names import contents_level, heading_level
from docgen.ooxml.names import A, Element, w
from docgen.ooxml.xml import name_of_style, styles_by_id

_REFERENCE = re.compile(
    rb'<(?:\w+:)?(?:pStyle|rStyle|tblStyle|styleLink|numStyleLink|defaultTableStyle)\s[^>]*?val="([^"]*)"'
)
_TABLE_STYLE = re.compile(rb"<(?:\w+:)?tableStyleId>\s*([^<\s]*)\s*<")
_PRINTED = re.compile(r"(list (bullet|number).*|quote|hyperlink|caption|table grid|docgen .*)", re.I)
"""Names of styles that a render uses, whether the template does or not."""
_STYLE, _TABLES = w("style"), f"{{{A}}}tblStyle"


def remove_unused_styles(root: Element, parts: Mapping[str, bytes]) -> None:
    """Remove from the style sheet `root` of a Word file or a deck the styles that none of `parts` uses.

    Styles that others in use are based on, defaults, and those of Markdown and contents count as used.
    """
    if root.tag == w("styles"):
        used = _used_in_word(root, parts)
        unused = [style for style in root.iterchildren(_STYLE) if style.get(w("styleId"), "") not in used]
    else:
        named = {found.decode() for data in parts.values() for found in _TABLE_STYLE.findall(data)}
        named.add(root.get("def", ""))
        unused = [style for style in root.iterchildren(_TABLES) if style.get("styleId", "") not in named]
    for style in unused:
        root.remove(style)


def _used_in_word(root: Element, parts: Mapping[str, bytes]) -> set[str]:
    styles = styles_by_id(root)
    pending = [key for key, style in styles.items() if _is_always_used(style)]
    for name, data in parts.items():
        if name.startswith("word/") and not name.endswith("styles.xml"):
            pending += [found.decode() for found in _REFERENCE.findall(data)]
    used: set[str] = set()
    while pending:
        key = pending.pop()
        if key in styles and key not in used:
            used.add(key)
            pending += [item.get(w("val"), "") for item in styles[key].iterchildren(w("basedOn"), w("link"))]
    return used


def _is_always_used(style: Element) -> bool:
    is_default, name = style.get(w("default"), "") in {"1", "true", "on"}, name_of_style(style)
    is_leveled = heading_level(name) is not None or contents_level(name) is not None
    return is_default or is_leveled or _PRINTED.fullmatch(name) is not None
