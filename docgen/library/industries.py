"""Industries: their wording, measures and questions, read from YAML in the language of one document."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from docgen.audience import Choice, MarkedModel, client, internal, library_id
from docgen.errors import Finding, LibraryError
from docgen.file_names import is_id
from docgen.library.approvals import EditionKey, apply_approval
from docgen.library.brand import Colour
from docgen.library.layers import Layers, check_id
from docgen.library.source import Source, checked, read_yaml
from docgen.messages import message
from docgen.nearest import suggest
from docgen.schemas.base import EntryStatus, PublicId, Text, Version
from docgen.schemas.figures import Date
from docgen.schemas.governance import Approvable, governance_notices
from docgen.schemas.slots import normalise_title
from docgen.wording import in_language

FOLDER = "industries"


class Direction(Choice):
    """Which way a measure should go."""

    up = "higher", "higher is better", "越高越好"
    down = "lower", "lower is better", "越低越好"


class DiscoveryStage(Choice):
    """The order in which a discovery interview asks."""

    current_state = "current_state", "Current state", "现状"
    pain = "pain", "Pain", "痛点"
    goal = "goal", "Goal", "目标"
    budget = "budget", "Budget", "预算"


class Measure(MarkedModel):
    """A figure that this industry judges by."""

    name: Annotated[Text, client("Measure", "指标", "What is measured.", "设备综合效率（OEE）")]
    known_as: Annotated[
        tuple[Text, ...],
        client("Known as", "又称", "Its names in both languages, by which documents' figures are recognised.", ["OEE"]),
    ] = ()
    unit: Annotated[Text, client("Unit", "单位", "The figure's unit.", "%")]
    direction: Annotated[Direction, client("Direction", "方向", "Which way is better.", "higher")]
    why: Annotated[Text, client("Why it matters", "意义", "Why the client looks at it.", "同样的设备多出产能")]


class Question(MarkedModel):
    """A question for the discovery interview."""

    stage: Annotated[DiscoveryStage, client("Stage", "阶段", "Where in the interview it is asked.", "pain")]
    text: Annotated[Text, client("Question", "问题", "The question as it is asked.", "哪台设备停机影响最大？")]


class Industry(MarkedModel, Approvable):
    """An industry in the language of one document; stacked documents have both, Chinese first."""

    id: Annotated[Text, client("Industry", "行业", "The industry's id.", "manufacturing")]
    name: Annotated[Text, client("Industry name", "行业名称", "The industry's name.", "制造业")]
    accent: Annotated[Text, client("Accent colour", "强调色", "Six hex digits.", "A3480F")]
    motif: Annotated[Text, client("Motif", "封面图案", "The cover's motif by name.", "gear")]
    emphasis: Annotated[Text, client("Focus", "关注重点", "What counts in this industry.", "生产效率")]
    measures: Annotated[tuple[Measure, ...], client("Measures", "关键指标", "The figures it judges by.", [])]
    questions: Annotated[tuple[Question, ...], client("Questions", "需求挖掘提问", "For the interview, in order.", [])]
    status: Annotated[EntryStatus, client("Status", "状态", "Where the entry stands.", "approved")] = EntryStatus.draft
    owner: Annotated[Text | None, internal("Owner", "维护人", "Who keeps it.", "赵静")] = None
    version: Annotated[Version, client("Version", "版本号", "Of this entry.", "1.0")] = "1.0"
    approved_by: Annotated[Text | None, internal("Approved by", "批准", "Who released it.", "赵静")] = None
    approved_on: Annotated[Date | None, internal("Approved on", "批准日期", "When it was released.", "2026-09-30")] = (
        None
    )
    review_by: Annotated[
        Date | None, internal("Review due", "复审日期", "When it must be looked at again.", "2027-03-31")
    ] = None
    public_id: Annotated[
        PublicId | None, library_id("Public id", "公开编号", "Its name in clients' files.", "kqtrmvbzxwnd")
    ] = None

    def notices(self, on: dt.date, place: str = "") -> Iterator[Finding]:
        """Notices against using this industry on the day `on`, such as a due review; `place` is where it is named."""
        yield from governance_notices(self, "industry", self.id, on, place)


class Bilingual(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: Text
    zh: Text

    def text_in(self, language: str) -> str:
        """The text in `language`; for `zh+en` both, Chinese first."""
        return in_language(self.en, self.zh, language)


class BilingualWords(BaseModel):
    """Words in both languages, any number in each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: tuple[Text, ...] = ()
    zh: tuple[Text, ...] = ()


_QUESTION = {"en": "Which stop hurts most?", "zh": "哪一种停顿影响最大？"}
_WHY = {"en": "It eats the margin.", "zh": "直接吃掉利润。"}


