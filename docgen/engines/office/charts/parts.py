"""Turns a chart's figures into parts of a file: the chart, its workbook, and copies of what a manager's chart owns.

Each call adds parts of its own, so that a chart in a loop is a chart of its own in each turn.
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from docgen.engines.office.additions import Additions
from docgen.engines.office.charts.figures import ChartData
from docgen.engines.office.charts.markup import CHART_TYPE, WORKBOOK_RELATIONSHIP
from docgen.engines.office.charts.new import new_chart
from docgen.engines.office.charts.template import ChartTemplate
from docgen.engines.office.charts.workbook import WORKBOOK_TYPE, workbook
from docgen.ooxml.package import ContentTypes, Relationship, read_rels

MOST_CHARTS = 1000
"""No document of a person has more charts; each is two parts or more."""

_SHARED = frozenset({"image", "hyperlink", "slide"})
_BODY_SIZE = 10.0
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class OwnedPart:
    """A part that belongs to a manager's chart (style, colours, drawings): copied with it, and what it owns in turn."""

    name: str
    data: bytes
    content_type: str
    relationships: tuple[tuple[Relationship, "OwnedPart | None"], ...] = ()

    @classmethod
    def read(cls, parts: Mapping[str, bytes], types: ContentTypes, part: str) -> Self:
        """The part of that name, which `parts` must hold, with all it owns."""
        return cls(part, parts[part], _type_of(types, part), tuple(_owned(parts, types, (part,))))

    def added_to(self, additions: Additions) -> str:
        """A copy of the part and of all it owns; gives its name."""
        name = additions.add(self.name, self.data, self.content_type)
        relate_owned(additions, name, self.relationships)
        return name


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart that a manager drew in a template, as read once: its part's name, content, and what it owns.

    `template` is None for a chart that can't be filled, and `problem` says why.
    """

    part: str
    template: ChartTemplate | None
    problem: str = ""
    relationships: tuple[tuple[Relationship, OwnedPart | None], ...] = ()

    @classmethod
    def read(cls, parts: Mapping[str, bytes], types: ContentTypes, part: str) -> Self:
        """The chart in `part` of the template's `parts`; its workbook is left behind, for it gets a new one."""
        if part not in parts:
            return cls(part, None, "its part is missing in the template")
        try:
            template = ChartTemplate.compile(parts[part])
        except ValueError as error:
            return cls(part, None, str(error))
        owned = _owned(parts, types, (part,))
        return cls(part, template, "", tuple(pair for pair in owned if pair[0].id != template.workbook_id))

    def refilled(self, chart_xml: bytes) -> "DrawnChart":
        """The same chart with other words in it. Raises ValueError as `ChartTemplate.compile`."""
        return replace(self, template=ChartTemplate.compile(chart_xml))


def _owned(
    parts: Mapping[str, bytes], types: ContentTypes, way: tuple[str, ...]
) -> Iterator[tuple[Relationship, OwnedPart | None]]:
    """The relationships of the last part of `way` with what belongs to it alone, None beside what others share."""
    for item in read_rels(parts, way[-1]):
        if item.external or item.name in _SHARED:
            yield item, None
        elif item.target in parts and item.target not in way:
            below = tuple(_owned(parts, types, (*way, item.target)))
            yield item, OwnedPart(item.target, parts[item.target], _type_of(types, item.target), below)


def _type_of(types: ContentTypes, part: str) -> str:
    extension = posixpath.splitext(part)[1].lstrip(".").lower()
    return types.overrides.get(part) or types.defaults.get(extension, _UNKNOWN)


def relate_owned(
    additions: Additions, part: str, relationships: tuple[tuple[Relationship, OwnedPart | None], ...]
) -> None:
    """Give the added `part` these relationships, to copies of what it owns."""
    made = [item if owned is None else replace(item, target=owned.added_to(additions)) for item, owned in relationships]
    if made:
        additions.set_relationships(part, tuple(made))


def add_chart(
    additions: Additions, data: ChartData, folder: str, drawn: DrawnChart | None = None, size: float = _BODY_SIZE
) -> tuple[str, ChartData]:
    """Add a chart with its workbook to `folder` (`word` or `ppt`); gives its part's name and the completed figures.

    `drawn` is the manager's chart that is filled, with copies of what it owns; without one a chart of the data's `kind`
    is made, in text of `size` points. Relate the part that shows it to the name, by `CHART_RELATIONSHIP`, and let
    the completed figures say the alt text (`told`). Raises ValueError for what can't be shown.
    """
    template = None if drawn is None else drawn.template
    if drawn is not None and template is None:
        raise ValueError(f"this chart can't be filled: {drawn.problem}; put a rectangle in its place, with a `kind`")
    completed = data if template is None else template.completed(data)
    content = new_chart(completed, size) if template is None else template.fill(completed)
    if sum(name.startswith(f"{folder}/charts/chart") for name in additions.parts) >= MOST_CHARTS:
        raise ValueError(f"the document gets more than {MOST_CHARTS:,} charts")
    name = additions.add(f"{folder}/charts/chart1.xml", content, CHART_TYPE)
    workbook_id = "rId1" if template is None else template.workbook_id
    relationships = () if drawn is None else drawn.relationships
    if workbook_id:
        sheet = additions.add(f"{folder}/embeddings/workbook1.xlsx", workbook(completed), WORKBOOK_TYPE)
        relationships = ((Relationship(workbook_id, WORKBOOK_RELATIONSHIP, sheet), None), *relationships)
    relate_owned(additions, name, relationships)
    return name, completed
