"""Call a function on many jobs in several processes, with loky's executor.

The processes are started by fork and exec: they share no state with this one, are safe next to its threads, and don't
run its `__main__` again. cloudpickle serialises the function and the jobs, so a closure works.
"""

import os
import pickle
import re
import signal
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import Pipe, current_process
from multiprocessing.connection import Connection
from multiprocessing.resource_tracker import ensure_running
from threading import Thread
from types import TracebackType
from typing import Any, Generic, Self, TypeVar
from warnings import warn

from docgen.errors import DocgenError, Finding
from docgen.messages import message
from docgen.schemas.kinds import register_kind, registered_kinds

Job = TypeVar("Job")
Result = TypeVar("Result")

_SPARE = 1  # queued jobs, so that no process idles while the caller handles a result
_ENVIRONMENT = {"LOKY_MAX_MEMORY_LEAK_SIZE": "1e15"}  # don't restart a process because of a large document


class WorkerDiedError(DocgenError):
    """A worker process ended without a result."""


def run_jobs(
    jobs: Sequence[Job], work: Callable[[Job], Result], processes: int | None = None
) -> Iterator[tuple[int, Result | DocgenError]]:
    """Call `work` on each job in worker processes; yield its number with its result or DocgenError, as completed.

    `processes` is their number (None: one per core); 1 is this process. `work`, jobs and results must be picklable (by
    cloudpickle). All processes are ended before this returns, also when interrupted or when the iterator is closed. See
    `Workers.run`.
    """
    with Workers(work, min(processes or _cores(), len(jobs))) as workers:
        yield from workers.run(jobs)


class Workers(Generic[Job, Result]):
    """Processes that call `work` on jobs, for several runs; a context manager that ends them.

    `processes` is their number (None: one per core). With 1, the jobs run in this process; so they do, with a
    RuntimeWarning, if no process can be started (inside a daemonic process) or `work` can't be pickled.
    """

    def __init__(self, work: Callable[[Job], Result], processes: int | None = None) -> None:
        self._work, self._count = work, processes or _cores()
        self._pickled = _pickled(work) if self._count > 1 else None
        self._executor: Any = None
        self._alive, self._held = Pipe(duplex=False)
        """An unused pipe: `_held` closes when this process ends, and the workers then end too."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, even if busy, and wait for them."""
        self._end_processes()
        self._alive.close()
        self._held.close()

    def _end_processes(self) -> None:
        if self._executor is not None:
            executor, self._executor = self._executor, None
            _shut_down(executor)

    def run(self, jobs: Sequence[Job]) -> Generator[tuple[int, Result | DocgenError]]:
        """Yield each job's number with its result or DocgenError, as completed. Raises any other error of a job.

        When a process dies, the jobs that it may have been running are run again, each in a separate process; only a
        job that ends that process too is lost (WorkerDiedError). The other jobs continue in new processes.
        """
        if self._pickled is None:
            yield from ((number, _outcome(self._work, job)) for number, job in enumerate(jobs))
            return
        waiting, running = list(range(len(jobs)))[::-1], dict[Future[Any], int]()
        while waiting or running:
            while waiting and len(running) < self._count + _SPARE:
                number = waiting.pop()
                running[self._submit(jobs[number])] = number
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            ended = [(running.pop(future), future) for future in done]
            yield from ((number, _result(future)) for number, future in ended if not _broken(future))
            for number in sorted(number for number, future in ended if _broken(future)):
                yield number, self._run_alone(jobs[number])

    def _submit(self, job: Job) -> Future[Any]:
        if self._executor is None:
            self._executor = self._started(self._count)
        try:
            return _submitted(self._executor, job)
        except BrokenProcessPool:  # an idle process was ended
            self._end_processes()
            self._executor = self._started(self._count)
            return _submitted(self._executor, job)

    def _run_alone(self, job: Job) -> Result | DocgenError:
        """The outcome of the job in a separate process."""
        executor = self._started(1)
        try:
            future = _submitted(executor, job)
            return _died(error) if (error := _broken(future)) else _result(future)
        finally:
            _shut_down(executor)

    def _started(self, count: int) -> Any:
        from loky import ProcessPoolExecutor  # noqa: PLC0415 - loaded only if processes are started

        return ProcessPoolExecutor(
            count, initializer=_start_worker, initargs=(self._pickled, self._alive), env=_ENVIRONMENT
        )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pickled(work: Callable[..., Any]) -> bytes | None:
    """`work` and the registered kinds, pickled; None, with a warning, if there can be no other processes."""
    import cloudpickle  # noqa: PLC0415 - loaded only if processes are started

    if current_process().daemon:
        _warn_serial("a daemonic process can't start others")
        return None
    try:
        return cloudpickle.dumps((registered_kinds(), work))
    except Exception as error:  # noqa: BLE001 - whatever a __reduce__ raises
        _warn_serial(f"the work can't be pickled ({error})")
        return None


