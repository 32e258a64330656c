"""A template's code ends, in a document or in a finding, within bounded memory; ordinary large documents pass.

Whatever is meant to break something runs in a process of its own, whose memory and processor time are bounded.
"""

# ruff: noqa: E501 - a template is one line
import hashlib
import io
import json
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from docx import Document
from pptx import Presentation

from docgen.audience import View
from docgen.engines import docx, engine_for
from docgen.errors import TemplateError
from docgen.templating import Bindings, Template
from docgen.templating.language import make_environment, names_for

MEMORY, SECONDS = 3 * 1024**3, 240

REACHING = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.mro() }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''|attr('__cl' ~ 'ass__') }}",
    "{{ [doc]|map(attribute='__class__')|first }}",
    "{{ [doc]|map(attribute='_fields')|first }}",
    "{{ [doc]|map('attr', '__class__')|first }}",
    "{{ [doc]|sum('__class__') }}",
    "{{ [doc]|join('', '__class__') }}",
    "{{ [doc]|sort(attribute='__class__.__name__')|first }}",
    "{{ doc._fields }}",
    "{{ doc['_fields'] }}",
    "{{ label.__globals__ }}",
    "{{ label.func_globals }}",
    "{{ label.__code__ }}",
    "{{ self.__init__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__.__globals__.os }}",
    "{{ '{0.__class__}'.format(doc) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(label) }}",
    "{{ '{a.__class__}'.format_map({'a': doc}) }}",
    "{{ ('{0.__class__}'|e).format(doc) }}",
    "{{ '{0[__class__]}'.format(doc) }}",
    "{{ '%s'|format(doc.__class__) }}",
    "{{ range.__class__ }}",
    "{{ [].append(1) }}",
    "{{ {}.update({}) }}",
    "{{ [1].__add__([2]) }}",
    "{% set m %}{% endset %}{{ m.__html__.__self__.__class__ }}",
    "{% macro f() %}{% endmacro %}{{ f._func }}",
    "{% macro f() %}{% endmacro %}{{ f.__class__ }}",
    "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
    "{{ lipsum() }}",
    "{{ [1]|random }}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
]

