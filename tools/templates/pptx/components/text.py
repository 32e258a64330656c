"""The type scale, and paragraphs inside a slide's shapes."""

from templates.pptx.markup.shapes import Para, Run, para, tag

SMALL, BODY, STRONG, LEAD, FIGURE, HUGE = 12, 14, 16, 18, 28, 48


def big(value: str, unit: str = "", size: float = HUGE, colour: str = "accent", before: float = 0) -> Para:
    """A figure in the display size, its unit smaller."""
    runs = [Run(value, size, colour, bold=True, heading=True)]
    return Para([*runs, *([Run(" " + unit, STRONG, "muted")] if unit else [])], before=before)


def heading(text: str, size: float = LEAD, colour: str = "primary", before: float = 0) -> Para:
    """A heading inside a slide."""
    return para(text, size, colour, bold=True, heading=True, before=before, after=4)


def each(loop: str, *paras: Para) -> list[Para]:
    """Paragraphs once for each item, `loop` as `x in xs`."""
    return [tag("{%p for " + loop + " %}"), *paras, tag("{%p endfor %}")]


def bullets(
    loop: str, value: str, size: float = BODY, colour: str = "ink", *, mark: str = "•", before: float = 4
) -> list[Para]:
    """A bulleted list over `loop`."""
    return each(loop, para(value, size, colour, bullet=mark, before=before))


def when(condition: str, *paras: Para) -> list[Para]:
    """Paragraphs that stand only under a condition."""
    return [tag("{%p if " + condition + " %}"), *paras, tag("{%p endif %}")]


def meter(share: str, size: float = STRONG, length: int = 10) -> tuple[Run, Run]:
    """A bar of `length` segments, as many in colour as `share` (an expression from 0 to 1) says."""
    filled = f"(({share}) * {length})|round|int"
    return (
        Run("{{ '■' * (" + filled + ") }}", size, "accent"),
        Run("{{ '■' * (" + str(length) + " - (" + filled + ")) }}", size, "line"),
    )
