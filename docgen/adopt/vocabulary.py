"""The vocabulary of a kind: each field of its field sheet, with the names that people use for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from docgen.adopt.similarity import normalise, similarity
from docgen.field_sheet import FieldRow, field_rows
from docgen.library.source import parse_yaml
from docgen.schemas import KINDS, model_for
from docgen.schemas.base import Envelope
from docgen.schemas.declared import NO_FIELDS, DeclaredFields

_RARE = ("doc.headlines.", "doc.speaker_notes.", "doc.kind", "doc.audience", "doc.language", "doc.industry")
_UNCOMMON = (
    "doc.acceptance.",
    "doc.pricing.groups", "doc.pricing.options", "doc.pricing.alternatives", "doc.pricing.group_discounts",
    "doc.pricing.totals.by_billing", "doc.pricing.totals.tax_by_rate", "doc.requirement_groups", "withheld_price",
    "doc.pricing.totals.currency", "doc.pricing.totals.policy",
)  # fmt: skip
_SIDES = {"doc.client.": "client", "doc.seller.": "seller"}
_NOT_A_PARTY = ("prepared by", "quoted by", "client signatory", "seller signatory", "contract")
_TAIL = re.compile(r"(?: name|姓名|名称|信息)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A field: its row of the field sheet, its expression in a tag, the list whose items have it, its names.

    `guards` are the optional groups around it, outermost first. `side` is client or seller for a party's field, whose
    `phrases` then omit the side. `weight` is subtracted from every score, for a field that documents seldom show.
    `section` are the labels of the outermost group around it.
    """

    row: FieldRow
    printed: str
    loop: str
    phrases: tuple[str, ...]
    guards: tuple[str, ...]
    side: str = ""
    weight: float = 0.0
    section: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The field's path in the field sheet."""
        return self.row.path


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields of a kind with its schema, and the loop variable of each list by its path."""

    kind: str
    schema: type[Envelope]
    entries: tuple[Entry, ...]
    variables: dict[str, str]
    declared: DeclaredFields = NO_FIELDS

    def find(self, path: str) -> Entry | None:
        """The field at `path`."""
        return next((entry for entry in self.entries if entry.path == path), None)

    def lists(self) -> Iterator[Entry]:
        """The fields that are lists and aren't in another list."""
        return (entry for entry in self.entries if entry.row.type == "list" and not entry.loop)

    def items_of(self, path: str) -> tuple[Entry, ...]:
        """The fields of a list's items."""
        return tuple(entry for entry in self.entries if entry.loop == path)


def vocabulary_for(kind: str, declared: DeclaredFields = NO_FIELDS) -> Vocabulary:
    """The vocabulary of `kind`, with a library's declared fields. Raises KeyError for an unknown kind."""
    return _vocabulary(kind, declared, model_for(kind, declared))


@lru_cache(maxsize=8)
def _vocabulary(kind: str, declared: DeclaredFields, schema: type[Envelope]) -> Vocabulary:
    rows = {row.path: row for row in field_rows(kind, declared)}
    trade = _trade_names(kind)
    variables = {
        f"{path}[]": _variable(row) for path, row in rows.items() if row.type == "list" and "{% for" in row.tag
    }
    entries = tuple(_entry(row, rows, trade, variables) for row in rows.values())
    by_path = {path.removesuffix("[]"): name for path, name in variables.items()}
    return Vocabulary(kind, schema, entries, by_path, declared)


def _variable(row: FieldRow) -> str:
    return row.tag.split("{% for ", 1)[1].split(" ", 1)[0]


def _entry(
    row: FieldRow, rows: dict[str, FieldRow], trade: dict[str, tuple[str, ...]], variables: dict[str, str]
) -> Entry:
    loop, _, rest = row.path.rpartition("[].")
    printed = f"{variables[f'{loop}[]']}.{rest}" if loop else row.path
    guards = tuple(_guards(row, rows, loop, printed))
    side = next((side for start, side in _SIDES.items() if row.path.startswith(start)), "")
    weight = 30.0 if row.path.startswith(_RARE) else 15.0 if any(p in row.path for p in _UNCOMMON) else 0.0
    words = _words(row, rows, trade, side)
    if not row.is_open:
        weight += 10.0
    top = rows["doc." + row.path.removeprefix("doc.").split(".")[0].removesuffix("[]")]
    section = (normalise(top.en), normalise(top.zh)) if top is not row else ()
    phrases = tuple(dict.fromkeys(filter(None, map(normalise, words))))
    return Entry(row, printed, loop, phrases, guards, side, weight, section)


