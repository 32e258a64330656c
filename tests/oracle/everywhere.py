"""A template that prints one value in every place where an author can put a tag."""

from collections.abc import Mapping
from typing import Any

from oracle.case import Case
from oracle.frames import box, sdt
from oracle.word import Word, elements, note, p, picture, r, tbl, tc, tr

_REFERENCE = '<w:r><w:{}Reference w:id="2"/></w:r>'.format
_BODY = (
    p("[{{ doc.a }}]", _REFERENCE("footnote"), _REFERENCE("endnote"), _REFERENCE("comment")),
    p("{%p for x in doc.xs %}"),
    p("loop {{ x }} {% if x == doc.a %}same{% endif %} {{ x|replace('no such text', '') }}"),
    p("{%p endfor %}"),
    p("{% set y = doc.a %}{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(y) }} {{ 'and ' ~ doc.a ~ ' & ' }}"),
    p('<w:hyperlink r:id="rIdA">', r("{{ doc.a }}"), "</w:hyperlink>"),
    p(picture("rIdR", 1, "{{ doc.a }}"), box(p("{{ doc.a }}"), number=2, alt="{{ doc.a }}")),
    p(sdt(r("{{ doc.a }}", "<w:b/>"))),
    tbl(
        tr("{%tr for x in doc.xs %}", ""), tr("{{ x }}", tc(sdt(p("{{ doc.a }}")))), tr("{%tr endfor %}", ""), columns=2
    ),
    p('<w:fldSimple w:instr=" AUTHOR ">' + r("{{ doc.a }}") + "</w:fldSimple>"),
)


def _two_sections(document: Any) -> None:
    section = document.add_section()
    section.footer.is_linked_to_previous = False
    section.footer._element[:] = elements(p("{{ doc.a }}"))
    document.core_properties.keywords = "{{ doc.a }}"


EVERYWHERE = Word(
    tuple(block for block in _BODY),
    headers={kind: p("{{ doc.a }}") for kind in ("default", "first", "even")},
    footers={kind: p("{{ doc.a }}") for kind in ("default", "first", "even")},
    notes={
        "footnotes": note("footnote", 2, p("{{ doc.a }}")),
        "endnotes": note("endnote", 2, p("{{ doc.a }}")),
        "comments": note("comment", 2, p("{{ doc.a }}")),
    },
    core={"title": "{{ doc.a }}", "subject": "{{ doc.a }}"},
    custom={"Client": "{{ doc.a }}"},
    links={"rIdA": "https://a.example/{{ doc.a|urlencode }}"},
    pictures={"rIdR": "FF0000"},
    finish=_two_sections,
)


def everywhere(text: str) -> Case:
    """The case that prints `text` in every place."""
    data: Mapping[str, Any] = {"a": text, "xs": [text, text]}
    return Case("everywhere", EVERYWHERE, data)
