"""Every name of WeasyPrint and pydyf that docgen uses: the one module that knows their insides.

Few of them are promised by those libraries, so the version is pinned, and `tests/test_pdf_weasyprint.py` holds the
names, signatures and attributes below against the one that is installed. A new version: run that test, put right here
what it names, run the other tests of the PDF engine, then move the pin in pyproject.toml.

Public names go on as they are. Private ones get a function without an underscore. What docgen replaces inside
WeasyPrint is listed as (holder, name), and replaced by `replace_once`.
"""

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Final

import pydyf
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Attachment
from weasyprint.css import ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.css.targets import TargetLookupItem
from weasyprint.document import Document, Page
from weasyprint.draw import draw_page, draw_stacking_context
from weasyprint.draw.color import get_color
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import UA, UA_COUNTER_STYLE
from weasyprint.layout import initialize_page_maker
from weasyprint.layout import page as page_layout
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.background import layout_backgrounds, layout_box_backgrounds
from weasyprint.layout.page import remake_page
from weasyprint.matrix import Matrix
from weasyprint.pdf import tags as _tags
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext
from weasyprint.text import ffi as text_libraries
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key
from weasyprint.text.line_break import Layout, get_log_attrs, line_size
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

__all__ = [
    "BUILD_BOX_TREE",
    "COMPUTE_STYLE",
    "CSS",
    "DEACTIVATE_TEXT",
    "DEFAULT_OPTIONS",
    "HTML",
    "INHERITED",
    "INITIAL_NOT_COMPUTED",
    "INITIAL_VALUES",
    "PAGE_REFERENCES",
    "PHYSICAL_FUNCTIONS",
    "REACTIVATE_TEXT",
    "SET_TEXT",
    "SRGB_PROFILE",
    "STYLE_PAGE_TYPE",
    "UA",
    "UA_COUNTER_STYLE",
    "AbsolutePlaceholder",
    "Attachment",
    "ComputedStyle",
    "CounterStyle",
    "Document",
    "FatalURLFetchingError",
    "Font",
    "FontConfiguration",
    "Layout",
    "Matrix",
    "Page",
    "SheetedPage",
    "StackingContext",
    "Stream",
    "TargetLookupItem",
    "URLFetcher",
    "URLFetcherResponse",
    "boxes",
    "build_formatting_structure",
    "build_layout_context",
    "draw_first_line",
    "draw_page",
    "draw_stacking_context",
    "fonts_of",
    "get_color",
    "get_log_attrs",
    "get_pango_font_key",
    "images_of",
    "initialize_page_maker",
    "layout_backgrounds",
    "layout_box_backgrounds",
    "line_size",
    "page_box_of",
    "page_layout",
    "placed_box",
    "pydyf",
    "remake_page",
    "render_watched",
    "replace_once",
    "resources_of",
    "set_tags",
    "set_transformation",
    "sheets_of",
    "tags_of",
    "text_libraries",
    "to_bytes",
]

SRGB_PROFILE: Final = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
"""The ICC profile of sRGB that WeasyPrint brings for output intents."""

Place = tuple[Any, str]
"""What is replaced: who holds it, and under which name."""

COMPUTE_STYLE: Final[Place] = (ComputedStyle, "__missing__")
SET_TEXT: Final[Place] = (Layout, "set_text")
DEACTIVATE_TEXT: Final[Place] = (Layout, "deactivate")
REACTIVATE_TEXT: Final[Place] = (Layout, "reactivate")
STYLE_PAGE_TYPE: Final[Place] = (page_layout, "set_page_type_computed_styles")
BUILD_BOX_TREE: Final[Place] = (_tags, "_build_box_tree")
PAGE_REFERENCES: Final[Place] = (pydyf.PDF, "page_references")

originals: dict[Place, Any] = {}
"""What stood in a place before docgen replaced it."""

to_bytes: Callable[[Any], bytes] = vars(pydyf)["_to_bytes"]
"""pydyf's bytes of any object."""


def replace_once(place: Place, make: Callable[[Any], Any]) -> None:
    """Put `make(what is there)` in the place, for the whole process; a second call changes nothing."""
    if place not in originals:
        holder, name = place
        originals[place] = vars(holder)[name]
        setattr(holder, name, make(originals[place]))


def page_box_of(page: Page) -> Any:
    """The box that a page was laid out as."""
    return vars(page)["_page_box"]


def placed_box(box: Any) -> Any:
    """The box itself, where a placeholder stands for one that is placed absolutely."""
    return vars(box)["_box"] if isinstance(box, AbsolutePlaceholder) else box


def sheets_of(style_for: Any) -> Any:
    """The style sheets of a layout, each as (sheet, origin, specificity)."""
    return vars(style_for)["_sheets"]


def build_layout_context(html: Any, fonts: Any, counters: Any, profiles: Any, options: Mapping[str, Any]) -> Any:
    """What a document is laid out in, without laying it out."""
    return vars(Document)["_build_layout_context"].__get__(None, Document)(html, fonts, counters, profiles, options)


def render_watched(
    html: Any, fonts: Any, counters: Any, options: Mapping[str, Any], watch: Callable[[Any], None]
) -> Document:
    """`html` laid out; `watch` gets the context of the layout before it begins."""

    class Watched(Document):
        """A document that hands out the context of its layout."""

        @classmethod
        def _build_layout_context(cls, *given: Any, **named: Any) -> Any:
            context: Any = super()._build_layout_context(*given, **named)
            watch(context)
            return context

    render: Any = Watched._render  # pyright: ignore[reportPrivateUsage]
    return render(html, fonts, counters, None, options)


class SheetedPage(HTML):
    """A page that may bring the sheet that lies under all others, in place of WeasyPrint's own."""

    under: CSS | None = None

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        own: Any = super()._ua_stylesheets  # pyright: ignore[reportUnknownMemberType]
        return [self.under] if self.under and not forms else own(forms)


def resources_of(stream: Any) -> Any:
    """What a stream draws on, by kind and name."""
    return vars(stream)["_resources"]


def images_of(stream: Any) -> Any:
    """The pictures that a stream shows, by name."""
    return vars(stream)["_images"]


def fonts_of(stream: Any) -> Any:
    """The fonts of a stream, by Pango's key."""
    return vars(stream)["_fonts"]


def tags_of(stream: Any) -> Any:
    """The marked content of a stream, by box; None where nothing is marked."""
    return vars(stream)["_tags"]


def set_tags(stream: Any, tags: Any) -> None:
    """Let a stream mark content into `tags`, or, with None, mark none."""
    vars(stream)["_tags"] = tags


def set_transformation(stream: Any, matrix: Any) -> None:
    """Let a stream begin in the coordinates of `matrix`."""
    vars(stream)["_ctm_stack"] = [matrix]
