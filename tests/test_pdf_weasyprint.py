"""The internals of WeasyPrint and pydyf that docgen uses are those of the pinned version.

Where one of these fails, a new version has other insides: put weasyprint/names.py of the PDF engine right, then the
values here, then the pins in pyproject.toml.
"""

import inspect
import re
import tomllib
from importlib.metadata import version
from typing import Any

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

from docgen.engines.pdf.weasyprint import names as weasyprint
from docgen.engines.pdf.weasyprint.fonts import font_configuration

ENGINES = ROOT / "docgen/engines"
SIGNATURES = (
    """
build_formatting_structure(
  element_tree, style_for, get_image_from_uri, base_url, target_collector, counter_style, footnotes)
draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
draw_page(page, stream)
draw_stacking_context(stream, stacking_context)
get_color(style, key)
get_log_attrs(text, lang)
get_pango_font_key(pango_font)
initialize_page_maker(context, root_box)
layout_backgrounds(page, get_image_from_uri)
layout_box_backgrounds(page, box, get_image_from_uri, layout_children=True, style=None)
line_size(line, style)
remake_page(index, context, root_box, html)
to_bytes(item)
page_layout.make_margin_boxes(context, page, state)
page_layout.set_page_type_computed_styles(page_type, html, style_for)
Document.copy(self, pages='all')
Document.write_pdf(self, target=None, zoom=1, finisher=None, **options)
Document._build_layout_context(cls, html, font_config, counter_style, color_profiles, options)
Document._render(cls, html, font_config, counter_style, color_profiles, options)
HTML._ua_stylesheets(self, forms=False)
HTML.render(self, font_config=None, counter_style=None, color_profiles=None, **options)
Page.__init__(self, page_box)
Page.paint(self, stream, scale=1)
Stream.clone(self, **kwargs)
Stream.add_group(self, x, y, width, height)
Stream.add_pattern(self, x, y, width, height, repeat_width, repeat_height, matrix)
Stream.add_shading(self, shading_type, domain, coords, extend, function, color_space=None)
Stream.set_state(self, state)
Stream.stacked(self)
Stream.transform(self, a=1, b=0, c=0, d=1, e=0, f=0)
Stream.begin_marked_content(self, tag, property_list=None)
Stream.end_marked_content(self)
Font.__init__(self, pango_font, description, font_size)
Font.subset(self, to_unicode, hinting)
Layout.__init__(self, style, justification_spacing=0, max_width=None)
Layout.get_first_line(self)
StackingContext.from_box(cls, box, page, child_contexts=None)
URLFetcher.fetch(self, url, headers=None)
URLFetcherResponse.__init__(self, url, body=None, headers=None, status=200, **kwargs)
TargetLookupItem.__init__(self, state='pending')
pydyf.PDF.add_object(self, object_)
pydyf.Stream.__init__(self, stream=None, extra=None, compress=False)
""".replace("(\n  ", "(")
    .strip()
    .splitlines()
)
REPLACED = {
    "COMPUTE_STYLE": "(self, key)",
    "SET_TEXT": "(self, text, justify=False)",
    "DEACTIVATE_TEXT": "(self)",
    "REACTIVATE_TEXT": "(self, style)",
    "STYLE_PAGE_TYPE": "(page_type, html, style_for)",
    "BUILD_BOX_TREE": "(box, parent, pdf, page_number, nums, annotations, tags)",
    "PAGE_REFERENCES": None,
}
BOXES = (
    "BlockBox InlineBox LineBox MarginBox ParentBox ReplacedBox TableBox TableCellBox TableRowBox TableRowGroupBox "
    "TextBox"
)
ATTRIBUTES = {
    "context": "page_maker target_collector style_for get_image_from_uri footnotes broken_out_of_flow current_page "
    "running_elements string_set",
    "style_for": "_sheets",
    "page": "_page_box anchors bookmarks links",
    "page box": "children page_type style element element_tag height position_x link_annotation bookmark_label",
    "text box": "text style element element_tag pango_layout justification_spacing",
    "layout": "layout justification_spacing style",
    "pdf": "objects catalog pages",
    "font": "widths to_unicode missing hash file_content",
    "stream": "_resources _images _fonts _tags _ctm_stack stream",
    "placeholder": "_box",
}
PAGE = (
    "<html lang=en><title>x</title><style>@page { @top-left { content: 'head' } } i { position: absolute }"
    " svg, u { opacity: .5 }</style><h1 id=a>One</h1><p><a href='#a'>Two</a> <u>three</u> <i>four</i>"
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='5' height='5'/></svg>"
)


def found(name: str) -> Any:
    value: Any = weasyprint
    for part in name.split("."):
        static = inspect.getattr_static(value, part)
        value = static.__func__ if isinstance(static, classmethod | staticmethod) else getattr(value, part)
    place = next((place for place in weasyprint.originals if weasyprint.originals[place] and place[1] == part), None)
    return weasyprint.originals[place] if place and getattr(place[0], part, None) is value else value


@pytest.mark.parametrize("line", SIGNATURES, ids=[line.partition("(")[0] for line in SIGNATURES])
def test_a_function_takes_what_docgen_gives_it(line: str):
    name, bracket, arguments = line.partition("(")

    assert str(inspect.signature(found(name))) == bracket + arguments