def _guards(row: FieldRow, rows: dict[str, FieldRow], loop: str, printed: str) -> Iterator[str]:
    """The optional groups between the document, or the loop's item, and the field."""
    start = f"{loop}[]" if loop else "doc"
    steps = row.path.removeprefix(start).lstrip(".").split(".")
    shown = printed.removesuffix(".".join(steps)).rstrip(".")
    for number in range(1, len(steps)):
        path = f"{start}.{'.'.join(steps[:number])}"
        if rows[path].optional:
            yield f"{shown}.{'.'.join(steps[:number])}"


def _words(row: FieldRow, rows: dict[str, FieldRow], trade: dict[str, tuple[str, ...]], side: str) -> Iterator[str]:
    name = row.path.rpartition(".")[2]
    if side:
        yield from _party_names(row.path.split(".", 2)[2])
        yield from (row.en, row.zh) if row.type != "group" and row.en != "Name" else ()
        return
    yield from (row.en, row.zh, name.replace("_", " "))
    yield from trade.get(row.path, ())
    if not side:
        yield row.path.removeprefix("doc.").replace("[]", "").replace(".", " ").replace("_", " ")
    parent = rows.get(row.path.rpartition(".")[0].removesuffix("[]"))
    if parent is not None:
        yield f"{parent.en} {row.en}"
        yield f"{parent.zh}{row.zh}"


@lru_cache(maxsize=20_000)
def split_side(words: str) -> tuple[str, str]:
    """Split words into side and rest: `客户联系人` gives ("client", "联系人"), `To` gives ("client", "")."""
    lower = " ".join(words.lower().replace("_", " ").split()).strip(" :：()（）")
    if lower in {"to", "for"}:
        return "client", ""
    if lower in {"attn", "attention", "dear", "for the attention of"}:
        return "client", "contact name"
    if lower in {"from", "by"}:
        return "seller", ""
    if any(lower.startswith(prefix) for prefix in _NOT_A_PARTY):
        return "", lower
    normalised = normalise(words)
    for side in ("client", "seller"):
        for word in _side_names(side):
            rest = _without(word, lower, normalised)
            if rest is not None:
                return side, rest
    return "", normalised


def _without(word: str, lower: str, normalised: str) -> str | None:
    """Words without a name of a side; None if they don't contain it."""
    if not word.isascii():
        if word == "致":
            return normalised.removeprefix("致") if normalised.startswith("致") else None
        return normalised.replace(word, "", 1).strip() if word in normalised else None
    if " " in word or word in {"dear", "attn"}:
        return normalise(lower.removeprefix(word)) if lower.startswith(word) else None
    tokens = normalised.split()
    plural = f"{word}s" if word != "us" else word
    for token in (word, plural, f"{word}'s"):
        if token in tokens:
            return " ".join(other for other in tokens if other != token)
    return None


def score(entry: Entry, words: str) -> float:
    """Score how well a field matches words, 0 to 100; the side of a party is ignored."""
    asked = split_side(words)[1] if entry.side else normalise(words)
    if entry.side and not asked:
        return 96.0 if entry.path.endswith(".full_name") and split_side(words)[0] else 0.0
    best = max((similarity(asked, phrase) for phrase in entry.phrases), default=0.0)
    shorter = _TAIL.sub("", asked)
    if shorter and shorter != asked:
        best = max((best, *(similarity(shorter, phrase) - 3.0 for phrase in entry.phrases)))
    return max(0.0, best - entry.weight)


def _trade_names(kind: str) -> dict[str, tuple[str, ...]]:
    """Further names of the fields of `kind` by path (`doc.pricing.lines[].qty`), from trade_words.yaml and the kind."""
    found: dict[str, tuple[str, ...]] = {}
    for table in (_read()["all"], _read().get(kind, {})):
        for path, names in table.items():
            found[path] = (*found.get(path, ()), *_names(names))
    for path, names in KINDS[kind].trade_words.items():
        found[path] = (*found.get(path, ()), *names)
    return found


def _party_names(field: str) -> tuple[str, ...]:
    """The names of a party's field (`contact.name`), without the side."""
    return _names(_read()["party"].get(field, ""))


@lru_cache(maxsize=2)
def _side_names(side: str) -> tuple[str, ...]:
    """The names of `client` or `seller`, the longest first."""
    return tuple(sorted(_names(_read()[side]), key=len, reverse=True))


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("|") if name.strip())


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    text = files("docgen.adopt").joinpath("trade_words.yaml").read_text(encoding="utf-8")
    return parse_yaml(text, "trade_words.yaml").data
