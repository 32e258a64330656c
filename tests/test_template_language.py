"""The template language that all formats share: sandboxed, strict, with helpful words when a name is wrong."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jinja2 import TemplateError, UndefinedError
from jinja2.exceptions import SecurityError

from docgen.audience import View
from docgen.messages import Message
from docgen.schemas.base import Status
from docgen.templating import Bindings
from docgen.templating.language import make_environment, names_for
from docgen.templating.reasons import reason_of

DOC = View(
    "proposal", {"pricing": View("pricing", {"payable": Decimal("1409.5")}), "items": ("a",)}, frozenset({"floor"})
)


def filled(source: str, language: str = "zh", **names: Any) -> str:
    def labels(key: str) -> tuple[str, str]:
        if key != "total":
            raise KeyError(f"no label `{key}`; did you mean `total`?")
        return ("Total", "合计")

    bindings = Bindings(names={"doc": DOC, **names}, labels=labels, language=language)
    return make_environment().from_string(source).render(names_for(bindings))


def test_labels_follow_the_language_and_stack() -> None:
    assert [filled("{{ label('total') }}", language) for language in ("zh", "en", "zh+en")] == [
        "合计",
        "Total",
        "合计 Total",
    ]
    assert filled("{{ head('total') }}", "zh+en") == "合计\nTotal"


def test_a_bare_value_prints_as_a_reader_expects() -> None:
    source = "{{ a }} {{ b }} {{ c }}|{{ d }}"
    values = {"a": Status.approved, "b": date(2026, 11, 3), "c": None, "d": Decimal("1E+3")}
    assert filled(source, "zh", **values) == "已批准 2026年11月3日 |1000"
    assert filled(source, "en", **values) == "Approved 3 November 2026 |1000"


def test_filters_say_money_and_shares() -> None:
    assert filled("{{ doc.pricing.payable|money }} {{ doc.pricing.payable|money('GBP') }}") == "¥1,409.50 £1,409.50"
    assert filled("{{ x|percent }} {{ x|discount }}", x=Decimal("0.15")) == "15% 8.5折（优惠15%）"
    assert filled("{% for page in x|paginate(2) %}{{ page|length }}{% endfor %}", x=(1, 2, 3)) == "21"


def test_pages_are_as_even_as_can_be() -> None:
    source = "{% for page in x|paginate(6) %}{{ page|join }} {% endfor %}"
    assert filled(source, x=range(7)) == "0123 456 "
    assert filled(source, x=range(6)) == "012345 "
    assert filled(source, x=()) == ""


def test_a_field_named_like_a_method_prints_the_field() -> None:
    assert filled("{{ doc.items[0] }}") == "a"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ doc.pricng }}", "no `pricng` on proposal; did you mean `pricing`?"),
        ("{{ doc.pricing.payble|money }}", "no `payble` on pricing; did you mean `payable`?"),
        ("{{ doc.floor }}", "internal and not for this reader"),
        ("{{ dok }}", "dok"),
        ("{{ label('totl') }}", "did you mean `total`?"),
        ("{{ 'x'|money }}", "takes a figure"),
    ],
)
def test_a_wrong_name_stops_the_render_and_says_which_is_near(source: str, message: str) -> None:
    with pytest.raises(UndefinedError) as caught:
        filled(source)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "source",
    [
        "{{ doc.__class__.__mro__ }}",
        "{{ label.__globals__ }}",
        "{{ ''.__class__ }}",
        "{{ doc._fields }}",
        "{% for i in range(10000000) %}{% endfor %}",
        "{{ ().__class__.__bases__[0].__subclasses__() }}",
    ],
)
def test_a_template_reaches_nothing_outside(source: str) -> None:
    with pytest.raises((SecurityError, UndefinedError, TemplateError, OverflowError)):
        filled(source)


def test_data_is_escaped_and_never_evaluated() -> None:
    assert filled("{{ x }}", x="<b>{{ 7*7 }}</b>&") == "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;&amp;"


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("{{ doc.a b }}", "expected token 'end of print statement', got 'b'", "这里应为“占位符的结尾 }}”，却是“b”"),
        ("{{ 1|nothing }}", "No filter named 'nothing'.", "没有“nothing”这个过滤器"),
        ("{{ 1 + 'a' }}", "unsupported operand type(s) for +: 'int' and 'str'", "+ 不能用于 int 与 str"),
        ("{{ nothing }}", "'nothing' is undefined", "没有“nothing”这个名称"),
    ],
)
def test_the_usual_errors_of_jinja_and_python_are_shown_in_both_languages(text: str, english: str, chinese: str):
    with pytest.raises((TemplateError, TypeError)) as error:
        filled(text)
    reason = reason_of(error.value)
    assert isinstance(reason, Message)
    assert reason.in_language("en") == english
    assert reason.in_language("zh") == chinese
