"""Declared fields: those of a company's own that a library's fields.yaml adds to kinds of document, as plain values."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.audience import Audience, Choice


class DeclaredType(Choice):
    """The type of a declared field."""

    text = "text", "Text", "文本"
    long_text = "long_text", "Long text", "长文本"
    money = "money", "Money", "金额"
    price = "price", "Unit price", "单价"
    rate = "rate", "Rate", "比率"
    percentage = "percentage", "Percentage", "百分比"
    quantity = "quantity", "Quantity", "数量"
    number = "number", "Number", "数值"
    whole_number = "count", "Whole number", "整数"
    date = "date", "Date", "日期"
    datetime = "datetime", "Date and time", "日期时间"
    yes_no = "yes_no", "Yes or no", "是否"
    choice = "choice", "Choice", "单选"
    texts = "texts", "List of texts", "文本列表"


Words = tuple[tuple[str, str, str], ...]
"""The values of a choice, each with its titles: (value, en, zh)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredField:
    """One field as declared. `values` are those of a choice; `example` is None or a valid value as typed."""

    name: str
    en: str
    zh: str
    type: DeclaredType
    reader: Audience
    description: str = ""
    example: str | tuple[str, ...] | None = None
    is_required: bool = False
    values: Words = ()


@dataclass(frozen=True, slots=True)
class ModelExtension:
    """What is added to a model: its own further fields, and the extensions of the models in its fields, by name."""

    fields: tuple[DeclaredField, ...] = ()
    nested: "tuple[tuple[str, ModelExtension], ...]" = ()

    def with_field(self, path: tuple[str, ...], field: DeclaredField) -> "ModelExtension":
        """The extension with one more field on the model at `path`."""
        if not path:
            return replace(self, fields=(*self.fields, field))
        nested = dict(self.nested)
        nested[path[0]] = nested.get(path[0], ModelExtension()).with_field(path[1:], field)
        return replace(self, nested=tuple(nested.items()))

    def titles(self) -> "Iterator[str]":
        """The titles of its fields and of those nested in it, in both languages."""
        for field in self.fields:
            yield from (field.en, field.zh)
        for _, inner in self.nested:
            yield from inner.titles()

    def as_optional(self) -> "ModelExtension":
        """The extension with no field required."""
        fields = tuple(replace(field, is_required=False) for field in self.fields)
        return ModelExtension(fields, tuple((name, inner.as_optional()) for name, inner in self.nested))


@dataclass(frozen=True, slots=True)
class DeclaredFields:
    """The declared fields of a library: the extension of each kind. Equal values stand for the same schemas."""

    kinds: tuple[tuple[str, ModelExtension], ...] = ()

    def of(self, kind: str) -> ModelExtension | None:
        """The extension of `kind`; None if nothing is declared for it."""
        return dict(self.kinds).get(kind)

    def with_field(self, kind: str, path: tuple[str, ...], field: DeclaredField) -> "DeclaredFields":
        """These with one more field on the model at `path` of `kind`."""
        kinds = dict(self.kinds)
        kinds[kind] = kinds.get(kind, ModelExtension()).with_field(path, field)
        return DeclaredFields(tuple(kinds.items()))

    def as_optional(self) -> "DeclaredFields":
        """These with no field required, for a document that was written without them."""
        return DeclaredFields(tuple((kind, extension.as_optional()) for kind, extension in self.kinds))

    @property
    def titles(self) -> frozenset[str]:
        """The titles of all fields, in both languages."""
        return frozenset(title for _, extension in self.kinds for title in extension.titles())

    @property
    def digest(self) -> str:
        """SHA-256 of all that is declared, for the keys of caches; empty if nothing is."""
        return hashlib.sha256(repr(self.kinds).encode()).hexdigest() if self.kinds else ""


NO_FIELDS = DeclaredFields()
