"""The text of a parsed page is split into runs by language, and no mark of a run is left in it."""

from xml.etree.ElementTree import Element, fromstring, tostring

import pytest
from markupsafe import Markup

from docgen.engines.pdf.html import finalize, split_runs, stack

LABEL = stack("Benefit", "收益")
PLACES = {
    "a paragraph": "<body><p>{}</p><p>x</p>{}</body>",
    "an attribute": '<body><p title="{}">x</p></body>',
    "a drawing": '<body><svg xmlns="http://www.w3.org/2000/svg"><title>{}</title><g><text>{} <tspan>{}</tspan>{}'
    "</text>{}</g>{}</svg>{}</body>",
    "a title": "<html><head><title>{}</title></head></html>",
}


def split(source: str, language: str) -> Element:
    root = fromstring(source.replace("{}", str(finalize(None, LABEL))))  # type: ignore[arg-type]
    split_runs(root, language)
    return root


@pytest.mark.parametrize("language", ["zh+en", "zh", "en"])
@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES.keys())
def test_no_mark_of_a_bilingual_label_is_left(source: str, language: str) -> None:
    page = tostring(split(source, language), "unicode")
    assert not {"\ufdd0", "\ufdd1", "\u2028"} & set(page)
    assert "收益" in page and "Benefit" in page


def test_a_drawing_has_text_without_elements_of_a_page() -> None:
    root = split(PLACES["a drawing"], "zh+en")
    drawing = next(item for item in root.iter() if str(item.tag).endswith("}svg"))
    assert {str(item.tag).rpartition("}")[2] for item in drawing.iter()} == {"svg", "title", "g", "text", "tspan"}
    assert drawing.findtext("{*}title") == "收益 Benefit"
    assert isinstance(finalize(None, LABEL), Markup)  # type: ignore[arg-type]
