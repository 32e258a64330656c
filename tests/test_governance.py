"""Entries without approval or past their date are refused in clients' editions; used entries can be found."""

import re
from datetime import date
from pathlib import Path

import pytest
from approvals import seal
from click.testing import CliRunner
from language import text_of

import docgen
from docgen.cli import cli
from docgen.library.editions import public_ids

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "proposal.services.en.yaml"
TODAY = date(2026, 11, 24)


@pytest.fixture
def workspace(tmp_path: Path):
    """`workspace(collection, name, (pattern, words) …)`: a company's library with that entry changed."""

    def make(collection: str, name: str, *changes: tuple[str, str], **more: object) -> docgen.Workspace:
        text = (ROOT / "templates" / collection / f"{name}.en.md").read_text(encoding="utf-8")
        for pattern, words in changes:
            text, count = re.subn(pattern, words, text, count=1, flags=re.MULTILINE)
            assert count == 1, pattern
        target = tmp_path / "acme" / collection / f"{name}.en.md"
        target.parent.mkdir(parents=True)
        target.write_text(text, encoding="utf-8")
        seal(tmp_path / "acme")
        return docgen.Workspace(library=tmp_path / "acme", today=lambda: TODAY, **more)

    return make


def case_named() -> str:
    return docgen.load(SAMPLE).cases[0]


def objection_named() -> str:
    return docgen.load(SAMPLE).objections[0]


def refused(workspace: docgen.Workspace) -> str:
    with pytest.raises(docgen.RefusedError) as error:
        docgen.render(docgen.load(SAMPLE), "docx", audience="client", workspace=workspace)
    return str(error.value)


@pytest.mark.parametrize("status", ["draft", "in_review", "retired"])
def test_an_objection_that_is_not_approved_is_refused_with_its_owner(workspace, status: str):
    message = refused(workspace("objections", objection_named(), ("^status: .*", f"status: {status}")))
    assert f"{objection_named()} is {status}, not approved (owner: " in message
    assert "render with --drafts" in message


def test_a_case_past_its_date_is_refused(workspace):
    message = refused(workspace("cases", case_named(), ("^valid_until: .*", "valid_until: 2026-11-23")))
    assert f"{case_named()} could be shown until 2026-11-23 (owner: " in message


def test_proof_past_its_date_is_refused(workspace):
    message = refused(workspace("objections", objection_named(), ("valid_until: .*", "valid_until: 2026-11-23")))
    assert "was valid until 2026-11-23" in message


def test_everything_that_is_refused_is_reported_at_once(workspace):
    changes = (("^status: .*", "status: draft"), ("valid_until: .*", "valid_until: 2026-11-23"))
    assert len(refused(workspace("objections", objection_named(), *changes)).splitlines()) == 2


def test_an_internal_copy_is_made_and_says_so(workspace):
    changed = workspace("objections", objection_named(), ("^status: .*", "status: draft"))
    rendered = docgen.render(docgen.load(SAMPLE), "docx", audience="internal", workspace=changed)
    assert [warning.code for warning in rendered.warnings].count("notice.entry") == 1


def test_with_drafts_a_clients_copy_is_made_under_a_watermark(workspace):
    changed = workspace("objections", objection_named(), ("^status: .*", "status: draft"), drafts=True)
    rendered = docgen.render(docgen.load(SAMPLE), "pptx", audience="client", workspace=changed)
    plain = docgen.render(
        docgen.load(SAMPLE), "pptx", audience="client", workspace=docgen.Workspace(today=lambda: TODAY)
    )
    slides = len(re.findall(rb"ppt/slides/slide\d+\.xml", plain.data)) // 2
    assert slides > 5
    from language import text_of

    assert text_of(rendered.data, "pptx").count("Draft") >= text_of(plain.data, "pptx").count("Draft") + slides


