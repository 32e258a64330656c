"""Jobs on several processes: results as from one, deaths told, interruptions clean."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from docgen.engines.pdf import warm_up
from docgen.errors import DocgenError, Finding, InputError
from docgen.workers import WorkerDiedError, run_jobs


def square(number: int) -> int:
    return number * number


def test_each_job_gets_its_own_result_on_two_processes_as_on_one():
    jobs = list(range(7))

    assert sorted(run_jobs(jobs, square, 2)) == sorted(run_jobs(jobs, square, 1)) == [(n, n * n) for n in jobs]


def test_two_processes_are_not_this_one():
    owners = {pid for _, pid in run_jobs([0.2] * 4, lambda pause: time.sleep(pause) or os.getpid(), 2)}

    assert len(owners) == 2
    assert os.getpid() not in owners


def test_a_worker_inherits_a_closure_and_what_it_holds():
    held = {"a": object(), "b": 2}

    assert sorted(run_jobs(["a", "b"], lambda name: name in held, 2)) == [(0, True), (1, True)]


def test_a_person_s_mistake_comes_back_as_the_job_s_outcome_and_stops_no_other():
    def work(number: int) -> int:
        if number == 1:
            raise InputError(Finding("input.wrong", "not that", hint="this", file="a.yaml", line=3))
        return number

    found = dict(run_jobs([0, 1, 2], work, 2))

    assert (found[0], found[2]) == (0, 2)
    assert isinstance(found[1], InputError)
    assert found[1].findings[0].line == 3


def test_a_worker_s_death_is_told_with_its_signal_and_the_other_jobs_are_done():
    def work(number: int) -> int:
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    found = dict(run_jobs(list(range(6)), work, 2))

    assert [found[n] for n in (0, 2, 3, 4, 5)] == [0, 2, 3, 4, 5]
    assert isinstance(found[1], WorkerDiedError)
    assert "SIGKILL" in str(found[1])
    assert isinstance(found[1], DocgenError)


def test_any_other_error_is_raised_and_leaves_no_worker_behind():
    with pytest.raises(ZeroDivisionError):
        dict(run_jobs([1, 0, 1, 1], lambda number: 1 // number, 2))

    assert _children() == []


def test_closing_the_iterator_ends_the_workers():
    running = run_jobs([0.01, 60, 60], time.sleep, 2)
    next(running)
    running.close()

    assert _children() == []


def test_an_interruption_ends_all_processes_at_once_and_without_noise():
    script = (
        "import time, sys; from docgen.workers import run_jobs\n"
        "try:\n    print('ready', flush=True); list(run_jobs([60, 60], time.sleep, 2))\n"
        "except KeyboardInterrupt: sys.exit(130)\n"
    )
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == b""
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_page_is_the_same_bytes_from_a_warm_worker():
    from docgen.engines import Template
    from docgen.engines._pdf_layout import lay_out

    page = "<!doctype html><html lang='en'><title>t</title><style>p{color:red}</style><p>Some text 和中文</p>"
    warm_up(["Carlito"])

    def work(_: int) -> bytes:
        return lay_out(Template("t.html", b"", ""), page, "", "en")

    assert {data for _, data in run_jobs([1, 2, 3], work, 2)} == {work(0)}


def _children() -> list[int]:
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in listed]
