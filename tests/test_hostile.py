"""Hostile text in every text field comes out as that text, or is refused by name; nothing is evaluated."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import FORMATS, KINDS, SAMPLES, WORKSPACE, loaded
from language import text_of
from pydantic import ValidationError

import docgen
from docgen.audience import Choice

HOSTILE = "& < > \" ' {{ 7*7 }} {% for x in y %} ]]> <b>{{ doc.title }}</b> &amp; ${x} {%p if %} {{p doc }} {# c #}"
ODD = {
    "right-to-left": "مرحبا بالعالم שלום",
    "ten thousand characters without a space": "界x" * 5_000,
    "line breaks and tabs": "one\ttwo\nthree",
}
REFERENCES = re.compile(
    r"(^|_)(id|ids|kind|version|industry|industries|group|no|number|reports_to|cases|legal|objections|include|pains?|"
    r"pain_ids|must_pains|alternative_to|duplicate_of|credit_code|currency|language|sku|rule_version|email|owner)$"
)


def hostile_copy(document: Any, text: str) -> tuple[Any, int]:
    """`document` with each text field numbered and replaced by `text`, and how many were; references stay."""
    data = document.model_dump(mode="python", round_trip=True)
    originals = dict(_texts(data, ()))
    chosen = {path: f"Z{n:04d} {text}" for n, path in enumerate(originals)}
    for _ in range(6):
        for path, original in originals.items():
            _put(data, path, chosen.get(path, original))
        try:
            return type(document).model_validate(data), len(chosen)
        except ValidationError as error:
            for problem in error.errors():
                loc = tuple(problem["loc"])
                for path in [p for p in chosen if p[: len(loc)] == loc or loc[: len(p)] == p]:
                    del chosen[path]
    raise AssertionError("no hostile copy could be made")


def _texts(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            if not REFERENCES.search(name):
                yield from _texts(item, (*path, name))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif isinstance(value, str) and not isinstance(value, Choice):
        yield path, value


def _put(data: Any, path: tuple[Any, ...], text: str) -> None:
    for index, step in enumerate(path[:-1]):
        if isinstance(data[step], tuple):
            data[step] = list(data[step])
        data = data[step]
        assert index < 30
    if isinstance(data, list):
        data[path[-1]] = text
    else:
        data[path[-1]] = [text] if isinstance(data[path[-1]], tuple) else text


def smallest_sample(kind: str) -> Path:
    return min(
        (p for p in SAMPLES if p.name.startswith(f"{kind}.")), key=lambda path: len(loaded(path).model_dump_json())
    )


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.mostly_slow(keep="proposal")
def test_hostile_text_in_every_field_comes_out_as_that_text(kind: str, file_format: str) -> None:
    document, count = hostile_copy(loaded(smallest_sample(kind)), HOSTILE)
    assert count > 10
    data = docgen.render(document, file_format, audience="internal", workspace=WORKSPACE).data
    text = text_of(data, file_format)
    wanted = "".join(HOSTILE.split())
    printed = re.findall(r"Z\d{4}", text)
    assert len(set(printed)) > 5
    changed = [text[at : at + 120] for at in _ends_of_marks(text) if not _is_given(text[at:], wanted)]
    # a PDF's text is read back in pieces where a cell goes on over a page or another cell stands beside it
    allowed = len(printed) // 10 if file_format == "pdf" else 0
    assert len(changed) <= allowed, changed
    assert text.count("7*7") >= len(printed) - allowed


def _ends_of_marks(text: str) -> list[int]:
    return [found.end() for found in re.finditer(r"Z\d{4}", text)]


def _is_given(text: str, wanted: str) -> bool:
    """Whether `text` goes on with what was given, whole or (in a running head) cut by an ellipsis."""
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(text, wanted, strict=False))
    common = sum(1 for _ in pairs)
    return common == len(wanted) or text[common : common + 1] == "…"


@pytest.mark.parametrize("what", ODD)
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.mostly_slow(keep="minutes")
def test_odd_text_is_printed_or_refused_by_name(kind: str, file_format: str, what: str) -> None:
    document = loaded(smallest_sample(kind))
    document = document.model_copy(update={"title": "T " + ODD[what], "prepared_by": "P " + ODD[what]})
    data = docgen.render(document, file_format, audience="client", workspace=WORKSPACE).data
    text = text_of(data, file_format)
    if what != "right-to-left" or file_format != "pdf":  # a PDF's text is read back in visual order
        assert "".join(ODD[what].split())[:40] in text


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_emoji_is_printed_or_refused_by_name(file_format: str) -> None:
    document = loaded(smallest_sample("minutes")).model_copy(update={"title": "T 😀"})
    try:
        data = docgen.render(document, file_format, audience="client", workspace=WORKSPACE).data
    except docgen.MissingError as error:
        assert file_format == "pdf"
        assert "U+1F600" in str(error)
    else:
        assert "😀" in text_of(data, file_format)


@pytest.mark.parametrize("character", ["\x0b", "\x00", "\x1f", "\ufffe"])
def test_a_control_character_is_refused_by_name(character: str, tmp_path: Path) -> None:
    source = smallest_sample("screening").read_text(encoding="utf-8")
    escaped = f'title: "a\\u{ord(character):04x}b"'
    text = re.sub(r"^title: .*$", lambda _: escaped, source, count=1, flags=re.MULTILINE)
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(docgen.InputError, match=rf"U\+{ord(character):04X}"):
        docgen.load(tmp_path / "a.yaml")
