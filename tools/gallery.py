"""Renders every sample and shows all pages on one self-contained page, out/gallery.html.

tools/gallery.py [--brands navy,grove|all|none] [--kinds proposal,minutes] [--formats pdf] [--pages 12]
"""

import argparse
import base64
import html
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from demo import FORMATS, ROOT, samples
from design import has_libreoffice, lay_out
from gallery_page import PAGE
from PIL import Image
from rich.console import Console
from rich.progress import Progress

import docgen

DEFAULT = "default"
WIDTH, LARGEST = 620, 900
AUDIENCES = ("client", "internal")


class Job(NamedTuple):
    """One document to show."""

    sample: Path
    file_format: str
    audience: str
    brand: str

    @property
    def name(self) -> str:
        return f"{self.sample.stem}.{self.audience}.{self.brand}.{self.file_format}"

    def facts(self) -> dict[str, str]:
        """What a reader may choose by."""
        kind, industry, language = self.sample.stem.split(".")
        told = {"kind": kind, "industry": industry, "format": self.file_format, "language": language}
        return {**told, "audience": self.audience, "brand": self.brand}


def brands() -> list[str]:
    return sorted(path.stem for path in (ROOT / "templates" / "brands").glob("*.yaml"))


def jobs_of(kinds: Sequence[str], formats: Sequence[str], chosen: Sequence[str]) -> list[Job]:
    """Every sample for both readers in the default look; for clients in the chosen brands, too."""
    wanted = [sample for sample in samples() if not kinds or sample.stem.split(".")[0] in kinds]
    made = [Job(sample, form, who, DEFAULT) for sample in wanted for form in formats for who in AUDIENCES]
    return made + [Job(sample, form, "client", brand) for sample in wanted for form in formats for brand in chosen]


@cache
def _loaded(sample: Path) -> Any:
    return docgen.load(sample)


@cache
def _workspace(brand: str) -> docgen.Workspace:
    return docgen.Workspace() if brand == DEFAULT else docgen.Workspace(brand=brand)


def render(job: Job, folder: Path) -> str:
    """Write the job's document into `folder`; what went wrong, or nothing."""
    try:
        made = docgen.render(
            _loaded(job.sample), job.file_format, audience=job.audience, workspace=_workspace(job.brand)
        )
    except docgen.DocgenError as error:
        return str(error)
    (folder / job.name).write_bytes(made.data)
    return ""


def pages_of(pdf: Path, most: int) -> tuple[int, list[str]]:
    """How many pages there are, and the first ones as data URIs."""
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
        return count, [_uri(document[index]) for index in range(min(count, most))]


def _uri(page: pypdfium2.PdfPage) -> str:
    width = LARGEST if page.get_width() > page.get_height() else WIDTH
    drawn = page.render(scale=2 * width / page.get_width()).to_pil().convert("RGB")
    held = BytesIO()
    smaller = drawn.resize((width, round(width * drawn.height / drawn.width)), Image.Resampling.LANCZOS)
    smaller.save(held, "WEBP", quality=48, method=3)
    return "data:image/webp;base64," + base64.b64encode(held.getvalue()).decode("ascii")


def figure(job: Job, count: int, uris: Iterable[str]) -> str:
    """A document as HTML: its name and its pages."""
    data = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in job.facts().items())
    lying = ' class="lying"' if job.file_format == "pptx" or job.sample.stem.startswith("lead_register") else ""
    pictures = "".join(
        f'<img loading="lazy" src="{uri}" alt="{html.escape(job.name)}, page {number}">'
        for number, uri in enumerate(uris, start=1)
    )
    return f"<section {data}{lying}><h2>{html.escape(job.name)}<small>{count} pages</small></h2>{pictures}</section>"


def choices(jobs: Sequence[Job]) -> str:
    """The page's selectors."""
    found: dict[str, dict[str, None]] = {}
    for job in jobs:
        for key, value in job.facts().items():
            found.setdefault(key, {})[value] = None
    return "".join(
        f'<label>{key}<select name="{key}"><option value="">all</option>'
        + "".join(f"<option>{html.escape(value)}</option>" for value in values)
        + "</select></label>"
        for key, values in found.items()
    )


def gather(jobs: Sequence[Job], folder: Path, most: int, progress: Progress) -> tuple[dict[Job, str], dict[Job, str]]:
    """Each job's HTML, and what went wrong with the others."""
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        failed = _all(pool, partial(render, folder=folder), jobs, "Rendering", progress)
        made = [job for job in jobs if not failed[job]]
        laid = _laid_out([folder / job.name for job in made], folder, progress)
        files = {job: laid.get(folder / job.name, folder / job.name) for job in made}
        shown = _all(pool, _Shown(files, most), made, "Drawing", progress)
    return shown, {job: told for job, told in failed.items() if told}


class _Shown:
    """A job as HTML, in a worker process."""

    def __init__(self, files: dict[Job, Path], most: int) -> None:
        self.files, self.most = files, most

    def __call__(self, job: Job) -> str:
        return figure(job, *pages_of(self.files[job], self.most))


def _all(
    pool: ProcessPoolExecutor, work: Callable[[Job], str], jobs: Sequence[Job], told: str, progress: Progress
) -> dict[Job, str]:
    task = progress.add_task(told, total=len(jobs))
    running = {pool.submit(work, job): job for job in jobs}
    for _ in as_completed(running):
        progress.advance(task)
    return {job: future.result() for future, job in running.items()}


def _laid_out(files: Sequence[Path], folder: Path, progress: Progress) -> dict[Path, Path]:
    """The Office files' pages, one LibreOffice a format."""
    task = progress.add_task("LibreOffice", total=2)
    made: dict[Path, Path] = {}
    with ThreadPoolExecutor(2) as threads:
        batches = [[file for file in files if file.suffix == suffix] for suffix in (".docx", ".pptx")]
        for done in [threads.submit(lay_out, batch, folder / "laid") for batch in batches]:
            made |= done.result()
            progress.advance(task)
    return made


def main() -> int:
    """Write the gallery; the exit code is 1 if a document could not be made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brands", default="all", help="brands to show beside the default look")
    parser.add_argument("--kinds", default="")
    parser.add_argument("--formats", default=",".join(FORMATS if has_libreoffice() else ("pdf",)))
    parser.add_argument("--pages", type=int, default=10, help="how many pages of a document to show")
    told = parser.parse_args()
    named = {"all": brands(), "none": []}.get(told.brands, told.brands.split(","))
    jobs = jobs_of([kind for kind in told.kinds.split(",") if kind], told.formats.split(","), named)
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory() as name, Progress(console=console, disable=not console.is_terminal) as progress:
        shown, failed = gather(jobs, Path(name), told.pages, progress)
    target = ROOT / "out" / "gallery.html"
    target.parent.mkdir(exist_ok=True)
    body = "\n".join(shown[job] for job in jobs if job in shown)
    target.write_text(PAGE.replace("CHOICES", choices(jobs)).replace("DOCUMENTS", body), encoding="utf-8")
    for job, problem in failed.items():
        print(f"{job.name}:\n{problem}", file=sys.stderr)
    print(f"{len(shown)} documents in {target.relative_to(ROOT)}, {target.stat().st_size / 1e6:.0f} MB")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
