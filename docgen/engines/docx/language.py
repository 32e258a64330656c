"""Turns styles into ones whose text has a language for each script: English for Latin, Chinese for East Asian."""

from lxml import etree

from docgen.ooxml.names import RUN_PROPERTIES, Element, put, w

_LATIN, _EAST_ASIAN = "en-GB", "zh-CN"


def name_languages(styles: Element) -> None:
    """Set the languages of the defaults of a styles part (ECMA-376 part 1, 17.3.2.20).

    Word takes a run's language from the script of each character, so both stand side by side. What a template says
    stays if it is some English and some Chinese.
    """
    properties = _default_properties(styles)
    language = properties.find(w("lang"))
    if language is None:
        language = put(properties, "lang")
    for name, wanted in (("val", _LATIN), ("eastAsia", _EAST_ASIAN)):
        if not language.get(w(name), "").startswith(wanted[:2]):
            language.set(w(name), wanted)


def _default_properties(styles: Element) -> Element:
    """The run properties of the document defaults, made where they are missing."""
    found = styles
    for name in (w("docDefaults"), w("rPrDefault"), RUN_PROPERTIES):
        inner = found.find(name)
        if inner is None:
            inner = etree.Element(name)
            found.insert(0, inner)
        found = inner
    return found
