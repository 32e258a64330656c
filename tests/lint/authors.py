"""Typical mistakes of template authors, in Chinese and English: each with its one finding and hint."""

# ruff: noqa: E501 - a case a line
from tests.lint.faults import Broken, in_child, in_deck, in_included, in_page, in_text, in_word
from tests.lint.makers import box, grid, paragraph, shape, table

P = paragraph
_LINES = "{% for line in doc.pricing.lines %}"
_KEYBOARD = "English keyboard"
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def _split(*pieces: str) -> str:
    """A paragraph whose text is split over runs, one of them bold, as Word does while one types."""
    runs = "".join(
        f"<w:r><w:rPr>{'<w:b/>' * (number % 2)}</w:rPr><w:t>{text}</w:t></w:r>" for number, text in enumerate(pieces)
    )
    return f"<w:p>{runs}</w:p>"


def _text_box(text: str) -> str:
    inside = f"<w:txbxContent>{P(text)}</w:txbxContent>"
    return f"<w:p><w:r><w:pict><v:shape {_VML}><v:textbox>{inside}</v:textbox></v:shape></w:pict></w:r></w:p>"


def _note(element: str, text: str) -> str:
    return f'<w:{element} w:id="1">{P(text)}</w:{element}>'


def _stray(name: str, code: str, text: str, hint: str = "") -> Broken:
    """A Word proposal with a paragraph without a recognisable tag."""
    return in_word(name, code, P(text), hint=hint)


SPELLING = (
    _stray("full-width braces", "template.syntax", "｛｛ doc.title ｝｝", hint=_KEYBOARD),
    _stray("a full-width brace at the end", "template.syntax", "{{ doc.title ｝｝", hint=_KEYBOARD),
    _stray("a condition in full-width braces", "template.syntax", "｛% if doc.roi %｝·｛% endif %｝", hint=_KEYBOARD),
    _stray("braces with a space between", "template.syntax", "{ { doc.title } }", hint=_KEYBOARD),
    _stray("closing braces too many", "template.syntax", "{{ doc.title }} }}"),
    in_text("three braces", "template.syntax", "{{{ doc.title }}}", "{{ { doc.title }}", hint="two braces"),
    in_text("a condition in two pairs of braces", "template.syntax", "{{% if doc.roi %}}", "if doc.roi", hint="{% … %}"),
    in_text("full-width round brackets", "template.syntax", "{{ label（'pricing'） }}", hint=_KEYBOARD),
    in_text("a full-width comma", "template.syntax", "{{ doc.scope_in|join（'、'，1） }}", hint=_KEYBOARD),
    in_text("a Chinese full stop for the dot", "template.syntax", "{{ doc。title }}", hint=_KEYBOARD),
    in_text("full-width quotes", "template.syntax", "{{ label(＂pricing＂) }}", hint=_KEYBOARD),
    in_text("curly quotes around a wrong key", "label.unknown", "{{ label(‘prcing’) }}", "{{ label('prcing') }}", hint="`pricing`"),
    in_text("a quote that isn't closed", "template.syntax", "{{ label('pricing) }}", hint="quotation mark"),
    in_text("one equals sign", "template.syntax", "{% if doc.status = 'draft' %}·{% endif %}", "doc.status =", hint="write =="),
    in_text("else if", "template.syntax", "{% if doc.roi %}·{% else if doc.title %}·{% endif %}", "else if", hint="elif"),
    in_text("elseif", "template.syntax", "{% if doc.roi %}·{% elseif doc.title %}·{% endif %}", "elseif", hint="elif"),
    _stray("end if in two words", "template.unbalanced", "{% if doc.roi %}·{% end if %}", hint="one word"),
    _stray("a loop closed as a condition", "template.unbalanced", "{% for row in doc.diagnosis %}·{% endif %}"),
    _stray("an end without a beginning", "template.unbalanced", "·{% endfor %}", hint="beginning"),
    in_text("a field where a word belongs", "template.syntax", "{% doc.title %}", hint="write {{ … }}"),
    in_text("a word that is misspelt", "template.syntax", "{% inclde 'x' %}", hint="`include`"),
    in_text("a row's tag outside a table", "template.syntax", "{%tr for row in doc.diagnosis %}", "tr for", hint="table's row"),
    _stray("a place to fill in", "text.literal", "XXX"),
    _stray("a bracketed place to fill in", "text.literal", "[客户名称]"),
    in_word("a misspelt field split over runs, half bold", "field.unknown", _split("{{ doc.cli", "ent.nm", "ae }}"), tag="{{ doc.client.nmae }}"),
)  # fmt: skip

