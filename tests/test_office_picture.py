"""Pictures are read upright, verified and without metadata."""

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps, PngImagePlugin

from docgen.engines.office.pictures.picture import EMU_PER_INCH, Picture, PictureError, read_picture

SECRET = b"GPS 48.2N 16.3E SECRET"
PIXEL = EMU_PER_INCH // 96


def corner(size: tuple[int, int] = (40, 24)) -> Image.Image:
    """White, with a red block at the upper left, so that each orientation is distinct."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, 15, 7), fill=(200, 0, 0))
    return image


def saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def photo(orientation: int = 1, **how: object) -> bytes:
    """A JPEG that the EXIF `orientation` makes upright."""
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    image = corner() if undo is None else corner().transpose(Image.Transpose(undo))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    return saved(image, "JPEG", quality=95, exif=exif.tobytes(), **how)


def opened(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.image.data))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def claiming(width: int, height: int) -> bytes:
    """A PNG that has only its header."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png_with(*chunks: bytes, size: tuple[int, int] = (40, 24)) -> bytes:
    """A PNG with further chunks after its header."""
    data = saved(corner(size), "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_shown_upright_whatever_way_the_camera_was_held(orientation: int) -> None:
    picture = read_picture(photo(orientation), "photo.jpg")
    image = opened(picture)
    assert image.size == (40, 24)
    assert (picture.cx, picture.cy) == (40 * PIXEL, 24 * PIXEL)
    red, green, blue = image.convert("RGB").getpixel((4, 3))
    assert red > 150 and green < 60 and blue < 60
    assert min(image.convert("RGB").getpixel((36, 20))) > 200
    assert image.getexif().get(0x0112, 1) == 1


def test_the_test_photos_do_lie_on_their_side() -> None:
    lying = Image.open(io.BytesIO(photo(6)))
    assert lying.size == (24, 40)
    assert ImageOps.exif_transpose(lying).size == (40, 24)


def test_an_upright_photo_keeps_its_pixels_as_they_are() -> None:
    data = photo(1)
    cleaned = read_picture(data, "photo.jpg").image.data
    assert Image.open(io.BytesIO(cleaned)).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    assert cleaned[-200:] == data[-200:]


@pytest.mark.parametrize("orientation", [1, 6])
def test_nothing_that_a_camera_notes_goes_into_the_file(orientation: int) -> None:
    data = photo(orientation, comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>") + SECRET
    cleaned = read_picture(data, "photo.jpg").image.data
    assert SECRET in data
    assert b"SECRET" not in cleaned and b"Exif" not in cleaned and b"xmpmeta" not in cleaned


def test_nothing_that_an_editor_notes_goes_into_a_png() -> None:
    metadata = PngImagePlugin.PngInfo()
    metadata.add_text("Author", SECRET.decode())
    metadata.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    data = saved(corner(), "PNG", pnginfo=metadata, exif=exif) + SECRET
    cleaned = read_picture(data, "logo.png").image.data
    assert b"SECRET" in data and b"SECRET" not in cleaned
    assert b"eXIf" in data and b"eXIf" not in cleaned
    assert Image.open(io.BytesIO(cleaned)).tobytes() == corner().tobytes()


def test_a_plain_png_stays_byte_for_byte() -> None:
    data = saved(corner(), "PNG", dpi=(300, 300))
    assert read_picture(data, "logo.png").image.data == data


def test_colour_profile_and_transparency_are_kept() -> None:
    profile = b"profile" * 20
    for kind, how in (("PNG", {}), ("JPEG", {"exif": b""})):
        cleaned = read_picture(saved(corner(), kind, icc_profile=profile, **how), "x").image.data
        assert Image.open(io.BytesIO(cleaned)).info["icc_profile"] == profile
    clear = saved(Image.new("RGBA", (4, 4), (10, 20, 30, 0)), "PNG")
    assert opened(read_picture(clear, "x")).getpixel((0, 0)) == (10, 20, 30, 0)


@pytest.mark.parametrize(
    ("data", "inches"),
    [
        (saved(corner((300, 150)), "PNG", dpi=(300, 300)), (1, 0.5)),
        (saved(corner((300, 150)), "PNG", dpi=(300, 150)), (1, 1)),
        (saved(corner((300, 150)), "JPEG", dpi=(150, 150)), (2, 1)),
        (saved(corner((96, 48)), "PNG"), (1, 0.5)),
        (saved(corner((96, 48)), "GIF"), (1, 0.5)),
        (png_with(chunk(b"pHYs", struct.pack(">IIB", 1, 1, 1)), size=(96, 48)), (1, 0.5)),
        (png_with(chunk(b"pHYs", struct.pack(">IIB", 2, 1, 0)), size=(96, 48)), (1, 0.5)),
    ],
    ids=["300 dpi", "two densities", "jpeg", "none", "gif", "one dot a metre", "an aspect only"],
)
def test_a_picture_s_own_size_is_its_pixels_over_its_density(data: bytes, inches: tuple[float, float]) -> None:
    picture = read_picture(data, "x")
    assert picture.cx / EMU_PER_INCH == pytest.approx(inches[0], rel=0.001)
    assert picture.cy / EMU_PER_INCH == pytest.approx(inches[1], rel=0.001)


def test_a_photo_s_density_of_exif_counts_and_turns_with_it() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x011A], exif[0x011B], exif[0x0128] = 6, 100.0, 50.0, 2
    data = saved(Image.new("RGB", (100, 200)), "JPEG", exif=exif.tobytes())
    data = data[:2] + data[20:] if data[2:4] == b"\xff\xe0" else data  # without JFIF, as cameras write it
    picture = read_picture(data, "photo.jpg")
    assert (picture.cx, picture.cy) == (4 * EMU_PER_INCH, 1 * EMU_PER_INCH)


def test_a_moving_gif_is_kept_whole() -> None:
    frames = [Image.new("P", (8, 8), colour) for colour in (1, 2, 3)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    picture = read_picture(data, "x.gif")
    assert picture.image.extension == "gif"
    assert picture.image.content_type == "image/gif"
    assert opened(picture).size == (8, 8)


def test_the_same_picture_is_one_part_whatever_it_is_called() -> None:
    one, other = read_picture(photo(), "a.jpg"), read_picture(photo(), "b.jpg")
    assert (one.name, other.name) == ("a.jpg", "b.jpg")
    assert one.image.member("word") == other.image.member("word")
    assert one.image.member("ppt").name.startswith("ppt/media/")
    assert read_picture(photo(6), "c.jpg").image.member("word").name != one.image.member("word").name


def test_a_turned_photo_gives_the_same_bytes_each_time() -> None:
    data = photo(8)
    first = read_picture(data, "x").image.data
    for number in range(200):  # other pictures, so that it is read again
        read_picture(saved(Image.new("RGB", (300, 300), (number, 0, 0)), "JPEG"), "other")
    assert read_picture(data, "x").image.data == first


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"RIFF1234WEBPVP8 ", "is WebP; save it as PNG, JPEG or SVG"),
        (b"II*\0 ", "is TIFF"),
        (b"BM   ", "is BMP"),
        (b"\x01\0\0\0 ", "is EMF"),
        (b"\xd7\xcd\xc6\x9a", "is WMF"),
        (b"\x1f\x8b\x08", "is packed SVG"),
        (b"%PDF-1.7", "is PDF"),
        (b"hello", "is not a picture that can be read"),
        (b"\x89PNG\r\n\x1a\n", "is broken or cut off"),
        (saved(corner(), "PNG")[:60], "is broken or cut off"),
        (photo()[:300], "is broken or cut off"),
        (saved(corner(), "GIF")[:30], "is broken or cut off"),
        (claiming(0, 24), "is broken or cut off"),
        (claiming(60_000, 60_000), "has 60000 × 60000 pixels; save it smaller, 50 million are the most"),
        (b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + bytes(20), "has 60000 × 60000 pixels"),
        (b"\xff" * 21_000_000, "has 21 MB; save it smaller"),
    ],
)  # fmt: skip
def test_what_can_not_be_shown_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(PictureError) as error:
        read_picture(data, "media/x.png")
    assert str(error.value).startswith("the picture `media/x.png` ")
    assert said in str(error.value)


