"""Templates with one fault each: where the file lies in a library, its bytes, and the one finding that it must give."""

# ruff: noqa: E501, PLR0917 - a case a line
from dataclasses import dataclass

from tests.lint.makers import box, deck, grid, heading, paragraph, shape, table, word

P = paragraph


@dataclass(frozen=True)
class Broken:
    """`place` and `tag` must stand in the finding's place and expression; `place` of HTML is `line:column`."""

    name: str
    code: str
    file: str
    data: bytes
    place: str
    tag: str = ""


def _word(name: str, code: str, *body: str, at: str = "document, paragraph 2", tag: str = "", **more: object) -> Broken:
    """A Word proposal whose first paragraph is sound."""
    data = word(P("{{ doc.title }}"), *body, **more)  # type: ignore[arg-type]
    return Broken(name, code, "docx/base/proposal.docx", data, at, tag)


def _text(name: str, code: str, text: str, tag: str = "") -> Broken:
    """A Word proposal with one paragraph that is wrong; the tag is that paragraph's, if it has only one."""
    return _word(name, code, P(text), tag=tag or (text if text.count("{") == 2 else ""))


def _minutes(name: str, code: str, text: str, tag: str = "") -> Broken:
    return Broken(
        name, code, "docx/base/minutes.docx", word(P("{{ doc.title }}"), P(text)), "document, paragraph 2", tag
    )


def _deck(name: str, code: str, slide: str, at: str, tag: str = "", notes: str = "", layout: str = "") -> Broken:
    data = deck(box("{{ doc.title }}"), slide, notes={2: notes} if notes else None, layout=layout)
    return Broken(name, code, "pptx/base/proposal.pptx", data, at, tag)


def _page(name: str, code: str, text: str, at: str, tag: str = "") -> Broken:
    """An HTML proposal: a first line that is sound, then `text`."""
    return Broken(name, code, "html/base/proposal.html", f"<p>{{{{ doc.title }}}}</p>\n{text}\n".encode(), at, tag)


_LINES = "{% for line in doc.pricing.lines %}"
_RED = '<w:color w:val="FF0000"/>'
_INSERTED = ('<w:ins w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z">', "</w:ins>")
_COMMENT = '<w:r><w:commentReference w:id="0"/></w:r>'
_HEADER = [("header", "header1.xml", False)]