def _warn_serial(why: str) -> None:
    warn(f"docgen works in one process: {why}", RuntimeWarning, stacklevel=5)


def _shut_down(executor: Any) -> None:
    """End the executor's processes, and wait for its threads.

    loky doesn't join the thread that feeds its queue. If the interpreter exits while that thread removes the queue's
    semaphore, loky's resource tracker warns about a semaphore that is gone.
    """
    feeder = getattr(executor._call_queue, "_thread", None)
    executor.shutdown(wait=True, kill_workers=True)
    if feeder is not None:
        feeder.join(timeout=5)


def _submitted(executor: Any, job: Any) -> Future[Any]:
    with _sigint_blocked():
        return executor.submit(_run_job, job)


@contextmanager
def _sigint_blocked() -> Generator[None]:
    """Processes started within the block ignore Ctrl-C, which this process handles."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ensure_running()  # would otherwise unblock the signal later
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _broken(future: Future[Any]) -> BrokenProcessPool | None:
    error = future.exception()
    return error if isinstance(error, BrokenProcessPool) else None


def _result(future: Future[Any]) -> Any:
    outcome, error = future.result()
    if error is not None:
        raise error
    return outcome


def _died(error: BrokenProcessPool) -> WorkerDiedError:
    """The cause, parsed from loky's message: `The exit codes of the workers are {SIGKILL(-9)}`."""
    found = re.search(r"\{(\w+)\((-?\d+)\)", str(error))
    if found is None:
        raise error
    name, code = found.groups()
    key = {"EXIT": "worker.exit_code", "UNKNOWN": "worker.unknown"}.get(name, "worker.signal")
    return WorkerDiedError(Finding.of("worker.died", cause=message(key, code=code, name=name)))


def _outcome(work: Callable[[Any], Any], job: Any) -> Any:
    try:
        return work(job)
    except DocgenError as error:
        return error


_received: list[bytes] = []
"""In a worker process: the pickled function."""


def _start_worker(pickled: bytes, alive: Connection) -> None:
    """Initialise a worker: watch its parent, and import the function."""
    Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
    if hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited by the programs that it starts
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _received[:] = [pickled]
    with suppress(Exception):  # raised again by the first job, which can return it
        _work()


def _end_with_parent(alive: Connection) -> None:
    with suppress(EOFError, OSError):
        alive.recv_bytes()
    os._exit(1)


@cache
def _work() -> Callable[[Any], Any]:
    kinds, work = pickle.loads(_received[0])  # noqa: S301 - written by the process that started this one
    for kind in kinds:
        register_kind(kind)
    return work


def _run_job(job: Any) -> tuple[Any, Exception | None]:
    """In a worker process: the job's outcome, or the error for the parent process to raise."""
    try:
        return _outcome(_work(), job), None
    except BaseException as error:  # noqa: BLE001 - returned to the parent
        return None, _picklable(error)


def _picklable(error: BaseException) -> Exception:
    """The error if it can be pickled, else a RuntimeError with its message; its traceback is a note."""
    import cloudpickle  # noqa: PLC0415

    error.add_note("".join(traceback.format_exception(error)))
    with suppress(Exception):
        if isinstance(error, Exception):
            return pickle.loads(cloudpickle.dumps(error))  # noqa: S301 - written here
    return RuntimeError(f"{type(error).__name__}: {error}")
