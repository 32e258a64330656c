"""Jobs on several processes: results as from one, deaths reported, interruptions clean, whoever the caller is."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from contextlib import suppress
from pathlib import Path

import pytest

from docgen.errors import DocgenError, Finding, InputError
from docgen.workers import WorkerDiedError, Workers, run_jobs

ROOT = Path(__file__).parent.parent


def square(number: int) -> int:
    return number * number


def meet(folder: Path, count: int) -> int:
    """Wait until so many processes are here at once; the id of this one."""
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < count:
        time.sleep(0.01)
    return os.getpid()


def run_script(text: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A user's program, with warnings as errors."""
    command = [sys.executable, "-W", "error", *(options or ("-c", text))]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def worker_processes(parent: int) -> list[int]:
    """The processes that `parent` started, but for multiprocessing's trackers, which end with their parent."""
    listed = " ".join(text_of(task / "children") for task in Path(f"/proc/{parent}/task").iterdir())
    commands = {int(pid): text_of(Path(f"/proc/{pid}/cmdline")) for pid in listed.split()}
    return [pid for pid, command in commands.items() if command and "resource_tracker" not in command]


def text_of(process_file: Path) -> str:
    """The content of a file in /proc; empty once its thread or process has ended."""
    try:
        return process_file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_each_job_gets_its_own_result_on_two_processes_as_on_one():
    jobs = list(range(7))

    assert sorted(run_jobs(jobs, square, 2)) == sorted(run_jobs(jobs, square, 1)) == [(n, n * n) for n in jobs]


def test_two_processes_work_at_the_same_time_and_neither_is_this_one(tmp_path: Path):
    owners = {pid for _, pid in run_jobs([tmp_path] * 2, lambda folder: meet(folder, 2), 2)}

    assert len(owners) == 2
    assert os.getpid() not in owners


def test_the_work_is_done_by_other_processes_while_threads_run():
    stop = threading.Event()
    threads = [threading.Thread(target=stop.wait, daemon=daemon) for daemon in (True, False)]
    for thread in threads:
        thread.start()
    try:
        with warnings.catch_warnings(record=True) as warned:
            owners = {pid for _, pid in run_jobs([0] * 4, lambda _: os.getpid(), 2)}
        inside: list[int] = []
        caller = threading.Thread(target=lambda: inside.extend(n for _, n in run_jobs([2, 3, 4], square, 2)))
        caller.start()
        caller.join(60)
    finally:
        stop.set()

    assert os.getpid() not in owners
    assert not warned
    assert sorted(inside) == [4, 9, 16]


def test_a_worker_gets_a_closure_and_what_it_holds():
    names = {"a": object(), "b": 2}

    assert sorted(run_jobs(["a", "b"], lambda name: name in names, 2)) == [(0, True), (1, True)]


def test_what_can_not_be_sent_is_done_here_and_the_caller_is_warned():
    lock = threading.Lock()

    with pytest.warns(RuntimeWarning, match="can't be pickled"):
        found = sorted(run_jobs([1, 2], lambda number: (number, lock.locked()), 2))

    assert found == [(0, (1, False)), (1, (2, False))]


def _in_daemon(queue) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        queue.put((sorted(run_jobs([1, 2, 3], square, 2)), [str(w.message) for w in warned]))


def test_in_a_daemonic_process_the_work_is_done_there_and_the_caller_is_warned():
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_in_daemon, args=(queue,), daemon=True)
    process.start()
    found, warned = queue.get(timeout=60)
    process.join()
    queue.close()
    queue.join_thread()

    assert found == [(0, 1), (1, 4), (2, 9)]
    assert ["daemonic" in text for text in warned] == [True]


def test_an_error_of_docgen_comes_back_as_the_job_s_outcome_and_stops_no_other():
    def work(number: int) -> int:
        if number == 1:
            raise InputError(Finding.of("cli.nothing", n=1).at("a.yaml", 3))
        return number

    found = dict(run_jobs([0, 1, 2], work, 2))

    assert (found[0], found[2]) == (0, 2)
    assert isinstance(found[1], InputError)
    assert (found[1].findings[0].line, found[1].findings[0].values) == (3, {"n": 1})


@pytest.mark.parametrize(
    ("end", "cause"),
    [(lambda: os.kill(os.getpid(), signal.SIGKILL), "SIGKILL"), (lambda: os._exit(3), "exit code 3")],
    ids=["killed", "exited"],
)
def test_only_the_job_that_ends_its_process_is_lost_and_the_cause_is_reported(end, cause: str):
    def work(number: int) -> int:
        if number == 1:
            end()
        return number

    found = dict(run_jobs(list(range(6)), work, 2))

    assert [found[n] for n in (0, 2, 3, 4, 5)] == [0, 2, 3, 4, 5]
    assert isinstance(found[1], WorkerDiedError)
    assert isinstance(found[1], DocgenError)
    assert cause in str(found[1])
    assert cause in str(found[1].findings[0].values["cause"])


