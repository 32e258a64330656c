"""Fit of text on slides: which boxes shrink, which grow, and the findings when neither is enough."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from docgen.engines.office.measure.fit import Typeface
from docgen.engines.pptx.fit.frames import BOX, frame_of, placeholder_frames
from docgen.engines.pptx.fit.slide import Sheet, fit_slide
from docgen.engines.pptx.fit.styles import PLAIN, Fonts, apply_list_style, fonts_of, paragraphs_of
from docgen.engines.pptx.fit.tables import row_heights
from docgen.engines.pptx.fit.text import overflow_of, surely_fits
from docgen.ooxml.names import A, P

FONTS = Fonts("Calibri", "Noto Sans CJK SC", "Calibri", "Noto Sans CJK SC")
SHEET = Sheet(960, 540, 500)
NAMESPACES = f'xmlns:a="{A}" xmlns:p="{P}"'
NO_INSETS = 'lIns="0" tIns="0" rIns="0" bIns="0"'
SHRINKS, GROWS, FIXED = "<a:normAutofit/>", "<a:spAutoFit/>", "<a:noAutofit/>"


def tree(text):
    return etree.fromstring(text.replace(">", f" {NAMESPACES}>", 1) if text[-2:] != "/>" else text)


def emu(points):
    return round(points * 12700)


def place(x, y, width, height, tag="a:xfrm"):
    return f'<{tag}><a:off x="{emu(x)}" y="{emu(y)}"/><a:ext cx="{emu(width)}" cy="{emu(height)}"/></{tag}>'


def para(text, size=None, properties="", language="en-GB"):
    size_attribute = f' sz="{size * 100}"' if size else ""
    return f'<a:p>{properties}<a:r><a:rPr lang="{language}"{size_attribute}/><a:t>{text}</a:t></a:r></a:p>'


def box(*paragraphs, size=(200, 60), autofit=FIXED, holder="", body=NO_INSETS, at=(100, 100), name="Box", styles=""):
    spot = place(*at, *size) if size else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="{name}"/><p:cNvSpPr/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{spot}</p:spPr><p:txBody><a:bodyPr {body}>{autofit}</a:bodyPr><a:lstStyle>{styles}</a:lstStyle>"
        f"{''.join(paragraphs)}</p:txBody></p:sp>"
    )


def slide(*shapes, kind="sld"):
    shapes = "".join(shapes)
    return tree(f"<p:{kind}><p:cSld><p:spTree><p:nvGrpSpPr/><p:grpSpPr/>{shapes}</p:spTree></p:cSld></p:{kind}>")


def fitted(*shapes, frames=None):
    made = slide(*shapes)
    changed, findings = fit_slide(made, frames or {}, FONTS, SHEET, "slide 3")
    return made, changed, findings


def autofit(made):
    found = made.find(f".//{{{A}}}normAutofit")
    return None if found is None else dict(found.attrib)


def inherited(layout_shape, title_style="", body_style=""):
    """The frames that a slide inherits from a layout of one placeholder and a master of styles alone."""
    master = slide(kind="sldMaster")
    master.append(
        tree(
            f"<p:txStyles><p:titleStyle>{title_style}</p:titleStyle><p:bodyStyle>{body_style}</p:bodyStyle></p:txStyles>"
        )
    )
    return placeholder_frames(slide(layout_shape, kind="sldLayout"), master)


def level(size, properties="", inside=""):
    return f'<a:lvl1pPr {properties}>{inside}<a:defRPr sz="{size * 100}"/></a:lvl1pPr>'


WORD = "word " * 40


def test_text_that_fits_is_left_as_it_is():
    made, changed, findings = fitted(box(para("word"), autofit=SHRINKS))
    assert (changed, findings, autofit(made)) == (False, [], {})


def test_only_a_box_that_asks_for_it_is_shrunk():
    text = para("word " * 14, 18)
    shrunk, changed, findings = fitted(box(text, autofit=SHRINKS))
    assert (changed, findings, autofit(shrunk)) == (True, [], {"fontScale": "92500", "lnSpcReduction": "10000"})
    fixed, changed, findings = fitted(box(text, size=(200, 40)))
    assert (changed, [finding.code for finding in findings], autofit(fixed)) == (False, ["fit.overflow"], None)


def test_a_scale_that_the_template_carries_goes_when_the_text_is_short():
    scaled = '<a:normAutofit fontScale="62500" lnSpcReduction="20000"/>'
    made, changed, _ = fitted(box(para("word"), autofit=scaled))
    assert (changed, autofit(made)) == (True, {})


def test_autofit_is_inherited_from_the_layouts_placeholder():
    holder = '<p:ph type="body" idx="1"/>'
    frames = inherited(box(para("x"), holder=holder, autofit=SHRINKS, size=(200, 60)), body_style=level(18))
    made, changed, _ = fitted(
        box(para("word " * 14), size=None, autofit="", holder='<p:ph idx="1"/>', body=""), frames=frames
    )
    assert (changed, autofit(made)) == (True, {"fontScale": "92500", "lnSpcReduction": "10000"})
    own, changed, _ = fitted(box(para("word " * 14), size=None, autofit=FIXED, holder=holder, body=""), frames=frames)
    assert (changed, autofit(own)) == (False, None)


def test_a_titles_one_step_is_taken_before_others():
    holder = '<p:ph type="title"/>'
    frames = inherited(box(para("x"), holder=holder, autofit=SHRINKS, size=(400, 30)), title_style=level(24))
    title = box(para("word " * 7), size=None, autofit="", holder=holder, body="")
    assert autofit(fitted(title, frames=frames)[0]) is None
    title = box(para("word " * 7), size=(400, 27), autofit="", holder=holder, body="")
    assert autofit(fitted(title, frames=frames)[0]) == {"fontScale": "90000"}


def test_type_is_shrunk_to_ten_points_and_the_rest_is_reported():
    made, _, findings = fitted(box(para("word " * 400, 18), autofit=SHRINKS, name="Notes"))
    assert autofit(made) == {"fontScale": "55000", "lnSpcReduction": "20000"}
    assert [(finding.code, finding.severity, finding.place) for finding in findings] == [
        ("fit.overflow", "warning", "slide 3, shape “Notes”")
    ]


def test_a_finding_says_how_much_is_too_long():
    _, _, (finding,) = fitted(box(*[para("中" * 20, 10)] * 10, size=(200, 60)))
    assert finding.message == "the text is 60 pt (about 5 lines, 100 characters) too long for its box"
    assert finding.hint == "shorten it, or make the box larger, or let its text shrink on overflow"


def test_a_finding_names_a_face_that_is_not_here():
    face = '<a:latin typeface="Nowhere Sans"/>'
    text = f'<a:p><a:r><a:rPr sz="1800">{face}</a:rPr><a:t>{WORD}</a:t></a:r></a:p>'
    _, _, (finding,) = fitted(box(text, size=(200, 60)))
    assert finding.hint.endswith("; widths are estimated for Nowhere Sans (average widths)")
    assert "Nowhere" not in fitted(box(para(WORD, 18), size=(200, 60)))[2][0].hint


def test_text_may_stand_in_a_boxs_insets_but_not_beyond_its_edge():
    insets = 'lIns="0" rIns="0" tIns="63500" bIns="63500"'
    assert fitted(box(para("a", 10), para("a", 10), size=(200, 25), body=insets))[2] == []
    assert len(fitted(box(para("a", 10), para("a", 10), size=(200, 22), body=insets))[2]) == 1


def test_an_empty_box_is_never_too_long():
    assert fitted(box("<a:p/>", "<a:p/>", size=(20, 2)))[2] == []


@pytest.mark.parametrize(("anchor", "top"), [("t", 100), ("ctr", 88), ("b", 76)])
def test_a_box_that_resizes_grows_from_its_anchor(anchor, top):
    made, changed, findings = fitted(
        box(*[para("a", 10)] * 4, size=(200, 24), autofit=GROWS, body=f'{NO_INSETS} anchor="{anchor}"')
    )
    frame = frame_of(made.find(f".//{{{P}}}sp"), {})
    assert (changed, findings) == (True, [])
    assert frame.place == pytest.approx((100, top, 200, 48))


def test_a_box_that_resizes_keeps_its_size_when_the_text_is_short():
    made, changed, _ = fitted(box(para("a", 10), size=(200, 100), autofit=GROWS))
    assert (changed, frame_of(made.find(f".//{{{P}}}sp"), {}).place.height) == (False, 100)


def test_a_box_that_grows_beyond_the_slide_is_reported():
    _, _, findings = fitted(box(*[para("a", 20)] * 4, size=(200, 24), at=(0, 500), autofit=GROWS))
    assert [finding.message for finding in findings] == ["the text makes its box 56 pt too tall for the slide"]


def test_lines_follow_the_levels_of_master_layout_shape_and_paragraph():
    styles = level(
        20, 'marL="254000" indent="-127000"', '<a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:buChar char="•"/>'
    )
    own = apply_list_style(
        apply_list_style(PLAIN, tree(f"<a:lstStyle>{styles}</a:lstStyle>")),
        tree(f"<a:lstStyle>{level(16)}</a:lstStyle>"),
    )
    properties = '<a:pPr marR="127000"><a:spcBef><a:spcPts val="600"/></a:spcBef></a:pPr>'
    body = tree(f"<p:txBody>{para('x', properties=properties)}{para('x', 12, '<a:pPr><a:buNone/></a:pPr>')}</p:txBody>")
    first, second = paragraphs_of(body, own, FONTS)
    assert (first.runs[0].size, first.left, first.right, first.indent) == (16, 20, 10, 0)
    assert (first.line.share, first.before.points) == (0.9, 6)
    assert (second.runs[0].size, second.indent) == (12, -10)


def test_a_run_has_the_faces_of_its_theme_and_its_language():
    body = tree(
        '<p:txBody><a:p><a:r><a:rPr lang="zh-CN" b="1"><a:latin typeface="+mj-lt"/></a:rPr><a:t>“A”</a:t></a:r>'
        '<a:r><a:rPr lang="en-GB" cap="all"/><a:t>b</a:t></a:r></a:p></p:txBody>'
    )
    chinese, english = paragraphs_of(body, PLAIN, Fonts("Major", "大", "Minor", "小"))[0].runs
    assert (chinese.typeface, chinese.bold) == (Typeface("Major", "小", "zh-CN"), True)
    assert (english.typeface, english.text) == (Typeface("Minor", "小", "en-GB"), "B")


def test_a_theme_without_an_east_asian_face_takes_its_scripts():
    theme = tree(
        '<a:theme><a:fontScheme name="x"><a:majorFont><a:latin typeface="L1"/><a:ea typeface=""/>'
        '<a:font script="Hans" typeface="H1"/></a:majorFont><a:minorFont><a:latin typeface="L2"/>'
        '<a:ea typeface="E2"/></a:minorFont></a:fontScheme></a:theme>'
    )
    assert fonts_of(theme) == Fonts("L1", "H1", "L2", "E2")


def test_a_box_in_a_group_has_the_room_that_the_group_gives_it():
    group = (
        '<p:grpSp><p:nvGrpSpPr/><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="1270000"/>'
        '<a:chOff x="127000" y="0"/><a:chExt cx="2540000" cy="2540000"/></a:xfrm></p:grpSpPr>'
        f"{box(para('x'), at=(20, 20), size=(100, 50))}</p:grpSp>"
    )
    assert frame_of(slide(group).find(f".//{{{P}}}sp"), {}).place == pytest.approx((5, 10, 50, 25))


@pytest.mark.parametrize(
    ("coordinate", "points"), [("914400", 72), ("1in", 72), ("2.54cm", 72), ("12.7mm", 36), ("-3pt", -3)]
)
def test_a_coordinate_may_carry_its_unit(coordinate, points):
    made = slide(box(para("x")).replace(f'x="{emu(100)}"', f'x="{coordinate}"'))
    assert frame_of(made.find(f".//{{{P}}}sp"), {}).place.x == pytest.approx(points)


TEXTS = st.lists(st.text(alphabet="abW 中，。（ ", max_size=120), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([8, 12, 18, 32]), st.floats(30, 500), st.floats(10, 300))
def test_what_surely_fits_does_not_overflow(texts, size, width, height):
    made = slide(box(*(para(text, size) for text in texts), size=(width, height)))
    shape = made.find(f".//{{{P}}}sp")
    frame, body = frame_of(shape, {}), shape.find(f"{{{P}}}txBody")
    if surely_fits(body, frame) and "".join(texts).strip():
        assert overflow_of(paragraphs_of(body, frame.levels, FONTS), frame, FONTS) is None


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([12, 18, 32]), st.floats(60, 500), st.floats(20, 300))
def test_fitting_twice_changes_nothing_more(texts, size, width, height):
    made = slide(box(*(para(text, size) for text in texts), size=(width, height), autofit=SHRINKS))
    first = fit_slide(made, {}, FONTS, SHEET, "slide 1")
    again = fit_slide(made, {}, FONTS, SHEET, "slide 1")
    assert again == (False, first[1])


def table(*rows, widths=(100, 100), top=100, properties='firstRow="1"'):
    columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in widths)
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="Plan"/></p:nvGraphicFramePr>'
        f"{place(0, top, 200, 40, 'p:xfrm')}<a:graphic><a:graphicData><a:tbl><a:tblPr {properties}/>"
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def cell(*paragraphs, attributes=""):
    insets = 'marL="0" marR="0" marT="0" marB="0"'
    body = f"<a:txBody><a:bodyPr/><a:lstStyle/>{''.join(paragraphs)}</a:txBody>"
    return f"<a:tc {attributes}>{body}<a:tcPr {insets}/></a:tc>"


def row(*cells, height=10):
    return f'<a:tr h="{emu(height)}">{"".join(cells)}</a:tr>'


def heights(*rows, **options):
    found = slide(table(*rows, **options)).find(f".//{{{A}}}tbl")
    return list(row_heights(found))


def test_a_row_is_as_tall_as_its_tallest_cell_or_as_it_says():
    assert heights(row(cell(para("中" * 15, 10)), cell(para("a", 10)))) == pytest.approx([24])
    assert heights(row(cell(para("a", 10)), cell("<a:p/>"), height=30)) == pytest.approx([30])


def test_a_cell_over_two_columns_has_the_width_of_both():
    assert heights(
        row(cell(para("中" * 15, 10), attributes='gridSpan="2"'), cell(para("中" * 30, 10), attributes='hMerge="1"'))
    ) == pytest.approx([12])


def test_a_cell_over_two_rows_makes_the_last_of_them_taller():
    tall = cell(*[para("a", 10)] * 5, attributes='rowSpan="2"')
    low, merged = cell(para("a", 10)), cell(*[para("a", 10)] * 5, attributes='vMerge="1"')
    assert heights(row(tall, low), row(merged, low), row(low, low)) == pytest.approx([12, 48, 12])


def test_a_table_that_runs_past_the_foot_gets_smaller_type_but_not_under_twelve():
    rows = [row(cell(para("a", 16)), cell(para("b", 12))) for _ in range(20)]
    made, changed, findings = fitted(table(*rows, top=120))
    sizes = {style.get("sz") for style in made.iter(f"{{{A}}}rPr")}
    assert (changed, findings, sizes) == (True, [], {"1500", "1200"})


def test_a_long_table_that_can_go_on_is_left_and_not_reported():
    rows = [row(cell(para("a", 16)), cell(para("b", 12))) for _ in range(40)]
    assert fitted(table(*rows))[1:] == (False, [])


def test_a_row_that_no_slide_can_hold_is_reported():
    head, tall = row(cell(para("a", 10))), row(cell(*[para("a", 10)] * 40))
    _, _, (finding,) = fitted(table(head, tall, widths=(100,)))
    assert (finding.code, finding.place) == ("fit.table", "slide 3, shape “Plan”")
    assert (
        finding.message == "a row of the table is 92 pt too tall for the slide, so the table can't continue on another"
    )


def picture(*at, turn=0):
    spot = place(*at).replace("<a:xfrm>", f'<a:xfrm rot="{turn * 60000}">')
    return f'<p:pic><p:nvPicPr><p:cNvPr id="9" name="Logo"/></p:nvPicPr><p:spPr>{spot}</p:spPr></p:pic>'


@pytest.mark.parametrize(
    ("at", "turn", "message"),
    [
        ((0, 0, 960, 540), 0, None),
        ((900, 0, 100, 50), 0, "the picture extends 40 pt beyond the slide's right edge"),
        ((-12, 100, 100, 50), 0, "the picture extends 12 pt beyond the slide's left edge"),
        ((100, 520, 100, 50), 0, "the picture extends 30 pt beyond the slide's bottom edge"),
        ((10, 20, 20, 200), 90, "the picture extends 80 pt beyond the slide's left edge"),
    ],
)
def test_a_picture_beyond_the_slides_edge_is_reported(at, turn, message):
    messages = [finding.message for finding in fitted(picture(*at, turn=turn))[2]]
    assert messages == ([] if message is None else [message])


def test_text_in_no_placeholder_inherits_the_presentations_text_style():
    defaults = tree(f"<p:defaultTextStyle>{level(14)}</p:defaultTextStyle>")
    frames = placeholder_frames(slide(kind="sldLayout"), slide(kind="sldMaster"), defaults)
    assert frames[BOX].levels[0].size == 14
