"""Many documents on several processes are the same files as one after the other; what fails is reported for its own."""

import os
import re
import shutil
import signal
import threading
import warnings
from datetime import date
from pathlib import Path

import psutil
import pytest
from conftest import ROOT
from language import outline

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


@pytest.mark.slow
def test_what_goes_wrong_with_one_is_reported_and_the_others_are_made():
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


@pytest.mark.parametrize(("count", "processes", "started"), [(5, None, 0), (6, None, 2), (2, 2, 2), (6, 1, 0)])
def test_processes_are_started_when_they_are_asked_for_or_pay(
    count: int, processes: int | None, started: int, monkeypatch: pytest.MonkeyPatch
):
    asked: list[int | None] = []
    monkeypatch.setattr("docgen.batch.run_jobs", lambda jobs, work, number: asked.append(number) or ())
    monkeypatch.setattr("docgen.workers._cores", lambda: 2)
    list(docgen.render_many((jobs() * 2)[:count], workspace=WORKSPACE, processes=processes))

    assert [0 if number == 1 else min(number or 2, count) for number in asked] == [started]


@pytest.mark.slow
def test_the_files_are_made_by_other_processes_while_a_thread_runs():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    before = os.times()
    try:
        with warnings.catch_warnings(record=True) as warned:
            done = dict(docgen.render_many(jobs(), workspace=WORKSPACE, processes=2))
    finally:
        stop.set()
        thread.join()
    after = os.times()

    assert all(isinstance(one, docgen.Rendered) for one in done.values())
    assert after.children_user - before.children_user > 0.2
    assert not warned


@pytest.mark.slow
def test_a_process_killed_between_two_files_costs_none():
    done: dict[int, object] = {}
    for number, rendered in docgen.render_many(jobs() * 2, workspace=WORKSPACE, processes=2):
        if not done:
            ours = psutil.Process().children()
            os.kill(next(p.pid for p in ours if "loky.backend.popen" in " ".join(p.cmdline())), signal.SIGKILL)
        done[number] = rendered

    assert sorted(done) == list(range(8))
    assert all(isinstance(one, docgen.Rendered) for one in done.values())


@pytest.mark.slow
def test_all_files_of_a_batch_are_of_one_library(tmp_path: Path):
    entry = tmp_path / "objections/price-too-high.en.md"
    entry.parent.mkdir()
    shutil.copy(ROOT / "templates/objections/price-too-high.en.md", entry)
    workspace = docgen.Workspace(library=tmp_path, today=lambda: date(2026, 11, 24), drafts=True)
    job = docgen.Job(docgen.load(SAMPLES / "proposal.services.en.yaml"), "docx", "client")
    done: list[docgen.Rendered] = []
    for _, rendered in docgen.render_many([job] * 4, workspace=workspace, processes=2):
        text = entry.read_text(encoding="utf-8")
        entry.write_text(re.sub(r"(?m)^(## .*\n+)", r"\1Reworded. ", text), encoding="utf-8")
        assert isinstance(rendered, docgen.Rendered)
        done.append(rendered)
    later = docgen.render(job.document, "docx", audience="client", workspace=workspace)

    assert len({rendered.data for rendered in done}) == 1
    assert "Reworded." not in outline(done[-1].data, "docx")
    assert "Reworded." in outline(later.data, "docx")
    assert later.stamp.library_digest != done[-1].stamp.library_digest


@pytest.mark.slow
def test_a_workspace_may_hold_a_closure(tmp_path: Path):
    day = date(2027, 3, 1)
    workspace = docgen.Workspace(today=lambda: day, brand="grove", drafts=True)
    done = dict(docgen.render_many(jobs()[:2], workspace=workspace, processes=2))

    assert {done[0].data, done[1].data} == {
        docgen.render(job.document, job.file_format, audience="client", workspace=workspace).data for job in jobs()[:2]
    }
