import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.engines.office.measure import faces
from docgen.engines.office.measure.faces import average_advances
from docgen.engines.office.measure.fit import (
    BODY_STEPS,
    TITLE_STEPS,
    UNSHRUNK,
    Paragraph,
    Run,
    Shrink,
    Spacing,
    Typeface,
    height_of,
    lines_of,
    scaled_size,
    shrink,
    surely_fits,
)
from docgen.engines.office.measure.typeface import spans_of

CALIBRI = Typeface("Calibri", "Noto Sans CJK SC", "en-US")
CHINESE = CALIBRI._replace(language="zh-CN")
TEXT = st.text(alphabet="abcdeWMil 0123-,.()“”—/%$中文字国业，。、；：！？（）「」《》…·", max_size=90)
TABBED = st.text(alphabet="abc 中文，\n", max_size=60)
SIZE = st.sampled_from([8.0, 10.5, 12.0, 18.0, 32.0])
WIDTH = st.floats(40, 700)


@pytest.fixture
def no_fontconfig(monkeypatch):
    """A machine without fontconfig: PATH is empty, so `fc-list` isn't found."""
    faces.find_face.cache_clear()
    faces._installed_faces.cache_clear()
    monkeypatch.setenv("PATH", "")
    yield
    faces.find_face.cache_clear()
    faces._installed_faces.cache_clear()


def pieces(text: str) -> str:
    return "|".join(text[start:end] for start, _, end in spans_of(text))


@pytest.mark.parametrize(
    ("marked"),
    [
        "Hello |(world), |state-|of-|the-|art",
        "covid-19 |stays, |10–|20 |parts",
        "don’t |“quote” |me",
        "他|说：|“你|好，|世|界！”|（测|试）|《计|划》",
        "用|Microsoft |365|的|价|格|是|￥100,000.50|元……|对",
        "一\u00a0|字",
        "双  |空",
        "a|\t|b",
        "一——|字",
    ],
)
def test_a_line_may_break_only_where_marked(marked):
    assert pieces(marked.replace("|", "")) == marked


@given(TEXT)
def test_pieces_put_together_are_the_text(text):
    assert pieces(text).replace("|", "") == text
    ends = [0, *(end for _, _, end in spans_of(text))]
    assert [start for start, _, _ in spans_of(text)] == ends[:-1]
    assert ends[-1] == len(text)


@given(TEXT, SIZE, WIDTH, st.floats(0, 200))
def test_more_width_never_gives_more_lines(text, size, width, more):
    runs = [Run(text, size)]
    assert lines_of(runs, width + more, CHINESE).count <= lines_of(runs, width, CHINESE).count


@given(TEXT, TEXT, SIZE, WIDTH)
def test_longer_text_never_takes_fewer_lines(text, tail, size, width):
    assert lines_of([Run(text + tail, size)], width, CHINESE).count >= lines_of([Run(text, size)], width, CHINESE).count


@given(TEXT, TEXT, SIZE)
def test_the_width_of_a_whole_is_the_sum_of_its_parts(left, right, size):
    style = CHINESE.style()
    assert style.width(left + right, size) == pytest.approx(style.width(left, size) + style.width(right, size))


@given(TEXT, st.integers(0, 90), SIZE, WIDTH)
def test_a_run_that_is_split_breaks_as_it_did_whole(text, at, size, width):
    whole = lines_of([Run(text, size)], width, CHINESE)
    split = lines_of([Run(text[:at], size), Run(text[at:], size)], width, CHINESE)
    assert split.count == whole.count
    assert split.longest == pytest.approx(whole.longest)


@given(TABBED, SIZE, WIDTH, st.floats(10, 400))
def test_what_surely_fits_does_fit(text, size, width, height):
    if surely_fits(len(text), size, width, height, breaks=text.count("\n")):
        assert height_of([Paragraph((Run(text, size),), size=size)], width, CHINESE) <= height + 1e-6