EXPRESSIONS = (
    in_text("a field of a party", "field.unknown", "{{ doc.client.nmae }}", hint="full_name"),
    in_text("a name with a capital", "name.unknown", "{{ Doc.title }}", hint="`doc`"),
    in_text("a field with capitals", "title.unknown", "{{ doc.TITLE }}", hint="`doc.Title`"),
    in_text("a title of several fields", "title.ambiguous", "{{ 说明 }}", hint="`报价明细.说明`"),
    in_text("a title of a field below", "title.unknown", "{{ Payable }}", hint="`Prices.Totals.Payable`"),
    in_text("a field without doc", "name.unknown", "{{ title }}", hint="`doc.title`"),
    in_text("a list without doc", "name.unknown", "{% for row in diagnosis %}·{% endfor %}", "{% for row in diagnosis %}", hint="`doc.diagnosis`"),
    in_text("a misspelt field without doc", "name.unknown", "{{ valid_utnil }}", hint="`doc.valid_until`"),
    in_text("a Chinese name for a field", "title.unknown", "{{ 图纸 }}", hint="docgen template fields proposal"),
    in_text("a field by brackets", "field.unknown", "{{ doc['titel'] }}", hint="`title`"),
    in_text("a count of a loop, misspelt", "field.unknown", "{% for row in doc.diagnosis %}{{ loop.indx }}{% endfor %}", "{{ loop.indx }}", hint="`index`"),
    in_text("a count outside of a loop", "name.unknown", "{{ loop.index }}"),
    in_text("a sum by set in a loop", "set.lost", "{% set n = 0 %}{% for row in doc.diagnosis %}{% set n = n + 1 %}{% endfor %}{{ n }}", "{% set n = n + 1 %}", hint="namespace"),
    in_text("text gathered by set in a loop", "set.lost", "{% set t = '' %}{% for row in doc.diagnosis %}{% if row.problem %}{% set t = t ~ row.problem %}{% endif %}{% endfor %}{{ t }}", "{% set t = t ~ row.problem %}"),
    in_text("a macro's argument without a default", "call.arguments", "{% macro m(a, b='·') %}{{ a }}{{ b }}{% endmacro %}{{ m() }}", "{{ a }}", hint="a default"),
    in_text("money with arguments too many", "call.arguments", "{{ doc.pricing.totals.payable|money(2, 'CNY', 3) }}"),
    in_text("a date with a format", "call.arguments", "{{ doc.date|date('%Y') }}", hint="|date by itself"),
    in_text("a period with one end", "call.arguments", "{{ doc.date|period }}"),
    in_text("an argument that a filter lacks", "call.arguments", "{{ doc.title|truncate(10, quiet=true) }}", hint="length"),
    in_text("money rounded", "money.bare", "{{ doc.pricing.totals.payable|round(2) }}", hint="|money"),
    in_text("money rounded to a whole number", "money.bare", "{{ doc.pricing.totals.payable|round|int }}", hint="|money"),
    in_text("money by a format", "money.bare", "{{ '%.2f'|format(doc.pricing.totals.payable) }}", hint="|money"),
    in_text("money by Python's format", "money.bare", "{{ '{:,.2f}'.format(doc.pricing.totals.payable) }}", hint="|money"),
    in_text("money and its unit added", "operand.mixed", "{{ doc.pricing.totals.payable + '元' }}", hint="~"),
    in_text("a date added to text", "operand.mixed", "{{ doc.title + doc.date }}", hint="~"),
    in_text("a date as a string", "date.bare", "{{ doc.date|string }}", hint="|date"),
    in_text("a filter after money", "filter.operand", "{{ doc.pricing.totals.payable|money|number }}"),
    in_text("an optional group under is defined", "optional.unguarded", "{% if doc.roi is defined %}{{ doc.roi.payback }}{% endif %}", "{{ doc.roi.payback }}", hint="{% if doc.roi %}"),
    in_text("an optional group in set", "optional.unguarded", "{% set back = doc.roi.payback %}{{ back }}", "{% set back = doc.roi.payback %}"),
    in_text("an internal field in a condition", "field.internal", "{% if doc.speaker_notes.cover %}·{% endif %}", "doc.speaker_notes.cover", hint="reads.speaker_notes"),
    in_text("an internal field with or", "field.internal", "{{ doc.speaker_notes.cover or '' }}", hint="reads.speaker_notes"),
    in_text("a choice with a capital", "choice.unknown", "{% if doc.status == 'Draft' %}·{% endif %}", "'Draft'", hint="`draft`"),
    in_text("brackets after a field", "value.printed", "{{ doc.client.full_name() }}", hint="brackets"),
    in_text("a field of a text in a list", "field.unknown", "{{ doc.scope_in[0].name }}"),
    in_text("an item printed whole", "model.printed", "{{ doc.diagnosis[0] }}", hint="fields"),
    in_text("an item made upper case", "model.printed", "{{ doc.diagnosis|first|upper }}"),
    in_text("models through a text filter", "model.printed", "{{ doc.diagnosis|map('upper')|join }}", hint="attribute="),
    in_text("a list of models joined", "model.printed", "{{ doc.terms|join(', ') }}", hint="attribute="),
    in_text("a comparison printed", "bool.printed", "{{ doc.diagnosis|length > 0 }}"),
    in_text("a key without quotes", "name.unknown", "{{ label(pricing) }}"),
    in_text("a test of selectattr that there isn't", "filter.unknown", "{% for l in doc.pricing.lines|selectattr('name', 'equls', 'x') %}·{% endfor %}", "equls", hint="equalto"),
    in_text("an attribute of selectattr that there isn't", "field.unknown", "{% for l in doc.pricing.lines|selectattr('optinal') %}·{% endfor %}", "optinal", hint="`optional`"),
    in_text("the stamp's date, which is text", "filter.operand", "{{ stamp.date|date }}"),
)  # fmt: skip