@pytest.mark.parametrize("name", REPLACED)
def test_what_docgen_replaces_is_there_and_takes_the_same(name: str):
    place = getattr(weasyprint, name)
    holder, attribute = place
    original = weasyprint.originals.get(place, vars(holder)[attribute])

    assert (str(inspect.signature(original)) if callable(original) else None) == REPLACED[name]
    assert callable(original) or isinstance(original, property)


def test_the_boxes_that_docgen_looks_for_are_there():
    assert [name for name in BOXES.split() if not isinstance(getattr(weasyprint.boxes, name, None), type)] == []


class Watched(dict[str, Any]):
    """The objects of a layout and its drawing, by the names in ATTRIBUTES."""

    def attributes(self, name: str) -> set[str]:
        owner = self[name]
        return {wanted for wanted in ATTRIBUTES[name].split() if hasattr(owner, wanted)}


@pytest.fixture(scope="module")
def watched() -> Watched:
    seen, streams = Watched(), list[Any]()
    html = weasyprint.HTML(string=PAGE)
    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_variant": "pdf/ua-1", "pdf_tags": True}

    class Painted(weasyprint.Page):
        def paint(self, stream: Any, scale: float = 1) -> None:
            streams.append(stream)
            super().paint(stream, scale)

    document = weasyprint.render_with_context(
        html, font_configuration(), weasyprint.CounterStyle(), options, lambda context: seen.update(context=context)
    )
    page = document.pages[0]
    box = weasyprint.page_box_of(page)
    document.copy([Painted(box)]).write_pdf(finisher=lambda _, pdf: seen.update(pdf=pdf), pdf_variant="pdf/ua-1")
    seen.update(page=page, stream=streams[0], style_for=seen["context"].style_for)
    seen["page box"] = box
    seen["text box"] = next(b for b in box.descendants() if isinstance(b, weasyprint.boxes.TextBox))
    seen["layout"] = weasyprint.Layout(seen["text box"].style)
    seen["font"] = next(iter(weasyprint.fonts_of(streams[0]).values()))
    seen["placeholder"] = next(b for b in box.descendants() if isinstance(b, weasyprint.AbsolutePlaceholder))
    return seen


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_object_has_the_attributes_that_docgen_reads(name: str, watched: Watched):
    assert watched.attributes(name) == set(ATTRIBUTES[name].split())


def test_a_page_of_the_page_maker_has_the_parts_that_docgen_copies(watched: Watched):
    *start, state = watched["context"].page_maker[0]

    assert len(start) == 4
    assert len(start[3]) == 4
    assert start[3][1] == {"pages": [1]}
    assert set(state) == {"content_changed", "pages_wanted", "anchors", "content_lookups"}


def test_a_stream_draws_on_the_kinds_that_docgen_knows(watched: Watched):
    assert {"ExtGState", "XObject", "Pattern", "Shading", "ColorSpace"} <= set(
        weasyprint.resources_of(watched["stream"])
    )
    assert all("mcid" in tag for tag in weasyprint.tags_of(watched["stream"]).values() if tag)


def test_a_placeholder_stands_for_a_box(watched: Watched):
    assert isinstance(watched["placeholder"], weasyprint.AbsolutePlaceholder)
    assert weasyprint.placed_box(watched["placeholder"]).element_tag == "i"
    assert weasyprint.placed_box(watched["page box"]) is watched["page box"]


def test_the_style_sheet_of_weasyprint_has_the_rules_for_notes_that_docgen_takes_out():
    assert re.findall(r"(?m)^::(?:foot)?note-\w+", weasyprint.UA)
    assert weasyprint.UA_COUNTER_STYLE.copy()


def test_the_tables_of_properties_are_of_the_kinds_that_docgen_reads():
    names = set(weasyprint.INITIAL_VALUES)

    assert len(names) > 200
    assert set(weasyprint.INITIAL_NOT_COMPUTED) < names
    assert set(weasyprint.INHERITED) < names
    functions = weasyprint.PHYSICAL_FUNCTIONS
    assert functions["margin_inline_start" if "margin_inline_start" in functions else next(iter(functions))](
        block="ttb", inline="ltr"
    )


@pytest.mark.parametrize("name", ["weasyprint", "pydyf"])
def test_the_version_is_pinned_to_those_that_were_tried(name: str):
    needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    pin = next(need for line in needed if (need := Requirement(line)).name == name).specifier

    assert pin.contains(version(name)), f"{name} {version(name)} is not one that docgen was tried with"
    assert any(part.operator == "<" for part in pin)


def test_no_other_module_knows_the_insides_of_weasyprint():
    private = re.compile(
        r"^\s*(from|import) (weasyprint|pydyf)\b|\b_(page_box|build_box_tree|to_bytes|ua_stylesheets"
        r"|build_layout_context|ctm_stack)\b|(\._|\[\")_?(resources|images|fonts|tags|sheets|box)\"\]"
    )
    names = ROOT / "docgen/engines/pdf/weasyprint/names.py"
    others = [path for path in (ROOT / "docgen").rglob("*.py") if path != names]
    lines = [(path.name, line) for path in others for line in path.read_text(encoding="utf-8").splitlines()]

    assert len(others) > 200
    assert [(name, line) for name, line in lines if private.search(line)] == []
