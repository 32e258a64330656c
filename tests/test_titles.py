"""Titles of fields as tags: `{{ 乙方.简称 }}` for `{{ doc.seller.short_name }}`, in Office templates."""

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Annotated

import pytest
from conftest import ROOT
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.util import Pt
from pydantic import BaseModel

from docgen.annotations import nested_models
from docgen.audience import MarkedModel, View, client, marks_of_cached
from docgen.engines import docx, pptx
from docgen.errors import TemplateError
from docgen.field_sheet import field_rows
from docgen.lint.office import read_office
from docgen.schemas import KINDS, model_for
from docgen.templating import Bindings, Template
from docgen.titles import tags
from docgen.titles.expressions import Fault
from docgen.titles.lookup import Titles, former_titles, match_fields, titled_fields
from docgen.titles.shapes import Shape, field_shape

PROPOSAL = Titles.of("proposal")
ENGINES = {"docx": docx, "pptx": pptx}


def resolved(source: str, titles: Titles = PROPOSAL) -> str:
    """The source with names for titles; nothing may be wrong with it."""
    text, faults = resolved_with_faults(source, titles)
    assert not faults
    return text


def resolved_with_faults(source: str, titles: Titles = PROPOSAL) -> tuple[str, list[Fault]]:
    faults: list[Fault] = []
    return tags.resolve_titles(source, titles, lambda _, fault: faults.append(fault)), faults


def only_fault(source: str, titles: Titles = PROPOSAL) -> Fault:
    _, faults = resolved_with_faults(source, titles)
    assert len(faults) == 1
    return faults[0]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{{ 标题 }}", "{{ doc.title }}"),
        ("{{Title}}", "{{doc.title}}"),
        ("{{乙方.简称}} {{ Seller.Short name }}", "{{doc.seller.short_name}} {{ doc.seller.short_name }}"),
        ("{{ doc.乙方.简称 }} {{ seller.Short name }}", "{{ doc.seller.short_name }} {{ doc.seller.short_name }}"),
        ("{{ Seller .  Short \n name|upper }}", "{{ doc.seller.short_name|upper }}"),
        ("{{ Document no. }}{{ In the client's words }}", "{{ doc.doc_id }}{{ doc.client_voice }}"),
        ("{{ (乙方.简称)|dg_plain }}", "{{ (doc.seller.short_name)|dg_plain }}"),
        ("{{- 标题 -}}", "{{- doc.title -}}"),
        ("{{ 标题.upper() ~ '标题' }}", "{{ doc.title.upper() ~ '标题' }}"),
    ],
)
def test_a_title_of_the_document_is_its_field(source: str, wanted: str) -> None:
    assert resolved(source) == wanted


