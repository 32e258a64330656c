"""Turns what a Word part's source asks for while it is filled into native markup: blocks, drawings, lists, ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from docgen.audience import Markdown
from docgen.brand import Brand
from docgen.engines.docx.blocks import BREAKS, Blocks
from docgen.engines.docx.lists import Lists
from docgen.engines.docx.placed import place
from docgen.engines.docx.repeats import OWN_PART, Repeats
from docgen.engines.office.additions import Additions
from docgen.engines.office.bound import IS_WISH, PLACE
from docgen.engines.office.charts.parts import MOST_CHARTS
from docgen.engines.office.environment import is_markup, make_office_environment
from docgen.engines.office.print import FILLING, check_characters, plain_value
from docgen.engines.office.wish import is_wish
from docgen.richtext import blocks_of
from docgen.templating.language import Missing, spoken

if TYPE_CHECKING:
    from docgen.engines.docx.part import WordPart

_SCHEMES = {"http", "https", "mailto", "tel", ""}


@dataclass(slots=True)
class WordFilling:
    """What one render of one part draws from and adds to."""

    part: "WordPart"
    brand: Brand
    additions: Additions
    lists: Lists
    repeats: Repeats = field(default_factory=Repeats)
    _turns: dict[str, int] = field(default_factory=dict[str, int])

    def link(self, address: str) -> str:
        """The id of a hyperlink of this part."""
        return self.additions.relate(self.part.compiled.name, "hyperlink", address, external=True)

    def own(self, id_: str) -> str:
        """The relationship to a chart or embedded object: its own the first time, then one to a copy."""
        self._turns[id_] = self._turns.get(id_, 0) + 1
        if self._turns[id_] == 1 or id_ not in self.part.owned:
            return id_
        if sum(self._turns.values()) > MOST_CHARTS:
            raise ValueError(f"the document gets more than {MOST_CHARTS:,} charts and embedded objects")
        link, owned = self.part.owned[id_]
        return self.additions.relate(self.part.compiled.name, link.kind, owned.added_to(self.additions))


def filling_of(context: Context) -> WordFilling:
    """The filling that `context` belongs to."""
    return context[FILLING]


@pass_context
def _blocks(context: Context, value: Any, model: int) -> Markup:
    filling = filling_of(context)
    if isinstance(value, Missing):
        str(value)
    if is_markup(value):
        return Markup(value)
    if hasattr(value, "of_subdocument"):
        return value.of_subdocument(context, filling)
    text = str(value) if isinstance(value, Markdown) else str(spoken(context, value))
    check_characters(text)
    blocks = Blocks(filling.part.models[model], filling.link, filling.lists)
    return Markup(blocks.markup(blocks_of(text)))


@pass_context
def _place(context: Context, value: Any, number: int) -> Markup:
    filling = filling_of(context)
    host = filling.part.hosts[number]
    if isinstance(value, Missing | str) and not str(value):
        return Markup("")  # what should stand here was told already
    if not is_wish(value):
        raise ValueError("this is no drawing, picture or chart")
    return Markup(place(context, filling, host, value))


@pass_context
def _target(context: Context, value: Any) -> Markup:
    """A hyperlink's address from data, by the schemes that a document may link to."""
    address = str(spoken(context, value)).strip()
    if urlsplit(address).scheme.lower() not in _SCHEMES:
        raise ValueError(f"a document may not link to {address!r}; write a web, mail or telephone address")
    check_characters(address)
    return escape(address.replace(" ", "%20"))


def _repeat(name: str) -> Any:
    @pass_context
    def given(context: Context, value: str) -> str:
        return getattr(filling_of(context).repeats, name)(value)

    return given


@pass_context
def _restart(context: Context, number: str) -> str:
    return filling_of(context).lists.restart(number)


@pass_context
def _number(context: Context, number: str) -> str:
    return filling_of(context).lists.current(number)


@pass_context
def _own(context: Context, id_: str) -> str:
    return filling_of(context).own(id_)


_FILTERS: Mapping[str, Any] = {
    "dg_plain": plain_value,
    "dg_blocks": _blocks,
    PLACE: _place,
    "dg_target": _target,
    "dg_restart": _restart,
    "dg_number": _number,
    OWN_PART: _own,
    "dg_shape_id": _repeat("shape"),
    "dg_control_id": _repeat("control"),
    "dg_once": _repeat("once"),
    "dg_bookmark": _repeat("bookmark"),
    "dg_bookmark_end": _repeat("bookmark_end"),
    "dg_bookmark_name": _repeat("bookmark_name"),
    "dg_anchor": _repeat("anchor"),
}
ENVIRONMENT = make_office_environment(BREAKS, **_FILTERS)
ENVIRONMENT.tests[IS_WISH] = is_wish