PARTS = (
    in_word("a field in a footer", "field.unknown", P("·"), parts={"footer1": P("{{ stamp.docid }}")}, at="footer1, paragraph 1", tag="{{ stamp.docid }}", hint="`doc_id`"),
    in_word("a field in a footnote", "field.unknown", P("·"), parts={"footnotes": _note("footnote", "{{ doc.titel }}")}, at="footnotes", tag="{{ doc.titel }}"),
    in_word("a field in an endnote", "field.unknown", P("·"), parts={"endnotes": _note("endnote", "{{ doc.titel }}")}, at="endnotes", tag="{{ doc.titel }}"),
    in_word("a field in a text box", "field.unknown", _text_box("{{ doc.titel }}"), at="document", tag="{{ doc.titel }}"),
    in_word("full-width braces in a header", "template.syntax", P("·"), parts={"header1": P("｛｛doc.title｝｝")}, at="header1, paragraph 1", hint=_KEYBOARD),
    in_word("a field in a link's address", "field.unknown", P("·"), relations=[("hyperlink", "https://example.com/%7B%7B doc.titel %7D%7D", True)], at="the address of a hyperlink", tag="doc.titel"),
    in_word("a chart whose values are misspelt", "field.unknown", shape("{{ chart(doc.payment_terms, category='mileston', values={'·': 'amount'}) }}"), at="“Box”, alt text", hint="`milestone`"),
    in_word("a map of nothing", "call.arguments", shape("{{ diagram() }}"), at="“Box”, alt text"),
    in_word("an alt text with a misspelt field", "field.unknown", shape("{{ doc.titel }}"), at="“Box”, alt text", tag="{{ doc.titel }}"),
    in_word("a money field in a table's cell", "money.bare", table(["{%tr for line in doc.pricing.lines %}"], ["{{ line.name }}{{ line.net }}"], ["{%tr endfor %}"]), at="document, table 1, row 2, cell 1", tag="{{ line.net }}"),
    in_deck("a Chinese full stop on a slide", "template.syntax", box("{{ doc。title }}"), "slide 2, “Text”, paragraph 1"),
    in_deck("a chart on a slide, misspelt", "field.unknown", box("·", alt="{{ chart(doc.payment_terms, category='milestone', values={'·': 'sum'}) }}"), "slide 2, “Text”, alt text"),
    in_deck("money on a slide's table", "money.bare", grid(["{%tr for line in doc.pricing.lines %}"], ["{{ line.net }}"], ["{%tr endfor %}"]), "slide 2, “Table”, row 2, cell 1"),
    in_deck("full-width braces on a slide", "template.syntax", box("｛｛ doc.title ｝｝"), "slide 2, “Text”, paragraph 1"),
    in_deck("an internal field in a slide's alt text", "field.internal", box("·", alt="{{ doc.speaker_notes.cover }}"), "slide 2, “Text”, alt text"),
)  # fmt: skip

