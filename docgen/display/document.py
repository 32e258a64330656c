"""Display fields of every document, and of what several kinds have."""

from collections.abc import Iterable
from typing import Any

from docgen.audience import View
from docgen.display.fields import DisplayField, item
from docgen.display.items import Fact, Signer
from docgen.display.words import Words
from docgen.schemas.base import Envelope

_IDENTITY = ("doc_id", "version", "date", "status")
_FURTHER = ("prepared_by", "reviewed_by", "approved_by", "valid_until", "opportunity", "confidentiality")
_LABELS = {"valid_until": "valid_to"}


def facts_of(words: Words, pairs: Iterable[tuple[str, Any]]) -> tuple[View, ...]:
    """Facts of pairs of a label's key and a value, without those that have no value."""
    told = ((words.label(key), words.text(value)) for key, value in pairs)
    return tuple(item(Fact, label=label, value=value) for label, value in told if value)


def signers_of(words: Words, people: Iterable[Any]) -> tuple[View, ...]:
    """Signers for views with `name` and `job_title`, and maybe `signed_on`; one blank if there are none."""
    return tuple(_signer(words, person) for person in people) or (_signer(words, None),)


def _signer(words: Words, person: Any) -> View:
    name, job_title = getattr(person, "name", None), getattr(person, "job_title", None)
    signed_on = getattr(person, "signed_on", None)
    line = words.text(signed_on) or Signer.model_fields["signed_on_or_line"].default
    facts = {"name": name, "job_title": job_title, "who": words.joined(name, job_title), "signed_on": signed_on}
    return item(Signer, **facts, signed_on_or_line=line)


def _kind_title(doc: Any, words: Words) -> str | None:
    title = words.label(doc.kind)
    return None if doc.title == title else title


def _further_facts(doc: Any, words: Words) -> tuple[View, ...]:
    return facts_of(words, ((_LABELS.get(name, name), getattr(doc, name)) for name in _FURTHER))


def _facts(doc: Any, words: Words) -> tuple[View, ...]:
    known = {name: getattr(doc, name) for name in _IDENTITY}
    return (*facts_of(words, {**known, "version": f"V{doc.version}"}.items()), *_further_facts(doc, words))


def _reader_mark(doc: Any, words: Words) -> str | None:
    return words.text(doc.confidentiality) if words.audience.is_outside else words.label("internal_only")


FIELDS = (
    DisplayField(
        Envelope, "kind_title", "Kind above the title", "标题上方的文件类型",
        "The kind's title; empty if the document's title is the same words.", ("kind", "title"), str | None,
        _kind_title,
    ),
    DisplayField(
        Envelope, "facts", "Control facts", "文件信息",
        "Number, version, date, status, people, validity, opportunity, confidentiality: those that are given.",
        (*_IDENTITY, *_FURTHER), tuple[Fact, ...], _facts,
    ),
    DisplayField(
        Envelope, "further_facts", "Further control facts", "其他文件信息",
        "The control facts without number, version, date and status.", _FURTHER, tuple[Fact, ...], _further_facts,
    ),
    DisplayField(
        Envelope, "reader_mark", "Mark for the reader", "保密标识",
        "That the file is internal; in a client's file the confidentiality, if it is given.",
        ("confidentiality",), str | None, _reader_mark,
    ),
)  # fmt: skip