class MeasureEntry(BaseModel):
    """A measure as written in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Bilingual = Field(examples=[{"en": "First-pass yield", "zh": "一次合格率"}])
    also: BilingualWords = Field(BilingualWords(), examples=[{"en": ["scrap"], "zh": ["报废"]}])
    unit: Bilingual = Field(examples=[{"en": "%", "zh": "%"}])
    direction: Direction = Field(examples=["higher"])
    why: Bilingual = Field(examples=[_WHY])

    def measure_in(self, language: str) -> Measure:
        """The measure in `language`; it is known by its names in both, since a Chinese document writes OEE too."""
        words = (*_names_in(self.name.zh), *_names_in(self.name.en), *self.also.zh, *self.also.en)
        fields = {name: _in_language(getattr(self, name), language) for name in ("name", "unit", "direction", "why")}
        return Measure(known_as=tuple(dict.fromkeys(words)), **fields)


def _names_in(name: str) -> list[str]:
    """The names in a measure's name: what is before brackets, and what is in them."""
    return [part.strip() for part in re.split("[()（）]", name) if part.strip()]


class QuestionEntry(BaseModel):
    """A question as written in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: DiscoveryStage = Field(examples=["pain"])
    text: Bilingual = Field(examples=[_QUESTION])


class IndustryEntry(Approvable):
    """An industry as written in its file, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    id: Text = Field(examples=["retail"])
    name: Bilingual = Field(examples=[{"en": "Retail", "zh": "零售业"}])
    accent: Colour = Field(examples=["A3480F"])
    motif: Text = Field(examples=["gear"])
    emphasis: Bilingual = Field(examples=[{"en": "More from each square metre.", "zh": "坪效。"}])
    measures: tuple[MeasureEntry, ...] = Field(
        examples=[
            [
                {
                    "name": {"en": "Waste", "zh": "报损率"},
                    "unit": {"en": "%", "zh": "%"},
                    "direction": "lower",
                    "why": _WHY,
                }
            ]
        ]
    )
    questions: tuple[QuestionEntry, ...] = Field(examples=[[{"stage": "pain", "text": _QUESTION}]])
    status: EntryStatus = EntryStatus.draft
    owner: Text | None = None
    version: Version = "1.0"
    approved_by: Text | None = None
    approved_on: dt.date | None = None
    review_by: dt.date | None = None
    public_id: PublicId | None = None

    def industry_in(self, language: str) -> Industry:
        """The industry in `language` (zh, en, zh+en)."""
        fields = {name: _in_language(getattr(self, name), language) for name in type(self).model_fields}
        return Industry.model_validate(fields).with_standing(self.standing)


def _in_language(value: Any, language: str) -> Any:
    """A part of an entry in one language."""
    match value:
        case Bilingual():
            return value.text_in(language)
        case MeasureEntry():
            return value.measure_in(language)
        case BaseModel():
            return {name: _in_language(getattr(value, name), language) for name in type(value).model_fields}
        case tuple():
            return tuple(_in_language(item, language) for item in value)
        case _:
            return value


def find_industry(library: Layers, industry: str) -> IndustryEntry:
    """The industry of that id, from the topmost layer. Raises LibraryError naming the nearest id."""
    return library.cached((FOLDER, industry), lambda: _read_industry(library, industry))


def _read_industry(library: Layers, industry: str) -> IndustryEntry:
    source = industry_source(library, industry)
    entry = checked(IndustryEntry, source)
    if entry.id != industry:
        file, line = source.place(("id",))
        raise LibraryError(Finding.of("library.id:name", id=entry.id, name=industry).at(file, line, 1, "id"))
    return apply_approval(library, EditionKey(FOLDER, industry), entry)


def industry_source(library: Layers, industry: str) -> Source:
    """The data of the industry's file. Raises LibraryError naming the nearest id if there is none."""
    path = library.find(f"industries/{check_id(industry, message('library.noun:industry'))}.yaml")
    if path is None:
        hint = suggest(industry, list_industries(library))
        raise LibraryError(Finding.of("library.industry", industry=industry, hint=hint))
    return read_yaml(path, library.shown(path), library.read(path))


def industry_id(library: Layers, name: str) -> str:
    """The id of the industry with this id or with this name in either language; `name` itself if there is none."""
    if library.find(f"{FOLDER}/{name}.yaml") if is_id(name) else False:
        return name
    return library.cached((FOLDER, "names"), lambda: _ids_by_name(library)).get(normalise_title(name), name)


def _ids_by_name(library: Layers) -> dict[str, str]:
    """Ids of industries by their names; a broken one has none here, and is reported where it is used."""
    ids: dict[str, str] = {}
    for found in list_industries(library):
        try:
            entry = find_industry(library, found)
        except LibraryError:
            continue
        for language in ("zh", "en", "zh+en"):
            ids.setdefault(normalise_title(entry.name.text_in(language)), found)
    return ids


def list_industries(library: Layers) -> tuple[str, ...]:
    """The ids of all industries, sorted."""
    return tuple(sorted({path.stem for path in library.files("industries", ".yaml")}))