PAGES = (
    in_page("full-width braces on a page", "template.syntax", "<p>｛｛ doc.title ｝｝</p>", "2:4", hint=_KEYBOARD),
    in_page("a full-width bracket on a page", "template.syntax", "<p>{{ label（'pricing'） }}</p>", "2:4", hint=_KEYBOARD),
    in_page("curly quotes on a page", "template.syntax", "<p>{{ label(‘pricing’) }}</p>", "2:4", hint=_KEYBOARD),
    in_page("else if on a page", "template.syntax", "{% if doc.roi %}·\n{% else if doc.title %}·{% endif %}", "3:1", hint="elif"),
    in_child("a block that is misspelt", "block.unknown", "{% block bdy %}{{ doc.title }}{% endblock %}", "2:1", "{% block bdy %}", hint="`body`"),
    in_child("words outside of the blocks", "template.lost", "<p>·</p>{{ doc.title }}{% block body %}{% endblock %}", "2:9"),
    in_child("a loop outside of the blocks", "template.lost", "{% block body %}{% endblock %}\n{% for row in doc.diagnosis %}·{% endfor %}", "3:1", "for row"),
    in_included("a field in an included file", "field.unknown", "·\n<p>{{ doc.titel }}</p>", "2:4", "{{ doc.titel }}"),
    in_included("money in an included file", "money.bare", "{{ doc.pricing.totals.payable }}", "1:1"),
    in_included("words in an included file", "text.literal", "<p>合计</p>", "1:4"),
    in_page("a sum by set on a page", "set.lost", "{% set n = 0 %}\n{% for row in doc.diagnosis %}\n{% set n = n + 1 %}\n{% endfor %}{{ n }}", "4:1", "{% set n"),
)  # fmt: skip

MISTAKES: tuple[Broken, ...] = (*SPELLING, *EXPRESSIONS, *PARTS, *PAGES)

SOUND = (
    "{{ doc . client . short_name}}{{doc.title}}",
    "{% for row in doc.diagnosis: %}{{ row.problem }}{% endfor %}",
    "{{ doc.date.year }}{{ doc.date.month }}",
    "{{ (doc.pricing.totals.payable * 2)|money }}{{ (doc.pricing.totals.payable / 10000)|number }}",
    "{{ doc.title + doc.version }}",
    "{# {{ doc.nothing }} #}{% raw %}{{ doc.nothing }}{% endraw %}",
    "{{ doc.roi.payback|default('–') }}",
    "{{ doc.pricing.lines|sum(attribute='net')|money }}",
    "{% set n = namespace(value=0) %}{% for row in doc.diagnosis %}{% set n.value = n.value + 1 %}{% endfor %}{{ n.value }}",
    "{% set mark = '·' %}{% for row in doc.diagnosis %}{% set mark = mark ~ '·' %}{{ mark }}{% endfor %}",
    "{% for row in doc.diagnosis %}{% set shown = row.problem %}{{ shown }}{% endfor %}",
    "{{ doc.title|truncate(10, true, end='…') }}{{ doc.scope_in|join('、') }}{{ doc.title|replace('a', 'b', 1) }}",
    "{% for l in doc.pricing.lines|rejectattr('optional')|selectattr('net', 'gt', 0) %}{{ l.name }}{% endfor %}",
    "{{ doc['title'] }}{{ doc.client['short_name'] }}{{ doc.scope_in[0] }}",
    "{% if doc.valid_until is not none and doc.valid_until > doc.date %}{{ doc.valid_until|date }}{% endif %}",
    '{% extends "base/_page.html" %}{# a note #}\n{% set wide = 1 %}\n{% block style %}p { margin: 0 }{% endblock %}{% block body %}{% block own %}{{ doc.title }}{% endblock %}{% endblock %}',
    "<style>@media print { p { margin: 0 } }</style><p>f(x) = {x} · 50% · {1}</p>",
)
"""Valid templates that a naive check would report."""
