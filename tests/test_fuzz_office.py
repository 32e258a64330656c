"""Whatever a template's bytes, tags or data are, a render ends in a sound file or in findings."""

# ruff: noqa: E501, SIM905 - tables of pieces
import hashlib
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_office_check import FORMATS, PAGE, changed, packed, sound

from docgen.audience import View
from docgen.engines import engine_for
from docgen.errors import InputError, TemplateError
from docgen.templating import Bindings, Template
from docgen.templating.language import make_environment, names_for

few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ENVIRONMENT = make_environment()
FIELDS = {"title": "T & <x>", "rows": [{"a": 1}, {"a": 2}], "none": None}

pieces = st.sampled_from(
    [
        "{{ doc.title }}", "{{ doc.rows }}", "{{ doc.nothing }}", "{{", "}}", "{%", "%}", "{#", "#}", "{% if 1 %}",
        "{% endif %}", "{% for r in doc.rows %}", "{{ r.a }}", "{% endfor %}", "{%p if 0 %}", "{%p endif %}", "{%tr for x in y %}",
        "{%tc endfor %}", "{%r if 1 %}", "{{p doc.title }}", "{{r doc.title }}", "{%slide for r in doc.rows %}", "{% raw %}",
        "{% endraw %}", "{{ '&'|e }}", "{{ ('&'|e)[:2] }}", "{{ '<'|safe }}", "{% set x = 1 %}", "{% else %}", "{{ 1/0 }}",
        "{{ doc.title|upper|truncate(3) }}", "words", "&", "<", "]]>", "\u4e2d", "“", "\u202e",
    ]
)  # fmt: skip
texts = st.lists(pieces, max_size=6).map(" ".join)
names = st.sampled_from(
    ["doc", "doc.title", "doc.rows", "doc.none", "range(3)", "1", "'x&'", "[1, 'a']", "{'a': 1}", "none"]
)
operators = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "and", "or"])
filters = st.sampled_from(
    "e safe upper title join length list sort first last sum string int float tojson batch(2) slice(2) replace('x','<') "
    "truncate(2) wordwrap(1) indent(2) center(9) striptags round abs unique max min items dictsort map('e') "
    "groupby('a') select reject default('d') attr('_x') attr('__class__') trim reverse format(1) pprint".split()
)  # fmt: skip
expressions = st.recursive(
    names,
    lambda inner: st.one_of(
        st.tuples(inner, operators, inner).map(lambda shown: f"({' '.join(shown)})"),
        st.tuples(inner, filters).map("|".join),
        st.tuples(inner, st.sampled_from(["[0]", "[:1]", ".a", ".upper()", "['__class__']", ".__class__", "()"])).map("".join),
    ),
    max_leaves=6,
)  # fmt: skip


def rendered(file_format: str, data: bytes, **fields: object) -> bytes | None:
    """The finished file, or None if the template or its data are refused with findings."""
    template = Template(f"base/odd.{file_format}", data, hashlib.sha256(data).hexdigest())
    doc = View("proposal", {**FIELDS, **fields}, frozenset())
    try:
        return engine_for(file_format).render(template, Bindings({"doc": doc}, lambda key: (key, key)))
    except (TemplateError, InputError) as error:
        assert all(finding.code and finding.message and finding.file for finding in error.findings)
        return None


def check(data: bytes | None) -> None:
    """Each XML part of a finished file can be read, and no relationship of a part has another's id."""
    if data is None:
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(archive.read(name))
                ids = [item.get("Id") for item in root] if name.endswith(".rels") else []
                assert len(set(ids)) == len(ids)


def with_title(file_format: str, markup: str) -> bytes:
    """The template with `markup` in place of its tag."""
    page = PAGE[file_format]
    return changed(
        file_format, lambda parts: parts.update({page: parts[page].replace(b"{{ doc.title }}", markup.encode())})
    )


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize("file_format", FORMATS)
@few
@given(data=st.data())
def test_bytes_of_a_template_that_were_changed_do_no_harm(file_format: str, data: st.DataObject) -> None:
    whole = bytearray(packed(dict(sound(file_format))))
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=8)):
        whole[at] = byte
    end = data.draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))
    check(rendered(file_format, bytes(whole[:end])))


@pytest.mark.parametrize("file_format", FORMATS)
@few
@given(data=st.data())
def test_parts_that_were_changed_swapped_or_lost_do_no_harm(file_format: str, data: st.DataObject) -> None:
    parts = dict(sound(file_format))
    name = data.draw(st.sampled_from(sorted(name for name in parts if name.endswith((".xml", ".rels")))))
    text = parts[name]
    at = data.draw(st.integers(0, len(text)))
    match data.draw(st.sampled_from(["lost", "swapped", "cut", "put"])):
        case "lost":
            del parts[name]
        case "swapped":
            parts[name] = parts[data.draw(st.sampled_from(sorted(parts)))]
        case "cut":
            parts[name] = text[:at] + text[at + data.draw(st.integers(1, 60)) :]
        case _:
            parts[name] = text[:at] + data.draw(texts).encode() + text[at:]
    check(rendered(file_format, packed(parts)))


@pytest.mark.parametrize("file_format", FORMATS)
@few
@given(text=texts, cuts=st.sets(st.integers(0, 60), max_size=4))
def test_good_and_bad_tags_split_anywhere_do_no_harm(file_format: str, text: str, cuts: set[int]) -> None:
    prefix = "w" if file_format == "docx" else "a"
    between = f"</{prefix}:t></{prefix}:r><{prefix}:r><{prefix}:t>"
    ends = sorted({cut for cut in cuts if cut < len(text)} | {len(text)})
    runs = [escaped(text[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    check(rendered(file_format, with_title(file_format, between.join(runs))))


@pytest.mark.parametrize("file_format", FORMATS)
@few
@given(text=st.text(st.characters(codec=None), max_size=60))
def test_any_text_stands_in_the_file_or_is_refused(file_format: str, text: str) -> None:
    data = rendered(file_format, packed(dict(sound(file_format))), title=f"A{text}Z")
    check(data)
    if data is not None and text.isprintable():
        found = " ".join(shown for _, shown in engine_for(file_format).searchable(data))
        assert f"A{text}Z" in found


@pytest.mark.parametrize("file_format", FORMATS)
@few
@given(expression=expressions)
def test_any_expression_prints_or_is_refused(file_format: str, expression: str) -> None:
    check(rendered(file_format, with_title(file_format, escaped(f"{{{{ {expression} }}}}"))))


@few
@given(expression=expressions)
def test_no_expression_gets_at_the_inside_of_python(expression: str) -> None:
    try:
        shown = ENVIRONMENT.from_string(f"{{{{ {expression} }}}}").render(
            names_for(Bindings({"doc": "x"}, lambda k: (k, k)))
        )
    except Exception as error:  # noqa: BLE001 - whatever it raises, it has not printed
        assert not isinstance(error, MemoryError | SystemError)
    else:
        assert "<class" not in shown
        assert "&lt;class" not in shown