def test_two_jobs_that_end_their_processes_are_both_reported_and_no_other():
    found = dict(run_jobs([0, 1, 2, 3, 4], lambda number: os._exit(1) if number in (0, 4) else number, 2))

    assert [number for number in found if isinstance(found[number], WorkerDiedError)] in ([0, 4], [4, 0])
    assert [found[number] for number in (1, 2, 3)] == [1, 2, 3]


def test_a_process_killed_while_it_waits_costs_no_job():
    found: list[int] = []
    for number, owner in run_jobs(list(range(8)), lambda _: os.getpid(), 2):
        found.append(number)
        if len(found) in (1, 4):
            time.sleep(0.3)  # all that was given out is done
            with suppress(ProcessLookupError):  # the one that did this job may have been replaced
                os.kill(owner, signal.SIGKILL)

    assert sorted(found) == list(range(8))


def test_a_process_killed_at_work_from_outside_costs_no_job(tmp_path: Path):
    def work(number: int) -> int:
        if number == 3 and not (tmp_path / "seen").exists():
            (tmp_path / "seen").touch()
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        return number

    assert sorted(run_jobs(list(range(6)), work, 2)) == [(n, n) for n in range(6)]


def test_any_other_error_is_raised_with_its_place_and_leaves_no_process_behind():
    with pytest.raises(ZeroDivisionError) as raised:
        dict(run_jobs([1, 0, 1, 1], lambda number: 1 // number, 2))

    assert "in <lambda>" in "".join(raised.value.__notes__)
    assert worker_processes(os.getpid()) == []


def test_an_error_that_can_not_be_sent_is_raised_in_words():
    class OddError(Exception):
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    def work(number: int) -> int:
        raise OddError(number, 2)

    with pytest.raises(RuntimeError, match="OddError: 1 and 2"):
        list(run_jobs([1, 1], work, 2))


def test_the_same_processes_do_several_runs():
    with Workers(lambda _: os.getpid(), 2) as workers:
        first, second = ({pid for _, pid in workers.run([0] * 6)} for _ in range(2))
        assert len(first | second) <= 2
        assert first | second <= set(worker_processes(os.getpid()))

    assert worker_processes(os.getpid()) == []


def test_closing_the_iterator_ends_the_processes():
    running = run_jobs([0.01, 60, 60], time.sleep, 2)
    next(running)
    running.close()

    assert worker_processes(os.getpid()) == []


def test_the_processes_are_waited_for_so_that_their_time_is_counted():
    script = (
        "import resource; from docgen.workers import run_jobs\n"
        "found = list(run_jobs([3_000_000] * 3, lambda n: sum(range(n)), 2))\n"
        "print(len(found), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime > 0.05)"
    )
    done = run_script(script)

    assert (done.stdout.split(), done.stderr) == (["3", "True"], "")


@pytest.mark.parametrize("way", ["a file without a main guard", "an interactive session", "a command"])
def test_a_program_needs_no_main_guard(way: str, tmp_path: Path):
    script = (
        "from docgen.workers import run_jobs\n"
        "started = print('started')\n"
        "class Own:\n    def __init__(self, n): self.n = n\n"
        "def work(job): return Own(job.n + 1)\n"
        "print(sorted(o.n for _, o in run_jobs([Own(1), Own(2)], work, 2)))\n"
    )
    file = tmp_path / "script.py"
    file.write_text(script)
    given = {"a file without a main guard": (str(file),), "an interactive session": ("-",), "a command": ("-c", script)}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "error", *given[way]]
    done = subprocess.run(command, input=script, env=environment, cwd=tmp_path, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("started\n[2, 3]\n", "")


@pytest.mark.parametrize("pause", [0.1, 0.3, 0.6, 3.0])
def test_an_interruption_ends_all_processes_at_once_and_without_noise(pause: float):
    script = (
        "import time, sys; from docgen.workers import run_jobs\n"
        "try:\n    print('ready', flush=True); list(run_jobs([60, 60], time.sleep, 2))\n"
        "except KeyboardInterrupt: sys.exit(130)\n"
    )
    command = [sys.executable, "-W", "error", "-c", script]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == b""
    _wait_until_gone(process.pid)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_processes_end_when_their_parent_is_killed(how: signal.Signals, tmp_path: Path):
    script = (
        "import os, pathlib, sys, time; from docgen.workers import run_jobs\n"
        "def work(n): os.write(1, b'ready\\n'); time.sleep(1); return n\n"
        "list(run_jobs(range(100), work, 2))\n"
    )
    file = tmp_path / "script.py"
    file.write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        (tmp_path / "noise").open("wb") as noise,
        subprocess.Popen(
            [sys.executable, str(file)], env=environment, stdout=subprocess.PIPE, stderr=noise, start_new_session=True
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(how)
        process.wait(20)
        _wait_until_gone(process.pid)


def _wait_until_gone(group: int) -> None:
    """Wait for the end of all processes of a group; signalled by ProcessLookupError."""
    with pytest.raises(ProcessLookupError):
        for _ in range(200):
            os.killpg(group, 0)
            time.sleep(0.1)
