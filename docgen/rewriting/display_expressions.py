"""Expressions that a display field replaces: the field prints the same for every audience that sees its sources."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes
from pydantic import BaseModel

from docgen.display import display_fields
from docgen.titles.shapes import shape_of
from docgen.titles.tags import Scopes

_HEADLINES = {
    "situation": "say_situation", "diagnosis": "say_diagnosis", "objectives": "say_objectives",
    "solution": "say_solution", "value": "say_value", "scope": "say_scope", "implementation": "say_plan",
    "cases": "say_cases", "pricing": "say_investment", "objections": "say_objections", "next_steps": "say_next_steps",
}  # fmt: skip
_EQUAL: Mapping[str, str] = {
    "x.start|period(x.end)": "x.period_text",
    "x.service_start|period(x.service_end)": "x.period_text",
    "x.project_start|period(x.project_end)": "x.project_period_text",
    "x.name or label('other_items')": "x.heading",
    "x.title or x.pain_id": "x.heading",
    "x.topic or x.no": "x.heading",
    "x.statement or label('acceptance_text')": "x.statement_text",
    "[x.spec, x.sku]|select|join(' · ')": "x.details",
    "x.payment_terms|sum('share')|percent": "x.payment_share_total|percent",
    "x.payment_terms|sum(attribute='share')|percent": "x.payment_share_total|percent",
    "label('say_options' if x.options_only else 'say_prices')": "x.table_title",
    "label('options_sum_row' if x.options_only else 'options_total_row')": "x.options_title",
    "x.gross is not none": "x.has_subtotal",
    "x.list_total is not none": "x.has_list_total",
    "x.groups|length > 1": "x.has_several_groups",
    "x.background or x.client_voice or x.headlines.situation": "x.has_situation",
    "x.scope_in or x.scope_out or x.deliverables": "x.has_scope",
    **{f"x.{name} or label('{key}')": f"x.{name}_text" for name, key in _HEADLINES.items()},
}
"""Old and new expression, of an owner `x` whose model has the display field."""
_PARSER = Environment(autoescape=True)


def display_field_for(expression: str, scopes: Scopes) -> str | None:
    """The expression with a display field that equals `expression` at its place; None if there is none."""
    parsed = _parse(expression)
    if parsed is None:
        return None
    for pattern, new in _patterns():
        owners: list[str] = []
        if not _matches(pattern, parsed, owners) or len(set(owners)) != 1:
            continue
        owner, field = owners[0], new.removeprefix("x.").partition("|")[0]
        model: type[BaseModel] | None = shape_of(owner, scopes.shape).item_model
        if model is not None and field in display_fields(model):
            return owner + new.removeprefix("x")
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[nodes.Node, str], ...]:
    return tuple((parsed, new) for old, new in _EQUAL.items() if (parsed := _parse(old)) is not None)


def _parse(expression: str) -> nodes.Node | None:
    try:
        body = _PARSER.parse(f"{{{{ {expression} }}}}").body
    except TemplateSyntaxError:
        return None
    output = body[0] if len(body) == 1 else None
    return output.nodes[0] if isinstance(output, nodes.Output) and len(output.nodes) == 1 else None


def _matches(pattern: nodes.Node, found: nodes.Node, owners: list[str]) -> bool:
    """Whether `found` is `pattern` with a path for `x`; the paths are added to `owners`."""
    if isinstance(pattern, nodes.Name) and pattern.name == "x":
        path = _path(found)
        owners += [path] if path else []
        return bool(path)
    if type(pattern) is not type(found):
        return False
    pairs = zip(_values(pattern), _values(found), strict=False)
    return len(list(_values(pattern))) == len(list(_values(found))) and all(
        _matches(one, other, owners) if isinstance(one, nodes.Node) and isinstance(other, nodes.Node) else one == other
        for one, other in pairs
    )


def _values(node: nodes.Node) -> Iterator[object]:
    """What a node consists of: its nodes and constants, lists flattened, each after its length."""
    for name, value in node.iter_fields(exclude=("ctx",)):
        if isinstance(value, list):
            yield name, len(value)
            yield from value
        else:
            yield value


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        owner = _path(node.node)
        return f"{owner}.{node.attr}" if owner else ""
    return ""
