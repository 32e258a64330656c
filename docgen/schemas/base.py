"""Base of all document schemas: the envelope (domain.md 2), parties, field types, notices and shared rules."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import AfterValidator, BaseModel, StringConstraints, model_validator
from stdnum.cn import uscc  # type: ignore[import-untyped]

from docgen.annotations import fields_in, iter_types, models_in
from docgen.audience import Audience, Choice, MarkedModel, client, marks_of_cached
from docgen.errors import Finding
from docgen.file_names import MOST_ID_BYTES, is_id
from docgen.messages import Message, MessageError, message, with_remedy
from docgen.richtext import may_have_marks, notices_on, notices_on_plain
from docgen.schemas.figures import Date
from docgen.schemas.references import COMMON, Reference, reference_problems
from docgen.schemas.retold_sums import retold_sums

_MAX_LISTED = 20
_PUBLIC_ID = re.compile(r"[a-z]{12}")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _printable(text: str) -> str:
    found = _NOT_IN_XML.search(text)
    if found:
        raise MessageError("value.control_character", character=f"U+{ord(found.group()):04X}")
    return text


def _version(value: str) -> str:
    if not re.fullmatch(r"\d+\.\d+", value):
        raise MessageError("value.version", found=value)
    return value


def _entry_id(value: str) -> str:
    if not is_id(value):
        raise MessageError("value.entry_id", found=value[:60], limit=MOST_ID_BYTES)
    return value


def _credit_code(value: str) -> str:
    value = unicodedata.normalize("NFKC", value)
    if not uscc.is_valid(value):
        raise MessageError("value.credit_code", found=value)
    return value


def _public_id(value: str) -> str:
    if not _PUBLIC_ID.fullmatch(value):
        raise MessageError("value.public_id", found=value)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_printable)]
Version = Annotated[Text, AfterValidator(_version)]
EntryId = Annotated[Text, AfterValidator(_entry_id)]
CreditCode = Annotated[Text, AfterValidator(_credit_code)]
PublicId = Annotated[str, AfterValidator(_public_id)]
"""Twelve random letters: the entry's name in clients' files, which reveals nothing about the entry."""


class Status(Choice):
    """The status of a document."""

    draft = "draft", "Draft", "草稿"
    in_review = "in_review", "In review", "审核中"
    approved = "approved", "Approved", "已批准"
    issued = "issued", "Issued", "已发出"
    accepted = "accepted", "Accepted", "已接受"
    superseded = "superseded", "Superseded", "已被替代"
    expired = "expired", "Expired", "已过期"
    withdrawn = "withdrawn", "Withdrawn", "已撤回"


RELEASED = frozenset({Status.approved, Status.issued, Status.accepted})
"""Statuses of documents that are sent without a watermark."""


class EntryStatus(Choice):
    """The status of a library entry."""

    draft = "draft", "Draft", "草稿"
    in_review = "in_review", "In review", "审核中"
    approved = "approved", "Approved", "已批准"
    retired = "retired", "Retired", "已停用"


class Language(Choice):
    """Language of labels, dates and money. The data keeps the language that it was written in."""

    zh = "zh", "Chinese", "中文"
    en = "en", "English", "英文"
    both = "zh+en", "Chinese and English", "中英对照"


class Confidentiality(Choice):
    """Who a document may be passed on to."""

    public = "public", "Public", "公开"
    internal = "internal", "Internal", "内部"
    confidential = "confidential", "Confidential", "机密"


class Contact(MarkedModel):
    """A contact person."""

    name: Annotated[Text, client("Name", "姓名", "The person's name.", "周敏")]
    job_title: Annotated[Text | None, client("Job title", "职务", "What the person does.", "采购经理")] = None
    phone: Annotated[Text | None, client("Phone", "电话", "Telephone or mobile.", "0512-6288 1001")] = None
    email: Annotated[Text | None, client("E-mail", "邮箱", "E-mail address.", "zhou.min@example.com")] = None


class Party(MarkedModel):
    """One of the two parties, 甲方 or 乙方."""

    full_name: Annotated[Text, client("Full name", "全称", "The registered name.", "苏州华东精工机械有限公司")]
    short_name: Annotated[Text, client("Short name", "简称", "What file names and headings use.", "华东精工")]
    address: Annotated[Text | None, client("Address", "地址", "Postal address.", "苏州工业园区星湖街 218 号")] = None
    credit_code: Annotated[
        CreditCode | None,
        client("Credit code", "统一社会信用代码", "18 characters, check digit verified.", "91320594MA1MYE4M7X"),
    ] = None
    contact: Annotated[Contact | None, client("Contact", "联系人", "The person to write to.", None)] = None


class Revision(MarkedModel):
    """One row of the revision history."""

    version: Annotated[Version, client("Version", "版本号", "The version that came out.", "1.0")]
    date: Annotated[Date, client("Date", "日期", "When.", "2026-11-23")]
    author: Annotated[Text, client("Author", "修订人", "Who changed it.", "陈立")]
    change: Annotated[Text, client("What changed", "修订内容", "What changed against the version before.", "首次发布")]


EntryFields = Mapping[str, Set[str] | None]
"""Fields of library entries that templates may read, by the entry's name in templates (`industry`, `objections`,
`cases`, `legal`). None: all fields that the audience may read."""

INDUSTRY = frozenset({"name", "motif", "emphasis", "measures"})
ENTRY_FIELDS: EntryFields = {
    "industry": INDUSTRY,
    "objections": frozenset({"verbatim", "client_answer"}),
    "cases": frozenset({"title", "shown_name", "challenge", "solution", "figures", "quote", "quote_by"}),
    "legal": frozenset({"title", "summary", "text"}),
}
"""The default for all kinds (domain.md 8: of an objection, the client's question and the answer)."""

COACHING = frozenset({
    "underlying_concern", "clarifying_questions", "steps", "short_script", "full_script", "confirm_question",
    "escalation",
})  # fmt: skip
"""Fields of an objection that coach the sales rep. Where they are left out, clients' files are scanned for them."""


class Envelope(MarkedModel):
    """Fields of every document (domain.md 2). Subclasses add `kind: Literal[…]` and `client`.

    `entry_fields` are the fields of library entries that templates of the kind may read; `references` the figures that
    texts may print.
    """

    entry_fields: ClassVar[EntryFields] = ENTRY_FIELDS
    references: ClassVar[tuple[Reference, ...]] = COMMON

    doc_id: Annotated[Text, client("Document no.", "文件编号", "The document's number.", "FA-2026-0117")]
    title: Annotated[Text, client("Title", "标题", "The document's title.", "定制化解决方案", narrative=True)]
    version: Annotated[Version, client("Version", "版本号", "0.n draft, 1.0 first issue.", "1.2")]
    status: Annotated[Status, client("Status", "状态", "Where the document stands.", "draft")]
    date: Annotated[Date, client("Date", "日期", "The date of this version.", "2026-11-23")]
    valid_until: Annotated[Date | None, client("Valid until", "有效期至", "The last day it binds.", "2026-12-31")] = (
        None
    )
    prepared_by: Annotated[Text, client("Prepared by", "编制", "Who wrote it.", "陈立")]
    reviewed_by: Annotated[Text | None, client("Reviewed by", "审核", "Who checked it.", "王海")] = None
    approved_by: Annotated[Text | None, client("Approved by", "批准", "Who released it.", "赵静")] = None
    audience: Annotated[Audience, client("Audience", "受众", "Who it is written for.", "client")]
    confidentiality: Annotated[
        Confidentiality | None, client("Confidentiality", "密级", "How far it may travel.", "confidential")
    ] = None
    language: Annotated[Language, client("Language", "语言", "zh, en, or zh+en stacked.", "zh")]
    industry: Annotated[EntryId, client("Industry", "行业", "An industry of the library.", "manufacturing")]
    opportunity: Annotated[Text | None, client("Opportunity", "商机编号", "The deal's number.", "SJ-2026-0451")] = None
    seller: Annotated[Party, client("Seller", "乙方", "The side that offers.", None)]
    revisions: Annotated[tuple[Revision, ...], client("Revision history", "修订记录", "Oldest first.", [])] = ()

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.valid_until and self.valid_until < self.date:
            raise RuleError([before("valid_until", self.valid_until, "date", self.date)])
        return self

    def notices(self) -> Iterator[Finding]:
        """Findings by field path. An `error` prevents the edition for the document's audience."""
        yield from markdown_notices(self)
        yield from reference_problems(self, self.audience)
        yield from retold_sums(self, self.audience)

    def missing_approvals(self) -> Iterator[Finding]:
        """Errors for approvals that are required before an approved, issued or accepted document goes to a client."""
        yield from ()


def notice(key: str, place: str, **values: Any) -> Finding:
    """A finding with severity `warning`, which does not prevent rendering."""
    return Finding.of(key, place=place, severity="warning", **values)


Problem = tuple[str, Message] | Finding
"""A violated rule: the path of a field, relative to the model, and the message; or a finding with the path as place."""


class RuleError(ValueError):
    """Violated validation rules. `str()` gives one per line: `field path: message; remedy`."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take all problems."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(_problem_line, self.problems))


def _problem_line(problem: Problem) -> str:
    if isinstance(problem, Finding):
        return f"{problem.place}: {problem.text}"
    place, text = problem
    line = with_remedy(str(text), text.remedy())
    return f"{place}: {line}" if place else line


def check_rules(problems: Iterable[Problem]) -> None:
    """Raise RuleError with all `problems`, if there are any."""
    found = tuple(problems)
    if found:
        raise RuleError(found)


def before(place: str, date: dt.date | dt.datetime, name: str, other: dt.date | dt.datetime) -> Problem:
    """The problem of a date at `place` that is before the `other` one, of the field `name`."""
    return place, message("rule.before", date=date, name=name, other=other)


def repeated_ids(ids: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Index and id of each repetition of an earlier id."""
    seen: set[str] = set()
    for index, entry in enumerate(ids):
        if entry in seen:
            yield index, entry
        seen.add(entry)


def list_ids(ids: Iterable[str], separator: str = "") -> Message:
    """`ids` for a message: at most the first 20 and the total; `none` if empty. `separator` replaces the comma."""
    names = list(ids)
    if not names:
        return message("term.none")
    shown = names[:_MAX_LISTED]
    shown = [separator.join(shown)] if separator else shown
    if len(names) > _MAX_LISTED:
        return message("term.ids:first", names=shown, count=len(names))
    return message("term.ids", names=shown)


def check_order(*moments: tuple[str, dt.date | dt.datetime | None]) -> None:
    """Raise RuleError if the dates that are not None are out of order."""
    given = [(name, moment) for name, moment in moments if moment is not None]
    for (early, first), (late, second) in pairwise(given):
        if second < first:
            raise RuleError([before(late, second, early, first)])


def kind_of(document: Envelope) -> str:
    """Name of the document's kind, a key of KINDS."""
    return str(getattr(document, "kind"))  # noqa: B009 - each kind narrows the field to its own name


def markdown_notices(model: BaseModel, place: str = "") -> Iterator[Finding]:
    """Notices about Markdown in `model` and its nested models that isn't drawn as it was meant.

    `place` is the path of the model itself.
    """
    for name, is_markdown in _text_fields(type(model)):
        value = getattr(model, name)
        if not value or (not is_markdown and isinstance(value, str) and not may_have_marks(value)):
            continue
        yield from _text_notices(value, f"{place}.{name}" if place else name, is_markdown)


def _text_notices(value: Any, path: str, is_markdown: bool) -> Iterator[Finding]:
    if isinstance(value, BaseModel):
        yield from markdown_notices(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _text_notices(item, f"{path}[{index}]", is_markdown)
    elif isinstance(value, str):
        found = notices_on(value) if is_markdown else notices_on_plain(value)
        yield from (replace(finding, place=path) for finding in found)


@cache
def _text_fields(model: type[BaseModel]) -> tuple[tuple[str, bool], ...]:
    """Names of the fields with text or models, and whether the text is Markdown."""
    marks = marks_of_cached(model)
    return tuple(
        (name, marks[name].markdown)
        for name, field in fields_in(model).items()
        if not field.is_computed and (any(models_in(field.annotation)) or _is_text(field.annotation))
    )


def _is_text(annotation: Any) -> bool:
    return any(option.annotation is str for option in iter_types(annotation))
