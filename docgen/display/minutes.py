"""Display fields of minutes."""

from collections.abc import Callable
from typing import Any

from docgen.audience import View
from docgen.display.document import facts_of, few, signers_of
from docgen.display.fields import DisplayField
from docgen.display.items import Fact, Signer
from docgen.display.words import Words, with_sign
from docgen.schemas.figures import Count
from docgen.schemas.minutes import Minutes
from docgen.schemas.minutes_parts import (
    AgreedItem,
    Attachment,
    Attendee,
    Basis,
    BoundCheck,
    Concession,
    NextMeeting,
    OpenIssue,
    is_percent,
)
from docgen.schemas.proposal_parts import Side


def _time(doc: Any, words: Words) -> str | None:
    end = f" – {doc.end_time:%H:%M}" if doc.end_time else ""
    return f"{words.text(doc.time)}{end}"


def _meeting_facts(doc: Any, words: Words) -> tuple[View, ...]:
    names = ("minutes_no", "round", "mode", "chair", "recorder")
    told = {name: getattr(doc, name) for name in names}
    order = ("minutes_no", "round", "time", "place", "mode", "chair", "recorder")
    values = {**told, "time": doc.time_text, "place": doc.place}
    return facts_of(words, ((name, values[name]) for name in order))


def _of_side(side: Side) -> Callable[[Any, Words], tuple[View, ...]]:
    return lambda doc, words: tuple(person for person in doc.attendees if person.side == side)


def _signers(side: Side) -> Callable[[Any, Words], tuple[View, ...]]:
    return lambda doc, words: signers_of(words, (one for one in doc.signatures if one.side == side))


def _outcome(doc: Any, words: Words) -> str:
    counts = {"#": len(doc.agreed), "%": len(doc.open_issues)}
    text = words.label("say_agreed_open")
    return text.replace("#", str(counts["#"])).replace("%", str(counts["%"]))


def _proposed(entry: Any, words: Words) -> str | None:
    value = entry.proposal_value
    return None if value is None else _measured(words.number(value), entry.unit)


def _agreed(entry: Any, words: Words) -> str:
    value = entry.agreed_value
    return entry.agreed_text if value is None else _measured(words.number(value), entry.unit)


def _change(entry: Any, words: Words) -> str | None:
    if entry.change is None or entry.change == 0:
        return None
    arrow = "▲" if entry.change > 0 else "▼"
    if is_percent(entry.unit):
        return f"{arrow} {words.points(entry.change)}"
    return f"{arrow} {_measured(with_sign(words.number(entry.change), entry.change), entry.unit)}"


def _measured(figure: str, unit: str | None) -> str:
    return f"{figure} {unit}" if unit else figure


def _change_rate(entry: Any, words: Words) -> str | None:
    rate = entry.change_rate
    return None if rate is None else with_sign(words.percent(rate, 1), rate)


def _comparison(entry: Any, words: Words) -> str | None:
    if entry.is_changed is None:
        return None
    if not entry.is_changed:
        return f"= {words.label('unchanged')}"
    return entry.change_text or f"≠ {words.label('changed')}"


def _number_of(name: str) -> Callable[[Any, Words], str | None]:
    def number(holder: Any, words: Words) -> str | None:
        value = getattr(holder, name)
        return None if value is None else _measured(words.number(value), holder.unit)

    return number


def _within(check: Any, words: Words) -> str | None:
    if check.within_bounds is None:
        return None
    return words.label("within_bounds_yes" if check.within_bounds else "within_bounds_no")


def _basis(entry: Any, words: Words) -> str:
    day = f"({words.text(entry.date)})" if entry.date else None
    return " ".join(filter(None, (entry.doc_id, f"V{entry.version}", entry.title, day)))


def _attachment(entry: Any, words: Words) -> str:
    return " ".join(filter(None, (entry.title, entry.doc_id, entry.version and f"V{entry.version}")))