ENDLESS = {
    "nested loops": "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
    "deeply nested loops": "{% for a in range(99) %}" * 12 + "{% endfor %}" * 12,
    "a giant range": "{% for a in range(10**12) %}x{% endfor %}",
    "a giant range as a list": "{{ range(10**9)|list|length }}",
    "a macro that calls itself": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "two macros that call each other": "{% macro f(g) %}{{ g(g) }}{% endmacro %}{{ f(f) }}",
    "a caller that calls": "{% macro f() %}{{ caller() }}{{ f() }}{% endmacro %}{% call f() %}{{ f() }}{% endcall %}",
    "a recursive loop": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "a loop over a generator, with break": (
        "{% for a in range(99999)|select %}{% for b in range(99999)|select %}{% if a == -1 %}{% break %}{% endif %}"
        "{% endfor %}{% endfor %}"
    ),
    "a cycler of cyclers": "{% set c = cycler(*range(99999)) %}{% for a in range(99999) %}{{ cycler(*range(99999)) }}{% endfor %}",
    "a text times a figure": "{{ 'x' * 10**10 }}",
    "a figure times a text": "{{ 10**10 * 'x' }}",
    "a list times a figure": "{{ ([1] * 10**10)|length }}",
    "a tuple times a figure": "{{ ((1,) * 10**10)|length }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "powers of powers": "{{ 99999999 ** 99999999 }}",
    "a power of a negative": "{{ (-9) ** 999999999 }}",
    "a float power": "{{ 1e300 ** 9 }}",
    "figures that square themselves": (
        "{% set n = namespace(x=3) %}{% for a in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}"
    ),
    "a width": "{{ '%9999999999d' % 1 }}",
    "a width from an argument": "{{ '%*d' % (999999999, 1) }}",
    "a precision": "{{ '%.999999999f' % 1 }}",
    "a width of a name": "{{ '%(a)999999999d' % {'a': 1} }}",
    "a width, filtered": "{{ '%999999999d'|format(1) }}",
    "a width in format": "{{ '{:>999999999}'.format(1) }}",
    "a width in a field of format": "{{ '{:>{}}'.format(1, 999999999) }}",
    "many small widths": "{{ ('{:>9999}' * 99999).format(*range(99999)) }}",
    "center": "{{ 'x'|center(10**9) }}",
    "center, the method": "{{ 'x'.center(10**9) }}",
    "ljust": "{{ 'x'.ljust(10**9) }}",
    "zfill": "{{ '1'.zfill(10**9) }}",
    "expandtabs": "{{ '\\t'.expandtabs(10**9) }}",
    "indent": "{{ ('x\\n' * 9999)|indent(10**6) }}",
    "replace": "{{ ('x' * 9999)|replace('x', 'y' * 9999)|replace('y', 'z' * 9999) }}",
    "replace, the method": "{{ ('x' * 9999).replace('x', 'y' * 9999).replace('y', 'z' * 9999) }}",
    "replace of nothing": "{{ ('x' * 999999)|replace('', 'y' * 999999) }}",
    "join": "{{ range(99999)|join('y' * 999999) }}",
    "join, the method": "{{ ('y' * 999999).join(['a'] * 9999) }}",
    "to_bytes": "{{ (1).to_bytes(10**10, 'big') }}",
    "a figure's bytes": "{{ (5).to_bytes(4, 'big') * 999999999 }}",
    "translate": "{{ ('x' * 999999).translate({120: 'y' * 999999}) }}",
    "encode": "{{ ('x' * 999999).encode('utf-32') * 9999 }}",
    "batch": "{{ [1]|batch(10**10, 1)|list }}",
    "slice": "{{ [1]|slice(10**10)|list }}",
    "wordwrap": "{{ ('x' * 999999)|wordwrap(1, wrapstring='y' * 999999) }}",
    "urlize": "{{ ('http://x.y ' * 9999)|urlize(target='y' * 999999) }}",
    "tojson": "{{ ('x' * 999999)|tojson(indent=10**9) }}",
    "pprint": "{{ ([1] * 199999)|pprint }}" * 999,
    "xmlattr": "{{ {'a': 'x' * 999999, 'b': 'x' * 999999, 'c': 'x' * 3999999}|xmlattr }}" * 99,
    "filesizeformat": "{{ (10**2400)|filesizeformat }}" * 9,
    "truncate": "{{ ('x' * 99)|truncate(10**12, true, 'y' * 3999999, 0) }}" * 99,
    "round": "{{ 1.5|round(10**9) }}",
    "int": "{{ ('9' * 999999)|int }}",
    "sum of lists": "{{ ([[1] * 9999] * 9999)|sum(start=[])|length }}",
    "sum of texts": "{{ (['x' * 9999] * 9999)|sum(start='')|length }}",
    "a text that doubles": (
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x|length }}"
    ),
    "a text that doubles by plus": (
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}"
    ),
    "a text that doubles by format": (
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = '%s%s' % (n.x, n.x) %}{% endfor %}{{ n.x|length }}"
    ),
    "a text that doubles by a block": (
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}"
        "{{ n.x|length }}"
    ),
    "a text that doubles by a macro": (
        "{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}"
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = d(n.x) %}{% endfor %}{{ n.x|length }}"
    ),
    "a list that doubles": (
        "{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}{{ n.x|length }}"
    ),
    "a list that holds itself twice": (
        "{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}"
    ),
    "a dict that holds itself twice": (
        "{% set n = namespace(x=1) %}{% for a in range(99) %}{% set n.x = {'a': n.x, 'b': n.x} %}{% endfor %}{{ n.x }}"
    ),
    "a dict call that holds itself twice": (
        "{% set n = namespace(x=1) %}{% for a in range(99) %}{% set n.x = dict(a=n.x, b=n.x) %}{% endfor %}{{ n.x }}"
    ),
    "a tuple that holds itself twice, compared": (
        "{% set n = namespace(x=(1,)) %}{% for a in range(99) %}{% set n.x = (n.x, n.x) %}{% endfor %}{{ n.x == n.x }}"
    ),
    "namespaces in namespaces": (
        "{% set n = namespace(x=1) %}{% for a in range(99) %}{% set n.x = namespace(a=n.x, b=n.x) %}{% endfor %}{{ n.x }}"
    ),
    "a namespace that holds itself": "{% set n = namespace() %}{% set n.x = n %}{{ n }}{{ [n] }}",
    "arguments that double": (
        "{% macro d() %}{{ varargs|length }}{{ d(varargs, varargs) }}{% endmacro %}{{ d(1) }}"
    ),
    "many large texts": (
        "{% set n = namespace(x=[]) %}{% for a in range(9999) %}{% set n.x = n.x + ['x' * 999999 ~ a] %}{% endfor %}"
    ),
    "much output of a macro": (
        "{% macro f() %}{% for a in range(9999) %}{{ 'x' * 99999 }}{% endfor %}{% endmacro %}{{ f() }}"
    ),
    "much output of a filter block": (
        "{% filter upper %}{% for a in range(9999) %}{{ 'x' * 99999 }}{% endfor %}{% endfilter %}"
    ),
    "a long list sorted in each turn": (
        "{% set x = range(99999)|list %}{% for a in range(99999) %}{{ x|sort|first }}{% endfor %}"
    ),
    "a long list searched in each turn": (
        "{% set x = range(99999)|list %}{% for a in range(99999) %}{{ -1 in x }}{% endfor %}"
    ),
    "a long text searched in each turn": (
        "{% set x = 'ab' * 999999 %}{% for a in range(999999) %}{{ x.count('ba') }}{% endfor %}"
    ),
    "a long list compared in each turn": (
        "{% set x = range(99999)|list %}{% set y = range(99999)|list %}"
        "{% for a in range(99999) %}{{ x == y }}{% endfor %}"
    ),
    "unions of everything": "{% for a in range(9999) %}{{ range(99999)|unique|list|length }}{% endfor %}",
    "brackets": "{{ " + "(" * 9_999 + "1" + ")" * 9_999 + " }}",
    "lists in lists": "{{ " + "[" * 9_999 + "]" * 9_999 + " }}",
    "signs": "{{ " + "-" * 9_999 + "1 }}",
    "nots": "{{ " + "not " * 9_999 + "1 }}",
    "filters after filters": "{{ 1" + "|string" * 9_999 + " }}",
    "attributes of attributes": "{{ doc" + ".a" * 9_999 + " }}",
    "calls of calls": "{{ range" + "(1)" * 9_999 + " }}",
    "sums of sums": "{{ 1" + " + 1" * 9_999 + " }}",
    "ands of ands": "{{ 1" + " and 1" * 9_999 + " }}",
    "comparisons": "{{ 1" + " < 2" * 9_999 + " }}",
    "conditions in conditions": "{% if 1 %}" * 999 + "{% endif %}" * 999,
    "macros in macros": "{% macro f() %}" * 200 + "{% endmacro %}" * 200,
    "elifs": "{% if 0 %}" + "{% elif 0 %}" * 9_999 + "{% endif %}",
    "a hundred thousand tags": "{{ 1 }}" * 100_000,
    "a long name": "{{ " + "a" * 999_999 + " }}",
    "a long figure": "{{ " + "9" * 99_999 + " }}",
}  # fmt: skip

