"""Messages for the user: keys and values in the code, the words in English and Chinese in the catalogue.

The catalogue is the TOML files next to this module, one for each area; a message's area is its key up to the first dot.
An entry has one pattern for each language, or a list of two, the message and its remedy:

    ["input.date"]
    en = ["{found} is not a date", "write it as 2026-12-01"]
    zh = ["“{found}”不是日期", "请写成 2026-12-01"]

In a pattern `{name}` is a value; `{count:row|rows}` is the first word for a count of one, else the second. A list is
joined in the language's way, and a value may be a message itself. See docs/dev/messages.md.
"""

import errno
import os
import string
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_FOLDER = Path(__file__).parent
_language: ContextVar[Language] = ContextVar("language", default="en")
_BETWEEN: dict[Language, str] = {"en": ", ", "zh": "、"}
_BEFORE_REMEDY: dict[Language, str] = {"en": "; ", "zh": "；"}


@dataclass(frozen=True, slots=True)
class Message:
    """One text for the user: a key of the catalogue and the values of its pattern. `str()` gives it in `language()`."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)

    def __str__(self) -> str:
        return self.in_language(language())

    def in_language(self, wanted: Language) -> str:
        """The message itself, without its remedy."""
        return _fill(patterns(self.key)[wanted][0], self.values, wanted)

    def remedy(self, wanted: Language | None = None) -> str:
        """What to do about it; "" if the catalogue has nothing."""
        wanted = wanted or language()
        return _fill(patterns(self.key)[wanted][1], self.values, wanted)


class Remedy(Message):
    """The remedy of a message as a message itself, to be a value of another."""

    __slots__ = ()

    def in_language(self, wanted: Language) -> str:
        """The remedy."""
        return self.remedy(wanted)


def foreign(text: str) -> Message:
    """A text that isn't docgen's, from a library or the system, as a message; the same in each language."""
    return Message("foreign.text", {"text": text})


def system_reason(error: OSError) -> Message:
    """Why the system refused something, by its error number (POSIX, errno.h)."""
    name = errno.errorcode.get(error.errno or 0, "")
    key = f"system.{name}"
    return Message(key) if key in catalogue("system") else foreign(error.strerror or str(error))


def message_data(value: Any) -> Any:
    """A message, or a value of one, as JSON types: a message as `{"message": key, "values": {…}}`."""
    if isinstance(value, Message):
        name = "remedy" if isinstance(value, Remedy) else "message"
        return {name: value.key, "values": {name: message_data(each) for name, each in value.values.items()}}
    if isinstance(value, list | tuple):
        return [message_data(each) for each in cast(list[Any], value)]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def message_from(data: Any) -> Any:
    """What `message_data` was given, with lists for tuples. Raises KeyError or AttributeError for other objects."""
    if isinstance(data, dict):
        found = cast(dict[str, Any], data)
        values = {name: message_from(each) for name, each in found["values"].items()}
        return Remedy(found["remedy"], values) if "remedy" in found else Message(found["message"], values)
    if isinstance(data, list):
        return [message_from(each) for each in cast(list[Any], data)]
    return data


def message(key: str, **values: Any) -> Message:
    """The message of `key` with its values."""
    return Message(key, values)


class MessageError(ValueError):
    """A value that can't be used; `message` says why. For validators and filters, whose caller knows the place."""

    def __init__(self, key: str, **values: Any) -> None:
        """Take a message's key and values."""
        super().__init__(key, values)
        self.message = Message(key, values)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy the error as it is."""
        return _message_error, (self.message,)

    def __str__(self) -> str:
        return with_remedy(str(self.message), self.message.remedy())


def _message_error(text: Message) -> MessageError:
    return MessageError(text.key, **text.values)


def language() -> Language:
    """The language in which messages are shown here: English, unless `use_language` chose another."""
    return _language.get()


def use_language(wanted: Language) -> None:
    """Show messages in this language from now on, in this thread or task."""
    _language.set(wanted)


@contextmanager
def in_language(wanted: Language) -> Generator[None]:
    """Show messages in this language within."""
    before = _language.set(wanted)
    try:
        yield
    finally:
        _language.reset(before)


def language_of_locale() -> Language:
    """Chinese if DOCGEN_LANGUAGE or the locale says so, else English.

    POSIX: the first of LC_ALL, LC_MESSAGES and LANG that is set holds; DOCGEN_LANGUAGE goes before them.
    """
    names = ("DOCGEN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "zh" if chosen.lower().startswith("zh") else "en"


def joined(values: list[str], wanted: Language | None = None) -> str:
    """A list of names as the language joins it: `a, b` or `a、b`."""
    return _BETWEEN[wanted or language()].join(values)


def with_remedy(text: str, remedy: str, wanted: Language | None = None) -> str:
    """A message and its remedy in one line."""
    return f"{text}{_BEFORE_REMEDY[wanted or language()]}{remedy}" if remedy else text


def patterns(key: str) -> Mapping[Language, tuple[str, str]]:
    """The patterns of a message and its remedy in each language. Raises KeyError if the catalogue lacks it."""
    return catalogue(key.partition(".")[0])[key]


@cache
def catalogue(area: str) -> Mapping[str, Mapping[Language, tuple[str, str]]]:
    """All messages of one area."""
    import tomllib  # noqa: PLC0415 - only where something is reported

    file = _FOLDER / f"{area}.toml"
    entries: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return {key: {wanted: _pair(entry[wanted]) for wanted in LANGUAGES} for key, entry in entries.items()}


def areas() -> tuple[str, ...]:
    """The areas of the catalogue."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))


def _pair(entry: str | list[str]) -> tuple[str, str]:
    return (entry, "") if isinstance(entry, str) else (entry[0], entry[1])


def _fill(pattern: str, values: Mapping[str, Any], wanted: Language) -> str:
    return _Formatter(wanted).vformat(pattern, (), values) if "{" in pattern or "}" in pattern else pattern


class _Formatter(string.Formatter):
    """`str.format` with plurals, lists and messages."""

    def __init__(self, wanted: Language) -> None:
        self._wanted: Language = wanted

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        return kwargs.get(key, f"{{{key}}}")  # a message without one of its values is better than a traceback

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if value == 1 else many
        if isinstance(value, Message):
            return value.in_language(self._wanted)
        if isinstance(value, list | tuple):
            return joined([self.format_field(item, "") for item in cast(list[Any], value)], self._wanted)
        return format(value, format_spec) if format_spec else str(value)
