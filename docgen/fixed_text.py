"""The text that a file has whatever its document: the template's own text, labels, the stamp, text in logos."""

import re
from functools import partial

from docgen.brand import Brand
from docgen.engines import Engine
from docgen.library import Library
from docgen.library.labels import Labels
from docgen.scan import FixedWords
from docgen.stamp import Stamp
from docgen.templating import Template
from docgen.text_extraction.files import Pairs, extract_text

_LABEL = re.compile(r"\{\{-?\s*(?:label|head)\(\s*['\"‘’“”]([\w.]+)['\"‘’“”]\s*\)\s*-?\}\}")

_DOCGEN = (
    "January February March April May June July August September October November December",
    "Bar chart, column chart, line chart, pie chart, doughnut chart, scatter chart: categories, points. Sheet1",
    "lowest, highest, all, more series, no figures",
    "条形图 柱形图 折线图 饼图 圆环图 散点图 图表：个类别，个点，至。最低，最高，均为，无数据，另有个系列",
    "PDF/A: ISO 19005-3, PDF/UA: ISO 14289-1, http://www.aiim.org/pdfua/ns/id/",
)
"""Text that the engines write: dates, descriptions of charts, the names of the standards that a PDF follows."""


def fixed_text(
    engine: Engine, library: Library, template: Template, labels: Labels, stamp: Stamp, brand: Brand
) -> FixedWords:
    """The fixed text for the search for leaks, loaded lazily; the part that no document changes is cached."""
    from_labels = library.cached(("words", labels.kind), lambda: FixedWords(partial(_of_labels, labels)))
    key = ("words", template.name, template.digest, labels.kind, labels.language, brand)
    fixed = library.cached(key, lambda: FixedWords(partial(_of_template, engine, template, labels, brand), from_labels))
    return FixedWords(partial(_of_stamp, stamp), fixed)


def _of_labels(labels: Labels) -> Pairs:
    return (("a label", text) for text in labels.all_texts())


def _of_template(engine: Engine, template: Template, labels: Labels, brand: Brand) -> Pairs:
    """The template's text with its tags, labels replaced by their text; the logos' text; docgen's own."""

    def label_text(found: re.Match[str]) -> str:
        try:
            return " · ".join(labels(found[1]))
        except KeyError:
            return found[0]

    yield from ((place, _LABEL.sub(label_text, text)) for place, text in engine.own_words(template))
    yield from (("docgen's words", text) for text in _DOCGEN)
    for logo in (brand.logo, brand.logo_on_dark):
        yield from extract_text("the logo", logo) if logo else ()


def _of_stamp(stamp: Stamp) -> Pairs:
    return (("the stamp", text) for text in (*stamp.as_properties().values(), f"#{stamp.short_id}"))
