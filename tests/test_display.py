"""Display fields: their registry, their values in each language, who reads them, and when they are computed."""

import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES, WORKSPACE, loaded

from docgen.annotations import fields_in, models_in, nested_models
from docgen.audience import (
    Audience,
    View,
    as_data,
    computed_of,
    fields_of,
    marks_of_cached,
    model_of,
    name_of,
    withheld_names,
)
from docgen.copies import make_bindings, make_stamp, prepare_copy
from docgen.display import DisplayField, display_fields
from docgen.display.words import bar, bar_rest, unit_text, with_sign
from docgen.field_sheet import FieldSheet
from docgen.library.industries import Industry
from docgen.lint.context import LANGUAGES
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Language
from docgen.schemas.playbook import Objection
from docgen.schemas.proposal import Case
from docgen.templating import Bindings
from docgen.templating.language import make_environment, names_for
from docgen.templating.reasons import UndefinedNameError
from docgen.wording import format_amount

PAGE = Path(__file__).parent.parent / "docs/dev/display-fields.md"
ROOTS = [*(model_for(kind) for kind in KINDS), FieldSheet, Case, Objection, Industry]
MODELS = list(dict.fromkeys(model for root in ROOTS for model in nested_models(root)))
RECORDS = list(dict.fromkeys(field for model in MODELS for field in display_fields(model).values()))
ONE_EACH = {path.name.split(".")[0]: path for path in sorted(SAMPLES)}


@cache
def bindings(sample: Path, audience: str, language: str = "") -> Bindings:
    document = loaded(sample)
    if language:
        document = document.model_copy(update={"language": Language(language)})
    copy = prepare_copy(document, "docx", Audience(audience), WORKSPACE.opened, date(2026, 11, 24))
    return make_bindings(copy, make_stamp(copy))


def names(kind: str, audience: str = "internal", language: str = "") -> dict[str, Any]:
    return names_for(bindings(ONE_EACH[kind], audience, language))


def printed(template: str, kind: str, audience: str = "internal", language: str = "en") -> str:
    return make_environment().from_string(template).render(names(kind, audience, language))


def views(value: Any) -> Iterator[View]:
    if isinstance(value, View):
        yield value
        value = tuple(fields_of(value).values())
    if isinstance(value, tuple):
        for item in value:
            yield from views(item)


def shown(value: Any) -> str:
    if isinstance(value, View):
        return "{" + ", ".join(shown(item) for item in fields_of(value).values() if not isinstance(item, tuple)) + "}"
    if isinstance(value, tuple):
        return f"{len(value)}: " + "; ".join(shown(item) for item in value)
    return "–" if value is None else str(value).replace("\n", "⏎")


def values(kind: str, audience: str, language: str) -> dict[str, str]:
    """The first value of each display field that isn't empty, by model and name."""
    found: dict[str, str] = {}
    render = names(kind, audience, language)
    for view in [view for name in ("doc", "industry", "cases", "objections") for view in views(render[name])]:
        computed = computed_of(view)
        for name in sorted(computed.names) if computed else ():
            value = getattr(view, name)
            key = f"{name_of(view)}.{name}"
            if found.get(key, "–") in {"–", "False", "", "0: "}:
                found[key] = shown(value)[:120]
    return found


@pytest.mark.parametrize("kind", sorted(ONE_EACH))
def test_display_fields_have_the_right_values_in_each_language(kind: str, golden: Any):
    lines: list[str] = []
    inside = {language: values(kind, "internal", language) for language in LANGUAGES}
    outside = {language: values(kind, "client", language) for language in LANGUAGES}
    for name in sorted(inside["en"]):
        lines.append(name)
        for language in LANGUAGES:
            own, clients = inside[language][name], outside[language].get(name, "(withheld)")
            lines.append(f"  {language:5} {own}" + ("" if clients == own else f"  |  client: {clients}"))
    text = re.sub(r"#[0-9a-f]{8}\b", "#stamp", re.sub(r"\b[0-9a-f]{64}\b", "digest", "\n".join(lines)))
    golden(f"display.{kind}.txt", text + "\n")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record.model.__name__}.{record.name}")
def test_a_display_field_is_complete_and_on_the_page(record: DisplayField):
    owner = next(model for model in MODELS if record in display_fields(model).values())
    assert record.sources
    assert record.en
    assert record.zh
    assert record.description.endswith((".", "`."))
    assert record.steps(owner)
    row = next(
        (
            line
            for line in PAGE.read_text().splitlines()
            if line.startswith(f"| {record.model.__name__} | `{record.name}` |")
        ),
        "",
    )
    assert f"| {record.en} | {record.zh} |" in row
    assert f"| {', '.join(record.sources)} | {record.description}" in row


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_names_and_titles_are_unlike_those_of_the_models_fields(model: Any):
    fields, marks = display_fields(model), marks_of_cached(model)
    assert not fields.keys() & fields_in(model).keys()
    for language in ("en", "zh"):
        titles = [getattr(mark, language) for mark in (*marks.values(), *fields.values())]
        assert len(set(titles)) == len(titles)


