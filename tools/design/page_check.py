"""Check pages as laid out: contrast, size, overlap, overflow, empty space."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

from design.flaw import excerpt
from design.pages import Box, Page, Words

Colour = tuple[int, int, int]

TEXT, LARGE_TEXT = 4.5, 3.0
LARGE, LARGE_BOLD = 18.0, 14.0
"""Sizes in points from which the lower contrast suffices (WCAG 2.2, 1.4.3)."""
_SHARE = 0.4


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def over(colour: Colour, alpha: float, ground: Colour) -> Colour:
    """A colour composited over another with opacity `alpha`."""
    red, green, blue = (round(top * alpha + under * (1 - alpha)) for top, under in zip(colour, ground, strict=True))
    return red, green, blue


def main_colours(pixels: Iterable[Colour]) -> Sequence[Colour]:
    """The colours of a large share of the pixels; excludes rules and edges."""
    counted = Counter(pixels)
    total = sum(counted.values())
    near: Counter[Colour] = Counter()
    first: dict[Colour, Colour] = {}
    for colour, count in counted.most_common():
        red, green, blue = (value // 12 for value in colour)
        near[red, green, blue] += count
        first.setdefault((red, green, blue), colour)
    found = [first[key] for key, count in near.items() if count >= _SHARE * total]
    return found or [colour for colour, _ in counted.most_common(1)]


def wanted_contrast(size: float, *, bold: bool) -> float:
    """The minimum ratio for text of `size` points."""
    return LARGE_TEXT if size >= (LARGE_BOLD if bold else LARGE) else TEXT


Found = Iterator[tuple[str, str]]
"""Pairs of a code and a message."""

_SLACK = 0.06
_EDGE = 1.0
_RIM = (-1, -1, 1, 1)
_WATERMARK = 40.0
_STAMP_LINES = 40.0
_DRAWN = frozenset(" " + "".join(map(chr, range(0x2500, 0x2600))))
_LACKING = "\ufffd\u25a1"


@dataclass(frozen=True)
class Rules:
    """What holds for a medium. Sizes in points; `head` and `foot` are the shares of a page's height that frame it.

    `smallest` is for text, `smallest_foot` for the lines in head and foot; 0 means that sizes are checked elsewhere.
    """

    smallest: float
    smallest_foot: float
    head: float = 0.09
    foot: float = 0.09
    is_paged: bool = True
    least_fill: float = 1 / 3
    least_last_fill: float = 1 / 6


WRITTEN = Rules(8.0, 7.0)
SLIDES = Rules(0.0, 0.0, is_paged=False)
"""Type on slides is read from the deck: LibreOffice shrinks text by steps of its own."""


def check_pages(pages: Iterable[Page], rules: Rules) -> Iterator[tuple[int, str, str]]:
    """Page number, code and message of each finding."""
    for page in pages:
        for check in (_small, _contrast, _hidden, _runoff, _overlap, _glyphs):
            for code, message in check(page, rules):
                yield page.number, code, message
        if rules.is_paged:
            for check in (_fill, _alone):
                for code, message in check(page, rules):
                    yield page.number, code, message


def _plain(page: Page) -> Iterator[Words]:
    """The words of a page, without watermarks and bars drawn with characters."""
    return (words for words in page.words if not _is_watermark(words) and not set(words.text) <= _DRAWN)


def _is_watermark(words: Words) -> bool:
    return words.turned and words.size >= _WATERMARK


def _combined(found: Iterable[tuple[str, str, str]]) -> Found:
    """Combine findings of one kind on a page, with their number; each is a code, a message and a sample."""
    samples_of: dict[tuple[str, str], list[str]] = {}
    for code, message, sample in found:
        samples_of.setdefault((code, message), []).append(sample)
    for (code, message), samples in samples_of.items():
        more = f" and {len(samples) - 1} more" if len(samples) > 1 else ""
        yield code, f"{message}: {samples[0]}{more}"


def _small(page: Page, rules: Rules) -> Found:
    stamps = [words.box.top for words in page.words if re.search(r"[0-9a-f]{16}", words.text)]

    def found() -> Iterator[tuple[str, str, str]]:
        for words in _plain(page):
            in_frame = words.box.bottom < page.height * rules.head or words.box.top > page.height * (1 - rules.foot)
            least = rules.smallest_foot if in_frame else rules.smallest
            if any(abs(words.box.top - top) < _STAMP_LINES for top in stamps):
                least = min(least, rules.smallest_foot)
            if words.size < least - _SLACK and len(words.text) > 2:
                yield "text.small", f"{words.size:.1f} pt, at least {least:g}", excerpt(words.text)

    return _combined(found())


def _contrast(page: Page, rules: Rules) -> Found:
    def found() -> Iterator[tuple[str, str, str]]:
        for words in _plain(page):
            grounds = _grounds(page, words.box)
            seen = [(over(words.colour, words.alpha, under), under) for under in grounds]
            worst, colours = min(((contrast(*pair), pair) for pair in seen), default=(21.0, ()))
            wanted = wanted_contrast(words.size, bold=words.bold)
            if worst < wanted - 0.02:
                message = f"{worst:.2f}:1, at least {wanted:g}:1, text {' on '.join(map(_hex, colours))}"
                yield "text.contrast", message, excerpt(words.text)

    return _combined(found())


def _hex(colour: tuple[int, int, int]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


def _grounds(page: Page, box: Box) -> list[tuple[int, int, int]]:
    """The background colours of each quarter of a text, from left to right."""
    width = (box.right - box.left) / 4
    quarters = [box._replace(left=box.left + at * width, right=box.left + (at + 1) * width) for at in range(4)]
    return list(dict.fromkeys(colour for quarter in quarters for colour in main_colours(_pixels(page.ground, quarter))))


def _pixels(picture: Image.Image, box: Box) -> Sequence[tuple[int, int, int]]:
    patch = picture.crop(_clipped(picture, box))
    data = patch.tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def _clipped(picture: Image.Image, box: Box) -> tuple[int, int, int, int]:
    left, top = max(int(box.left), 0), max(int(box.top), 0)
    right, bottom = min(int(box.right) + 1, picture.width), min(int(box.bottom) + 1, picture.height)
    return left, top, max(right, left), max(bottom, top)


def _hidden(page: Page, rules: Rules) -> Found:
    """Text that changes no pixels although its colour would show, and text with an end that doesn't."""
    change = ImageChops.difference(page.inked, page.ground).convert("L").point(lambda value: 255 * (value > 6))
    for words in _plain(page):
        box = _clipped(page.inked, Box(*(edge + side for edge, side in zip(words.box, _RIM, strict=True))))
        if box[0] >= box[2] or box[1] >= box[3] or _is_unseen(page, words):
            continue
        marks = change.crop(box).getbbox()
        if marks is None:
            yield "text.hidden", f"nothing is seen of {excerpt(words.text)}"
        elif not words.turned and marks[2] + box[0] < words.box.right - 1.6 * words.size:
            yield "text.hidden", f"the end of {excerpt(words.text)} is not seen"


