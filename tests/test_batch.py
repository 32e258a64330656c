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


@pytest.mark.parametrize("count", [0, 1])
def test_few_jobs_are_done_here(count: int):
    done = list(docgen.render_many(jobs()[:count], workspace=WORKSPACE))
    assert [number for number, _ in done] == list(range(count))