_SIGNATURES = ("signatures.side", "signatures.name", "signatures.job_title", "signatures.signed_on")
_MINUTES = (
    few(Minutes, "agreed", 2, "Few agreed items", "一致事项较少"),
    few(Minutes, "open_issues", 3, "Few open issues", "待解决问题较少"),
    few(Minutes, "actions", 4, "Few actions", "行动较少"),
    few(Minutes, "concessions", 3, "Few concessions", "让步较少"),
    DisplayField(
        Minutes, "time_text", "Time from and to", "会议起止时间", "The day, and from when to when.",
        ("time", "end_time"),
        str, _time,
    ),
    DisplayField(
        Minutes, "attendee_names", "Attendees' names", "参会人员姓名", "All names in a line.", ("attendees.name",), str,
        lambda doc, words: words.listed(person.name for person in doc.attendees),
    ),
    DisplayField(
        Minutes, "meeting_facts", "Meeting facts", "会议信息",
        "Number, round, time, place, mode, chair, recorder: those that are given.",
        ("minutes_no", "round", "time", "end_time", "place", "mode", "chair", "recorder"), tuple[Fact, ...],
        _meeting_facts,
    ),
    DisplayField(
        Minutes, "client_attendees", "The client's attendees", "甲方参会人员", "Those of the client's side.",
        ("attendees.side",), tuple[Attendee, ...], _of_side(Side.client),
    ),
    DisplayField(
        Minutes, "seller_attendees", "The seller's attendees", "乙方参会人员", "Those of the seller's side.",
        ("attendees.side",), tuple[Attendee, ...], _of_side(Side.seller),
    ),
    DisplayField(
        Minutes, "changed_items", "Changed terms in a list", "有变更的事项", "What was agreed otherwise than proposed.",
        ("agreed.is_changed",), tuple[AgreedItem, ...], lambda doc,
        words: tuple(one for one in doc.agreed if one.is_changed),
    ),
    DisplayField(
        Minutes, "outcome_text", "Outcome in a sentence", "会谈结果概述", "How much is agreed and how much is open.",
        ("agreed", "open_issues"), str, _outcome,
    ),
    DisplayField(
        Minutes, "agreed_count", "Number of agreed terms", "达成一致的事项数", "How many.", ("agreed",), Count,
        lambda doc, words: len(doc.agreed),
    ),
    DisplayField(
        Minutes, "open_issues_count", "Number of open issues", "未决事项数", "How many.", ("open_issues",), Count,
        lambda doc, words: len(doc.open_issues),
    ),
    DisplayField(
        Minutes, "copies_text", "Copies in a line", "抄送（一行）", "Who gets copies.", ("copies",), str | None,
        lambda doc, words: words.joined(*doc.copies),
    ),
    DisplayField(
        Minutes, "client_signers", "Signing for the client", "甲方签署人", "Who signs, or one blank.", _SIGNATURES,
        tuple[Signer, ...], _signers(Side.client),
    ),
    DisplayField(
        Minutes, "seller_signers", "Signing for the seller", "乙方签署人", "Who signs, or one blank.", _SIGNATURES,
        tuple[Signer, ...], _signers(Side.seller),
    ),
    DisplayField(
        Minutes, "has_internal_notes", "Has internal notes", "有内部记录",
        "Concessions, bounds, alternative or the decision maker's preferences.",
        ("concessions", "bound_checks", "batna", "decision_maker_preferences"), bool,
        lambda doc, words: bool(doc.concessions or doc.bound_checks or doc.batna or doc.decision_maker_preferences),
    ),
)  # fmt: skip

