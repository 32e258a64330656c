"""Turns many documents into finished files on several processes, each as it is done."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from docgen.errors import DocgenError
from docgen.pipeline import Rendered, Workspace, render
from docgen.schemas.base import Envelope
from docgen.workers import run_jobs

_WORTH_A_PROCESS = 3
"""From so many jobs on, loading everything before the processes part pays."""


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

    `processes` is at most so many (None: one for each core). With one, with few jobs, where a process can't be forked
    or while this one has other threads, all is done here. The files are the same bytes either way. When the iterator is
    closed or interrupted, all processes are ended.
    """
    workspace = workspace or Workspace()
    most = 1 if len(jobs) < _WORTH_A_PROCESS else processes
    if most != 1:
        _load(jobs, workspace)

    def done(job: Job) -> Rendered:
        return render(job.document, job.file_format, audience=job.audience, workspace=workspace)

    yield from run_jobs(jobs, done, most)


def _load(jobs: Sequence[Job], workspace: Workspace) -> None:
    """Load what all jobs share, so that each process has it from its start."""
    library = workspace.opened
    brands = {job.document.industry: library.brand_for(job.document.industry, workspace.brand) for job in jobs}
    _ = (library.catalogue, library.digest, library.version)
    if any(job.file_format == "pdf" for job in jobs):
        from docgen.engines import pdf  # noqa: PLC0415 - an engine is loaded when asked for

        pdf.warm_up(next(iter(brands.values())).pdf_fonts)
