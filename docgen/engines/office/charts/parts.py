"""Add charts to a file: the chart part, its workbook, and copies of the parts that a template's chart owns.

Each call adds new parts, so that a chart in a loop is a separate chart in each iteration.
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
from docgen.messages import Message, MessageError, message
from docgen.ooxml.package import ContentTypes, Relationship, read_rels

MOST_CHARTS = 1000
"""The limit of charts in a document; each is at least two parts."""

_SHARED = frozenset({"image", "hyperlink", "slide"})
_BODY_SIZE = 10.0
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class OwnedPart:
    """A part that only a template's chart uses (style, colours, drawings), with the parts that it owns in turn."""

    name: str
    data: bytes
    content_type: str
    relationships: tuple[tuple[Relationship, "OwnedPart | None"], ...] = ()

    @classmethod
    def read(cls, parts: Mapping[str, bytes], types: ContentTypes, part: str) -> Self:
        """Read `part`, which must be in `parts`, with all it owns."""
        return cls(part, parts[part], _type_of(types, part), tuple(_owned(parts, types, (part,))))

    def added_to(self, additions: Additions) -> str:
        """Add a copy of the part and of all it owns; return its name."""
        name = additions.add(self.name, self.data, self.content_type)
        relate_owned(additions, name, self.relationships)
        return name


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A chart of the template: its part's name, content, and the parts that it owns.

    `template` is None for an unsupported chart, and `problem` is the reason.
    """

    part: str
    template: ChartTemplate | None
    problem: Message | None = None
    relationships: tuple[tuple[Relationship, OwnedPart | None], ...] = ()

    @classmethod
    def read(cls, parts: Mapping[str, bytes], types: ContentTypes, part: str) -> Self:
        """Read the chart in `part` of the template's `parts`, without its workbook, which is replaced."""
        if part not in parts:
            return cls(part, None, message("chart.template:missing"))
        try:
            template = ChartTemplate.compile(parts[part])
        except ValueError as error:
            own = error.message if isinstance(error, MessageError) else None
            return cls(part, None, own or message("chart.template:broken", reason=str(error)))
        owned = _owned(parts, types, (part,))
        return cls(part, template, None, tuple(pair for pair in owned if pair[0].id != template.workbook_id))

    def refilled(self, chart_xml: bytes) -> "DrawnChart":
        """The same chart with another chart part. Raises ValueError as `ChartTemplate.compile`."""
        return replace(self, template=ChartTemplate.compile(chart_xml))


def _owned(
    parts: Mapping[str, bytes], types: ContentTypes, path: tuple[str, ...]
) -> Iterator[tuple[Relationship, OwnedPart | None]]:
    """The relationships of the last part of `path`, each with the part that it owns, or None for a shared one."""
    for item in read_rels(parts, path[-1]):
        if item.external or item.name in _SHARED:
            yield item, None
        elif item.target in parts and item.target not in path:
            below = tuple(_owned(parts, types, (*path, item.target)))
            yield item, OwnedPart(item.target, parts[item.target], _type_of(types, item.target), below)


def _type_of(types: ContentTypes, part: str) -> str:
    extension = posixpath.splitext(part)[1].lstrip(".").lower()
    return types.overrides.get(part) or types.defaults.get(extension, _UNKNOWN)


def relate_owned(
    additions: Additions, part: str, relationships: tuple[tuple[Relationship, OwnedPart | None], ...]
) -> None:
    """Set the relationships of the added `part`, to copies of the parts that it owns."""
    made = [item if owned is None else replace(item, target=owned.added_to(additions)) for item, owned in relationships]
    if made:
        additions.set_relationships(part, tuple(made))


def add_chart(
    additions: Additions, data: ChartData, folder: str, drawn: DrawnChart | None = None, size: float = _BODY_SIZE
) -> tuple[str, ChartData]:
    """Add a chart with its workbook to `folder` (`word` or `ppt`); return its part's name and the completed data.

    `drawn` is the template's chart to fill in, with copies of what it owns; without it a chart of the data's `kind` is
    created, in text of `size` points. The caller relates the part that shows it to the name, by `CHART_RELATIONSHIP`,
    and takes the alt text from the completed data. Raises ValueError for data that can't be shown.
    """
    template = None if drawn is None else drawn.template
    if drawn is not None and template is None:
        raise MessageError("chart.template", problem=drawn.problem)
    completed = data if template is None else template.completed(data)
    content = new_chart(completed, size) if template is None else template.fill(completed)
    if sum(name.startswith(f"{folder}/charts/chart") for name in additions.parts) >= MOST_CHARTS:
        raise MessageError("limit.charts", most=MOST_CHARTS)
    name = additions.add(f"{folder}/charts/chart1.xml", content, CHART_TYPE)
    workbook_id = "rId1" if template is None else template.workbook_id
    relationships = () if drawn is None else drawn.relationships
    if workbook_id:
        sheet = additions.add(f"{folder}/embeddings/workbook1.xlsx", workbook(completed), WORKBOOK_TYPE)
        relationships = ((Relationship(workbook_id, WORKBOOK_RELATIONSHIP, sheet), None), *relationships)
    relate_owned(additions, name, relationships)
    return name, completed