def _is_unseen(page: Page, words: Words) -> bool:
    """Whether the text has the background's colour: that is reported as contrast, not as hidden."""
    grounds = _grounds(page, words.box)
    return words.alpha < 0.1 or any(contrast(words.colour, under) < 1.2 for under in grounds)


def _runoff(page: Page, rules: Rules) -> Found:
    for words in page.words:
        box = words.box
        beyond = max(-box.left, -box.top, box.right - page.width, box.bottom - page.height)
        if beyond > _EDGE and not _is_watermark(words):
            yield "text.runoff", f"{excerpt(words.text)} stands {beyond:.0f} pt beyond the page"


def _overlap(page: Page, rules: Rules) -> Found:
    ordered = sorted((words for words in _plain(page) if not words.turned), key=lambda words: words.box.top)
    return _combined(("text.overlap", "texts lie over each other", message) for message in _collisions(ordered))


def _collisions(ordered: Sequence[Words]) -> Iterator[str]:
    for index, words in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.box.top >= words.box.bottom:
                break
            if _collide(words, other):
                yield f"{excerpt(words.text)} and {excerpt(other.text)}"


def _collide(one: Words, other: Words) -> bool:
    """Whether two texts overlap; the same text twice in one place is a shadow."""
    across, down = one.box.shared(other.box)
    lower = min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
    return across > 2 and down > max(0.25 * lower, 1) and (one.text, one.box) != (other.text, other.box)


def _glyphs(page: Page, rules: Rules) -> Found:
    for words in page.words:
        if any(sign in words.text for sign in _LACKING):
            yield "text.glyph", f"a sign without a glyph in {excerpt(words.text)}"


def _fill(page: Page, rules: Rules) -> Found:
    """A page whose content ends far above its bottom."""
    if page.is_last and page.number == 1:
        return
    top, bottom = round(page.inked.height * rules.head), round(page.inked.height * (1 - rules.foot))
    body = page.inked.crop((0, top, page.inked.width, bottom))
    paper = Image.new("RGB", body.size, (255, 255, 255))
    marks = ImageChops.difference(body, paper).convert("L").point(lambda value: 255 * (value > 6)).getbbox()
    filled = marks[3] / body.height if marks else 0.0
    least = rules.least_last_fill if page.is_last else rules.least_fill
    if filled < least:
        yield "page.empty", f"filled to {filled:.0%}, at least {least:.0%}"


def _alone(page: Page, rules: Rules) -> Found:
    """A heading followed only by headings on its page."""
    foot = page.height * (1 - rules.foot)
    body = [words for words in _plain(page) if words.box.top < foot]
    heads = {_squeezed(title) for title, _ in page.headings}
    for title, top in page.headings:
        has_line = any(_squeezed(words.text) not in heads for words in _below(body, title, top))
        if not has_line and not _drawn_below(page, top, foot):
            yield "heading.alone", f"{excerpt(title)} has no line under it on its page"


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _below(body: Sequence[Words], title: str, top: float) -> Iterator[Words]:
    """The words below the lines of a heading that begins at `top`."""
    title_words = [words for words in body if words.box.bottom >= top and _squeezed(words.text) in _squeezed(title)]
    first = min(title_words, key=lambda words: words.box.top, default=None)
    own = [words.box.bottom for words in title_words if first and words.size > first.size - 0.5]
    foot = max(own, default=top)
    return (words for words in body if words.box.top >= foot - 1)


def _drawn_below(page: Page, top: float, foot: float) -> bool:
    """Whether there is a picture or drawing below a heading at `top`."""
    across = (0, min(int(top) + 40, int(foot)), page.ground.width, int(foot))
    patch = page.ground.crop(across)
    colours = patch.convert("L").getcolors() or []
    paper = max(colours, default=(0, 255))[1]
    marks = patch.convert("L").point(lambda value: 255 * (abs(value - paper) > 6)).getbbox()
    return marks is not None and marks[3] - marks[1] > 30
