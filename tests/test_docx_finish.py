"""Long Word parts are finished in chunks, with the same text as in one piece."""

import sys
from typing import Any

import pytest
from test_engine_docx import Make, part, rendered, table, template

from docgen.audience import Markdown, View

NAMES: tuple[Any, ...] = ("R&D <1>", "a\nb\tc", Markdown("**bold** and `code`"), "", "one\atwo", "x\fy")


def cells(*rows: tuple[str, ...], end: str = "") -> Make:
    """A table; `end` is one more paragraph in the last cell of the second row."""

    def make(document: Any) -> None:
        table(*rows)(document)
        if end:
            document.tables[0].cell(1, 1).add_paragraph(end)

    return make


def made(body: Make) -> str:
    rows = tuple(View("row", {"name": NAMES[i % 6], "n": i, "shown": i % 3 > 0}) for i in range(400))
    return part(rendered(template("{% for r in doc.rows %}{{ r.name }} {% endfor %}", make=body), rows=rows))


@pytest.mark.parametrize(
    "body",
    [
        cells(("{%tr for r in doc.rows %}", ""), ("{{ r.n }}", "{{ r.name }}"), ("{%tr endfor %}", "")),
        cells(("{%tr for r in doc.rows if r.n > 999 %}", ""), ("{{ r.n }}", "{{ r.name }}"), ("{%tr endfor %}", "")),
        cells(
            ("{%tr for r in doc.rows %}", ""),
            ("{{ r.n }}", "{%p if r.shown %}"),
            ("{%tr endfor %}", ""),
            end="{%p endif %}",
        ),
    ],
    ids=["rows", "no rows", "cells that are left empty"],
)
def test_a_part_in_stretches_is_the_same_as_in_one_piece(body: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(body)
    monkeypatch.setattr(sys.modules["docgen.engines.docx.finish"], "_CHUNK", 700)
    assert made(body) == whole
