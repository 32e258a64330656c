"""Views of library entries have only the fields that documents of the kind print, for every audience."""

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import AUDIENCES, FORMATS, KINDS, SAMPLES, WORKSPACE, loaded

import docgen
from docgen.audience import Audience, fields_of, view_for
from docgen.engines import engine_for
from docgen.library import find_objection, open_library
from docgen.richtext import plain_text
from docgen.schemas import model_for
from docgen.schemas.base import COACHING
from docgen.schemas.playbook import Objection
from docgen.sources import find_entries
from tests.lint.makers import box, deck, paragraph, word

TODAY = date(2026, 11, 24)
PROPOSALS = [path for path in SAMPLES if path.name.startswith("proposal.")]
PLAYBOOKS = [path for path in SAMPLES if path.name.startswith("playbook.")]


def entries(sample: Path, audience: str) -> Any:
    return find_entries(open_library(), loaded(sample), Audience(audience), TODAY).names


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("sample", PROPOSALS, ids=lambda path: path.stem)
def test_an_objection_of_a_proposal_is_the_clients_question_and_the_answer(sample: Path, audience: str) -> None:
    found = entries(sample, audience)
    assert found["objections"]
    assert {tuple(sorted(fields_of(entry))) for entry in found["objections"]} == {("client_answer", "verbatim")}
    expected = {"title", "shown_name", "challenge", "solution", "figures", "quote", "quote_by"}
    assert {frozenset(fields_of(case)) for case in found["cases"]} == {frozenset(expected)}
    assert all(set(fields_of(block)) == {"title", "summary", "text"} for block in found["legal"])
    assert set(fields_of(found["industry"])) == {"name", "motif", "emphasis", "measures"}


@pytest.mark.parametrize("sample", PLAYBOOKS, ids=lambda path: path.stem)
def test_an_objection_of_a_playbook_is_whole_by_its_marks(sample: Path) -> None:
    (for_client, *_), (for_us, *_) = (entries(sample, audience)["objections"] for audience in AUDIENCES)
    assert {"steps", "client_answer", "full_script", "owner"} <= set(fields_of(for_client))
    kept = set(fields_of(for_us)) - set(fields_of(for_client))
    assert kept == {
        "objection_id", "public_id", "internal_script", "concession_rules", "do_not_say", "usage", "success_rate",
    }  # fmt: skip


def test_the_questions_of_an_industry_are_for_the_needs_analysis() -> None:
    shown = {kind: "questions" in (model_for(kind).entry_fields["industry"] or ()) for kind in KINDS}
    assert [kind for kind, is_shown in shown.items() if is_shown] == ["needs_analysis"]


def test_a_view_that_leaves_fields_out_is_pickled_with_what_it_leaves_out() -> None:
    entry = find_objection(open_library(), "price-too-high", "base", "en")
    view = pickle.loads(pickle.dumps(view_for("internal", entry, {"verbatim"})))
    assert fields_of(view) == {"verbatim": entry.verbatim}


def written(folder: Path, file_format: str, jinja: str, kind: str = "proposal") -> docgen.Workspace:
    """A workspace with a company's template that contains `jinja`."""
    suffix = {"pdf": "html"}.get(file_format, file_format)
    home = folder / suffix / "base"
    home.mkdir(parents=True)
    data = {"docx": lambda: word(paragraph(jinja)), "pptx": lambda: deck(box(jinja)), "pdf": jinja.encode}[
        file_format
    ]()
    (home / f"{kind}.{suffix}").write_bytes(data)
    return docgen.Workspace(library=folder, today=lambda: TODAY)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    ("jinja", "message"),
    [
        ("{{ objections[0].steps.respond }}", "`steps` of Objection is not for"),
        ("{% for o in objections %}{{ o.full_script }}{% endfor %}", "`full_script` of Objection is not for"),
        ("{{ objections[0]['underlying_concern'] }}", "`underlying_concern` of Objection is not for"),
        ("{{ cases[0].case_id }}", "`case_id` of Case is "),
        ("{{ legal[0].applies_when }}", "`applies_when` of LegalBlock is not for"),
        ("{{ industry.questions[0].text }}", "`questions` of Industry is not for"),
    ],
)
def test_a_template_can_not_ask_for_more(
    jinja: str, message: str, file_format: str, audience: str, tmp_path: Path
) -> None:
    workspace = written(tmp_path / "company", file_format, jinja)
    with pytest.raises(docgen.TemplateError, match=message):
        docgen.render(loaded(PROPOSALS[0]), file_format, audience=audience, workspace=workspace)


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("name", ["cases", "objections", "legal"])
def test_the_ids_of_entries_are_not_in_a_clients_view(name: str, file_format: str, tmp_path: Path) -> None:
    workspace = written(tmp_path / "company", file_format, f"{{{{ doc.{name}|join(' ') }}}}")
    with pytest.raises(docgen.TemplateError, match=f"`{name}` of Proposal is internal"):
        docgen.render(loaded(PROPOSALS[0]), file_format, audience="client", workspace=workspace)
    data = docgen.render(loaded(PROPOSALS[0]), file_format, audience="internal", workspace=workspace).data
    assert getattr(loaded(PROPOSALS[0]), name)[0] in "".join(
        text for _, text in engine_for(file_format).searchable(data)
    )


@pytest.mark.parametrize("file_format", FORMATS)
def test_coaching_that_a_template_says_in_its_own_words_stops_a_clients_proposal(
    file_format: str, tmp_path: Path
) -> None:
    document = next(loaded(path) for path in PROPOSALS if str(loaded(path).language) == "en")
    entry = find_objection(open_library(), document.objections[0], document.industry, "en")
    coaching = entry.steps.acknowledge or entry.steps.respond
    workspace = written(tmp_path / "company", file_format, f"{{{{ doc.title }}}} {plain_text(coaching)}")
    with pytest.raises(docgen.LeakError, match="internal"):
        docgen.render(document, file_format, audience="client", workspace=workspace)
    docgen.render(document, file_format, audience="internal", workspace=workspace)


def test_what_is_searched_for_of_an_objection_is_its_coaching_and_no_fact_about_it() -> None:
    document = next(loaded(path) for path in PROPOSALS if str(loaded(path).language) == "en")
    entry = find_objection(open_library(), document.objections[0], document.industry, "en")
    kept = {item.value for item in find_entries(open_library(), document, Audience.CLIENT, TODAY).redacted}
    assert {entry.steps.respond, entry.underlying_concern} <= kept
    assert not {entry.verbatim, entry.client_answer, entry.objection_id, entry.persona, entry.owner} & kept
    assert set(Objection.model_fields) >= COACHING


def test_an_id_that_is_a_word_stops_no_document() -> None:
    """`acceptance` is the id of a clause and a word of every proposal."""
    document = loaded(PROPOSALS[0])
    assert "acceptance" in document.legal
    assert "acceptance" not in find_entries(open_library(), document, Audience.CLIENT, TODAY).redacted
    docgen.render(document, "docx", audience="client", workspace=WORKSPACE)
