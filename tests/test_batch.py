"""Many documents on several processes are the same files as one after the other, and what fails is told for its own."""

from datetime import date
from pathlib import Path

import pytest

import docgen

SAMPLES = Path(__file__).parent.parent / "samples"
WORKSPACE = docgen.Workspace(today=lambda: date(2026, 11, 24))


def jobs() -> list[docgen.Job]:
    documents = [docgen.load(SAMPLES / f"{name}.services.en.yaml") for name in ("minutes", "screening")]
    return [docgen.Job(document, file_format, "client") for document in documents for file_format in ("docx", "pdf")]


def test_the_files_are_the_same_on_two_processes_and_on_one():
    two = dict(docgen.render_many(jobs(), workspace=WORKSPACE, processes=2))
    one = dict(docgen.render_many(jobs(), workspace=WORKSPACE, processes=1))
    assert sorted(two) == sorted(one) == [0, 1, 2, 3]
    assert all(two[number].data == one[number].data for number in one)
    assert two[1].filename == one[1].filename
    assert two[1].stamp == one[1].stamp


def test_what_goes_wrong_with_one_is_told_and_the_others_are_made():
    wrong = docgen.Job(docgen.load(SAMPLES / "screening.services.en.yaml"), "odt")
    done = dict(docgen.render_many([*jobs(), wrong], workspace=WORKSPACE, processes=2))
    assert isinstance(done[4], docgen.UsageError)
    assert "odt" in str(done[4])
    assert all(isinstance(done[number], docgen.Rendered) for number in range(4))


def named(number: str, title: str, **fields: object) -> docgen.Job:
    document = docgen.load(SAMPLES / "screening.services.en.yaml")
    return docgen.Job(document.model_copy(update={"doc_id": number, "title": title, **fields}), "docx", "client")


@pytest.mark.parametrize("processes", [1, 2])
def test_files_of_one_folder_have_names_of_their_own_by_the_order_of_the_jobs(processes: int):
    work = [named("A", "Sheet"), named("B", "SHEET"), named("C", "Other"), named("A", "Sheet"), named("D", "sheet")]
    done = dict(docgen.render_many(work, workspace=WORKSPACE, processes=processes, one_folder=True))
    names = [getattr(done[number], "filename", "") for number in range(5)]
    assert ["_A_" in name for name in names] == ["_C_" in name for name in names] == [False] * 5
    assert ["_B_" in names[1], "_D_" in names[4]] == [True, True]
    assert len({name.casefold() for name in names}) == 5
    assert isinstance(done[3], docgen.UsageError)


def test_the_same_name_for_two_readers_is_no_clash():
    client = named("A", "Sheet")
    inside = docgen.Job(named("B", "Sheet").document, "docx", "internal")
    done = dict(docgen.render_many([client, inside], workspace=WORKSPACE, one_folder=True))
    assert not any("_B_" in made.filename for made in done.values() if isinstance(made, docgen.Rendered))


@pytest.mark.parametrize("count", [0, 1])
def test_few_jobs_are_done_here(count: int):
    done = list(docgen.render_many(jobs()[:count], workspace=WORKSPACE))
    assert [number for number, _ in done] == list(range(count))
