"""Every name of WeasyPrint and pydyf that docgen uses: the only module that depends on their internals.

Few of them are public API, so the version is pinned, and `tests/test_pdf_weasyprint.py` compares the names, signatures
and attributes below with the installed version. For a new version: run that test, fix here what it reports, run the
other tests of the PDF engine, then move the pin in pyproject.toml.

Public names are re-exported. Private ones get a function without an underscore. Functions that docgen replaces inside
WeasyPrint are listed as (holder, name) and replaced by `replace_once`.
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
    "PageHTML",
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
    "render_with_context",
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
"""WeasyPrint's ICC profile of sRGB for output intents."""

Target = tuple[Any, str]
"""What is replaced: its holder and its name."""

COMPUTE_STYLE: Final[Target] = (ComputedStyle, "__missing__")
SET_TEXT: Final[Target] = (Layout, "set_text")
DEACTIVATE_TEXT: Final[Target] = (Layout, "deactivate")
REACTIVATE_TEXT: Final[Target] = (Layout, "reactivate")
STYLE_PAGE_TYPE: Final[Target] = (page_layout, "set_page_type_computed_styles")
BUILD_BOX_TREE: Final[Target] = (_tags, "_build_box_tree")
PAGE_REFERENCES: Final[Target] = (pydyf.PDF, "page_references")

originals: dict[Target, Any] = {}
"""The original of each replaced target."""

to_bytes: Callable[[Any], bytes] = vars(pydyf)["_to_bytes"]
"""pydyf's serializer of any object."""


def replace_once(target: Target, make: Callable[[Any], Any]) -> None:
    """Replace the target by `make(original)` for the entire process; a second call changes nothing."""
    if target not in originals:
        holder, name = target
        originals[target] = vars(holder)[name]
        setattr(holder, name, make(originals[target]))


def page_box_of(page: Page) -> Any:
    """The page box of a page."""
    return vars(page)["_page_box"]


def placed_box(box: Any) -> Any:
    """The box of a placeholder for an absolutely positioned box, or `box` itself."""
    return vars(box)["_box"] if isinstance(box, AbsolutePlaceholder) else box


def sheets_of(style_for: Any) -> Any:
    """The style sheets of a layout, each as (sheet, origin, specificity)."""
    return vars(style_for)["_sheets"]


def build_layout_context(html: Any, fonts: Any, counters: Any, profiles: Any, options: Mapping[str, Any]) -> Any:
    """The layout context of a document, which isn't laid out yet."""
    return vars(Document)["_build_layout_context"].__get__(None, Document)(html, fonts, counters, profiles, options)


def render_with_context(
    html: Any, fonts: Any, counters: Any, options: Mapping[str, Any], watch: Callable[[Any], None]
) -> Document:
    """Lay out `html`; `watch` is called with the layout context before the layout begins."""

    class Watched(Document):
        """A document that passes its layout context to `watch`."""

        @classmethod
        def _build_layout_context(cls, *args: Any, **kwargs: Any) -> Any:
            context: Any = super()._build_layout_context(*args, **kwargs)
            watch(context)
            return context

    render: Any = Watched._render  # pyright: ignore[reportPrivateUsage]
    return render(html, fonts, counters, None, options)


class PageHTML(HTML):
    """A page that may replace WeasyPrint's user-agent style sheet by its own."""

    ua_sheet: CSS | None = None

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        own: Any = super()._ua_stylesheets  # pyright: ignore[reportUnknownMemberType]
        return [self.ua_sheet] if self.ua_sheet and not forms else own(forms)


def resources_of(stream: Any) -> Any:
    """The resources of a stream, by kind and name."""
    return vars(stream)["_resources"]


def images_of(stream: Any) -> Any:
    """The images of a stream, by name."""
    return vars(stream)["_images"]


def fonts_of(stream: Any) -> Any:
    """The fonts of a stream, by Pango's key."""
    return vars(stream)["_fonts"]


def tags_of(stream: Any) -> Any:
    """The marked content of a stream, by box; None without marks."""
    return vars(stream)["_tags"]


def set_tags(stream: Any, tags: Any) -> None:
    """Let a stream add its marked content to `tags`; None turns marks off."""
    vars(stream)["_tags"] = tags


def set_transformation(stream: Any, matrix: Any) -> None:
    """Set the initial transformation matrix of a stream."""
    vars(stream)["_ctm_stack"] = [matrix]
