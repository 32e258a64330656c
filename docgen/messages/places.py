"""Places in templates and finished files, as the user reads them.

A place is written as steps from the outside in, `slide 3, table 2, row 1`: a noun, then a number or a quoted name where
there are several; ` (under “Prices”)` at its end names the heading above. In English it's shown as it is; in Chinese
step by step, with the catalogue's words for the noun.
"""

import re

from docgen.messages.catalogue import Language, catalogue

_STEP = re.compile(r"(?P<noun>[A-Za-z{%} -]*[A-Za-z}])(?: ?(?P<number>\d+)| “(?P<name>.*)”)?")
_BETWEEN = re.compile(r", (?![^“]*”)")  # not within a quoted name
_UNDER = re.compile(r"(.*?)(?: \(under “(.*)”\))?", re.DOTALL)


def place_in_language(place: str, language: Language) -> str:
    """`slide 3, table 2` as 第 3 张幻灯片，第 2 个表格. A field's path, a cell or an unknown noun stays as it is."""
    if language == "en" or not place:
        return place
    place, heading = _UNDER.fullmatch(place).groups()  # pyright: ignore[reportOptionalMemberAccess] - matches all
    shown = "，".join(_step(step, language) for step in _BETWEEN.split(place))
    return catalogue("place")["place.under"][language][0].format(place=shown, heading=heading) if heading else shown


def _step(step: str, language: Language) -> str:
    found = _STEP.fullmatch(step)
    if found is None:
        return step
    key = f"place.{found['noun']}"
    number = found["number"] or found["name"]
    words = catalogue("place").get(f"{key} n" if number else key)
    return words[language][0].format(n=number) if words else step
