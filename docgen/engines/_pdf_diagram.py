"""Turns a decision map or a plan into inline SVG with a text alternative, for a template."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from docgen.engines import Bindings


def drawing_functions(bindings: Bindings) -> Mapping[str, Callable[..., Markup]]:
    """What a template calls to draw."""
    return {}
