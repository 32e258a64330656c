"""Turns trade_words.yaml, what the trade calls the fields of the schemas, into names by field."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from docgen.library.source import parse_yaml
from docgen.schemas import KINDS


def words_for(kind: str) -> dict[str, tuple[str, ...]]:
    """Further names of each field of `kind` by its path (`doc.pricing.lines[].qty`), those of all kinds among them."""
    found: dict[str, tuple[str, ...]] = {}
    for table in (_read()["all"], _read().get(kind, {})):
        for path, names in table.items():
            found[path] = (*found.get(path, ()), *_names(names))
    for path, names in KINDS[kind].trade_words.items():
        found[path] = (*found.get(path, ()), *names)
    return found


def party_words(field: str) -> tuple[str, ...]:
    """The names of a party's field (`contact.name`), without the side."""
    return _names(_read()["party"].get(field, ""))


@lru_cache(maxsize=2)
def side_words(side: str) -> tuple[str, ...]:
    """What `client` or `seller` is called, the longest names first."""
    return tuple(sorted(_names(_read()[side]), key=len, reverse=True))


def _names(told: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in told.split("|") if name.strip())


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    text = files("docgen.adopt").joinpath("trade_words.yaml").read_text(encoding="utf-8")
    return parse_yaml(text, "trade_words.yaml").data