def test_an_entry_overdue_for_review_is_noticed_and_used(workspace):
    changed = workspace("objections", objection_named(), ("^review_by: .*", "review_by: 2026-11-23"))
    rendered = docgen.render(docgen.load(SAMPLE), "docx", audience="client", workspace=changed)
    assert any(w.code == "notice.objection_review" and "owner" in w.message for w in rendered.warnings)


def test_a_client_is_named_only_while_allowed(workspace):
    name = case_named()
    allowed = (("^named_until: .*", "named_until: 2026-11-23"),)
    rendered = docgen.render(
        docgen.load(SAMPLE), "docx", audience="client", workspace=workspace("cases", name, *allowed)
    )
    assert any(warning.code == "notice.case_anonymous" for warning in rendered.warnings)
    lines = (ROOT / "templates/cases" / f"{name}.en.md").read_text().splitlines()
    client = next(line.partition(": ")[2] for line in lines if line.startswith("client_name"))
    assert client not in text_of(rendered.data, "docx")


@pytest.mark.parametrize("audience", ["client", "internal"])
@pytest.mark.mostly_slow(keep="client")
def test_the_stamp_names_each_entry_with_version_and_digest_and_the_file_gives_them_back(audience: str, tmp_path: Path):
    document = docgen.load(SAMPLE)
    workspace = docgen.Workspace(today=lambda: TODAY)
    wanted = [
        "industries/services",
        *(f"objections/{name}" for name in document.objections),
        *(f"cases/{name}" for name in document.cases),
        *(f"legal/{name}" for name in document.legal),
    ]
    public = public_ids(workspace.opened)
    if audience == "client":
        wanted = [next(iter(public[name])) for name in wanted]
    for file_format in ("docx", "pptx", "pdf"):
        rendered = docgen.render(document, file_format, audience=audience, workspace=workspace)
        assert [used.split(" ")[0] for used in rendered.stamp.entries] == wanted
        assert all(re.fullmatch(r"\S+ \d+\.\d+ [0-9a-f]{16}", used) for used in rendered.stamp.entries)
        inspected = docgen.inspect(rendered.save(tmp_path))
        assert inspected.stamp == rendered.stamp
        assert inspected.intact
    for entry in (wanted[1], document.objections[0], f"objections/{document.objections[0]}"):
        assert [path.suffix for path, _, _ in docgen.used_in(entry, tmp_path)] == [".docx", ".pdf", ".pptx"]
    assert len(docgen.used_in(document.cases[0], tmp_path)) == 3
    assert docgen.used_in("nobody", tmp_path) == ()


def test_a_changed_entry_changes_the_stamp(workspace):
    changed = workspace("objections", objection_named(), ("^verbatim: .*", "verbatim: Why so dear?"))
    stamps = {
        docgen.render(docgen.load(SAMPLE), "docx", audience="client", workspace=place).stamp.entries
        for place in (changed, docgen.Workspace(today=lambda: TODAY))
    }
    assert len(stamps) == 2


def test_due_lists_what_is_past_or_near_its_date_and_what_is_not_approved(workspace):
    name = objection_named()
    changed = workspace(
        "objections", name, ("^review_by: .*", "review_by: 2026-12-10"), ("^status: .*", "status: draft")
    )
    found = [
        due for due in docgen.library_due(30, changed) if due.entry == f"objections/{name}" and due.language == "en"
    ]
    reviews = [(str(due.what), due.on) for due in found if due.industry == "base"]
    assert ("draft", None) in reviews
    assert ("review", date(2026, 12, 10)) in reviews
    assert all(str(due.what) == "draft" for due in docgen.library_due(3, changed))


def test_the_command_line_lists_what_is_due_and_where_an_entry_was_used(tmp_path: Path):
    done = CliRunner().invoke(cli, ["library", "due", "--within", "520w"])
    assert done.exit_code == 0
    assert "objections/price-too-high (en, base)  review" in done.output
    assert CliRunner().invoke(cli, ["library", "due", "--within", "soon"]).exit_code == 2
    assert "0 files" in CliRunner().invoke(cli, ["library", "used-in", "price-too-high", str(tmp_path)]).output