LINES = "for x in doc.pricing.lines"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{% for x in 报价明细.明细 %}{{ 名称 }}{% endfor %}", "{% LINES %}{{ x.name }}{% endfor %}"),
        ("{% LINES %}{{ x.名称 }}{% endfor %}", "{% LINES %}{{ x.name }}{% endfor %}"),
        (
            "{% for g in doc.pricing.groups %}{% for x in 分组.明细 if 规格 %}{{ Item }}{{ 标题 }}",
            "{% for g in doc.pricing.groups %}{% for x in g.lines if x.spec %}{{ x.name }}{{ doc.title }}",
        ),
        (
            "{% for page in doc.pricing.lines|paginate(2) %}{{ 标题 }}{% for x in page[0:1] %}{{ 名称 }}",
            "{% for page in doc.pricing.lines|paginate(2) %}{{ doc.title }}{% for x in page[0:1] %}{{ x.name }}",
        ),
        (
            "{% for x in (报价明细.明细|list)[:3]|sort(attribute='name') %}{{ 名称 }}",
            "{% for x in (doc.pricing.lines|list)[:3]|sort(attribute='name') %}{{ x.name }}",
        ),
        ("{% with s = 乙方, n = 1 %}{{ s.简称 }}", "{% with s = doc.seller, n = 1 %}{{ s.short_name }}"),
        ("{% set t = 乙方 or 甲方 %}{{ t.简称 }}", "{% set t = doc.seller or doc.client %}{{ t.short_name }}"),
        ("{% for c in cases %}{{ 客户名称 }}{% endfor %}", "{% for c in cases %}{{ c.client_name }}{% endfor %}"),
        ("{% LINES %}{% else %}{{ 标题 }}{% endfor %}", "{% LINES %}{% else %}{{ doc.title }}{% endfor %}"),
        (
            "{% if not 有效期至 and (标题) is dg_filled %}{% elif 乙方 %}{% endif %}",
            "{% if not doc.valid_until and (doc.title) is dg_filled %}{% elif doc.seller %}{% endif %}",
        ),
        ("{{ doc.pricing.lines[0].名称 }}", "{{ doc.pricing.lines[0].name }}"),
    ],
)
def test_a_title_means_the_innermost_item_that_has_it(source: str, wanted: str) -> None:
    assert resolved(source.replace("LINES", LINES)) == wanted.replace("LINES", LINES)


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("{{ 单价 }}", "{{ x.unit_price|price }}"),
        ("{{ Net }}", "{{ x.net|money }}"),
        ("{{ 税率 }}", "{{ x.tax_rate|percent }}"),
        ("{{ 数量 }}", "{{ x.qty|number }}"),
        ("{{ 单价 | amount }}", "{{ x.unit_price | amount }}"),
        ("{{ x.单价 }}", "{{ x.unit_price|price }}"),
        ("{{ x.unit_price }}", "{{ x.unit_price }}"),
        ("{{ (单价)|dg_plain }}", "{{ (x.unit_price|price)|dg_plain }}"),
        ("{{ 单价 * 2 }}", "{{ x.unit_price * 2 }}"),
        (
            "{{ (单价) if (单价) is dg_filled else '' }}",
            "{{ (x.unit_price|price) if (x.unit_price) is dg_filled else '' }}",
        ),
        ("{% if 单价 %}{% endif %}", "{% if x.unit_price %}{% endif %}"),
        ("{% set dg_value_1 = (单价) %}", "{% set dg_value_1 = (x.unit_price) %}"),
    ],
)
def test_a_figure_printed_by_its_title_alone_has_the_filter_of_its_field(source: str, wanted: str) -> None:
    loop = "{{% for x in doc.pricing.lines %}}{}{{% endfor %}}"
    assert resolved(loop.format(source)) == loop.format(wanted)


def test_a_date_and_a_count_print_well_without_a_filter() -> None:
    assert resolved("{{ 日期 }}") == "{{ doc.date }}"


@pytest.mark.parametrize(
    "source",
    [
        "{{ foo }} {{ foo.bar }} {{ label('标题') }} {{ 'Title' }} {{ title }} {{ None }} {{ 1 + 2 }}",
        "{% set 标题 = 1 %}{{ 标题 }}",
        "{% for 标题 in doc.scope_in %}{{ 标题 }}{% endfor %}",
        "{% for 名, Wert in stamp.items() %}{{ 名 }}{{ Wert }}{{ loop.index }}{% endfor %}",
        "{% macro 标题(甲, Title=1) %}{{ 甲 }}{{ Title }}{% endmacro %}{{ 标题('x', Title=2) }}",
        "{% call(标题) f() %}{{ 标题 }}{% endcall %}",
        "{% with 标题 = 1 %}{{ 标题 }}{% endwith %}",
        "{% set 标题 %}x{% endset %}{{ 标题 }}",
        "{% set a, 标题 = 1, 2 %}{{ 标题 }}",
        "{{ Nothing|default('x') }}{% if Nothing is defined %}{% endif %}",
        "{{ doc.title if doc.title else {'标题': 1}['标题'] }}",
        "标题 Title",
        "{{ doc.title | nosuch('标题') }}",
    ],
)
def test_a_name_in_scope_wins_and_old_tags_stay_as_they_are(source: str) -> None:
    assert resolved(source) == source


