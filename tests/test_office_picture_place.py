"""Picture placement in integers: contained, cropped to fill or stretched, with an alignment."""

import base64
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.runtime import Undefined
from markupsafe import Markup
from test_office_picture import chunk, corner, png_with, saved

from docgen.audience import Markdown
from docgen.engines.office.pictures.markup import Placement, alignment, placed
from docgen.engines.office.pictures.picture import PictureError, PictureRequest, Pictures


@dataclass(frozen=True)
class Own:
    cx: int
    cy: int


side = st.integers(1, 51_206_400)
aligned = st.sampled_from(["center", "left", "right", "top", "bottom", "top left", "bottom right", "right top"])
PNG = saved(corner(), "PNG")


@pytest.mark.parametrize(
    ("picture", "align", "expected"),
    [
        (Own(400, 100), "center", Placement(0, 75, 200, 50)),
        (Own(400, 100), "top", Placement(0, 0, 200, 50)),
        (Own(400, 100), "bottom", Placement(0, 150, 200, 50)),
        (Own(100, 400), "center", Placement(75, 0, 50, 200)),
        (Own(100, 400), "right", Placement(150, 0, 50, 200)),
        (Own(100, 400), "bottom left", Placement(0, 0, 50, 200)),
        (Own(7, 7), "top", Placement(0, 0, 200, 200)),
    ],
)
def test_contain_shows_the_whole_picture_at_its_side(picture: Own, align: str, expected: Placement) -> None:
    assert placed(picture, 200, 200, "contain", align) == expected


@pytest.mark.parametrize(
    ("picture", "align", "crop"),
    [
        (Own(400, 100), "center", (37_500, 0, 37_500, 0)),
        (Own(400, 100), "left", (0, 0, 75_000, 0)),
        (Own(400, 100), "right top", (75_000, 0, 0, 0)),
        (Own(100, 400), "center", (0, 37_500, 0, 37_500)),
        (Own(100, 400), "top", (0, 0, 0, 75_000)),
        (Own(100, 400), "bottom", (0, 75_000, 0, 0)),
        (Own(5, 5), "bottom", (0, 0, 0, 0)),
    ],
)
def test_fill_covers_the_frame_and_keeps_the_side_wished(picture: Own, align: str, crop: tuple[int, ...]) -> None:
    assert placed(picture, 200, 200, "fill", align) == Placement(0, 0, 200, 200, crop)


def test_stretch_takes_the_frame_s_size() -> None:
    assert placed(Own(400, 100), 30, 70, "stretch") == Placement(0, 0, 30, 70)


@given(side, side, side, side, aligned)
def test_a_contained_picture_is_within_its_frame_and_touches_it(w: int, h: int, cx: int, cy: int, align: str) -> None:
    made = placed(Own(w, h), cx, cy, "contain", align)
    assert 0 <= made.x <= cx - made.cx and 0 <= made.y <= cy - made.cy
    assert made.cx == cx or made.cy == cy
    assert made.crop == (0, 0, 0, 0)
    # no side is off the picture's aspect ratio by 1 or more
    assert abs(Fraction(made.cx * h, w) - made.cy) < max(1, Fraction(h, w)) or min(made.cx, made.cy) == 1


@given(side, side, side, side, aligned)
def test_a_filling_picture_is_cut_on_one_axis_and_keeps_its_aspect(
    w: int, h: int, cx: int, cy: int, align: str
) -> None:
    made = placed(Own(w, h), cx, cy, "fill", align)
    left, top, right, bottom = made.crop
    assert (made.x, made.y, made.cx, made.cy) == (0, 0, cx, cy)
    assert min(made.crop) >= 0 and left + right < 100_000 and top + bottom < 100_000
    assert left + right == 0 or top + bottom == 0
    for cut, wide in ((left + right, Fraction(cx * h, cy * w)), (top + bottom, Fraction(cy * w, cx * h))):
        exact = max(0, 100_000 * (1 - wide))
        assert abs(cut - exact) <= 1


@pytest.mark.parametrize("align", ["", "middle", "left right", "top bottom", "top left center", "Left", "left, top"])
def test_an_alignment_that_is_none_says_which_there_are(align: str) -> None:
    with pytest.raises(ValueError, match="is not an alignment; write left, center, right, top, bottom"):
        alignment(align)


def test_a_fit_that_is_none_says_which_there_are() -> None:
    for place in (lambda: placed(Own(1, 1), 1, 1, "cover"), lambda: library().picture("a.png", fit="cover")):
        with pytest.raises(ValueError, match=r"'cover' is not a fit.*contain, fill, stretch"):
            place()


