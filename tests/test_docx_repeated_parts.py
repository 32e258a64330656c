"""A chart without an expression, repeated by a loop: each iteration has its own chart and workbook."""

from pathlib import Path

import pytest
from docx_placeholders import parts, rendered, targets, template
from test_docx_charts import OWNED, assert_sound, chart_parts, charted, names_in

from docgen.errors import TemplateError


def test_each_turn_has_a_chart_and_a_workbook_of_its_own(tmp_path: Path) -> None:
    data = rendered(template("{%p for n in (1, 2, 3) %}", charted("A chart", owned=OWNED), "{%p endfor %}"))
    shown = chart_parts(data)
    assert len(shown) == len(set(shown)) == 3
    assert {tuple(names_in(data, part)) for part in shown} == {tuple(names_in(data, shown[0]))}
    assert len({parts(data)[part] for part in shown}) == 1
    owned = [sorted(target for target in targets(data, part).values() if "word/" in target) for part in shown]
    assert len({target for found in owned for target in found}) == 3 * len(owned[0])
    assert_sound(data, tmp_path)


def test_a_chart_that_no_loop_repeats_stays_the_templates_own() -> None:
    made = template("{%p for n in (1, 2) %}", "{{ n }}", "{%p endfor %}", charted("A chart"))
    before, after = chart_parts(made.data), chart_parts(rendered(made))
    assert before == after


def test_a_placeholder_that_is_not_filled_keeps_a_chart_of_its_own_in_each_turn(tmp_path: Path) -> None:
    alt = "{{ chart(['a'], {'s': [1]}) if n == 2 else 'as it was' }}"
    data = rendered(template("{%p for n in (1, 2, 3) %}", charted(alt), "{%p endfor %}"))
    shown = chart_parts(data)
    assert len(set(shown)) == 3
    assert names_in(data, shown[0]) == names_in(data, shown[2]) != names_in(data, shown[1])
    assert_sound(data, tmp_path)


def test_more_charts_than_a_document_can_use_are_refused() -> None:
    with pytest.raises(TemplateError, match="more than 1,000 charts"):
        rendered(template("{%p for n in range(1100) %}", charted("A chart"), "{%p endfor %}"))