def test_in_an_if_a_name_set_before_is_known_after_it() -> None:
    assert resolved("{% if x %}{% set 标题 = 1 %}{% endif %}{{ 标题 }}").endswith("{{ 标题 }}")


def test_a_name_of_a_loop_is_a_title_again_after_it() -> None:
    source = "{% for 标题 in doc.scope_in %}{{ 标题 }}{% endfor %}{{ 标题 }}"
    assert resolved(source) == source.removesuffix("{{ 标题 }}") + "{{ doc.title }}"


def test_an_unknown_title_names_the_nearest() -> None:
    fault = only_fault("{{ Titel }}")
    assert (fault.code, str(fault.reason), str(fault.hint)) == (
        "title.unknown", "no field here has the title “Titel”", "write `Title`"
    )  # fmt: skip
    assert str(only_fault("{{ 乙方.简秤 }}").hint) == "write `乙方.简称`"
    assert str(only_fault("{% for x in doc.pricing.lines %}{{ x.名秤 }}{% endfor %}").hint) == "write `x.名称`"
    assert only_fault("{{ 图图图 }}").hint is None


def test_a_title_below_the_document_names_its_paths() -> None:
    one, many = only_fault("{{ 应付总额 }}"), only_fault("{{ 说明 }}")
    assert (one.code, str(one.hint)) == ("title.unknown", "write `报价明细.合计.应付总额`")
    assert many.code == "title.ambiguous"
    assert str(many.hint).startswith("write `服务周期.说明`, `投资回报.说明`, `报价明细.说明`")
    assert "`Item` in a loop over `Prices.Lines`" in str(only_fault("{{ Item }}").hint)
    assert many.reason.in_language("zh") == "“说明”可能指多个字段"


def test_a_list_is_no_step_of_a_path() -> None:
    assert only_fault("{{ 报价明细.明细.名称 }}").code == "title.unknown"


def test_case_and_width_are_exact() -> None:
    assert {fault.code for fault in resolved_with_faults("{{ TITLE }}{{ Ｔitle }}")[1]} == {"title.unknown"}
    assert resolved("{{ seller }}") == "{{ seller }}"


class _Renamed(MarkedModel):
    total: Annotated[Decimal, client("Total", "总额", "", 1, formerly=(("Sum", "合计"), ("Amount", "金额")))]
    note: Annotated[str, client("Amount", "备注 {x}", "", "")]
    long: Annotated[str, client("L" * 300, "שלום עולם", "", "")]
    other: Annotated[str, client("SLA (24/7) and more", "备注", "", "")]
    twin: Annotated[str, client("备注", "双", "", "")]


@pytest.fixture
def renamed(monkeypatch: pytest.MonkeyPatch) -> Titles:
    monkeypatch.setattr(Titles, "document", property(lambda _: _Renamed))
    return Titles("x", "x")


def test_a_former_title_means_the_field_and_is_reported(renamed: Titles) -> None:
    text, faults = resolved_with_faults("{{ 合计 }}{{ Sum }}{{ 金额 }}", renamed)
    assert text == "{{ doc.total }}" * 3
    assert [(fault.code, str(fault.reason)) for fault in faults] == [
        ("title.renamed", "“合计” is now called “总额”"),
        ("title.renamed", "“Sum” is now called “Total”"),
        ("title.renamed", "“金额” is now called “总额”"),
    ]


def test_a_present_title_wins_over_a_former_one(renamed: Titles) -> None:
    assert resolved("{{ Amount }}", renamed) == "{{ doc.note }}"


def test_odd_titles_are_found(renamed: Titles) -> None:
    assert resolved(f"{{{{ {'L' * 300} }}}}{{{{ שלום  עולם }}}}", renamed) == "{{ doc.long }}{{ doc.long }}"
    assert resolved("{{ SLA (24/7) and more and SLA (24/7) and more }}", renamed) == "{{ doc.other and doc.other }}"