def test_small_models_have_titles_that_differ():
    small = {
        model
        for record in RECORDS
        for model in models_in(record.annotation)
        if model.__module__.startswith("docgen.display")
    }
    assert len(small) == 12
    for model in small:
        for language in ("en", "zh"):
            titles = [getattr(mark, language) for mark in marks_of_cached(model).values()]
            assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("kind", sorted(ONE_EACH))
def test_a_client_has_a_display_field_only_with_all_of_its_sources(kind: str):
    for view in views(names(kind, "client")["doc"]):
        model, computed = model_of(view), computed_of(view)
        assert model is not None
        for name, field in display_fields(model).items():
            is_open = all(marks_of_cached(owner)[source].is_open for owner, source in field.steps(model))
            assert (computed is not None and name in computed.names) is is_open
            assert (name in withheld_names(view)) is not is_open


def test_a_withheld_display_field_says_so_and_a_misspelt_one_is_suggested():
    with pytest.raises(UndefinedNameError, match="`margin_text` of Totals"):
        printed("{{ doc.pricing.totals.margin_text }}", "proposal", "client")
    with pytest.raises(UndefinedNameError, match="key_facts"):
        printed("{{ doc.key_fact }}", "proposal")


def test_what_an_entry_leaves_out_leaves_out_what_is_computed_from_it():
    entry = names("proposal", "internal")["objections"][0]
    computed = computed_of(entry)
    assert computed is None or "answer_in_short" not in computed.names
    playbook = names("playbook", "internal")["objections"][0]
    assert playbook.answer_in_short


def test_a_display_field_is_computed_once_and_only_when_read():
    doc = names("proposal")["doc"]
    read: list[str] = []
    kept = computed_of(doc)
    assert kept is not None

    class Counting:
        names = kept.names

        def value(self, view: View, name: str) -> Any:
            read.append(name)
            return kept.value(view, name)

    object.__setattr__(doc, "_computed", Counting())
    assert read == []
    assert "project_period_text" not in fields_of(doc)
    assert doc.project_period_text is doc.project_period_text
    assert read == ["project_period_text"]


def test_each_render_has_its_own_and_the_plain_view_stays_plain():
    kept = bindings(ONE_EACH["proposal"], "internal")
    before = as_data(kept.names["doc"])
    first, second = names_for(kept)["doc"], names_for(kept)["doc"]
    assert first.key_facts is not second.key_facts
    assert as_data(kept.names["doc"]) == before
    assert computed_of(kept.names["doc"]) is None
    assert "key_facts" not in fields_of(kept.names["doc"])


def test_bindings_can_be_pickled_and_have_display_fields_again():
    kept = replace(bindings(ONE_EACH["proposal"], "client"), labels=format_amount)  # any function of a module
    again = pickle.loads(pickle.dumps(kept))
    view = again.names["doc"]
    assert as_data(view) == as_data(kept.names["doc"])
    assert names_for(again)["doc"].project_period_text == names_for(kept)["doc"].project_period_text


def test_bindings_without_a_function_for_display_fields_have_none():
    plain = replace(bindings(ONE_EACH["proposal"], "client"), display=None)
    assert computed_of(names_for(plain)["doc"]) is None


def test_templates_print_display_fields_with_filters_loops_and_conditions():
    assert printed("{{ doc.payment_share_total | percent }}", "proposal") == "100%"
    assert printed("{% for fact in doc.key_facts %}{{ fact.label }};{% endfor %}", "proposal").count(";") == 4
    assert printed("{% if doc.has_scope and not doc.kind_title %}x{% endif %}", "proposal") in {"x", ""}


@pytest.mark.parametrize(
    ("figure", "unit", "expected"),
    [("20", "%", "%"), ("20", "days", " days"), ("20", "天", "天"), ("–", "%", None), ("20", None, None)],
)
def test_a_unit_follows_its_figure(figure: str, unit: str | None, expected: str | None):
    assert unit_text(figure, unit) == expected


@pytest.mark.parametrize(
    ("share", "most", "filled"), [("0", "1", 0), ("0.26", "1", 3), ("1", "1", 10), ("0.2", "0.4", 5), ("0.3", "0", 0)]
)
def test_a_bar_has_ten_squares(share: str, most: str, filled: int):
    assert len(bar(Decimal(share), Decimal(most))) == filled
    assert len(bar(Decimal(share), Decimal(most)) + bar_rest(Decimal(share), Decimal(most))) == 10


def test_a_change_has_its_sign():
    assert (with_sign("5", Decimal(5)), with_sign("-5", Decimal(-5))) == ("+5", "−5")


def test_the_page_lists_no_field_that_there_is_not():
    listed = re.findall(r"^\| (\w+) \| `(\w+)` \|", PAGE.read_text(), re.MULTILINE)
    assert set(listed) == {(record.model.__name__, record.name) for record in RECORDS}