def library(**files: bytes) -> Pictures:
    contents = {"logos/acme.png": PNG, "a.png": PNG, **files}
    return Pictures(contents.__getitem__)


def test_a_picture_of_the_library_is_described_by_its_name() -> None:
    request = library().picture("logos/acme.png", "fill", "top left")
    assert isinstance(request, PictureRequest)
    assert (request.alt, request.fit, request.align) == ("acme", "fill", "top left")
    assert library().picture("a.png", alt="The plant").alt == "The plant"
    assert library().picture("a.png", alt="").alt == ""


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("line\none\tand\x0b two\x00", "line one and two"),
        (Markdown("**The** [plant](https://a.example)"), "The plant"),
        (Markup("R&amp;D <b>x</b>"), "R&D x"),
        ("\ud800\uffff", ""),
        (7, "7"),
    ],
)
def test_a_description_is_one_line_that_a_file_can_hold(alt: object, expected: str) -> None:
    assert library().picture("a.png", alt=alt).alt == expected


@pytest.mark.parametrize("head", ["data:image/png;base64,", "DATA:image/PNG;BASE64,", "data:image/x-icon;base64,"])
def test_a_data_uri_is_read_by_what_it_holds(head: str) -> None:
    address = head + base64.encodebytes(PNG).decode()
    request = Pictures(None).picture(address)
    assert request.picture.image.data == PNG
    assert request.alt == ""


def test_bytes_and_paths_that_jinja_escaped_are_read() -> None:
    assert Pictures(None).picture(PNG).picture.image.data == PNG
    pictures = library(**{"R&D.png": PNG})
    assert pictures.picture(Markup("R&amp;D.png")).alt == "R&D"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("none.png", "is not in the library; put the file there"),
        ("/etc/passwd", "is not a path in the library"),
        ("../x.png", "is not a path in the library"),
        ("logos/../../x.png", "is not a path in the library"),
        ("./a.png", "is not a path in the library"),
        ("logos\\acme.png", "is not a path in the library"),
        ("a\0.png", "is not a path in the library"),
        ("  ", "is not a path in the library"),
        ("https://a.example/x.png", "is an address"),
        ("//a.example/x.png", "is an address"),
        ("file:///etc/passwd", "is an address"),
        ("\\\\server\\x.png", "is an address"),
        ("C:\\x.png", "is an address"),
        ("data:text/html,x", "is not a picture; write data:image/png;base64,"),
        ("data:image/png,x", "is not a picture; write data:image/png;base64,"),
        ("data:image/png;base64,%%%", "is not base64"),
        ("data:image/png;base64,aGVsbG8=", "is not a picture that can be read"),
    ],
)
def test_what_is_no_picture_of_the_library_or_data_is_refused(source: str, said: str) -> None:
    with pytest.raises(PictureError) as error:
        library().picture(source)
    assert said in str(error.value)


def test_a_template_without_a_library_says_so() -> None:
    with pytest.raises(PictureError, match="this template comes without a library"):
        Pictures(None).picture("a.png")


def test_nothing_given_is_reported_and_what_is_not_there_is_given_back() -> None:
    with pytest.raises(ValueError, match="no picture is given"):
        library().picture(None)
    missing = Undefined(name="photo")
    assert library().picture(missing) is missing


def test_a_picture_is_read_once_in_a_render() -> None:
    paths: list[str] = []

    def read(path: str) -> bytes:
        paths.append(path)
        return PNG

    pictures = Pictures(read)
    assert pictures.picture("a.png").picture is pictures.picture("a.png", "fill").picture
    assert paths == ["a.png"]


def test_a_document_takes_so_many_pictures_and_no_more() -> None:
    pictures = Pictures(lambda path: PNG)
    for number in range(1000):
        pictures.picture(f"{number}.png")
    pictures.picture("7.png")
    with pytest.raises(PictureError, match=r"the picture `more.png` is one too many for the document; 1,000 pictures"):
        pictures.picture("more.png")


def test_a_document_takes_so_many_bytes_of_pictures_and_no_more() -> None:
    large = png_with(*(chunk(b"iCCP", bytes(9_500_000)) for _ in range(2)))
    pictures = Pictures(lambda path: large)
    with pytest.raises(PictureError, match="200 MB of them are the most"):
        for number in range(20):
            pictures.picture(f"{number}.png")


def test_a_picture_in_text_says_where_it_belongs() -> None:
    for say in (str, Markup.escape, format):
        with pytest.raises(ValueError, match="goes into the alt text"):
            say(library().picture("a.png"))