EXPRESSIONS = (
    _text("a misspelt name", "name.unknown", "{{ dco.title }}"),
    _text("a misspelt field", "field.unknown", "{{ doc.titel }}"),
    _text("a field deep inside", "field.unknown", "{{ doc.pricing.totals.payble|money }}"),
    _text("a field of a loop's item", "field.unknown", "{% for row in doc.diagnosis %}{{ row.probelm }}{% endfor %}", "{{ row.probelm }}"),
    _text("a field after set", "field.unknown", "{% set sums = doc.pricing.totals %}{{ sums.nett|money }}", "{{ sums.nett|money }}"),
    _text("a field after first", "field.unknown", "{{ (doc.diagnosis|first).titel }}"),
    _text("a field after an index", "field.unknown", "{{ doc.value_statement.figures[0].lable }}"),
    _text("a field after groupby", "field.unknown", "{% for id, rows in doc.solution.rows|groupby('pain_id') %}{% for row in rows %}{{ row.foo }}{% endfor %}{% endfor %}", "{{ row.foo }}"),
    _text("a field named to map", "field.unknown", "{{ doc.diagnosis|map(attribute='probelm')|join('、') }}"),
    _text("a field named to groupby", "field.unknown", "{% for group in doc.solution.rows|groupby('pains_id') %}{{ group.grouper }}{% endfor %}"),
    _text("a field of a group", "field.unknown", "{% for group in doc.solution.rows|groupby('pain_id') %}{{ group.key }}{% endfor %}", "{{ group.key }}"),
    _text("a field by attr", "field.unknown", "{% for key in ['title', 'titel'] %}{{ doc|attr(key) }}{% endfor %}", "{{ doc|attr(key) }}"),
    _text("a field of a page of rows", "field.unknown", "{% for page in doc.diagnosis|paginate(3) %}{% for row in page %}{{ row.costs }}{% endfor %}{% endfor %}", "{{ row.costs }}"),
    _text("a field of a macro's argument", "field.unknown", "{% macro side(party) %}{{ party.fullname }}{% endmacro %}{{ side(doc.client) }}", "{{ party.fullname }}"),
    _text("a field after unpacking", "field.unknown", "{% for name, party in [('a', doc.client)] %}{{ name }}{{ party.town }}{% endfor %}", "{{ party.town }}"),
    _text("a field of loop", "field.unknown", "{% for row in doc.diagnosis %}{{ loop.idx }}{% endfor %}", "{{ loop.idx }}"),
    _text("a field of the item before", "field.unknown", "{% for row in doc.diagnosis %}{% if not loop.first %}{{ loop.previtem.pain }}{% endif %}{% endfor %}", "{{ loop.previtem.pain }}"),
    _text("a field of a namespace", "field.unknown", "{% set seen = namespace(count=0) %}{{ seen.total }}", "{{ seen.total }}"),
    _text("a field of the stamp", "field.unknown", "{{ stamp.number }}"),
    _text("a field of a library case", "field.unknown", "{% for case in cases %}{{ case.headline }}{% endfor %}", "{{ case.headline }}"),
    _text("a field of another kind", "field.unknown", "{{ doc.minutes_no }}"),
    _text("a field in a condition", "field.unknown", "{% if doc.valid_til %}x{% endif %}", "{% if doc.valid_til %}"),
    _text("a field in an inline condition", "field.unknown", "{{ doc.title if doc.tilte else '' }}"),
    _text("a field in a macro that nothing calls", "field.unknown", "{% macro foot() %}{{ doc.foot }}{% endmacro %}", "{{ doc.foot }}"),
    _text("a loop variable after its loop", "name.unknown", "{% for row in doc.diagnosis %}{{ row.problem }}{% endfor %}{{ row.problem }}"),
    _text("a list printed", "list.printed", "{{ doc.scope_in }}"),
    _text("a list of models printed through set", "list.printed", "{% set rows = doc.diagnosis %}{{ rows }}", "{{ rows }}"),
    _text("a field asked of a list", "list.attribute", "{{ doc.diagnosis.problem }}"),
    _text("a loop over a text", "loop.single", "{% for x in doc.title %}{{ x }}{% endfor %}", "{% for x in doc.title %}"),
    _text("a loop over a model", "loop.single", "{% for x in doc.client %}x{% endfor %}", "{% for x in doc.client %}"),
    _text("a model printed", "model.printed", "{{ doc.client }}"),
    _text("money as it stands", "money.bare", "{{ doc.pricing.totals.payable }}"),
    _text("money added up", "money.bare", "{{ doc.payment_terms|sum('amount') }}"),
    _text("money joined to text", "money.bare", "{{ 'V' ~ doc.pricing.totals.payable }}"),
    _text("money as a per cent", "filter.operand", "{{ doc.pricing.totals.payable|percent }}"),
    _text("a rate as money", "filter.operand", "{% for term in doc.payment_terms %}{{ term.share|money }}{% endfor %}", "{{ term.share|money }}"),
    _text("a rate as it stands", "rate.bare", "{% for term in doc.payment_terms %}{{ term.share }}{% endfor %}", "{{ term.share }}"),
    _text("a quantity as it stands", "figure.bare", f"{_LINES}{{{{ line.qty }}}}{{% endfor %}}", "{{ line.qty }}"),
    _text("a money filter on a text", "filter.operand", "{{ doc.title|money }}"),
    _text("a date filter on a text", "filter.operand", "{{ doc.title|date }}"),
    _text("a date joined to text", "date.bare", "{{ '· ' ~ doc.date }}"),
    _text("a date with a format of its own", "date.bare", "{{ doc.date.strftime('%d/%m') }}"),
    _text("a choice joined to text", "choice.code", "{{ '· ' ~ doc.status }}"),
    _text("a choice that there isn't", "choice.unknown", "{% if doc.status == 'aproved' %}·{% endif %}", "{% if doc.status == 'aproved' %}"),
    _text("choices that there aren't", "choice.unknown", "{% if doc.status in ('draft', 'closed') %}·{% endif %}", "'closed'"),
    _text("the inside of what may be empty", "optional.unguarded", "{{ doc.roi.payback }}"),
    _text("the inside, in the wrong branch", "optional.unguarded", "{% if doc.roi %}{{ doc.roi.payback }}{% else %}{{ doc.roi.intro }}{% endif %}", "{{ doc.roi.intro }}"),
    _text("the inside, after `or`", "optional.unguarded", "{% if doc.roi or doc.background %}{{ doc.roi.payback }}{% endif %}", "{{ doc.roi.payback }}"),
    _text("a period with an open end", "optional.unguarded", "{{ doc.date|period(doc.valid_until) }}"),
    _text("what may be empty reckoned with", "optional.unguarded", f"{_LINES}{{{{ (line.net - line.tax)|money if line.tax else '' }}}}{{% endfor %}}"),
    _text("what may be empty as the word None", "optional.printed", "{{ 'x' ~ doc.opportunity }}"),
    _text("a filter that writes None", "optional.printed", "{{ doc.opportunity|upper }}"),
    _text("a default that does nothing", "default.none", "{{ doc.opportunity|default('–') }}"),
    _text("a yes or no printed", "bool.printed", "{{ doc.pricing.has_discounts }}"),
    _text("an internal field", "field.internal", f"{_LINES}{{{{ line.cost|money }}}}{{% endfor %}}", "{{ line.cost|money }}"),
    _text("an internal field for clients", "field.internal", "{% if audience == 'client' %}{{ doc.speaker_notes.cover }}{% endif %}", "{{ doc.speaker_notes.cover }}"),
    _text("an internal field in the else", "field.internal", "{% if audience != 'internal' and doc.roi %}x{% elif audience == 'internal' %}y{% else %}{{ doc.speaker_notes.cover }}{% endif %}", "{{ doc.speaker_notes.cover }}"),
    _text("an internal field of a case", "field.internal", "{% for case in cases %}{{ case.client_name }}{% endfor %}", "{{ case.client_name }}"),
    _text("an internal field in a macro called for all", "field.internal", "{% macro m(x) %}{{ x.speaker_notes.team }}{% endmacro %}{% if audience == 'internal' %}{{ m(doc) }}{% endif %}{{ m(doc) }}", "{{ x.speaker_notes.team }}"),
    _minutes("an internal list looped over", "field.internal", "{% for item in doc.concessions %}{{ item.given }}{% endfor %}", "{% for item in doc.concessions %}"),
    _text("a filter that there isn't", "filter.unknown", "{{ doc.title|shout }}"),
    _text("a test that there isn't", "filter.unknown", "{% if doc.title is shiny %}·{% endif %}", "{% if doc.title is shiny %}"),
    _text("a filter named to map", "filter.unknown", "{{ doc.scope_in|map('shout')|join }}"),
    _text("a label that there isn't", "label.unknown", "{{ label('prcing') }}"),
    _text("a label from a list of keys", "label.unknown", "{% for key in ['pricing', 'trems'] %}{{ label(key) }}{% endfor %}", "{{ label(key) }}"),
    _text("a label by filter", "label.unknown", "{{ 'prcing'|label }}"),
    _text("an inline if without else", "else.missing", "{{ doc.title if doc.roi }}"),
    _text("an argument too many", "call.arguments", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(doc.title, doc.title) }}"),
    _text("an argument that is not given", "call.arguments", "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(doc.title) }}", "{{ b }}"),
    _text("more names than values", "call.arguments", "{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}"),
    _text("a function without brackets", "value.printed", "{{ label }}"),
    _text("a plan in the text", "drawing.misplaced", "{{ gantt(doc.implementation) }}"),
    _text("a sub-document that there isn't", "asset.missing", "{{p subdocument('blocks/none.docx') }}", "{{ subdocument('blocks/none.docx') }}"),
    _text("words within a tag", "text.literal", "{{ 'Total amount' }}"),
)  # fmt: skip

