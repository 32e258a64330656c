"""Render many documents on several processes, each as it is done."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from docgen.audience import Audience
from docgen.copies import file_names
from docgen.errors import DocgenError, Finding, UsageError
from docgen.file_names import name_key
from docgen.finished import Rendered
from docgen.pipeline import Workspace, pin, render
from docgen.schemas.base import Envelope, kind_of
from docgen.workers import run_jobs

_FEW = 5
"""So many jobs are done sooner here than processes are started, unless processes are asked for."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: `file_format` docx, pptx or pdf; `audience` a reader or None (as the document says)."""

    document: Envelope
    file_format: str
    audience: str | None = None


def render_many(
    jobs: Sequence[Job],
    *,
    workspace: Workspace | None = None,
    processes: int | None = None,
    one_folder: bool = False,
) -> Generator[tuple[int, Rendered | DocgenError]]:
    """Each job's number (from 0) with its file or what went wrong, in the order in which they are done.

    `processes` is their number (None: one for each core; with few jobs, or one process, all is done here). All jobs get
    the library as it is now. The files are the same bytes either way. When the iterator is closed or interrupted, all
    processes are ended. See `docgen.workers.run_jobs` for what is done when a process dies.

    With `one_folder`, all files are to go into one folder (internal ones into another): a file whose name an earlier
    job's document has gets its `alternative` name, and a document whose file is made already is a UsageError.
    """
    if one_folder:
        yield from _render_apart(jobs, workspace, processes)
        return
    most = 1 if processes is None and len(jobs) <= _FEW else processes
    yield from run_jobs(jobs, partial(_render, pin(workspace or Workspace())), most)


def _render(workspace: Workspace, job: Job) -> Rendered:
    return render(job.document, job.file_format, audience=job.audience, workspace=workspace)


def _render_apart(
    jobs: Sequence[Job], workspace: Workspace | None, processes: int | None
) -> Generator[tuple[int, Rendered | DocgenError]]:
    shared, doubled = _same_names(jobs)
    for number in sorted(doubled):
        yield number, _doubled(jobs[number])
    numbers = [number for number in range(len(jobs)) if number not in doubled]
    single = [jobs[number] for number in numbers]
    with closing(render_many(single, workspace=workspace, processes=processes)) as done:
        for place, made in done:
            number = numbers[place]
            if number in shared and isinstance(made, Rendered):
                yield number, replace(made, filename=made.alternative, alternative=made.filename)
            else:
                yield number, made


def _same_names(jobs: Sequence[Job]) -> tuple[frozenset[int], frozenset[int]]:
    """The jobs whose file's name another document's has already, and those whose document's file is made already."""
    seen: dict[tuple[Audience, str], set[tuple[str, str, str]]] = {}
    shared, doubled = set[int](), set[int]()
    for number, job in enumerate(jobs):
        reader, document = _reader(job), job.document
        name = name_key(file_names(document, reader, job.file_format)[0])
        documents = seen.setdefault((reader, name), set())
        identity = (document.doc_id, kind_of(document), str(document.language))
        if identity in documents:
            doubled.add(number)
        elif documents:
            shared.add(number)
        documents.add(identity)
    return frozenset(shared), frozenset(doubled)


def _reader(job: Job) -> Audience:
    return Audience(job.audience or job.document.audience)


def _doubled(job: Job) -> UsageError:
    name = file_names(job.document, _reader(job), job.file_format)[0]
    message = f"{name} was written for another input of this run; it was left as it is"
    hint = "give the two another title, version or date, or render them into folders of their own (--out)"
    return UsageError(Finding("output.same_name", message, hint, values={"name": name}))
