"""A slide around its shapes: head, title, logo, foot, notes."""

from collections.abc import Sequence

from templates.pptx.components.text import SMALL
from templates.pptx.layouts import COLUMN, FOOT, MARGIN, SIDE, WIDTH, foot
from templates.pptx.markup.package import Slide
from templates.pptx.markup.shapes import Box, Drawable, Holder, Para, Run, Shape, para
from templates.tags import field
from templates.words import Words

HEAD = "{{ doc.running_head }}"


def titled(headline: str) -> str:
    """A title: the document's headline if it has one, else the usual sentence."""
    return field(f"doc.headlines.{headline}_text")


def logo(box: Box, *, dark: bool = False, align: str = "left") -> Shape:
    """The brand's logo, with `dark` the one for dark backgrounds."""
    return Shape("Logo", box, None, "{{ logo(" + ("dark=true, " if dark else "") + f"align='{align}') }}}}")


def frame(words: Words, part: str, *, inner: bool = False, more: str = "") -> list[Holder]:
    """The head of a slide: seller and title, the mark of internal editions, the part's name."""
    mark = [para("{{ doc.internal_mark? }}", FOOT, "negative", bold=True)]
    also = [Run(" · " + more, SMALL, "muted")] if more else []
    name = [Run(words("internal_only") + " · ", SMALL, "negative", bold=True)] if inner else []
    return [
        Holder("Head", "body", [para(HEAD, FOOT, "muted")], 13), Holder("Mark", "body", mark, 14),
        Holder("Part", "body", [Para([*name, Run(words(part), SMALL, "accent", bold=True), *also])], 15),
    ]  # fmt: skip


def slide(  # noqa: PLR0913 - what differs from slide to slide has a default
    words: Words,
    title: str,
    part: str,
    shapes: Sequence[Drawable],
    *,
    layout: str = "Title only",
    notes: Sequence[Para] = (),
    inner: bool = False,
    last: bool = False,
    more: str = "",
) -> Slide:
    """A slide with its head, title, shapes and foot.

    `inner` marks internal content, `last` adds the logo, `more` follows the part's name.
    """
    ends = [logo((MARGIN + COLUMN - 150, 34, 150, 20), align="right")] if last else []
    framed = [
        Holder("Title", "title", [para(title)]),
        *frame(words, part, inner=inner, more=more),
        *shapes,
        *ends,
        *foot(words),
    ]
    return Slide(layout, framed, notes)


def closing_field(name: str, paras: Sequence[Para]) -> list[Drawable]:
    """The panel of the layout "Closing": the logo above a text."""
    return [logo((WIDTH - SIDE + 36, 56, SIDE - 72, 40), dark=True), Holder(name, "body", paras, 1)]


def on(*directives: str, say: str = "") -> list[Para]:
    """The notes: `{%slide … %}` directives, then the speaker notes."""
    return [
        *(para("{%slide " + directive + "%}") for directive in directives),
        *([para("{{ " + say + " }}")] if say else []),
    ]