def test_a_small_file_of_many_pixels_is_refused_before_it_is_unpacked() -> None:
    bomb = saved(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    with pytest.raises(PictureError, match="50 million are the most"):
        read_picture(bomb, "x.png")


def test_a_photo_in_many_layers_is_refused() -> None:
    data = saved(Image.new("RGB", (4000, 4000)), "JPEG")
    at = data.rfind(b"\xff\xd9")
    with pytest.raises(PictureError, match="too many layers"):
        read_picture(data[:at] + b"\xff\xda\x00\x02" * 100 + data[at:], "x.jpg")


@given(st.binary(max_size=40), st.sampled_from(["png", "jpeg", "gif"]), st.integers(0, 2**16))
def test_whatever_is_changed_in_a_picture_it_is_read_or_refused(noise: bytes, kind: str, seed: int) -> None:
    data = bytearray({"png": saved(corner(), "PNG"), "jpeg": photo(6), "gif": saved(corner(), "GIF")}[kind])
    at = random.Random(seed).randrange(4, len(data))
    data[at : at + len(noise)] = noise
    try:
        picture = read_picture(bytes(data), "x")
    except PictureError:
        return
    opened(picture).load()


def test_what_was_made_in_the_project_is_read() -> None:
    for path in sorted(Path(__file__).parent.parent.glob("docs/pictures/*.png")):
        assert read_picture(path.read_bytes(), path.name).image.extension == "png"
