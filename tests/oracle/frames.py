"""Cases of tags in text boxes, alt texts, pictures and content controls, and of what a loop doubles with them."""

from oracle.case import Case
from oracle.word import Word, p, picture, r, tbl, tc, tr

DATA = {
    "a": "R&D <x>",
    "xs": ["x", "y"],
    "lines": [{"name": "Pump", "n": 1}, {"name": "Valve", "n": 2}],
    "t": True,
    "f": False,
    "quoted": "say \"yes\" & 'no'",
    "lined": "one\ntwo",
}
_RED = {"rIdR": "FF0000", "rIdB": "0000FF"}


def box(*blocks: str, number: int = 7, alt: str = "") -> str:
    """A run with a text box, in both branches that Word writes: a shape, and VML for old readers."""
    inside = "<w:txbxContent>" + "".join(blocks) + "</w:txbxContent>"
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="457200"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="914400" cy="457200"/>'
        f'<wp:docPr id="{number}" name="Box {number}" descr="{alt}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{shape}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:72pt;height:36pt"><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


def sdt(content: str, tag: str = "t", number: int = 11) -> str:
    """A content control around runs, blocks, rows or cells."""
    shape = f'<w:tag w:val="{tag}"/><w:id w:val="{number}"/>'
    return f"<w:sdt><w:sdtPr>{shape}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _marked(text: str) -> str:
    return f'<w:bookmarkStart w:id="3" w:name="here"/>{r(text)}<w:bookmarkEnd w:id="3"/>'


