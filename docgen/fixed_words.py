"""What a file says whatever its document is: the template's own words, labels, the stamp, the words of the logos."""

import re
from collections.abc import Iterator

from docgen.brand import Brand
from docgen.engines import Engine
from docgen.file_words.files import pairs_of
from docgen.library.labels import Labels
from docgen.stamp import Stamp
from docgen.templating.bindings import Template

_LABEL = re.compile(r"\{\{-?\s*(?:label|head)\(\s*['\"‘’“”]([\w.]+)['\"‘’“”]\s*\)\s*-?\}\}")

_DOCGEN = (
    "January February March April May June July August September October November December",
    "Bar chart, column chart, line chart, pie chart, doughnut chart, scatter chart: categories, points. Sheet1",
    "lowest, highest, all, more series, no figures",
    "条形图 柱形图 折线图 饼图 圆环图 散点图 图表：个类别，个点，至。最低，最高，均为，无数据，另有个系列",
    "PDF/A: ISO 19005-3, PDF/UA: ISO 14289-1, http://www.aiim.org/pdfua/ns/id/",
)
"""What the engines themselves write: dates, descriptions of charts, the names of the standards that a PDF follows."""


def fixed_words(
    engine: Engine, template: Template, labels: Labels, stamp: Stamp, brand: Brand
) -> Iterator[tuple[str, str]]:
    """Each passage as (place, text): the template's with its tags in it, its labels replaced by their words."""

    def words_of(found: re.Match[str]) -> str:
        try:
            return " · ".join(labels(found[1]))
        except KeyError:
            return found[0]

    yield from ((place, _LABEL.sub(words_of, text)) for place, text in engine.own_words(template))
    yield from (("a label", text) for text in labels.all_words())
    yield from (("the stamp", text) for text in stamp.as_properties().values())
    yield from (("docgen's words", text) for text in (*_DOCGEN, f"#{stamp.short_id}"))
    for logo in (brand.logo, brand.logo_on_dark):
        yield from pairs_of("the logo", logo) if logo else ()
