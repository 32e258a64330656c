"""Display fields of screening sheets."""

from typing import Any

from docgen.audience import View
from docgen.display.document import facts_of
from docgen.display.fields import DisplayField
from docgen.display.items import Fact
from docgen.display.words import Words, bar, bar_rest, fine_bar, fine_bar_rest
from docgen.schemas.screening import Criterion, KnockOut, Screening

_ASSESSMENT = {
    "screening.assignment": "assignment",
    "assignee": "assignee",
    "lead_no": "lead_no",
    "captured_at": "captured_at",
    "assessed_at": "assessed_at",
    "minutes_to_grading": "timing_text",
    "screening.verified_by": "verified_by",
    "assessor": "assessor",
    "rule_version": "rule_version",
}


def _assessment_facts(doc: Any, words: Words) -> tuple[View, ...]:
    return facts_of(words, ((key, getattr(doc, name)) for key, name in _ASSESSMENT.items()))


def _within_30(doc: Any, words: Words) -> str:
    return words.label("within_30_yes" if doc.within_30 else "within_30_no")


def _source(one: Any, words: Words) -> str | None:
    confidence = one.confidence and f"{words.label('criterion.confidence')} {words.text(one.confidence)}"
    return words.joined(one.source, confidence)


FIELDS = (
    DisplayField(
        Screening, "grade_text", "Grade in words", "等级说明", "What the grade means.", ("grade",), str,
        lambda doc, words: words.label(f"grade_{doc.grade.value.lower()}"),
    ),
    DisplayField(
        Screening, "within_30_text", "Within 30 minutes, in words", "是否 30 分钟内完成（文字）", "Within or later.",
        ("within_30",), str, _within_30,
    ),
    DisplayField(
        Screening, "timing_text", "Minutes to grading, in words", "初筛用时说明", "Minutes, and whether in time.",
        ("minutes_to_grading", "within_30"), str,
        lambda doc, words: words.joined(doc.minutes_to_grading, doc.within_30_text),
    ),
    DisplayField(
        Screening, "assessment_facts", "Assessment facts", "评估信息",
        "Assignment, lead, times, verification, assessor, rule version: those that are given.",
        (*(name for name in _ASSESSMENT.values() if name != "timing_text"), "minutes_to_grading", "within_30"),
        tuple[Fact, ...], _assessment_facts,
    ),
    DisplayField(
        Screening, "applying_knock_outs", "Knock-outs that apply", "已触发的否决项", "Without those that don't.",
        ("knock_outs.applies",), tuple[KnockOut, ...],
        lambda doc, words: tuple(one for one in doc.knock_outs if one.applies),
    ),
    DisplayField(
        Screening, "has_competition", "Has competition", "有竞争态势", "The competition, or a total with it.",
        ("competition", "total_with_competition"), bool,
        lambda doc, words: bool(doc.competition) or doc.total_with_competition is not None,
    ),
    DisplayField(
        Screening, "competition_total_text", "Total and grade with competition", "含竞争态势总分及等级",
        "Empty without the criterion.", ("total_with_competition", "grade_with_competition"), str | None,
        lambda doc, words: None if doc.total_with_competition is None
        else words.joined(words.number(doc.total_with_competition), doc.grade_with_competition),
    ),
    DisplayField(
        KnockOut, "applies_text", "Applies, in words", "是否触发（文字）", "Yes or no.", ("applies",), str,
        lambda one, words: words.label("yes" if one.applies else "no"),
    ),
    DisplayField(
        Criterion, "source_text", "Source and confidence", "来源与可信度", "Those that are given.",
        ("source", "confidence"), str | None, _source,
    ),
    DisplayField(
        Criterion, "fine_bar", "Fine bar", "细条形", "The share reached as spaces, of a hundred.", ("share",), str,
        lambda one, words: fine_bar(one.share),
    ),
    DisplayField(
        Criterion, "fine_bar_rest", "Rest of the fine bar", "细条形余下部分", "The other spaces of a hundred.",
        ("share",), str, lambda one, words: fine_bar_rest(one.share),
    ),
    DisplayField(
        Criterion, "bar", "Bar", "条形", "The share reached as squares, of ten.", ("share",), str,
        lambda one, words: bar(one.share),
    ),
    DisplayField(
        Criterion, "bar_rest", "Rest of the bar", "条形余下部分", "The other squares of ten.", ("share",), str,
        lambda one, words: bar_rest(one.share),
    ),
    DisplayField(
        Screening, "has_action", "Has an action", "有处理建议", "An action, or a date for one.",
        ("action", "follow_up_by", "reassess_on"), bool,
        lambda doc, words: bool(doc.action or doc.follow_up_by or doc.reassess_on),
    ),
)  # fmt: skip