CASES = (
    Case(
        "text_box", Word((p("a ", box(p("{{ do¦c.a }}"), p("{% for x in doc.xs %}{{ x }}{% endfor %}")), " b"),)), DATA
    ),
    Case(
        "paragraph_loop_in_a_text_box",
        Word((p(box(p("{%p for x in doc.xs %}"), p(r("{{ x }}", "<w:b/>")), p("{%p endfor %}"))),)),
        DATA,
    ),
    Case(
        "table_in_a_text_box",
        Word(
            (
                p(
                    box(
                        tbl(
                            tr("{%tr for x in doc.lines %}", ""),
                            tr("{{ x.name }}", "{{ x.n }}"),
                            tr("{%tr endfor %}", ""),
                            columns=2,
                        ),
                        p(),
                    )
                ),
            )
        ),
        DATA,
    ),
    Case("a_text_box_that_all_goes", Word((p(box(p("{%p if doc.f %}"), p("x"), p("{%p endif %}"))),)), DATA),
    Case(
        "a_text_box_in_a_paragraph_with_tags",
        Word((p("{{ doc.a }} ", box(p("in {{ doc.a }}")), " {{ doc.xs[0] }}"),)),
        DATA,
    ),
    Case(
        "a_text_box_in_a_loop",
        Word((p("{%p for x in doc.xs %}"), p("{{ x }} ", box(p("in {{ x }}"), alt="{{ x }}")), p("{%p endfor %}"))),
        DATA,
    ),
    Case("a_text_box_in_a_loop_in_text", Word((p("{% for x in doc.xs %}", box(p("{{ x }}")), "{% endfor %}"),)), DATA),
    Case("breaks_in_a_text_box", Word((p(box(p("{{ doc.lined }}"))),)), DATA),
    Case("text_box_in_a_header", Word((p("x"),), headers={"default": p(box(p("{{ doc.a }}")))}), DATA),
    Case(
        "alt_text", Word((p(picture("rIdR", 1, "{{ doc.a }} and {% if doc.t %}more{% endif %}")),), pictures=_RED), DATA
    ),
    Case("alt_text_with_quotes", Word((p(picture("rIdR", 1, "{{ doc.quoted }}")),), pictures=_RED), DATA),
    Case(
        "alt_text_with_quotes_in_the_tag",
        Word((p(picture("rIdR", 1, "{{ doc.xs|join(&quot;, &quot;) }} {{ 'R&amp;D' }}")),), pictures=_RED),
        DATA,
    ),
    Case("alt_text_with_breaks", Word((p(picture("rIdR", 1, "{{ doc.lined }}")),), pictures=_RED), DATA),
    Case(
        "pictures_in_a_loop",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p("{{ x }} ", picture("rIdR", 1, "{{ x }}"), picture("rIdB", 2)),
                p("{%p endfor %}"),
            ),
            pictures=_RED,
        ),
        DATA,
    ),
    Case(
        "pictures_by_condition",
        Word(
            (
                p(
                    "{% for x in doc.lines %}{% if x.n == 1 %}",
                    picture("rIdR", 1, "{{ x.name }}"),
                    "{% else %}",
                    picture("rIdB", 2, "{{ x.name }}"),
                    "{% endif %}{% endfor %}",
                ),
            ),
            pictures=_RED,
        ),
        DATA,
    ),
    Case(
        "pictures_in_a_row_loop",
        Word(
            (
                tbl(
                    tr("{%tr for x in doc.lines %}", ""),
                    tr("{{ x.name }}", tc(p(picture("rIdB", 2, "{{ x.name }}")))),
                    tr("{%tr endfor %}", ""),
                    columns=2,
                ),
            ),
            pictures=_RED,
        ),
        DATA,
    ),
    Case(
        "bookmark_in_a_loop",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p("a ", _marked("{{ x }}")),
                p("{%p endfor %}"),
                p('<w:hyperlink w:anchor="here">' + r("there") + "</w:hyperlink>"),
            )
        ),
        DATA,
    ),
    Case(
        "bookmark_with_its_link_in_a_loop",
        Word(
            (
                p("{%p for x in doc.xs %}"),
                p(_marked("{{ x }}"), '<w:hyperlink w:anchor="here">' + r("{{ x }}") + "</w:hyperlink>"),
                p("{%p endfor %}"),
            )
        ),
        DATA,
    ),
    Case(
        "content_control_around_runs",
        Word((p("a ", sdt(r("{{ doc.a }}") + r(" {% if doc.t %}b{% endif %}", "<w:b/>")), " c"),)),
        DATA,
    ),
    Case(
        "content_control_around_paragraphs",
        Word((sdt(p("{%p for x in doc.xs %}") + p("{{ x }}") + p("{%p endfor %}")), p("end"))),
        DATA,
    ),
    Case(
        "content_control_around_rows",
        Word(
            (
                tbl(
                    tr("head", ""),
                    sdt(
                        tr("{%tr for x in doc.lines %}", "")
                        + tr("{{ x.name }}", "{{ x.n }}")
                        + tr("{%tr endfor %}", "")
                    ),
                    columns=2,
                ),
            )
        ),
        DATA,
    ),
    Case(
        "content_control_around_a_row_in_a_loop",
        Word(
            (
                tbl(
                    tr("{%tr for x in doc.lines %}", ""),
                    sdt(tr("{{ x.name }}", "{{ x.n }}")),
                    tr("{%tr endfor %}", ""),
                    columns=2,
                ),
            )
        ),
        DATA,
    ),
    Case("content_control_around_a_cell", Word((tbl(tr("a", sdt(tc("{{ doc.a }}"))), columns=2),)), DATA),
    Case(
        "content_control_in_a_cell",
        Word(
            (
                tbl(
                    tr("{%tr for x in doc.lines %}", ""),
                    tr("{{ x.name }}", tc(sdt(p("{{ x.n }}")))),
                    tr("{%tr endfor %}", ""),
                    columns=2,
                ),
            )
        ),
        DATA,
    ),
    Case(
        "content_control_in_a_loop",
        Word((p("{%p for x in doc.xs %}"), sdt(p("{{ x }}")), p("{%p endfor %}"), p("end"))),
        DATA,
    ),
    Case(
        "a_content_control_that_all_goes",
        Word((sdt(p("{%p if doc.f %}") + p("x") + p("{%p endif %}")), p("end"))),
        DATA,
    ),
)
