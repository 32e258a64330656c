"""Turns what WeasyPrint works out again for every style, text and page into what it works out once; pages stay so.

Five functions of WeasyPrint are wrapped, once for the process. Each wrapper answers the plain case, which is nearly
all of them, and leaves any other to the function that it wraps. `tests/test_pdf_shortcuts.py` holds both side by side.
"""

import re
from functools import lru_cache
from typing import Any

from docgen.engines.pdf.weasyprint.names import (
    COMPUTE_STYLE,
    CSS,
    DEACTIVATE_TEXT,
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    PHYSICAL_FUNCTIONS,
    REACTIVATE_TEXT,
    SET_TEXT,
    STYLE_PAGE_TYPE,
    UA,
    UA_COUNTER_STYLE,
    replace_once,
    sheets_of,
    text_libraries,
)

_PANGO: Any = text_libraries.pango
_CHANGED = ("float", "display", "position", "page", "text_decoration")  # what they compute to hangs on other properties
_PLAIN = frozenset(name for name in INITIAL_VALUES if not name.startswith(_CHANGED))
_FROM_PARENT = frozenset(name for name in _PLAIN if name in INHERITED and name not in PHYSICAL_FUNCTIONS)
_INITIAL = {name: INITIAL_VALUES[name] for name in _PLAIN if name not in INHERITED | set(INITIAL_NOT_COMPUTED)}
_LOGICAL = frozenset(
    logical(block="ttb", inline=direction) for logical in PHYSICAL_FUNCTIONS.values() for direction in ("ltr", "rtl")
)
_PARAGRAPHS = re.compile("[\n\r\u2029]")
_NOTES = re.compile(r"float\s*:\s*(foot)?note|::?(foot)?note-|@footnote|@note", re.IGNORECASE)
_NOTES_OF_UA = re.compile(r"^::(?:foot)?note-\w+\s*\{[^}]*\}\n", re.MULTILINE)


def install() -> None:
    """Wrap WeasyPrint's functions; a second call changes nothing."""
    replace_once(COMPUTE_STYLE, _computed)
    replace_once(SET_TEXT, _text_set)
    replace_once(DEACTIVATE_TEXT, _deactivated)
    replace_once(REACTIVATE_TEXT, _reactivated)
    replace_once(STYLE_PAGE_TYPE, _page_styled)


def _computed(slow: Any) -> Any:
    """A style's value of a property that no rule sets: the parent's, or the initial one."""

    def computed(self: Any, key: str) -> Any:
        if key not in self.cascaded:
            if key in _FROM_PARENT and self.parent_style is not None:
                value = self[key] = self.parent_style[key]
                return value
            if key in _INITIAL and (key not in PHYSICAL_FUNCTIONS or self.cascaded.keys().isdisjoint(_LOGICAL)):
                value = self[key] = _INITIAL[key]
                return value
        return slow(self, key)

    return computed


def _text_set(slow: Any) -> Any:
    """Say before the text is shaped, not before it is drawn, that it is one paragraph: else it is shaped twice."""

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        _PANGO.pango_layout_set_single_paragraph_mode(self.layout, not _PARAGRAPHS.search(text))
        slow(self, text, justify)

    return set_text


def _deactivated(slow: Any) -> Any:
    """Let go what was shaped when it is drawn, not when it is laid out: else it is shaped again to be drawn."""

    def deactivate(self: Any) -> None:
        if vars(self).get("docgen_laid_out") or self.justification_spacing:
            slow(self)
        else:
            self.docgen_laid_out = True

    return deactivate


def _reactivated(slow: Any) -> Any:
    def reactivate(self: Any, style: Any) -> None:
        if vars(self).get("style") is not style or self.justification_spacing:
            slow(self, style)
        elif self.get_first_line()[1] is not None:  # a width from the layout breaks the line
            _PANGO.pango_layout_set_width(self.layout, -1)

    return reactivate


def _page_styled(slow: Any) -> Any:
    """Pages of one name have one style, unless a rule picks them by their place."""

    def set_styles(page_type: Any, html: Any, style_for: Any) -> None:
        known, styles = vars(style_for).setdefault("docgen_pages", {}), style_for.get_computed_styles()
        key = (page_type.name, page_type.side, page_type.blank, page_type.index == 0)
        if key not in known or _has_places(style_for):
            slow(page_type, html, style_for)
            known[key] = [(pseudo, style) for (of, pseudo), style in styles.items() if of == page_type]
        for pseudo, style in known[key]:
            styles[page_type, pseudo] = style

    return set_styles


def _has_places(style_for: Any) -> bool:
    held = vars(style_for)
    if "docgen_has_places" not in held:
        rules = [rule for sheet, _, _ in sheets_of(style_for) for rule in sheet.page_rules]
        held["docgen_has_places"] = any(place.index for _, selectors, _ in rules for _, _, place in selectors)
    return bool(held["docgen_has_places"])


def plain_sheet(*texts: str) -> CSS | None:
    """The sheet that lies under all others, without its rules for footnotes if none of `texts` has any; else None.

    These rules give each element of a page five more styles.
    """
    return None if any(_NOTES.search(text) for text in texts) else _without_notes()


@lru_cache(maxsize=1)
def _without_notes() -> CSS:
    return CSS(string=_NOTES_OF_UA.sub("", UA), counter_style=UA_COUNTER_STYLE.copy())
