"""Render every sample to every format of its kind, for each of its audiences, into out/, and print the files.

The output of an earlier run is removed first: issued versions would not be replaced otherwise.
"""

import shutil
import sys
import time
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

import docgen

ROOT = Path(__file__).resolve().parent.parent
AUDIENCES = ("client", "internal")
OPEN_FIRST = ("proposal.manufacturing.zh", "proposal.services.en", "needs_analysis.manufacturing.zh")


def samples() -> list[Path]:
    """The sample inputs, in order; a `….document.yaml` next to a CSV belongs to it."""
    found = sorted((ROOT / "samples").iterdir())
    return [path for path in found if path.suffix in {".yaml", ".xlsx", ".csv"} and ".document." not in path.name]


def _copies(document: docgen.Envelope) -> list[tuple[str, str]]:
    """The formats and audiences of the document's kind."""
    kind = docgen.kinds()[document.kind]
    return [
        (f.name, a) for a in AUDIENCES if kind.has_reader(a) for f in docgen.list_formats() if kind.has_format(f.name)
    ]


def _folder(sample: Path, audience: str) -> Path:
    return ROOT / "out" / audience / sample.stem


def main() -> int:
    """Render all; returns the number of failures."""
    started, failures, written = time.perf_counter(), 0, dict[int, Path]()
    documents = {sample: docgen.load(sample) for sample in samples()}
    jobs = [(sample, *wanted) for sample, document in documents.items() for wanted in _copies(document)]
    for sample, _, audience in jobs:
        shutil.rmtree(_folder(sample, audience), ignore_errors=True)
    workspace = docgen.Workspace(page_numbers=True)
    console = Console(stderr=True)
    work = [docgen.Job(documents[sample], file_format, audience) for sample, file_format, audience in jobs]
    shown = Progress(console=console, transient=True, auto_refresh=False, disable=not console.is_terminal)
    with shown, closing(docgen.render_many(work, workspace=workspace)) as done:
        task = shown.add_task("Rendering", total=len(jobs))
        for number, rendered in done:
            sample, file_format, audience = jobs[number]
            if isinstance(rendered, docgen.Rendered):
                written[number] = rendered.save(_folder(sample, audience))
            else:
                failures += 1
                print(f"{sample.name} to {file_format} for {audience}:\n{rendered}", file=sys.stderr)
            shown.update(task, advance=1, refresh=True)
    seconds = time.perf_counter() - started
    print(f"{len(written)} documents of {len(documents)} samples in out/, {seconds:.0f} s. Open first:")
    for number, path in sorted(written.items()):
        sample, _, audience = jobs[number]
        if sample.stem in OPEN_FIRST and audience == "client":
            print(f"  {path.relative_to(ROOT)}")
    return min(failures, 100)


if __name__ == "__main__":
    sys.exit(main())