def test_a_title_of_two_fields_of_one_model_is_ambiguous(renamed: Titles) -> None:
    fault = only_fault("{{ 备注 }}", renamed)
    assert (fault.code, str(fault.hint)) == ("title.ambiguous", "write `doc.other`, `doc.twin`")


@given(st.text("{}%'\"()[]|?.,~ ab标题Title名称\n\\", max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    source = f"{{{{ {text} }}}}{{% if {text} %}}{{% for x in {text} %}}"
    made, _ = resolved_with_faults(source)
    assert made.count("\n") == source.count("\n") or "标题" in text or "Title" in text


def word(*paragraphs: str, kind: str = "proposal") -> Template:
    document = Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        for run in text.split("¦"):
            paragraph.add_run(run)
    out = BytesIO()
    document.save(out)
    return _template("test.docx", out.getvalue(), kind)


def deck(*paragraphs: str, kind: str = "proposal") -> Template:
    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    box = slide.shapes.add_textbox(Pt(50), Pt(50), Pt(600), Pt(300))
    box.text_frame.text = "\n".join(text.replace("¦", "") for text in paragraphs)
    out = BytesIO()
    made.save(out)
    return _template("test.pptx", out.getvalue(), kind)


def _template(name: str, data: bytes, kind: str) -> Template:
    return Template(name, data, hashlib.sha256(data).hexdigest(), kind=kind)


MAKERS = {"docx": word, "pptx": deck}


def printed(file_format: str, template: Template) -> str:
    made = ENGINES[file_format].render(template, bindings())
    return "\n".join(text for name, text in ENGINES[file_format].searchable(made) if name.startswith("text"))


def bindings() -> Bindings:
    lines = tuple(
        View("line", {"name": name, "unit_price": Decimal(price), "spec": None})
        for name, price in (("甲 & 乙", "1409.5"), ("B", "0.0375"))
    )
    view = {
        "title": "方案 <x>",
        "seller": View("party", {"short_name": "Acme"}),
        "pricing": View("pricing", {"lines": lines}),
    }
    return Bindings(names={"doc": View("proposal", view)}, labels=lambda key: (key, key), language="zh")


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_both_engines_print_titles(file_format: str) -> None:
    template = MAKERS[file_format](
        "{{标¦题}}，{{ Seller.Short\u00a0name }}",
        "{%p for x in 报价明细.明细 %}",
        "{{ 名称 }} {{单价}}",
        "{%p endfor %}",
    )
    text = printed(file_format, template)
    assert "方案 <x>，Acme" in text
    assert "甲 & 乙 1,409.50" in text
    assert "B 0.0375" in text


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_titles_may_be_in_markers_and_before_a_question_mark(file_format: str) -> None:
    template = MAKERS[file_format](
        "{{ Title? }} {{ seller.Short name? | upper }}",
        "{%para for x in 报价明细.明细 first 1%}{{ 名称 }} {{ 单价? }} {{ 规格? }}",
        "{%para if not 标题%}x",
        "{{ doc.title? }}",
    )
    text = printed(file_format, template)
    assert "方案 <x> ACME" in text
    assert "甲 & 乙 1,409.50" in text
    assert "B 0.0375" not in text
    with pytest.raises(TemplateError) as caught:
        printed(file_format, MAKERS[file_format]("{{ 规挌? }}{{ 标题? }}"))
    assert len(caught.value.findings) == 1


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_all_wrong_titles_are_reported_with_their_places(file_format: str) -> None:
    template = MAKERS[file_format]("{{ 标提 }}", "{{ 说明 }}", "{{ 标题 }}")
    with pytest.raises(TemplateError) as caught:
        ENGINES[file_format].render(template, bindings())
    first, second = caught.value.findings
    assert (first.code, second.code) == ("title.unknown", "title.ambiguous")
    assert "paragraph 1" in first.place
    assert "{{ 标提 }}" in first.message
    assert first.hint == "write `标题`"


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_the_kind_is_part_of_what_is_compiled(file_format: str) -> None:
    template = MAKERS[file_format]("{{ 标题 }}")
    assert "方案" in printed(file_format, template)
    with pytest.raises(TemplateError):
        ENGINES[file_format].render(MAKERS[file_format]("{{ 标题 }}", kind=""), bindings())


SHIPPED = [path for name in ("docx", "pptx") for path in ROOT.glob(f"templates/{name}/base/*.{name}")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_templates_resolve_completely(path: Path) -> None:
    read = read_office(path.name, path.suffix[1:], path.read_bytes(), Titles.of(path.name.split(".")[0]))
    assert not [finding for finding in read.findings if finding.code.startswith("title.")]


def _models() -> Iterator[type[BaseModel]]:
    names = Titles("", "").names()
    roots = [*(model_for(kind) for kind in KINDS), *(shape.model for shape in names.values() if shape.model)]
    return iter(dict.fromkeys(model for root in roots for model in nested_models(root)))


def test_the_titles_of_a_model_are_unique_in_both_languages() -> None:
    for model in _models():
        titles: dict[str, str] = {}
        for name, *both in titled_fields(model):
            former = [title for own, *pair in former_titles(model) if own == name for title in pair]
            for title in {" ".join(title.split()) for title in (*both, *former)}:
                assert titles.setdefault(title, name) == name, f"{model.__name__}: {title}"


def test_no_title_is_a_name() -> None:
    for model in _models():
        assert not {title for _, *both in titled_fields(model) for title in both} & set(marks_of_cached(model))


def _places(shape: Shape, path: str, around: tuple[type[BaseModel], ...] = ()) -> Iterator[tuple[str, type[BaseModel]]]:
    """The loops and conditions around each model below `shape`, as opening tags that end in its name."""
    if shape.model is None or shape.model in around:
        return
    opening, name = path.rpartition("|")[::2]
    for number in range(shape.depth):
        opening += f"{{% for i{len(around)}_{number} in {name} %}}"
        name = f"i{len(around)}_{number}"
    yield f"{opening}|{name}", shape.model
    for field in marks_of_cached(shape.model):
        yield from _places(field_shape(shape.model, field), f"{opening}|{name}.{field}", (*around, shape.model))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_title_means_its_field_in_a_loop_or_by_its_path(kind: str) -> None:
    titles = Titles.of(kind)
    for root, shape in titles.names().items():
        for place, model in _places(shape, f"|{root}"):
            opening, name = place.rpartition("|")[::2]
            in_loop = re.fullmatch(r"i\d+_\d+", name) is not None
            for field, *both in titled_fields(model):
                for title in both:
                    tag = title if in_loop else f"{name}.{title}"
                    made = resolved(f"{opening}{{{{ {tag}|x }}}}", titles)
                    assert made == f"{opening}{{{{ {name}.{field}|x }}}}"


def test_a_title_matches_as_far_as_it_goes() -> None:
    found = {match.names for match in match_fields(model_for("proposal"), "乙方.简称", 0)}
    assert found == {("seller",), ("seller", "short_name")}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_field_sheet_has_titles_that_mean_its_fields(kind: str) -> None:
    opens: dict[str, str] = {}
    for row in field_rows(kind):
        holder = row.path.rpartition(".")[0]
        around = next((opens[path] for path in (holder, *_above(holder)) if path in opens), "")
        for tag in filter(None, row.titled):
            text, faults = resolved_with_faults(f"{around}{tag}".replace("{{p", "{{"), Titles.of(kind))
            assert not faults
            assert row.path.rpartition(".")[2] in text
        if row.type == "list":
            opens[f"{row.path}[]"] = around + row.tag.partition(" … ")[0]


def _above(path: str) -> Iterator[str]:
    while "." in path:
        path = path.rpartition(".")[0]
        yield path
