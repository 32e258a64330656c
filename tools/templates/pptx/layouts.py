"""The design of decks: the grid of slides, the master's shapes and the layouts."""

from collections.abc import Sequence

from templates.pptx import motifs
from templates.pptx.markup.masters import Layout, holder_style
from templates.pptx.markup.shapes import Box, Drawable, Holder, Page, Para, Rule, Run, Shape, para
from templates.words import Words

WIDTH, HEIGHT, MARGIN = 960, 540, 48
COLUMN = WIDTH - 2 * MARGIN
TOP, BOTTOM = 124, 488
TALL = BOTTOM - TOP
HALF = (COLUMN - 32) / 2
RIGHT = MARGIN + HALF + 32
SIDE, VERDICT = 304, 256
MAIN = WIDTH - SIDE - 2 * MARGIN
FOOT = 9
STAMP_LINE = "{{ stamp.lead }}"
_BODY_BOX: Box = (MARGIN, TOP, COLUMN, TALL)


def page_runs(words: Words, colour: str = "muted") -> list[Run | Page]:
    """Page n of m, then the stamp's short id; the engine writes the total as text."""
    return [
        Run(words("page_before"), FOOT, colour), Page(FOOT, colour),
        Run(words("page_between") + "{{ slide_total }}" + words("page_after") + " · {{ stamp.short_id }}", FOOT,
            colour),
    ]  # fmt: skip


def foot(words: Words, colour: str = "muted") -> list[Holder]:
    """The footer and number placeholders of one slide."""
    return [
        Holder("Stamp", "ftr", [para(STAMP_LINE, FOOT, colour)], 11),
        Holder("Page", "sldNum", [Para(page_runs(words, colour), align="r")], 12),
    ]


def _holder(name: str, kind: str, index: int, box: Box, style: str) -> Holder:
    return Holder(name, kind, [para(name)], index, box, style)


def _title(left: float = MARGIN, width: float = COLUMN, colour: str = "primary") -> Holder:
    style = holder_style(26, colour, bold=True, heading=True)
    return _holder("Title", "title", 0, (left, 56, width, 60), style)


def _body(index: int, box: Box, size: float = 16, colour: str = "ink") -> Holder:
    return _holder(f"Text {index}", "body", index, box, holder_style(size, colour))


def _head(left: float = MARGIN, width: float = COLUMN) -> list[Holder]:
    """The placeholders above the title: seller, mark of internal editions, part."""
    return [
        _holder("Head", "body", 13, (left, 18, width - 240, 14), holder_style(FOOT, "muted")),
        _holder(
            "Mark",
            "body",
            14,
            (left + width - 232, 18, 232, 14),
            holder_style(FOOT, "negative", align="r", bold=True),
        ),
        _holder("Part", "body", 15, (left, 36, width - 160, 18), holder_style(12, "accent", bold=True)),
    ]


def _foot(left: float = MARGIN, width: float = COLUMN, colour: str = "muted") -> list[Holder]:
    number = 212.0
    return [
        Holder("Footer", "ftr", [para("Stamp", FOOT)], 11, (left, 508, width - number - 8, 16),
               holder_style(FOOT, colour, anchor="ctr")),
        Holder("Slide number", "sldNum", [Para([Page(FOOT, colour)])], 12, (left + width - number, 508, number, 16),
               holder_style(FOOT, colour, anchor="ctr", align="r")),
    ]  # fmt: skip


def _frame(left: float = MARGIN, width: float = COLUMN) -> list[Drawable]:
    """The shapes of all slides except the cover: part, title, head, footer."""
    return [
        Shape("Part mark", (left - 12, 38, 4, 14), "accent"), Rule("Foot rule", (left, 502, width, 0)),
        _title(left, width), *_head(left, width), *_foot(left, width),
    ]  # fmt: skip


def master_shapes() -> list[Drawable]:
    """The shapes of the master slide."""
    mark, rule_, title, *rest = _frame()
    return [mark, rule_, title, _body(1, _BODY_BOX), *rest]


def _table() -> Layout:
    """A one-line title, to leave space for a long table."""
    holders = [shape for shape in _holders_of(_frame()) if shape.kind != "title"]
    style = holder_style(26, "primary", bold=True, heading=True)
    return Layout("Table", [_holder("Title", "title", 0, (MARGIN, 56, COLUMN, 36), style), *holders], "titleOnly")


