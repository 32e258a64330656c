"""Turns jobs into results on several processes, forked from this one when all that they share is loaded.

A forked process has what its parent had: the engines, parsed style sheets, compiled templates, fonts, the library, and
the jobs themselves. Only the number of a job goes over to it, and the result comes back.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, TypeVar

from docgen.errors import DocgenError, Finding

_PATIENCE = 5.0
Job = TypeVar("Job")
Result = TypeVar("Result")


class WorkerDiedError(DocgenError):
    """A process ended without a result, because the system or a library ended it."""


class _Refused(NamedTuple):
    """A DocgenError on its way: an exception itself would be made anew from its text."""

    kind: type[DocgenError]
    findings: tuple[Finding, ...]


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection


def run_jobs(
    jobs: Sequence[Job], work: Callable[[Job], Result], processes: int | None = None
) -> Iterator[tuple[int, Result | DocgenError]]:
    """Each job's number with its result or its DocgenError, as they are done; `work` is called in the workers.

    `processes` is the number of workers (None: one for each core); with one, or where processes can't be forked, or
    while other threads run, all is done here. Results must be picklable. Another error than a DocgenError is raised
    here. A worker that dies takes only its job with it (WorkerDiedError) and is replaced. On an interruption, or when
    the iterator is closed, all workers are ended before this returns.
    """
    count = min(processes or _cores(), len(jobs))
    if count < 2 or "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1:
        for number, job in enumerate(jobs):
            yield number, _outcome(work, job)
        return
    gc.collect()
    gc.freeze()  # else a collection in a worker writes to, and so copies, every page of memory that they share
    try:
        yield from _Pool(jobs, work, count).outcomes()
    finally:
        gc.unfreeze()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcome(work: Callable[[Job], Result], job: Job) -> Result | DocgenError:
    try:
        return work(job)
    except DocgenError as error:
        return error


class _Pool:
    def __init__(self, jobs: Sequence[Any], work: Callable[[Any], Any], count: int) -> None:
        self._jobs, self._work, self._count = jobs, work, count
        self._waiting = list(range(len(jobs)))[::-1]
        self._busy: dict[Connection, tuple[_Worker, int]] = {}

    def outcomes(self) -> Iterator[tuple[int, Any]]:
        try:
            while len(self._busy) < self._count and self._waiting:
                self._give(self._start())
            while self._busy:
                for pipe in wait(list(self._busy)):
                    yield self._take(pipe)
        finally:
            self._end()

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        inherited = [worker.pipe for worker, _ in self._busy.values()]
        process = context.Process(target=_serve, args=(theirs, [ours, *inherited], self._jobs, self._work), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker) -> None:
        number = self._waiting.pop()
        self._busy[worker.pipe] = (worker, number)
        worker.pipe.send(number)

    def _take(self, pipe: Any) -> tuple[int, Any]:
        worker, number = self._busy[pipe]
        try:
            outcome, fault = pipe.recv()
        except (EOFError, ConnectionResetError):
            del self._busy[pipe]
            outcome, fault = self._death(worker), None
            if self._waiting:
                self._give(self._start())
        else:
            del self._busy[pipe]
            if self._waiting:
                self._give(worker)
            else:
                _dismiss(worker)
        if fault is not None:
            raise fault
        return number, outcome.kind(outcome.findings) if isinstance(outcome, _Refused) else outcome

    def _death(self, worker: _Worker) -> WorkerDiedError:
        worker.process.join()
        code = worker.process.exitcode or 0
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        hint = "the system may be out of memory; render with fewer processes"
        return WorkerDiedError(Finding("worker.died", f"a worker process ended by {how}", hint))

    def _end(self) -> None:
        for worker, _ in self._busy.values():
            worker.process.terminate()
        for worker, _ in self._busy.values():
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.pipe.close()
        self._busy.clear()


def _dismiss(worker: _Worker) -> None:
    worker.pipe.send(None)
    worker.process.join(_PATIENCE)
    worker.pipe.close()


def _serve(pipe: Connection, others: Sequence[Connection], jobs: Sequence[Any], work: Callable[[Any], Any]) -> None:
    """A worker's life: numbers in, (outcome, fault) out, until None comes or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in others:  # or a pipe stays open when its own worker dies
        other.close()
    try:
        while (number := pipe.recv()) is not None:
            try:
                outcome = _outcome(work, jobs[number])
                refused = isinstance(outcome, DocgenError)
                pipe.send((_Refused(type(outcome), outcome.findings) if refused else outcome, None))
            except Exception as error:  # noqa: BLE001 - handed over, and raised by the parent
                pipe.send((None, error))
    except (EOFError, BrokenPipeError):
        return
