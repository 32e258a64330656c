"""Write the tags common to all templates."""

ITEMS = {"zh": "条目", "en": "Point", "zh+en": "Point"}
"""What a template of a language calls a text of a list."""
LOOPS = ("页", "项", "条", "点")
"""Chinese names of loops: the items of a page; one item, by its depth."""


def label(key: str) -> str:
    """A label."""
    return "{{ label('" + key + "') }}"


def head(key: str) -> str:
    """A label as a column's header."""
    return "{{ head('" + key + "') }}"


def field(name: str) -> str:
    """The value of an expression."""
    return "{{ " + name + " }}"


def literal(text: str) -> str:
    """A text as it is written inside an expression."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def joined(name: str, items: str) -> str:
    """The items of a list with dots between them; `name` is what the loop calls one."""
    return "{% for " + name + " in " + items + " %}{{ " + name + " }}{% if not loop.last %} · {% endif %}{% endfor %}"


def either(condition: str, text: str, otherwise: str = "") -> str:
    """A text under a condition, else `otherwise`."""
    return "{% if " + condition + " %}" + text + ("{% else %}" + otherwise if otherwise else "") + "{% endif %}"
