"""Turns the intent of a lead into its grade, and the grade into who takes it over (domain.md 1)."""

from docgen.audience import Choice


class Grade(Choice):
    """How strong a lead's intent is: A high, B medium, C low."""

    A = "A", "A", "A类"
    B = "B", "B", "B类"
    C = "C", "C", "C类"


class Assignment(Choice):
    """To whom a lead goes."""

    senior_rep = "senior_rep", "Senior rep (1 year or more)", "资深销售（1年以上）"
    regular_rep = "regular_rep", "Regular rep", "普通销售"
    batch_or_nurture = "batch_or_nurture", "Batch assignment or nurture pool", "批量分配或长期培育池"


_BY_GRADE = {
    Grade.A: Assignment.senior_rep,
    Grade.B: Assignment.regular_rep,
    Grade.C: Assignment.batch_or_nurture,
}


def assignment_for(grade: Grade) -> Assignment:
    """Who takes over a lead of `grade`: A a senior rep, B a regular rep, C batch assignment or the nurture pool."""
    return _BY_GRADE[grade]