@given(st.lists(TEXT, min_size=1, max_size=4), SIZE, WIDTH, st.floats(20, 400))
@settings(max_examples=60)
def test_a_shrink_is_the_first_step_that_fits(texts, size, width, height):
    paragraphs = [Paragraph((Run(text, size),), before=Spacing(points=4), size=size) for text in texts]
    found = shrink(paragraphs, (width, height), CHINESE, smallest=1)
    fitting = [step for step in BODY_STEPS if height_of(paragraphs, width, CHINESE, step) <= height + 1e-6]
    assert found == (fitting[0] if fitting else None)


def test_short_text_surely_fits_and_long_text_is_not_promised():
    assert surely_fits(20, 18, 500, 30)
    assert not surely_fits(500, 18, 500, 30)


def test_a_twin_is_exact_and_a_face_of_like_design_is_not():
    assert faces.find_face("Calibri").described() == "Calibri (measured with Carlito)"
    assert faces.find_face("Calibri").is_exact
    yahei = faces.find_face("微软雅黑")
    assert (yahei.name, yahei.is_exact, yahei.width("中文", 10)) == ("Noto Sans CJK SC", False, 20)
    assert not faces.find_face("No Such Family").is_exact


def test_a_face_is_read_from_its_collection():
    face = faces.find_face("Noto Sans CJK SC", bold=True)
    assert face.path.endswith("NotoSansCJK-Bold.ttc")
    assert faces.find_face("Carlito", bold=True).width("proposal", 10) > faces.find_face("Carlito").width(
        "proposal", 10
    )


def test_without_fontconfig_average_widths_serve(no_fontconfig):
    face = faces.find_face("Calibri")
    assert (face.is_exact, face.described()) == (False, "Calibri (average widths)")
    assert face.width("Quarterly 中文", 10) == pytest.approx(10 * (sum(face.advances[c] for c in "Quarterly ") + 2))


def test_the_built_in_table_of_calibri_is_its_twins():
    twin = faces.find_face("Carlito").advances
    assert all(abs(twin[char] - width) < 0.001 for char, width in average_advances("Calibri", bold=False).items()
               if char.isascii())  # fmt: skip


def test_quotes_are_as_wide_as_the_runs_language_says():
    assert CALIBRI.style().width("“", 10) == pytest.approx(4.18, abs=0.01)
    assert CHINESE.style().width("“", 10) == 10


def test_a_typeface_travels_to_another_process():
    assert pickle.loads(pickle.dumps(CHINESE)) == CHINESE
    assert CHINESE.style(bold=True) is Typeface(*CHINESE).style(bold=True)


def test_lines_stand_one_and_a_fifth_apart_times_their_spacing():
    def height(text, **properties):
        return height_of([Paragraph((Run(text, 20),), **properties)], 400, CALIBRI)

    assert height("one") == pytest.approx(24)
    assert height("one\ntwo") == pytest.approx(48)
    assert height("one\ntwo", line=Spacing(0.9)) == pytest.approx(43.2)
    assert height("one\ntwo", line=Spacing(points=30)) == pytest.approx(60)
    assert height("", size=10) == pytest.approx(24)
    assert height_of([Paragraph((), size=10)], 400, CALIBRI) == pytest.approx(12)


def test_space_before_counts_between_paragraphs_only():
    one = Paragraph((Run("one", 20),), before=Spacing(share=0.5), after=Spacing(points=3))
    assert height_of([one], 400, CALIBRI) == pytest.approx(24 + 3)
    assert height_of([one, one], 400, CALIBRI) == pytest.approx(24 + 3 + 12 + 24 + 3)


def test_the_largest_size_makes_a_lines_height():
    runs = (Run("small ", 10), Run("LARGE", 40), Run(" and a long tail of small words", 10))
    assert height_of([Paragraph(runs)], 130, CALIBRI) == pytest.approx(
        48 + 12 * (lines_of(runs, 130, CALIBRI).count - 1)
    )


