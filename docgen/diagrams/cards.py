"""Cards of a decision map: name, position, roles as icons with labels, support and coverage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docgen.audience import View, fields_of
from docgen.diagrams.geometry import Box, Colour, Label, Shape, TextLine
from docgen.diagrams.typeset import height_of, set_text, width_of

Words = Callable[[Any], str]

# Each role has its own shape, so that it is recognisable without colour.
ROLE_SHAPES: dict[str, tuple[str, Colour]] = {
    "decision_maker": ("star5", "accent"),
    "approver": ("octagon", "accent"),
    "initiator": ("homePlate", "primary"),
    "user": ("ellipse", "primary"),
    "influencer": ("triangle", "primary"),
    "technical_evaluator": ("hexagon", "primary"),
    "purchaser": ("rect", "primary"),
    "gatekeeper": ("diamond", "primary"),
    "champion": ("plus", "positive"),
    "coach": ("chevron", "positive"),
    "blocker": ("mathMultiply", "negative"),
}
SUPPORT_MARKS: dict[str, tuple[str, Colour]] = {
    "strong_supporter": ("+2", "positive"),
    "supporter": ("+1", "positive"),
    "neutral": ("0", "ink"),
    "sceptic": ("−1", "warning"),
    "opponent": ("−2", "negative"),
}


_MOST_LINES = 8
"""The lines of a name, a title or a department; a longer one is cut."""


@dataclass(frozen=True, slots=True)
class Person:
    """The content of a card. `support` and `coverage` are None for an audience that may not read them."""

    id: str
    name: str
    position: tuple[str, ...]
    reports_to: str | None
    roles: tuple[Any, ...]
    support: Any = None
    coverage: Any = None

    @property
    def decides(self) -> bool:
        """Whether this is the decision maker."""
        return "decision_maker" in self.roles


@dataclass(frozen=True, slots=True)
class Style:
    """Size and detail of the cards: `detail` 2 is everything, 1 leaves out the department, 0 is name and roles."""

    width: float
    scale: float
    detail: int
    min_size: float

    @property
    def size(self) -> float:
        """The size of running text."""
        return max(self.min_size, 8.5 * self.scale)

    @property
    def name_size(self) -> float:
        """The size of names."""
        return max(self.min_size, 11 * self.scale, self.size * 1.15)

    @property
    def pad(self) -> float:
        """The space inside a card's edge."""
        return 5 * max(self.scale, self.size / 10)


def person_of(node: View) -> Person:
    """The person of a node, with the fields that are in the view."""
    shown = fields_of(node)
    position = tuple(str(shown[key]) for key in ("title", "department") if shown.get(key))
    return Person(
        id=str(shown["id"]),
        name=str(shown["name"]),
        position=position,
        reports_to=str(shown["reports_to"]) if shown.get("reports_to") else None,
        roles=tuple(shown["roles"]),
        support=shown.get("support"),
        coverage=shown.get("coverage"),
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A person's texts, typeset in one style."""

    person: Person
    head: tuple[TextLine, ...]
    roles: tuple[tuple[Any, tuple[TextLine, ...]], ...]
    foot: tuple[TextLine, ...]
    style: Style

    @property
    def position(self) -> tuple[str, ...]:
        """Title and department, as far as the style shows them."""
        return self.person.position[: self.style.detail]

    @property
    def height(self) -> float:
        """The height of the card's content with its padding."""
        roles = sum(height_of(lines) for _, lines in self.roles)
        foot = height_of(self.foot) + self.style.pad if self.foot else 0
        gap = self.style.pad * 0.6 if self.roles else 0
        return self.style.pad * 2 + height_of(self.head) + gap + roles + foot

    def shapes(self, x: float, y: float, height: float) -> list[Shape]:
        """The shapes of the card, its top left corner at x, y, stretched to `height`."""
        style, person = self.style, self.person
        head = Box(
            person.id, x, y, style.width, height, self.head,
            fill="primary" if person.decides else "white",
            line="primary" if person.decides else "muted",
            line_width=1.5 if person.decides else 0.75,
            outline=self._outline(),
            inset=(style.pad, style.pad, style.pad, 0),
            group=person.id,
            name=", ".join((person.name, *self.position)),
        )  # fmt: skip
        drawn: list[Shape] = [head]
        drawn += self._role_rows(x, y + style.pad + height_of(self.head) + style.pad * 0.6)
        if self.foot:
            foot_height = height_of(self.foot) + style.pad
            inset = (style.pad - 1.5, 0.0, style.pad - 1.5, 0.0)
            drawn.append(Box(
                f"{person.id}:support", x + 1.5, y + height - foot_height - 1.5, style.width - 3, foot_height,
                self.foot, fill="surface", centred=True, inset=inset, group=person.id,
            ))  # fmt: skip
        return drawn

    def _outline(self) -> Any:
        return "dashed" if self.person.coverage == "not_met" else "double" if self.person.decides else "solid"

    def _role_rows(self, x: float, y: float) -> list[Shape]:
        drawn: list[Shape] = []
        style, person = self.style, self.person
        for role, lines in self.roles:
            icon = role_icon(role, x + style.pad, y, lines[0].leading, f"{person.id}:{role}", person.decides)
            indent = style.pad + lines[0].leading
            drawn += [
                icon,
                Label(x + indent, y, style.width - indent - style.pad, height_of(lines), lines, group=person.id),
            ]
            y += height_of(lines)
        return drawn


def role_icon(role: Any, x: float, y: float, leading: float, shape_id: str, on_dark: bool = False) -> Box:
    """The icon of `role`, in a square of `leading` less its margins."""
    geometry, colour = ROLE_SHAPES[str(role)]
    size = leading * 0.66
    fill: Colour = "white" if on_dark else colour
    top = y + (leading - size) / 2
    return Box(shape_id, x, top, size, size, fill=fill, geometry=geometry, group=shape_id.rpartition(":")[0])


def card_for(person: Person, style: Style, words: Words) -> Card:
    """The card of `person`, its texts wrapped to the style's width."""
    width = style.width - 2 * style.pad
    ink: Colour = "white" if person.decides else "ink"
    head = set_text(person.name, width, style.name_size, bold=True, colour=ink, most=_MOST_LINES)
    muted: Colour = "white" if person.decides else "muted"
    for text in _position(person, style, width):
        head += set_text(text, width, style.size, colour=muted, most=_MOST_LINES)
    narrow = width - style.size * 1.3
    roles = tuple(
        (role, set_text(words(role), narrow, style.size, colour=ink, most=_MOST_LINES)) for role in person.roles
    )
    return Card(person, head, roles, _foot(person, style, words), style)


def _position(person: Person, style: Style, width: float) -> tuple[str, ...]:
    """Title and department, on one line if they fit."""
    shown = person.position[: style.detail]
    joined = " · ".join(shown)
    return (joined,) if shown and width_of(joined, style.size) <= width else shown


def _foot(person: Person, style: Style, words: Words) -> tuple[TextLine, ...]:
    """Support as mark and word, and coverage; both are in internal editions only."""
    width = style.width - 2 * style.pad
    lines: tuple[TextLine, ...] = ()
    if person.support:
        mark, colour = SUPPORT_MARKS[str(person.support)]
        lines += set_text(f"{mark} {words(person.support)}", width, style.size, bold=True, colour=colour)
    if person.coverage:
        lines += set_text(words(person.coverage), width, style.size)
    return lines
