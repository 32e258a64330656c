"""Render many documents on several processes, each as it is done."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial

from docgen.errors import DocgenError
from docgen.pipeline import Rendered, Workspace, pin, render
from docgen.schemas.base import Envelope
from docgen.workers import run_jobs

_FEW = 5
"""So many jobs are done sooner here than processes are started, unless processes are asked for."""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make: `file_format` docx, pptx or pdf; `audience` client, internal or None (as the document says)."""

    document: Envelope
    file_format: str
    audience: str | None = None


def render_many(
    jobs: Sequence[Job], *, workspace: Workspace | None = None, processes: int | None = None
) -> Generator[tuple[int, Rendered | DocgenError]]:
    """Each job's number (from 0) with its file or what went wrong, in the order in which they are done.

    `processes` is their number (None: one for each core; with few jobs, or one process, all is done here). All jobs get
    the library as it is now. The files are the same bytes either way. When the iterator is closed or interrupted, all
    processes are ended. See `docgen.workers.run_jobs` for what is done when a process dies.
    """
    most = 1 if processes is None and len(jobs) <= _FEW else processes
    yield from run_jobs(jobs, partial(_render, pin(workspace or Workspace())), most)


def _render(workspace: Workspace, job: Job) -> Rendered:
    return render(job.document, job.file_format, audience=job.audience, workspace=workspace)