def test_margins_and_a_first_line_indent_take_room():
    runs = (Run("中" * 10, 10),)
    lines = [height_of([Paragraph(runs, left=left, indent=indent)], 100, CHINESE) / 12
             for left, indent in ((0, 0), (5, 0), (0, 5), (20, -20))]  # fmt: skip
    assert lines == pytest.approx([1, 2, 2, 1])


def test_punctuation_hangs_only_where_the_paragraph_says_so():
    runs = (Run("中文字中文。", 10),)
    assert height_of([Paragraph(runs)], 50, CHINESE) == pytest.approx(24)
    assert height_of([Paragraph(runs, hanging=True)], 50, CHINESE) == pytest.approx(12)


def test_a_word_longer_than_the_line_is_cut_and_a_tab_leads_to_its_stop():
    assert lines_of([Run("中" + "W" * 10, 10)], CALIBRI.style().width("WWWWW", 10), CALIBRI).count == 3
    assert lines_of([Run("a\tbb", 10)], 72 + 8, CALIBRI).count == 2
    assert lines_of([Run("a\tbb", 10)], 72 + 12, CALIBRI).count == 1


def test_a_gap_between_scripts_counts_and_is_gone_at_a_lines_end():
    spaced = CHINESE._replace(script_gap=0.25)
    runs = [Run("中A中", 10)]
    width = CHINESE.style().width("中A中", 10)
    assert lines_of(runs, width, CHINESE).count == 1
    assert (lines_of(runs, width + 4.9, spaced).count, lines_of(runs, width + 5.1, spaced).count) == (2, 1)
    assert lines_of([Run("中A", 10)], 10, spaced).count == 2


def test_shrinking_stops_at_the_smallest_size_and_a_title_at_ninety_per_cent():
    body = [Paragraph((Run("中" * 40, 20),))]
    assert shrink(body, (400, 60), CHINESE) == UNSHRUNK
    assert shrink(body, (400, 44), CHINESE) == Shrink(100_000, 10_000)
    assert shrink(body, (400, 20), CHINESE, smallest=14) is None
    assert shrink(body, (400, 42), CHINESE, steps=TITLE_STEPS) is None
    assert shrink([Paragraph((Run("中" * 23, 20),))], (400, 30), CHINESE, steps=TITLE_STEPS) is None
    assert shrink([Paragraph((Run("中" * 22, 20),))], (400, 30), CHINESE, steps=TITLE_STEPS, smallest=20) is None
    assert shrink([Paragraph((Run("中" * 22, 20),))], (400, 24), CHINESE, steps=TITLE_STEPS) == Shrink(90_000, 0)


def test_a_scaled_size_is_whole_points_a_half_upwards():
    assert [scaled_size(35, 70_000), scaled_size(22, 62_500), scaled_size(10.5, 100_000)] == [25, 14, 10.5]


def test_a_run_in_faces_of_its_own_is_measured_in_them():
    wide = Run("中" * 10 + "“”", 10, typeface=CHINESE)
    assert lines_of([wide], 120, CALIBRI).count == 1
    assert lines_of([wide], 119, CALIBRI).count == 2
    assert lines_of([wide._replace(typeface=None)], 110, CALIBRI).count == 1
    mixed = [Run("中" * 10, 10), Run("“”", 10, typeface=CHINESE)]
    assert (lines_of(mixed, 120, CALIBRI).count, lines_of(mixed, 119, CALIBRI).count) == (1, 2)


def test_reading_a_face_says_nothing(caplog):
    faces.find_face.cache_clear()
    faces._read_file.cache_clear()
    for family in ("Calibri", "Noto Sans CJK SC", "Noto Serif CJK SC", "DejaVu Sans"):
        faces.find_face(family, bold=True)
    assert caplog.records == []
