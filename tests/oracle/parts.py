"""Cases of tags outside the body: headers, footers, notes, comments, properties, link targets."""

from typing import Any

from oracle.case import Case
from oracle.word import Word, elements, note, p, picture, r, tbl, tr

DATA = {"a": "R&D <x>", "xs": ["x", "y"], "t": True, "f": False, "hostile": "{{ 7*7 }} {% if %} {#", "path": "a&b/c"}
_REF = '<w:r><w:{}Reference w:id="2"/></w:r>'.format
_PAGE = '<w:fldSimple w:instr=" PAGE ">' + r("1") + "</w:fldSimple>"
_LINK = '<w:hyperlink r:id="rIdA">{}</w:hyperlink>'.format
_FIRST_PAGE = "<w:titlePg/>"


def _two_sections(document: Any) -> None:
    """A second section, whose first page and header are its own."""
    section = document.add_section()
    section.different_first_page_header_footer = True
    for holder, text in ((section.header, "{{ doc.a }} 2"), (section.first_page_header, "{{ doc.hostile }} 2")):
        holder.is_linked_to_previous = False
        holder._element[:] = elements(p(text))


def _header_picture(document: Any) -> None:
    """A header with a picture of its own relationship and a link."""
    from docx.opc.packuri import PackURI
    from docx.parts.image import ImagePart

    from oracle.word import KINDS, png

    section = document.sections[0]
    section.header.is_linked_to_previous = False
    part = section.header.part
    part.load_rel(KINDS.IMAGE, ImagePart(PackURI("/word/media/logo.png"), "image/png", png("00FF00")), "rIdP")
    part.load_rel(KINDS.HYPERLINK, "https://a.example", "rIdA", True)
    section.header._element[:] = elements(p("{{ doc.a }} ", picture("rIdP", 1), _LINK(r("{{ doc.xs[0] }}"))))


def _keywords(document: Any) -> None:
    document.core_properties.keywords = "{{ doc.xs[0] }}, {{ doc.xs[1] }}"
    document.core_properties.category = "{{ doc.xs[1] }}"
    document.core_properties.content_status = "{{ doc.xs[0] }}"


