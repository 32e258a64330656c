"""Errors of a template with a message of the catalogue, and messages for Jinja's and Python's own errors."""

import re
from typing import Any, cast

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from docgen.messages import Message, foreign, message, with_remedy

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_TOKENS = {
    "begin of print statement": "begin_print",
    "begin of statement block": "begin_block",
    "end of print statement": "end_print",
    "end of statement block": "end_block",
    "end of template": "end_template",
}
"""Jinja's names of delimiters (jinja2.lexer.describe_token_type)."""
_LOOKING = (
    r"Jinja was looking for the following tags: (?P<tags>.+)\. "
    r"The innermost block that needs to be closed is '(?P<block>\w+)'\."
)
_KNOWN = tuple(
    (re.compile(pattern, re.DOTALL), key)
    for pattern, key in (
        (r"expected token '(?P<expected>[^\n]+)', got '(?P<found>[^\n]+)'", "jinja.expected"),
        (r"unexpected char '\?' at \d+", "jinja.question"),
        (r"unexpected char (?P<char>'[^\n]+'|\"[^\n]+\") at (?P<at>\d+)", "jinja.character"),
        (r"unexpected '(?P<found>[^\n]+)', expected '(?P<expected>[^\n]+)'", "jinja.bracket"),
        (r"unexpected '(?P<found>[^\n]+)'", "jinja.unexpected"),
        (r"Expected an expression, got '(?P<found>[^\n]+)'", "jinja.expression"),
        (r"Encountered unknown tag '(?P<name>rows?|para|table|section|shape)'\..*", "jinja.marker"),
        (r"Encountered unknown tag '(?P<name>\w+)'\.", "jinja.tag"),
        (rf"Encountered unknown tag '(?P<name>\w+)'\. {_LOOKING}", "jinja.tag:inside"),
        (rf"Unexpected end of template\. {_LOOKING}", "jinja.end"),
        (r"No filter named '(?P<name>[^\n]+)'\.", "jinja.filter"),
        (r"No test named '(?P<name>[^\n]+)'\.", "jinja.test"),
        (r"can't assign to (?P<name>.+)", "jinja.assign"),
        (r"'(?P<name>\w+)' outside loop", "jinja.outside_loop"),
        (r"parameter '(?P<name>\w+)' was not provided", "jinja.parameter"),
        (r"macro '(?P<name>\w+)' takes no keyword argument '(?P<argument>\w+)'", "jinja.macro"),
        (r"macro '(?P<name>\w+)' takes not more than (?P<count>\d+) argument\(s\)", "jinja.macro:count"),
        (r"No (?P<which>first|last) item, sequence was empty\.", "jinja.empty"),
        (r"unsupported operand type\(s\) for (?P<operator>\S+): '(?P<left>\w+)' and '(?P<right>\w+)'", "jinja.operand"),
        (
            r"'(?P<operator>[^'\s]+)' not supported between instances of '(?P<left>\w+)' and '(?P<right>\w+)'",
            "jinja.compare",
        ),
        (r"'(?P<kind>\w+)' object is not iterable", "jinja.iterable"),
        (r"'(?P<kind>\w+)' object is not callable", "jinja.callable"),
        (r"object of type '(?P<kind>\w+)' has no len\(\)", "jinja.length"),
        (r"division by zero|\[<class 'decimal\.DivisionByZero'>\]", "jinja.zero"),
    )
)


class MessageTemplateError(TemplateError):
    """An error of a template with a message of the catalogue; `str()` gives message and remedy."""

    def __init__(self, reason: Message | str) -> None:
        """Take the message, or Jinja's text."""
        super().__init__(cast(str, reason))

    def __str__(self) -> str:
        return _text(cast("Message | str", self.message))


class UndefinedNameError(MessageTemplateError, UndefinedError):
    """A name that a template uses and that doesn't exist, or that has no usable value."""


class ForbiddenError(MessageTemplateError, SecurityError):
    """An attribute that a template may not read."""


class UncompilableError(TemplateSyntaxError):
    """A template that can't be compiled, with a message of the catalogue."""

    def __init__(
        self, reason: Message | str, lineno: int = 1, name: str | None = None, filename: str | None = None
    ) -> None:
        """Take the message in place of Jinja's text."""
        super().__init__(cast(str, reason), lineno, name, filename)

    def __str__(self) -> str:
        return _text(cast("Message | str", self.message))


def _text(reason: Message | str) -> str:
    return with_remedy(str(reason), reason.remedy()) if isinstance(reason, Message) else str(reason)


def reason_of(error: BaseException) -> Message:
    """What an error says: its message, or Jinja's or Python's text, without object addresses; the usual ones by key."""
    own: Any = getattr(error, "message", None)
    if isinstance(own, Message):
        return own
    text = without_addresses(own if isinstance(own, str) and own else str(error))
    return recognised(text or type(error).__name__)


def without_addresses(text: str) -> str:
    """`text` without the addresses of objects, which differ between runs."""
    return _ADDRESS.sub("", text)


def recognised(text: str) -> Message:
    """Jinja's or Python's text as a message: of the catalogue where it is a usual one."""
    for pattern, key in _KNOWN:
        found = pattern.fullmatch(text)
        if found:
            return message(key, **{name: _token(value) for name, value in found.groupdict().items()})
    return foreign(text)


def _token(text: str) -> Message | str:
    return message(f"jinja.token:{_TOKENS[text]}") if text in _TOKENS else text
