"""Drawn shapes of Word templates: the masthead's band, picture placeholders, the logo, the seal, index tabs."""

from templates.docx.markup.drawings import Place, Shape, as_attribute
from templates.docx.markup.text import TEXT_WIDTH, Raw, Run, p
from templates.words import Words


def band(words: Words, width: int, height: int) -> str:
    """A band in the brand's colour from the page's upper edge, behind the text."""
    shape = Shape("Band", width, height, 11, fill="tx2", alt=words("masthead"))
    return p(shape.run(Place(0, 0)), style="Joint")


def placeholder(name: str, alt: str, width: int, height: int, number: int = 100) -> str:
    """A paragraph with the shape that a drawing or a chart replaces."""
    return p(Shape(name, width, height, number, fill="bg2", alt=alt).run(), style="Figure")


def picture(words: Words, name: str, alt: str, height: int, caption: str, number: int = 100) -> str:
    """A placeholder for a drawing or chart as wide as the text, with a caption; `caption` is a label's key."""
    return placeholder(name, alt, TEXT_WIDTH, height, number) + p(words(caption), style="Caption")


def logo_run(
    width: int, height: int, number: int, *, dark: bool = False, align: str = "left", place: Place | None = None
) -> Raw:
    """The brand's logo, with `dark` the one for dark backgrounds; the seller's name if the brand has none."""
    options = "dark=true, " if dark else ""
    alt = "{{ logo(" + options + f"align='{align}') }}}}"
    return Shape("Logo", width, height, number, alt=alt).run(place)


def seal(words: Words, number: int) -> Raw:
    """The circle for a company's seal."""
    return Shape("Seal", 2268, 2268, number, alt=words("seal"), form="ellipse", line="accent6").run()


def tab(text: str, y: int, number: int, page_width: int = 11906) -> Raw:
    """An index tab at the page's outer edge, with rotated text."""
    written = p(Run(text, "white", 8.5, bold=True), style="TabText")
    shape = Shape(
        "Panel tab", 520, 1900, number, fill="tx2", alt=as_attribute(text), form="roundRect", text=written, turned=True
    )
    return shape.run(Place(page_width - 520, y, behind=False))
