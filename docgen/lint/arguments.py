"""Turns a filter's arguments in a template into what is wrong with them: too many, too few, unknown ones."""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import nodes
from jinja2.filters import FILTERS

_OWN = {"date", "datetime", "period", "label"}


def wrong_arguments(filters: Mapping[str, Callable[..., Any]], node: nodes.Filter) -> tuple[str, str]:
    """What is wrong with a filter's arguments, and what it takes; empty if nothing is, or it can't be told."""
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return "", ""
    taken = _signature(filters[node.name] if node.name in _OWN else FILTERS.get(node.name, filters[node.name]))
    if taken is None:
        return "", ""
    named: dict[str, Any] = {str(pair.key): pair.value for pair in node.kwargs}
    try:
        taken.bind(None, *node.args, **named)
    except TypeError as error:
        names = list(taken.parameters)[1:]
        hint = f"it takes {', '.join(names)}" if names else f"write |{node.name} by itself"
        return f"`|{node.name}` doesn't take these arguments: {error}", hint
    return "", ""


@cache
def _signature(function: Callable[..., Any]) -> inspect.Signature | None:
    """What a filter takes in a template: the value, and its arguments."""
    try:
        taken = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    parameters = list(taken.parameters.values())
    is_passed_more = getattr(inspect.unwrap(function), "jinja_pass_arg", None) is not None
    return taken.replace(parameters=parameters[1:] if is_passed_more else parameters)