CASES = (
    Case(
        "header_and_footer",
        Word(
            (p("x"),),
            headers={"default": p("{{ do¦c.a }}", properties='<w:jc w:val="center"/>')},
            footers={"default": p("{{ doc.xs[0] }} ", _PAGE)},
        ),
        DATA,
    ),
    Case(
        "headers_and_footers_of_first_and_even_pages",
        Word(
            (p("x"),),
            headers={k: p("h " + k + " {{ doc.a }}") for k in ("default", "first", "even")},
            footers={k: p("f " + k + " {{ doc.a }}") for k in ("default", "first", "even")},
        ),
        DATA,
    ),
    Case(
        "headers_of_two_sections", Word((p("x"),), headers={"default": p("{{ doc.a }} 1")}, finish=_two_sections), DATA
    ),
    Case(
        "loops_and_tables_in_a_header",
        Word(
            (p("x"),),
            headers={
                "default": p("{%p for x in doc.xs %}")
                + p("{{ x }}")
                + p("{%p endfor %}")
                + tbl(
                    tr("{%tr for x in doc.xs %}", ""),
                    tr("{{ x }}", "{{ loop.index }}"),
                    tr("{%tr endfor %}", ""),
                    columns=2,
                )
                + p("end")
            },
        ),
        DATA,
    ),
    Case(
        "a_header_that_all_goes",
        Word((p("x"),), headers={"default": p("{%p if doc.f %}") + p("x") + p("{%p endif %}")}),
        DATA,
    ),
    Case("picture_and_link_in_a_header", Word((p("x"),), finish=_header_picture), DATA),
    Case(
        "cell_tags_in_a_footer",
        Word(
            (p("x"),),
            footers={
                "default": tbl(tr("{% colspan 2 %}{% cellbg 'FF0000' %}{{ doc.a }}"), tr("a", "b"), columns=2) + p()
            },
        ),
        DATA,
    ),
    Case(
        "a_name_set_in_the_body_and_used_in_a_header",
        Word((p("{% set x = 1 %}{{ x }}"),), headers={"default": p("[{{ x|default('-') }}]")}),
        DATA,
    ),
    Case(
        "footnote",
        Word(
            (p("a", _REF("footnote")),),
            notes={"footnotes": note("footnote", 2, p("{{ do¦c.a }} {% for x in doc.xs %}{{ x }}{% endfor %}"))},
        ),
        DATA,
    ),
    Case(
        "footnote_of_paragraphs",
        Word(
            (p("a", _REF("footnote")),),
            notes={
                "footnotes": note(
                    "footnote", 2, p("{%p for x in doc.xs %}"), p(r("{{ x }}", "<w:i/>")), p("{%p endfor %}"), p("end")
                )
            },
        ),
        DATA,
    ),
    Case(
        "footnote_with_breaks",
        Word((p("a", _REF("footnote")),), notes={"footnotes": note("footnote", 2, p("{{ doc.b }}"))}),
        {"b": "one\ntwo\tthree\afour"},
    ),
    Case(
        "footnote_in_a_loop",
        Word(
            (p("{%p for x in doc.xs %}"), p("{{ x }}", _REF("footnote")), p("{%p endfor %}")),
            notes={"footnotes": note("footnote", 2, p("{{ doc.a }}"))},
        ),
        DATA,
    ),
    Case(
        "footnote_in_a_document_of_two_sections",
        Word(
            (p("a", _REF("footnote")),),
            notes={"footnotes": note("footnote", 2, p("[{{ doc.a }}]"))},
            finish=_two_sections,
        ),
        {**DATA, "a": "{{ 7*7 }} & <b>"},
    ),
    Case(
        "a_footnote_that_all_goes",
        Word(
            (p("a", _REF("footnote")),),
            notes={"footnotes": note("footnote", 2, p("{%p if doc.f %}"), p("x"), p("{%p endif %}"))},
        ),
        DATA,
    ),
    Case(
        "endnote",
        Word(
            (p("a", _REF("endnote")),),
            notes={"endnotes": note("endnote", 2, p("{{ do¦c.a }}"), p("{% if doc.t %}yes{% endif %}"))},
        ),
        DATA,
    ),
    Case(
        "comment",
        Word(
            (p('<w:commentRangeStart w:id="2"/>', "a", '<w:commentRangeEnd w:id="2"/>', _REF("comment")),),
            notes={"comments": note("comment", 2, p("{{ do¦c.a }}"))},
        ),
        DATA,
    ),
    Case(
        "core_properties",
        Word(
            (p("x"),),
            core={
                "title": "{{ doc.xs[0] }} plan",
                "author": "{{ doc.xs[1] }}",
                "subject": "{% if doc.t %}yes{% endif %}",
                "comments": "{{ doc.xs|join(' ') }}",
                "identifier": "{{ doc.xs[0] }}",
                "language": "{{ doc.xs[1] }}",
            },
        ),
        DATA,
    ),
    Case(
        "core_properties_with_markup",
        Word((p("x"),), core={"title": "{{ doc.a }}", "subject": "{{ doc.hostile }}"}),
        DATA,
    ),
    Case("keywords_and_category", Word((p("x"),), finish=_keywords), DATA),
    Case(
        "custom_properties",
        Word((p("x"),), custom={"Client": "{{ doc.a }}", "Plain": "as it is", "Kept {{ doc.t }}": "x"}),
        DATA,
    ),
    Case(
        "link_target",
        Word(
            (p(_LINK(r("{{ doc.xs[0] }}"))),),
            links={"rIdA": "https://a.example/%7B%7B%20doc.xs%5B0%5D%20%7D%7D?q=1&r=2"},
        ),
        DATA,
    ),
    Case(
        "link_target_typed_plainly",
        Word((p(_LINK(r("here"))),), links={"rIdA": "https://a.example/{{ doc.path|urlencode }}"}),
        DATA,
    ),
    Case(
        "data_that_holds_tags_everywhere",
        Word(
            (p("{{ doc.hostile }}", _REF("footnote")),),
            headers={"default": p("{{ doc.hostile }}")},
            footers={"default": p("{{ doc.hostile }}")},
            notes={"footnotes": note("footnote", 2, p("{{ doc.hostile }}"))},
        ),
        DATA,
    ),
)
