"""What a file says whatever its document is: the template's own words, labels, the stamp, the words of the logos."""

import re
from functools import partial

from docgen.brand import Brand
from docgen.engines import Engine
from docgen.file_words.files import Pairs, pairs_of
from docgen.library import Library
from docgen.library.labels import Labels
from docgen.scan import FixedWords
from docgen.stamp import Stamp
from docgen.templating import Template

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
    engine: Engine, library: Library, template: Template, labels: Labels, stamp: Stamp, brand: Brand
) -> FixedWords:
    """The words for the search, read when a find needs them; what no document changes, once for a library held."""
    said = library.once(("words", labels.kind), lambda: FixedWords(partial(_of_labels, labels)))
    key = ("words", template.name, template.digest, labels.kind, labels.language, brand)
    fixed = library.once(key, lambda: FixedWords(partial(_of_template, engine, template, labels, brand), said))
    return FixedWords(partial(_of_stamp, stamp), fixed)


def _of_labels(labels: Labels) -> Pairs:
    return (("a label", text) for text in labels.all_words())


def _of_template(engine: Engine, template: Template, labels: Labels, brand: Brand) -> Pairs:
    """The template's words with its tags in them, its labels replaced by their words; the logos'; docgen's own."""

    def words_of(found: re.Match[str]) -> str:
        try:
            return " · ".join(labels(found[1]))
        except KeyError:
            return found[0]

    yield from ((place, _LABEL.sub(words_of, text)) for place, text in engine.own_words(template))
    yield from (("docgen's words", text) for text in _DOCGEN)
    for logo in (brand.logo, brand.logo_on_dark):
        yield from pairs_of("the logo", logo) if logo else ()


def _of_stamp(stamp: Stamp) -> Pairs:
    return (("the stamp", text) for text in (*stamp.as_properties().values(), f"#{stamp.short_id}"))
