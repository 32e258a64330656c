"""No redacted value is in a client file; if there were one, nothing would be written."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import FORMATS, SAMPLES, WORKSPACE, loaded
from hypothesis import given
from hypothesis import strategies as st

import docgen
from docgen.audience import Audience, view_for
from docgen.engines import engine_for
from docgen.redaction import redacted_values
from docgen.scan import find_leaks
from docgen.sources import find_entries


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("file_format", FORMATS)
def test_no_held_back_value_stands_in_a_client_file(sample: Path, file_format: str, rendered: Any) -> None:
    document = loaded(sample)
    entries = find_entries(WORKSPACE.opened, document, Audience.CLIENT, date(2026, 11, 24))
    members = list(engine_for(file_format).searchable(rendered(sample, file_format, "client").read_bytes()))
    withheld = (*redacted_values(document), *entries.redacted)
    assert withheld, "a sample without internal values proves nothing"
    assert find_leaks(members, withheld, [view_for("client", document), entries.names]) == ()


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_scan_finds_the_internal_values_of_an_internal_file(file_format: str, rendered: Any) -> None:
    """The scan is not blind: on the internal copy of the same document it finds what the client's lacks."""
    sample = next(path for path in SAMPLES if path.name.startswith("proposal.manufacturing.zh."))
    document = loaded(sample)
    members = engine_for(file_format).searchable(rendered(sample, file_format, "internal").read_bytes())
    assert find_leaks(members, redacted_values(document), view_for("client", document))


def test_a_template_that_asks_for_an_internal_field_stops_the_clients_render(tmp_path: Path) -> None:
    sample = next(path for path in SAMPLES if path.name.startswith("minutes.manufacturing.zh."))
    target = tmp_path / "html" / "base" / "minutes.html"
    target.parent.mkdir(parents=True)
    target.write_text("<p>{{ doc.batna }}</p>", encoding="utf-8")
    workspace = docgen.Workspace(library=tmp_path)
    with pytest.raises(docgen.TemplateError, match="is internal, and a client may read this"):
        docgen.render(loaded(sample), "pdf", audience="client", workspace=workspace)


def test_a_value_that_slips_through_a_template_stops_the_delivery(tmp_path: Path) -> None:
    """A literal in a company's template is nothing that the filter can see; the search of the finished file does."""
    sample = next(path for path in SAMPLES if path.name.startswith("minutes.manufacturing.zh."))
    secret = next(value for value in redacted_values(loaded(sample)) if isinstance(value, str) and len(value) > 12)
    target = tmp_path / "html" / "base" / "minutes.html"
    target.parent.mkdir(parents=True)
    target.write_text(f"<title>x</title><p>{secret}</p>", encoding="utf-8")
    workspace = docgen.Workspace(library=tmp_path)
    with pytest.raises(docgen.LeakError, match="nothing was written"):
        docgen.render(loaded(sample), "pdf", audience="client", workspace=workspace)


def test_a_figure_is_found_in_each_form_it_is_written_in() -> None:
    for text in ("68,500.00", "68500", "68,500", "68500.00"):
        assert find_leaks([("text page 1", f"at {text} each")], [Decimal("68500")], {}), text


def test_a_figure_inside_a_longer_figure_is_no_leak() -> None:
    assert find_leaks([("text page 1", "168,500.00 and 685001")], [Decimal("68500")], {}) == ()


def test_a_figure_that_stands_by_chance_in_a_digest_is_no_leak() -> None:
    assert find_leaks([("text page 1", "a1c68500f and 68500bc0 and e768500")], [Decimal("68500")], {}) == ()
    assert find_leaks([("text page 1", "底价68500元")], [Decimal("68500")], {})


def test_a_value_that_the_client_sees_anyway_is_no_leak() -> None:
    assert find_leaks([("text page 1", "华东 68,500.00")], ["华东", Decimal("68500")], ["华东精工", "68500.00"]) == ()


def test_a_text_split_over_runs_and_escaped_is_found() -> None:
    xml = "<w:t>R&amp;D</w:t></w:r><w:r><w:t> budget is cut</w:t>"
    assert find_leaks([("word/document.xml", xml)], ["R&D budget is cut"], {})


@given(st.text(alphabet="&<>'\"x底价 ", min_size=6, max_size=30))
def test_any_held_back_text_is_found_in_xml(text: str) -> None:
    from xml.sax.saxutils import escape

    needle = f"held {text} back"
    assert find_leaks([("a.xml", f"<t>{escape(needle)}</t>")], [needle], {})


def test_the_bytes_of_a_picture_are_no_words() -> None:
    svg = ("ppt/media/a.svg", '<svg><image href="data:image/png;base64,AAdearAA=="/><title>dear</title></svg>')
    assert [leak.message for leak in find_leaks([svg], ["dear"], {})] == [
        "'dear' is internal, and it is in the client's file"
    ]
    assert find_leaks([svg], ["AAdear"], {}) == ()
    assert find_leaks([("text a", "said: dear")], ["dear"], {"photo": "data:image/png;base64,AAdearAA=="}) != ()