OFFICE = (
    _word("a tag that isn't closed", "template.syntax", P("{{ doc.title }")),
    _text("a tag that is no Jinja", "template.syntax", "{{ doc.title || 'x' }}"),
    _text("a block that isn't closed", "template.unbalanced", "{% if doc.roi %}·"),
    _word("a block over two cells", "template.unbalanced", table(["{% if doc.roi %}·", "·{% endif %}"]), at="table 1, row 1, cell 1"),
    _word("a row tag beside words", "template.lost", table(["{%tr for row in doc.diagnosis %} ·· x", "·"], ["{{ row.problem }}", "·"], ["{%tr endfor %}", ""]), at="table 1, row 1, cell 1"),
    _word("a field in a table's row", "field.unknown", table(["{%tr for row in doc.diagnosis %}"], ["{{ row.title }}{{ row.reason }}"], ["{%tr endfor %}"]), at="document, table 1, row 2, cell 1", tag="{{ row.reason }}"),
    _word("a field under a heading", "field.unknown", heading("{{ label('pricing') }}"), P("{{ doc.prices }}"), at="document, paragraph 3", tag="{{ doc.prices }}"),
    _word("a field in a header", "field.unknown", P("·"), parts={"header1": P("{{ doc.header }}")}, at="header1, paragraph 1", tag="{{ doc.header }}"),
    _word("a tag split over runs", "field.unknown", "<w:p><w:r><w:t>{{ doc.</w:t></w:r><w:r><w:t>titel }}</w:t></w:r></w:p>", tag="{{ doc.titel }}"),
    _word("a picture that there isn't", "asset.missing", shape("{{ picture('logos/none.svg') }}"), at="“Box”, alt text"),
    _word("a plan of the wrong rows", "call.arguments", shape("{{ gantt(doc.diagnosis) }}"), at="“Box”, alt text"),
    _word("a map that this kind lacks", "field.unknown", shape("{{ diagram(doc.decision_map) }}"), at="“Box”, alt text"),
    _word("a chart of a field that there isn't", "field.unknown", shape("{{ chart(doc.payment_terms, category='milestone', values={'x': 'sum'}) }}"), at="“Box”, alt text"),
    _word("a comment", "office.comment", P("·", around=("", _COMMENT))),
    _word("an insertion", "office.tracked", P("·", around=_INSERTED)),
    _word("a changed format", "office.tracked", P("·", run='<w:rPrChange w:id="1" w:author="a"><w:rPr/></w:rPrChange>')),
    _word("a coloured word", "office.colour", P("·", run=_RED)),
    _word("a coloured cell", "office.colour", table(["·"], cell='<w:shd w:val="clear" w:fill="FFEE00"/>'), at="document, table 1, row 1, cell 1"),
    _word("a cell coloured by a tag", "office.colour", table(["{% cellbg 'DDEEFF' %}·"]), at="document, table 1, row 1, cell 1"),
    _word("a coloured style", "office.colour", extra=['<w:style w:type="paragraph" w:styleId="x"><w:name w:val="Loud"/><w:rPr><w:color w:val="00FF00"/></w:rPr></w:style>'], at="styles, style “Loud”"),
    _word("a font", "office.font", P("·", run='<w:rFonts w:ascii="Comic Sans MS" w:hAnsi="Comic Sans MS"/>')),
    _word("a fixed link", "office.link", P("·"), relations=[("hyperlink", "https://example.com/", True)], at="document.xml.rels"),
    _word("English words", "text.literal", P("Total amount {{ doc.pricing.totals.payable|money }}")),
    _word("Chinese words", "text.literal", P("合计：{{ doc.pricing.totals.payable|money }}")),
    _word("words in an alt text", "text.literal", shape("Our logo"), at="“Box”, alt text"),
    _word("a template that is fetched", "template.external", P("·"), relations=[("attachedTemplate", "https://example.com/x.dotm", True)], at="rels"),
    _word("macros", "template.unsafe", P("·"), relations=[("vbaProject", "vbaProject.bin", False)], at="rels"),
    Broken("no Office file", "template.broken", "docx/base/proposal.docx", b"no zip", ""),
    _deck("a field on a slide", "field.unknown", box("{{ doc.titel }}"), "slide 2, “Text”, paragraph 1", "{{ doc.titel }}"),
    _deck("a field in a slide's table", "field.unknown", grid(["{%tr for row in doc.diagnosis %}"], ["{{ row.reason }}"], ["{%tr endfor %}"]), "slide 2, “Table”, row 2, cell 1", "{{ row.reason }}"),
    _deck("a field in the notes", "field.unknown", box("·"), "slide 2, notes", "{{ doc.speaker_notes.titel }}", notes="{{ doc.speaker_notes.titel }}"),
    _deck("slides for what there isn't", "field.unknown", box("·"), "slide 2, its {%slide %} tags", "doc.diagnoses", notes="{%slide for row in doc.diagnoses %}"),
    _deck("a field of a repeated slide", "field.unknown", box("{{ row.reason }}"), "slide 2, “Text”", "{{ row.reason }}", notes="{%slide for row in doc.diagnosis %}"),
    _deck("an internal field on a slide", "field.internal", box("{{ doc.speaker_notes.cover }}"), "slide 2, “Text”"),
    _deck("a block that isn't closed on a slide", "template.unbalanced", box("{% if doc.roi %}·"), "slide 2, “Text”, paragraph 1"),
    _deck("a coloured word on a slide", "office.colour", box("·", run='<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'), "slide 2, “Text”"),
    _deck("a font on a slide", "office.font", box("·", run='<a:latin typeface="Comic Sans MS"/>'), "slide 2, “Text”"),
    _deck("words on a slide", "text.literal", box("Next steps"), "slide 2, “Text”, paragraph 1"),
    _deck("a field in a layout", "field.unknown", box("·"), "slideLayouts/slideLayout1", "{{ stamp.foot }}", layout=box("{{ stamp.foot }}")),
)  # fmt: skip

