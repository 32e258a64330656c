"""Write galleries of all shipped templates: out/gallery.html, and out/gallery-brands.html with each brand.

tools/gallery.py [--brands navy,grove|all|none] [--kinds proposal,minutes] [--formats pdf] [--pages 10] [--redo]
"""

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

import docgen

ROOT = Path(__file__).resolve().parent.parent


def brands() -> list[str]:
    return sorted(path.stem for path in (ROOT / "templates" / "brands").glob("*.yaml"))


def write_gallery(name: str, choice: docgen.PreviewChoice, options: argparse.Namespace) -> int:
    """Write out/`name`.html and print a summary; returns the exit code."""
    preview = docgen.preview_library(None, choice, pages=options.pages, redo=options.redo)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, auto_refresh=False, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=preview.steps)
        for _ in preview.make():
            progress.update(task, advance=1, refresh=True)
    target = ROOT / "out" / f"{name}.html"
    target.parent.mkdir(exist_ok=True)
    target.write_text(preview.html(), encoding="utf-8")
    for finding in preview.findings:
        print(finding.show(), file=sys.stderr)
    made, size = len(preview.changed), target.stat().st_size / 1e6
    print(f"{len(preview.cards)} documents in {target.relative_to(ROOT)}, {made} made anew, {size:.0f} MB")
    return preview.exit_code


def main() -> int:
    """Write the galleries; the exit code is 1 if a document fails, 3 if this machine lacks a program or font."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brands", default="all", help="brands to show, in client copies")
    parser.add_argument("--kinds", default="")
    parser.add_argument("--formats", default="")
    parser.add_argument("--pages", type=int, default=10, help="how many pages of a document to show")
    parser.add_argument("--redo", action="store_true", help="make all pictures anew")
    options = parser.parse_args()
    kinds, formats = ([name for name in text.split(",") if name] for text in (options.kinds, options.formats))
    worst = write_gallery("gallery", docgen.PreviewChoice(kinds, formats=formats), options)
    named = {"all": brands(), "none": []}.get(options.brands, options.brands.split(","))
    if named:
        choice = docgen.PreviewChoice(kinds, formats=formats, audiences=("client",), brands=named)
        worst = max(worst, write_gallery("gallery-brands", choice, options))
    return worst


if __name__ == "__main__":
    sys.exit(main())
