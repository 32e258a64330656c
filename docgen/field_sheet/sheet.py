"""The field sheet as a document: how tags are written, then the fields by group."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from docgen.audience import Audience, MarkedModel, client
from docgen.audience import client as _client
from docgen.errors import Finding
from docgen.field_sheet.rows import FieldRow, format_audiences
from docgen.schemas.base import Envelope, Party, Text
from docgen.schemas.figures import Count
from docgen.schemas.references import Reference

KIND = "field_sheet"
_GAP = " … "


class TagRule(MarkedModel):
    """One way to write a tag, shown with a field of the sheet itself."""

    what: Annotated[Text, client("What you want", "想要的效果", "What the tag does.", "金额")]
    tag: Annotated[Text, client("What you write", "写法", "The tag.", "{{ doc.title }}")]
    why: Annotated[Text, client("Good to know", "说明", "What to mind.", "按币种显示")]


class SheetRow(MarkedModel):
    """One field."""

    name: Annotated[Text, client("Field", "字段", "Its name in the data.", "net")]
    label: Annotated[Text, client("Label", "名称", "Its title in the sheet's language.", "金额")]
    other: Annotated[Text, client("Other label", "另一语言名称", "Its title in the other language.", "Net")]
    type: Annotated[Text, client("Type", "类型", "What it holds.", "金额")]
    internal: Annotated[bool, client("Internal", "仅内部", "Whether not every reader may read it.", True)]
    also: Annotated[Text | None, client("Also for", "另可见", "Readers outside who may too.", None)] = None
    example: Annotated[Text | None, client("Example", "示例", "A value.", "1200.00")] = None
    path: Annotated[Text, client("Path", "路径", "The way to it, by names.", "doc.pricing.lines[].net")]
    tag: Annotated[
        Text | None,
        client("Tag to paste", "可直接粘贴的标签", "None for what only holds others.", "{{ line.net | money }}"),
    ] = None
    title_tag: Annotated[
        Text | None, client("Tag by its title", "按名称写的标签", "For Word and PowerPoint.", "{{ 不含税金额 }}")
    ] = None


class SheetGroup(MarkedModel):
    """The fields of one part of a document; `opens` is the loop or condition around their tags."""

    title: Annotated[Text, client("Group", "分组", "The way to it, by titles.", "报价 › 明细")]
    path: Annotated[Text, client("Path", "路径", "The way to it, by names.", "doc.pricing.lines[]")]
    opens: Annotated[Text | None, client("Around it", "外层标签", "The tags around the group's own.", None)] = None
    same_as: Annotated[Text | None, client("As in", "同", "The group that has the same fields and tags.", None)] = None
    rows: Annotated[tuple[SheetRow, ...], client("Fields", "字段", "In the schema's order.", [])] = ()


class FieldSheet(Envelope):
    """The fields that templates may use, as a document for their authors; it shows tags, so it has no references."""

    references: ClassVar[tuple[Reference, ...]] = ()
    kind: Annotated[Literal["field_sheet"], client("Kind", "类型", "field_sheet.", "field_sheet")] = "field_sheet"
    rules: Annotated[tuple[TagRule, ...], client("Rules", "写法", "How tags are written.", [])]
    mistakes: Annotated[tuple[Text, ...], client("Please mind", "请注意", "The most frequent mistakes.", [])] = ()
    groups: Annotated[tuple[SheetGroup, ...], client("Groups", "分组", "The fields, group by group.", [])]
    field_count: Annotated[Count, client("Fields", "字段数", "How many there are.", 120)]
    client: Annotated[Party | None, _client("Client", "甲方", "It is for none.", None)] = None

    def notices(self) -> Iterator[Finding]:
        """None: docgen wrote the texts itself."""
        yield from ()


def sheet_groups(rows: Sequence[FieldRow], language: str, outermost: str) -> tuple[SheetGroup, ...]:
    """Rows grouped by the part of the document they belong to; `outermost` is the title of the first part."""
    holders = {_inside(row): row for row in rows}
    parts: dict[str, list[FieldRow]] = {}
    for row in rows:
        parts.setdefault(row.path.rpartition(".")[0], []).append(row)
    seen: dict[tuple[str, ...], str] = {}
    return tuple(_group(path, found, holders, (language, outermost), seen) for path, found in parts.items())


def _group(
    path: str,
    rows: Sequence[FieldRow],
    holders: Mapping[str, FieldRow],
    wording: tuple[str, str],
    seen: dict[tuple[str, ...], str],
) -> SheetGroup:
    """One part; without rows if a part in `seen` has the same tags, which is named instead."""
    language, outermost = wording
    above = list(_holders(path, holders))
    title = " › ".join(row.zh if language == "zh" else row.en for row in above) or outermost
    first = seen.setdefault(tuple(row.tag for row in rows), path)
    return SheetGroup(
        title=title,
        path=path or rows[0].path,
        opens=_opening([row.tag for row in above]),
        same_as=first if first != path else None,
        rows=tuple(_row(row, language) for row in rows) if first == path else (),
    )


def _inside(row: FieldRow) -> str:
    """The path of the fields nested in a row."""
    return f"{row.path}[]" if row.type == "list" else row.path


def _holders(path: str, known: Mapping[str, FieldRow]) -> Iterator[FieldRow]:
    """The rows that enclose a path, outermost first."""
    steps = path.split(".")
    for count in range(1, len(steps) + 1):
        holder = known.get(".".join(steps[:count]))
        if holder is not None:
            yield holder


def _opening(tags: Sequence[str]) -> str | None:
    """The loops and conditions of `tags`, nested; None if there are none."""
    nested = ""
    for tag in tags:
        before, gap, after = tag.partition(_GAP)
        if gap and (before or after):
            nested = nested.replace(_GAP, f" {before}{_GAP}{after} ") if nested else tag
    return nested or None


def _row(row: FieldRow, language: str) -> SheetRow:
    main, other = (row.zh, row.en) if language == "zh" else (row.en, row.zh)
    return SheetRow(
        name=row.path.rpartition(".")[2],
        label=main,
        other=other,
        type=row.type_words(language),
        internal=not row.is_open,
        also=None if row.is_open else format_audiences(_outside_audiences(row), language) or None,
        example=row.example or None,
        path=row.path,
        tag=None if row.type == "group" and not _is_block(row.tag) else row.tag,
        title_tag=row.title_tag(language) or None,
    )


def _outside_audiences(row: FieldRow) -> list[Audience]:
    """The outside audiences that may read an internal field."""
    return [reader for reader in row.readers if reader.is_outside]


def _is_block(tag: str) -> bool:
    """Whether a tag encloses others; `{{ doc.client.… }}` only shows that there are nested fields."""
    return _GAP in tag and bool(tag.strip(_GAP))
