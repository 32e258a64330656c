"""A template reaches neither its own budget nor the clock nor an object's address, in any format.

Each attempt ends in a TemplateError, or prints something harmless that is the same in two processes.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import ROOT
from test_limits import saved, word_template

from docgen.audience import View
from docgen.engines import engine_for
from docgen.errors import TemplateError
from docgen.formats import FORMATS
from docgen.templating import Bindings, Template

REFUSED = {
    "the clock": "{{ doc.date.today() }}",
    "the clock of a moment": "{{ doc.time.now() }}",
    "the clock in universal time": "{{ doc.time.utcnow() }}",
    "the clock, by an item": "{{ doc.date['today']() }}",
    "the clock, by a filter": "{{ (doc.date|attr('today'))() }}",
    "the clock, mapped": "{{ [doc.date]|map(attribute='today')|first }}",
    "a moment from a stamp": "{{ doc.time.fromtimestamp(0) }}",
    "a moment's stamp in the machine's zone": "{{ doc.time.timestamp() }}",
    "seconds since 1970": "{{ doc.time.strftime('%s') }}",
    "seconds since 1970, by format": "{{ '{:%s}'.format(doc.time) }}",
    "the machine's own form": "{{ '{:%c}'.format(doc.time) }}",
    "the account": "{{ docgen_account }}",
    "a refund": "{{ docgen_account.charge(-1000000000) }}",
    "the bindings": "{{ docgen_bindings.audience }}",
    "the filling": "{{ docgen_filling.additions }}",
    "a function": "{{ label }}",
    "a function of Jinja": "{{ range }}",
    "a class": "{{ namespace }}",
    "a class of Python": "{{ dict }}",
    "an object of Jinja": "{{ cycler('a') }}",
    "a joiner": "{{ joiner(',') }}",
    "a namespace": "{{ namespace(a=1) }}",
    "a loop": "{% for x in [1] %}{{ loop }}{% endfor %}",
    "a loop's method": "{% for x in [1] %}{{ loop.cycle }}{% endfor %}",
    "a macro": "{% macro f() %}{% endmacro %}{{ f }}",
    "a macro's caller": "{% macro f() %}{{ caller }}{% endmacro %}{% call f() %}x{% endcall %}",
    "a method": "{{ doc.title.upper }}",
    "a method of a list": "{{ [1].index }}",
    "the template itself": "{{ self }}",
    "a function in a list": "{{ [1, label] }}",
    "a function in a dict": "{{ {'a': [label]} }}",
    "a function as a key": "{{ {label: 1} }}",
    "a function joined": "{{ 'x' ~ label }}",
    "functions joined": "{{ [label, head]|join(', ') }}",
    "a function as a word": "{{ label|string }}",
    "a function as a long word": "{{ label|upper }}",
    "a function, printed well": "{{ [label]|pprint }}",
    "a function in a format": "{{ '%s' % label }}",
    "a function's own form": "{{ '%r' % (label,) }}",
    "a function in a filter": "{{ '%s'|format(label) }}",
    "a function in braces": "{{ '{}'.format(label) }}",
    "a function's own form in braces": "{{ '{!r}'.format(label) }}",
    "a function by name": "{{ '{a}'.format_map({'a': label}) }}",
    "a function escaped": "{{ label|e }}",
    "a function replaced": "{{ 'abc'|replace('b', label) }}",
    "a function, mapped to words": "{{ [label]|map('string')|first }}",
    "a function as Markdown": "{{ label|markdown }}",
    "a function as a label": "{{ label(label) }}",
    "a function as money": "{{ label|money }}",
    "a function as an item": "{{ [1][label] }}",
    "a function as a filter's name": "{{ [1]|map(label)|list }}",
    "a function as JSON": "{{ {'a': label}|tojson }}",
    "items of the document": "{{ doc|items }}",
    "the document": "{{ doc }}",
    "a part of it": "{{ doc.client }}",
    "a list of its parts": "{{ doc.rows }}",
    "values of a class": "{{ dict.fromkeys([1]) }}",
    "the look": "{{ brand }}",
    "a loop's filter's machine": "{% for x in [1]|map('string') %}{{ loop._iterable }}{% endfor %}",
}

HARMLESS = {
    "a mapped list": ("{{ [1, 2]|map('string') }}", "['1', '2']"),
    "a chosen list": ("{{ [1, 2]|select('odd') }}", "[1]"),
    "a reversed list": ("{{ [1, 2]|reverse }}", "[2, 1]"),
    "unlike items": ("{{ ['b', 'a', 'b']|unique }}", "['b', 'a']"),
    "batches": ("{{ [1, 2, 3]|batch(2) }}", "[[1, 2], [3]]"),
    "items": ("{{ {'a': 1}|items }}", "[('a', 1)]"),
    "groups": ("{{ doc.rows|groupby('name')|map(attribute='grouper') }}", "['A', 'B']"),
    "a sum": ("{{ doc.rows|map(attribute='n')|sum }}", "3"),
    "a name of a month": ("{{ doc.time.strftime('%-d %B %Y, %A, %p') }}", "23 November 2026, Monday, PM"),
    "a day in braces": ("{{ '{:%Y-%m-%d}'.format(doc.date) }}", "2026-11-23"),
    "days between": ("{{ (doc.until - doc.date).days }}", "30"),
    "a year": ("{{ doc.date.year }}-{{ doc.date.isoformat() }}", "2026-2026-11-23"),
    "a loop's figures": ("{% for x in [7, 8] %}{{ loop.index }}{{ loop.cycle('a', 'b') }}{% endfor %}", "1a2b"),
    "a name's value": ("{% set n = namespace(a=1) %}{% set n.a = 2 %}{{ n.a }}", "2"),
    "a cycle": ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}", "aba"),
    "a macro's name": ("{% macro f(x) %}{% endmacro %}{{ f.name }}", "f"),
    "a dict's items": ("{% for k, v in {'a': 1}.items() %}{{ k }}{{ v }}{% endfor %}", "a1"),
}


def bindings() -> Bindings:
    rows = tuple(View("row", {"name": name, "n": n}) for n, name in ((1, "A"), (2, "B")))
    day = date(2026, 11, 23)
    fields = {
        "title": "T", "date": day, "until": day + timedelta(30), "time": datetime(2026, 11, 23, 14, 5),
        "rows": rows, "client": View("party", {"full_name": "C"}),
    }  # fmt: skip
    return Bindings({"doc": View("proposal", fields)}, lambda key: (key, key))


def template(file_format: str, text: str) -> Template:
    if file_format == "docx":
        return word_template(text)
    if file_format == "pptx":
        from pptx import Presentation
        from pptx.util import Inches

        deck = Presentation()
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, Inches(9), Inches(3)).text_frame.text = text
        return saved(deck, "pptx")
    data = f'<html lang="en"><head><title>x</title></head><body><p>{text}</p></body></html>'.encode()
    return Template("html/base/bad.html", data, hashlib.sha256(data).hexdigest())


def outcome(file_format: str, text: str) -> str:
    """The message of a refused render, or all text of the file."""
    engine = engine_for(file_format)
    try:
        return "\n".join(
            text_ for _, text_ in engine.searchable(engine.render(template(file_format, text), bindings()))
        )
    except TemplateError as error:
        return "refused: " + "\n".join(finding.show() for finding in error.findings)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_the_documents_own_is_refused(file_format: str, what: str) -> None:
    message = outcome(file_format, REFUSED[what])
    assert message.startswith("refused: ")
    assert not re.search(r"0x[0-9a-f]{4,}|#account|#bindings|#filling", message)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("what", HARMLESS)
def test_what_a_document_says_prints_as_it_is(file_format: str, what: str) -> None:
    text, printed = HARMLESS[what]
    assert printed in outcome(file_format, text).replace("&#39;", "'").replace("&#x27;", "'")


@pytest.mark.slow
def test_two_processes_with_other_hash_seeds_print_the_same() -> None:
    outcomes = [
        subprocess.run(
            [sys.executable, str(Path(__file__))],
            capture_output=True, text=True, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert len(outcomes[0]) > 1_000
    assert outcomes[0] == outcomes[1]


def test_a_months_name_does_not_depend_on_the_machines_language() -> None:
    import locale

    from docgen.templating import access

    assert access.format_strftime(date(2026, 3, 2), "%B %b %A %a") == "March Mar Monday Mon"
    assert locale.setlocale(locale.LC_TIME) == "C"


def test_an_imported_template_pays_from_the_same_account() -> None:
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    macros = f"{{% macro f() %}}{loops}{{% endmacro %}}{{% macro g(x) %}}{{{{ x|money }}}}{{% endmacro %}}"
    files = {"base/parts.html": macros}
    assert "too many turns" in html("{% import 'base/parts.html' as p %}{{ p.f() }}", files)
    assert "too many turns" in html("{% from 'base/parts.html' import f %}{{ f() }}", files)
    assert "too many turns" in html("{% include 'base/parts.html' without context %}", {"base/parts.html": loops})
    assert "¥5.00" in html("{% import 'base/parts.html' as p %}{{ p.g(5) }}", files)


def test_includes_that_double_are_paid_for() -> None:
    files = {f"base/p{n}.html": f"{{% include 'base/p{n + 1}.html' %}}" * 2 if n < 40 else "x" for n in range(41)}
    assert "too many turns" in html("{% include 'base/p0.html' %}", files)


def test_a_template_that_includes_itself_ends() -> None:
    files = {"base/p.html": "{% include 'base/p.html' %}"}
    assert "nested too deep" in html("{% include 'base/p.html' %}", files)


def html(body: str, files: dict[str, str]) -> str:
    """The text of an HTML template with further files, or its refusal."""
    from docgen.engines.pdf import template

    data = body.encode()
    given = Template("html/base/bad.html", data, hashlib.sha256(data).hexdigest(), files.__getitem__)
    try:
        return template.render_page(given, bindings())
    except TemplateError as error:
        return str(error)


def main() -> None:
    everything = [*REFUSED.values(), *(text for text, _ in HARMLESS.values())]
    for file_format in FORMATS:
        for text in everything:
            sys.stdout.write(json.dumps([file_format, text, outcome(file_format, text)]) + "\n")


if __name__ == "__main__":
    main()