PAGES = (
    _page("a field on a page", "field.unknown", "<p>{{ doc.titel }}</p>", "2:4", "{{ doc.titel }}"),
    _page("the second of two tags on a line", "field.unknown", "<p>{{ doc.date }}{{ doc.titel }}</p>", "2:18", "{{ doc.titel }}"),
    _page("a field in an imported macro", "call.arguments", '{% import "base/_parts.html" as parts with context %}{{ parts.lines(1, 2) }}', "2:54", "{{ parts.lines(1, 2) }}"),
    _page("a macro that isn't in what is imported", "field.unknown", '{% import "base/_parts.html" as parts with context %}{{ parts.linse([]) }}', "2:54"),
    _page("a name in what is imported without context", "name.unknown", '{% macro m() %}{{ titel }}{% endmacro %}{{ m() }}', "2:16", "{{ titel }}"),
    _page("a page that extends what there isn't", "template.unknown", '{% extends "base/none.html" %}', "2:1"),
    _page("an include that there isn't", "template.unknown", '{% include "base/none.html" %}', "2:1"),
    _page("a field in a block", "field.unknown", "{% block body %}{{ doc.body }}{% endblock %}", "2:17", "{{ doc.body }}"),
    _page("a loop variable in a block", "name.unknown", "{% for row in doc.diagnosis %}{% block one %}{{ row.problem }}{% endblock %}{% endfor %}", "2:46", "{{ row.problem }}"),
    _page("a field in a call block", "field.unknown", "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ doc.calls }}{% endcall %}", "2:58", "{{ doc.calls }}"),
    _page("an unclosed block on a page", "template.syntax", "{% if doc.roi %}", "2:1"),
    _page("a filter that pages lack", "filter.unknown", "<p>{{ doc.title|shout }}</p>", "2:4"),
    _page("None in an attribute", "optional.printed", '<p title="{{ doc.opportunity|attribute }}"></p>', "2:11"),
    _page("a colour in a style", "page.colour", "<style>p { color: #ff0000 }</style>", "2:19", "#ff0000"),
    _page("a colour by name", "page.colour", '<p style="background: red"></p>', "2:23", "red"),
    _page("a colour in a drawing", "page.colour", '<svg><path fill="#123456"/></svg>', "2:18", "#123456"),
    _page("a font in a style", "page.font", '<style>p { font-family: "Comic Sans MS", serif }</style>', "2:12"),
    _page("a fixed address", "page.link", '<a href="https://example.com/">·</a>', "2:10"),
    _page("a picture from outside", "page.link", '<img src="https://example.com/a.png" alt="">', "2:11"),
    _page("an HTML comment", "page.comment", "<!-- todo -->", "2:1"),
    _page("words on a page", "text.literal", "<p>Total: {{ doc.title }}</p>", "2:4", "Total"),
    _page("Chinese words on a page", "text.literal", "<p>{{ doc.title }} 合计</p>", "2:20", "合计"),
)  # fmt: skip