_PARTS = (
    DisplayField(
        AgreedItem, "proposed_text", "In the proposal, or a dash", "原方案内容（无则短横）", "What the proposal said.",
        ("proposal_text",), str, lambda entry, words: entry.proposal_text or "–",
    ),
    DisplayField(
        AgreedItem, "was_text", "As proposed", "变更前", "The proposal's words, else its figure with unit.",
        ("proposal_text", "proposal_value", "unit"), str | None,
        lambda entry, words: entry.proposal_text or _proposed(entry, words),
    ),
    DisplayField(
        AgreedItem, "now_text", "As agreed", "变更后",
        "What was agreed: words, or a figure with unit as in the proposal.",
        ("agreed_text", "proposal_text", "agreed_value", "unit"), str,
        lambda entry, words: entry.agreed_text if entry.proposal_text else _agreed(entry, words),
    ),
    DisplayField(
        AgreedItem, "change_text", "Change in words", "变动说明",
        "Arrow, sign, figure and unit; empty without a change.",
        ("change", "unit"), str | None, _change,
    ),
    DisplayField(
        AgreedItem, "change_rate_text", "Change rate in words", "变动幅度说明", "With its sign.", ("change_rate",),
        str | None, _change_rate,
    ),
    DisplayField(
        AgreedItem, "comparison_text", "Compared with the proposal", "与原方案比较",
        "The change, or that it was changed or not; empty if the proposal said nothing.",
        ("change", "unit", "is_changed"), str | None, _comparison,
    ),
    DisplayField(
        AgreedItem, "is_unchanged", "Unchanged", "未变更", "Whether it was agreed as proposed.", ("is_changed",), bool,
        lambda entry, words: entry.is_changed is False,
    ),
    DisplayField(
        AgreedItem, "is_changed_in_words", "Changed without figures", "文字变更",
        "Whether it was changed and no figures tell by how much.", ("is_changed", "change"), bool,
        lambda entry, words: bool(entry.is_changed and entry.change is None),
    ),
    DisplayField(
        OpenIssue, "owner_text", "Owner and day", "责任人与期限", "Those that are given.", ("owner", "due"), str | None,
        lambda issue, words: words.joined(issue.owner, issue.due),
    ),
    DisplayField(
        OpenIssue, "heading", "Heading", "小标题", "The topic, else the number.", ("topic", "no"), str,
        lambda issue, words: words.text(issue.topic) or issue.no,
    ),
    DisplayField(
        BoundCheck, "within_text", "Within bounds, in words", "区间核对结果", "Within or outside; empty if not known.",
        ("within_bounds",), str | None, _within,
    ),
    DisplayField(
        BoundCheck, "is_outside", "Outside bounds", "超出区间", "Whether it is known to be outside.",
        ("within_bounds",),
        bool, lambda check, words: check.within_bounds is False,
    ),
    DisplayField(
        BoundCheck, "target_text", "Target with unit", "目标值及单位", "Empty without one.", ("target", "unit"),
        str | None,
        _number_of("target"),
    ),
    DisplayField(
        BoundCheck, "floor_text", "Floor with unit", "底线及单位", "Empty without one.", ("floor", "unit"), str | None,
        _number_of("floor"),
    ),
    DisplayField(
        BoundCheck, "agreed_text", "Agreed figure with unit", "约定数值及单位", "Empty without one.",
        ("agreed_value", "unit"), str | None, _number_of("agreed_value"),
    ),
    DisplayField(
        Concession, "value_text", "Value with unit", "让步价值及单位", "Empty without one.", ("value", "unit"),
        str | None,
        _number_of("value"),
    ),
    DisplayField(
        NextMeeting, "text", "In a line", "一行概要", "Time, place and purpose.", ("time", "place", "purpose"), str,
        lambda meeting, words: words.joined(meeting.time, meeting.place, meeting.purpose),
    ),
    DisplayField(
        Basis, "text", "In a line", "一行概要", "Number, version, title and date.",
        ("doc_id", "version", "title", "date"),
        str, _basis,
    ),
    DisplayField(
        Attachment, "text", "In a line", "一行概要", "Title, number and version.", ("title", "doc_id", "version"), str,
        _attachment,
    ),
)  # fmt: skip

FIELDS = (*_MINUTES, *_PARTS)
