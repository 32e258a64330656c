"""Write the tags that all templates use."""


def label(key: str) -> str:
    """A word of the catalogue."""
    return "{{ label('" + key + "') }}"


def head(key: str) -> str:
    """A word of the catalogue as the head of a table's column."""
    return "{{ head('" + key + "') }}"


def field(name: str) -> str:
    """The value of an expression."""
    return "{{ " + name + " }}"


def joined(name: str, items: str) -> str:
    """The items of a list with dots between them; `name` is what the loop calls one."""
    return "{% for " + name + " in " + items + " %}{{ " + name + " }}{% if not loop.last %} · {% endif %}{% endfor %}"