MAY_PASS = {
    "a power", "tojson",
    "a float power", "a namespace that holds itself", "namespaces in namespaces", "pprint", "filesizeformat", "truncate",
    "int", "ands of ands", "comparisons", "elifs", "xmlattr", "a tuple that holds itself twice, compared",
}  # fmt: skip
"""Those whose work is small enough to be done: they end in a document, which is an end as well."""

OF_THE_WHOLE_PART = {"conditions in conditions", "macros in macros", "a hundred thousand tags"}
"""Those for which no one tag is to blame."""


def word_template(*paragraphs: str) -> Template:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document, "docx")


def slide_template(text: str) -> Template:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = text
    return saved(deck, "pptx")


def saved(document: object, file_format: str) -> Template:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    data = out.getvalue()
    return Template(f"base/bad.{file_format}", data, hashlib.sha256(data).hexdigest())


def bindings(**fields: object) -> Bindings:
    return Bindings({"doc": View("proposal", fields, frozenset())}, lambda key: (key, key))


def outcome(file_format: str, text: str) -> str:
    """How a render of a template with `text` ends: `document`, or the codes and places of its findings."""
    template = word_template(text) if file_format == "docx" else slide_template(text)
    try:
        engine_for(file_format).render(template, bindings(title="T"))
    except TemplateError as error:
        return "; ".join(finding.show() for finding in error.findings)
    return "document"


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str]:
    """The outcome of each hostile template, all in one process of bounded memory and processor time."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__))],
        capture_output=True, text=True, cwd=ROOT, preexec_fn=bounded, check=False,
    )  # fmt: skip
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"ended by {done.returncode} after {outcomes[-1:]}: {done.stderr[-2000:]}"
    return dict(outcomes)


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
@pytest.mark.parametrize("text", REACHING)
def test_code_that_reaches_for_python_is_refused_with_its_place(file_format: str, text: str) -> None:
    message = outcome(file_format, text)
    assert f"base/bad.{file_format}, " in message
    assert "object at 0x" not in message


@pytest.mark.parametrize("what", ENDLESS)
@pytest.mark.slow
def test_code_that_would_not_end_ends_within_bounds(outcomes: dict[str, str], what: str) -> None:
    if what not in MAY_PASS:
        place = "" if what in OF_THE_WHOLE_PART else ", document, paragraph 1"
        assert outcomes[what].startswith(f"base/bad.docx{place}: ")
    else:
        assert "object at 0x" not in outcomes[what]


ORDINARY = {
    "{% for r in doc.rows %}{% for c in r %}{{ c }}{% endfor %}{% endfor %}": "0" * 5,
    "{{ doc.rows|sum(attribute='1') }}": str(sum(n * 12 + 1 for n in range(10_000))),
    "{{ doc.rows|groupby('2')|length }}": "10000",
    "{{ (doc.rows|sort(attribute='3', reverse=true)|first)[3] }}": str(9_999 * 12 + 3),
    "{{ doc.rows|batch(3)|list|length }}": "3334",
    "{% set n = namespace(k=0) %}{% for r in doc.rows %}{% set n.k = n.k + 1 %}{% endfor %}{{ n.k }}": "10000",
    "{{ doc.rows|map('join', '-')|map('length')|sum }}": "",
    "{% macro f(x) %}[{{ x }}]{% endmacro %}{% for r in doc.rows %}{{ f(r[0]) }}{% endfor %}": "[119988]",
    "{{ doc.rows|selectattr('0', 'odd')|list|length }}": "0",
    "{% for r in doc.rows %}{{ '%.2f' % r[0] }} {{ r[1] ~ '/' ~ r[2] }}\n{% endfor %}": "119988.00",
    "{{ '=' * 80 }}": "=" * 80,
    "{{ 'x'|center(80)|length }}": "80",
}


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_large_document_passes(text: str) -> None:
    rows = [list(range(n * 12, n * 12 + 12)) for n in range(10_000)]
    assert ORDINARY[text] in make_environment().from_string(text).render(names_for(bindings(rows=rows)))


@pytest.mark.slow
def test_a_register_of_ten_thousand_rows_passes_the_word_engine() -> None:
    rows = [tuple(range(12)) for _ in range(10_000)]
    template = word_template("{%p for r in doc.rows %}", "{% for c in r %}{{ c }};{% endfor %}", "{%p endfor %}")
    assert len(docx.render(template, bindings(rows=rows))) > 10_000


@pytest.mark.parametrize("figure", [Decimal("1E+999999999"), Decimal("1E-999999999")])
def test_a_figure_that_is_short_to_write_and_long_to_print_is_refused(figure: Decimal) -> None:
    with pytest.raises(TemplateError, match="more than 1,000 digits"):
        docx.render(word_template("{{ doc.n }}"), bindings(n=figure))


def main() -> None:
    for what, text in ENDLESS.items():
        sys.stdout.write(json.dumps([what, outcome("docx", text)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    bounded()
    main()
