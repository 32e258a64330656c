"""Turns the name of a field into the tag that prints it, in the template language of each peer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a peer writes tags; `%s` stands for a field's name.

    A row is repeated by a row of its own `before` and `after` it (either may be missing), or by what stands in its
    first and in its last cell. `case` prints a field of a success case; the slide of a case is repeated by the tag
    `slide`, or by the caller, or stands in the template `case_slides` times.
    """

    value: str
    cell: str
    before: str = ""
    after: str = ""
    first: str = ""
    last: str = ""
    case: str = ""
    slide: str = ""
    case_slides: int = 1


JINJA = Syntax(
    "{{ doc.%s }}",
    "{{ line.%s }}",
    before="{%tr for line in doc.lines %}",
    after="{%tr endfor %}",
    case="{{ case.%(field)s }}",
    slide="{%slide for case in doc.cases %}",
)
MUSTACHE = Syntax("{%s}", "{%s}", first="{#lines}", last="{/lines}", case="{case_%(number)s_%(field)s}", case_slides=5)
CARBONE = Syntax("{d.%s}", "{d.lines[i].%s}", after="{d.lines[i+1].no}")
BY_HAND = Syntax("{{%s}}", "{{%s}}", case="{{%(field)s}}")