def _holders_of(shapes: Sequence[Drawable]) -> list[Holder]:
    """The shapes without those that the master draws."""
    return [shape for shape in shapes if isinstance(shape, Holder)]


def _cover(name: str, motif: Sequence[Drawable]) -> Layout:
    facts = [
        _holder(f"Fact {i + 1}", "body", 21 + i, (MARGIN + i * 152, 410, 142, 62), holder_style(12, "white"))
        for i in range(4)
    ]
    shapes = [
        *motif,
        _holder("Party", "body", 2, (MARGIN, 88, 480, 22), holder_style(14, "white")),
        _holder("Title", "ctrTitle", 0, (MARGIN, 150, 600, 132),
                holder_style(44, "white", anchor="b", bold=True, heading=True)),
        _holder("Mark", "body", 14, (MARGIN, 116, 480, 18), holder_style(12, "white", bold=True)),
        Shape("Accent", (MARGIN, 298, 64, 5), "glow"),
        _holder("Subtitle", "subTitle", 1, (MARGIN, 314, 600, 78), holder_style(20, "white")),
        Rule("Fact rule", (MARGIN, 398, 600, 0), "veil"),
        *facts,
        _holder("Stamp id", "body", 4, (MARGIN, 486, 480, 14), holder_style(FOOT, "white")),
        *_foot(MARGIN, 600, "white"),
    ]  # fmt: skip
    return Layout(name, shapes, "title", "primary", False)


def _two_columns() -> Layout:
    left, right = _body(1, (MARGIN, TOP, HALF, TALL)), _body(2, (RIGHT, TOP, HALF, TALL))
    return Layout("Two columns", [*_holders_of(_frame()), left, right], "twoObj")


def _side_panel() -> Layout:
    """The agenda: the list on a panel at the left, the summary at the right."""
    left = SIDE + MARGIN
    width = WIDTH - left - MARGIN
    shapes = [
        Shape("Field", (0, 0, SIDE, HEIGHT), "primary"), Shape("Accent", (MARGIN, 44, 40, 4), "glow"),
        _holder("Title", "title", 0, (MARGIN, 56, SIDE - 72, 60), holder_style(28, "white", bold=True, heading=True)),
        _body(2, (MARGIN, TOP, SIDE - 72, TALL), 16, "white"), _body(1, (left, 90, width, 280)),
        Rule("Foot rule", (left, 502, width, 0)), *_head(left, width)[:2], *_foot(left, width),
    ]  # fmt: skip
    return Layout("Side panel", shapes, shows_master=False)


def _closing() -> Layout:
    """The last slide: next steps, and on a panel at the right the contact."""
    left = WIDTH - SIDE
    shapes = [
        Shape("Field", (left, 0, SIDE, HEIGHT), "primary"), *_frame(MARGIN, MAIN),
        _body(1, (left + 36, 124, SIDE - 72, TALL), 14, "white"),
    ]  # fmt: skip
    return Layout("Closing", shapes, shows_master=False)


def _grade() -> Layout:
    """The screening sheet: the verdict in a tinted column, the reasons at the right."""
    left = VERDICT + 40
    shapes = [
        Shape("Column", (0, 0, VERDICT, HEIGHT), "surface"), *_frame(left, WIDTH - left - MARGIN),
        _body(1, (MARGIN, 96, VERDICT - MARGIN - 24, 392), 14),
    ]  # fmt: skip
    return Layout("Verdict", shapes, shows_master=False)


def _entry() -> Layout:
    """A playbook entry: its category on a tab at the outer edge."""
    style = holder_style(14, "white", anchor="ctr", align="ctr", bold=True, vertical=True)
    tab = Holder("Tab", "body", [para("Tab")], 16, (WIDTH - 30, TOP, 30, 196), style)
    ground = Shape("Tab ground", (WIDTH - 30, TOP, 30, 196), "accent")
    return Layout("Entry", [ground, *_frame(), tab], shows_master=False)


LAYOUTS: list[Layout] = [
    _cover("Cover", motifs.plain()), _cover("Cover with gears", motifs.gears()),
    _cover("Cover with waves", motifs.waves()), _cover("Cover with a vault", motifs.vault()),
    Layout("Title only", _holders_of(_frame()), "titleOnly"), _table(),
    Layout("Message", [*_holders_of(_frame()), _body(1, _BODY_BOX)]), _two_columns(), _side_panel(), _closing(),
    _grade(), _entry(),
]  # fmt: skip
