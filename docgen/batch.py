"""Render many documents in several processes."""

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
"""Up to this number of jobs, one process is faster than starting several."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to render: `file_format` docx, pptx or pdf; `audience` None is the document's own."""

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
    """Render jobs and yield each job's number (from 0) with its file or error, in order of completion.

    `processes` is their number (None: one per core, or this process alone for few jobs). All jobs use the library as it
    is at the start. The bytes don't depend on the number of processes. Closing or interrupting the iterator ends all
    processes. See `docgen.workers.run_jobs` for a process that dies.

    With `one_folder`, all files are for one folder (internal ones for another): a file gets its `alternative` name if
    an earlier job's document has its name, and a duplicate document is a UsageError.
    """
    if one_folder:
        yield from _render_into_one_folder(jobs, workspace, processes)
        return
    count = 1 if processes is None and len(jobs) <= _FEW else processes
    yield from run_jobs(jobs, partial(_render, pin(workspace or Workspace())), count)


def _render(workspace: Workspace, job: Job) -> Rendered:
    return render(job.document, job.file_format, audience=job.audience, workspace=workspace)


def _render_into_one_folder(
    jobs: Sequence[Job], workspace: Workspace | None, processes: int | None
) -> Generator[tuple[int, Rendered | DocgenError]]:
    shared, duplicates = _same_names(jobs)
    for number in sorted(duplicates):
        yield number, _duplicate_error(jobs[number])
    numbers = [number for number in range(len(jobs)) if number not in duplicates]
    unique = [jobs[number] for number in numbers]
    with closing(render_many(unique, workspace=workspace, processes=processes)) as results:
        for index, result in results:
            number = numbers[index]
            if number in shared and isinstance(result, Rendered):
                yield number, replace(result, filename=result.alternative, alternative=result.filename)
            else:
                yield number, result


def _same_names(jobs: Sequence[Job]) -> tuple[frozenset[int], frozenset[int]]:
    """The jobs whose file name another document has, and those that duplicate an earlier job."""
    seen: dict[tuple[Audience, str], set[tuple[str, str, str]]] = {}
    shared, duplicates = set[int](), set[int]()
    for number, job in enumerate(jobs):
        audience, document = _audience(job), job.document
        name = name_key(file_names(document, audience, job.file_format)[0])
        documents = seen.setdefault((audience, name), set())
        identity = (document.doc_id, kind_of(document), str(document.language))
        if identity in documents:
            duplicates.add(number)
        elif documents:
            shared.add(number)
        documents.add(identity)
    return frozenset(shared), frozenset(duplicates)


def _audience(job: Job) -> Audience:
    return Audience(job.audience or job.document.audience)


def _duplicate_error(job: Job) -> UsageError:
    name = file_names(job.document, _audience(job), job.file_format)[0]
    return UsageError(Finding.of("output.same_name", name=name))
