"""What each document says, as an outline that is read in review; `make golden` rewrites them."""

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import KINDS, SAMPLES
from language import outline

MOST_LINES = 150
CHOSEN = [
    (path, file_format)
    for kind in KINDS
    for file_format, ending in (("docx", ".services.en"), ("pptx", ".manufacturing.zh"))
    for path in SAMPLES
    if path.stem == f"{kind}{ending}"
]


def settled(text: str) -> str:
    """The outline without what changes with every change of the library: digests and the stamp's id."""
    text = re.sub(r"#[0-9a-f]{8}\b", "#stamp", re.sub(r"[0-9a-f]{64}", "digest", text))
    lines = text.splitlines()
    rest = [] if len(lines) <= MOST_LINES else [f"… {len(lines) - MOST_LINES} lines more"]
    return "\n".join(lines[:MOST_LINES] + rest) + "\n"


@pytest.mark.parametrize(("sample", "file_format"), CHOSEN, ids=lambda value: getattr(value, "stem", value))
def test_a_document_says_what_it_said(sample: Path, file_format: str, rendered: Any, golden: Any) -> None:
    text = outline(rendered(sample, file_format, "client").read_bytes(), file_format)
    golden(f"{sample.stem}.{file_format}.txt", settled(text))


def test_a_golden_file_is_kept_for_each_kind_and_office_format() -> None:
    assert len(CHOSEN) == 2 * len(KINDS)
