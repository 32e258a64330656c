"""What names and expressions of a template hold, as far as titles of fields need it: a model or lists of one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes
from pydantic import BaseModel

from docgen.annotations import fields_in, options_of
from docgen.audience import marks_of_cached
from docgen.display import display_fields
from docgen.schemas.figures import Figure, figure_of

_PATH = re.compile(r"\w+(?:\.\w+)*\Z")
_PARSER = Environment(autoescape=True)
_SAME = {"sort", "reverse", "unique", "list", "select", "reject", "selectattr", "rejectattr", "default", "d", "dg_slot"}
_LISTS_OF = {"paginate", "batch", "slice"}
_ITEM_OF = {"first", "last", "min", "max"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A value of `model`, or lists of such values, `depth` deep; `figure` is that of a number or date.

    `titles` are those of the field that it is, or of the list of which it is an item.
    """

    model: type[BaseModel] | None = None
    depth: int = 0
    figure: Figure | None = None
    titles: tuple[str, ...] = ()

    @property
    def item_model(self) -> type[BaseModel] | None:
        """The model, unless it is that of a list's items."""
        return None if self.depth else self.model

    def deeper(self, by: int) -> "Shape":
        """A list of such values, or with -1 its item; unknown for the item of what is not a list."""
        return replace(self, depth=self.depth + by) if self.depth + by >= 0 else UNKNOWN


UNKNOWN = Shape()


@lru_cache(maxsize=4096)
def field_shape(model: type[BaseModel], name: str) -> Shape:
    """What the field `name` of `model` holds."""
    field, display, depth = fields_in(model).get(name), display_fields(model).get(name), 0
    mark = display.mark(model) if display else marks_of_cached(model).get(name)
    field = display.field if display else field
    if field is None or mark is None:
        return UNKNOWN
    option = next((option for option in field.options if not option.is_none), None)
    while option is not None and option.is_list:
        depth += 1
        option = next((inner for inner in options_of(option.items[0]) if not inner.is_none), None)
    figure = None if depth else figure_of(field)
    return Shape(option.model if option else None, depth, figure, (mark.en, mark.zh))


def shape_of(text: str, name_shape: Callable[[str], Shape]) -> Shape:
    """The shape of an expression; `name_shape` gives that of a name. Unknown for what is not a list or value of it."""
    text = text.strip()
    if _PATH.match(text):
        root, *steps = text.split(".")
        shape = name_shape(root)
        for step in steps:
            shape = _attribute(shape, step)
        return shape
    try:
        body = _PARSER.parse(f"{{{{ {text} }}}}").body
    except TemplateSyntaxError:
        return UNKNOWN
    output = body[0] if len(body) == 1 else None
    return _node_shape(output.nodes[0], name_shape) if isinstance(output, nodes.Output) else UNKNOWN


def _attribute(shape: Shape, name: str) -> Shape:
    return field_shape(shape.item_model, name) if shape.item_model is not None else UNKNOWN


def _node_shape(node: nodes.Node | None, name_shape: Callable[[str], Shape]) -> Shape:  # noqa: PLR0911 - a case each
    match node:
        case nodes.Name():
            return name_shape(node.name)
        case nodes.Getattr():
            return _attribute(_node_shape(node.node, name_shape), node.attr)
        case nodes.Getitem():
            owner = _node_shape(node.node, name_shape)
            return owner if isinstance(node.arg, nodes.Slice) else owner.deeper(-1)
        case nodes.Filter():
            return _filtered(node.name, _node_shape(node.node, name_shape))
        case nodes.Or() | nodes.And() | nodes.Add():
            return _node_shape(node.left, name_shape)
        case nodes.CondExpr():
            return _node_shape(node.expr1, name_shape)
        case _:
            return UNKNOWN


def _filtered(name: str, shape: Shape) -> Shape:
    if name in _LISTS_OF:
        return shape.deeper(1)
    if name in _ITEM_OF:
        return shape.deeper(-1)
    return shape if name in _SAME else UNKNOWN
