"""Time one way to make a PDF in a separate process: WAY SAMPLE COUNT, milliseconds and peak memory as JSON."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.memory import peak_resident
from benchmarks.typst_content import edited_at, leads, proposal
from docgen.engines import docx, pdf
from docgen.engines.pdf.html import split_runs
from docgen.engines.pdf.template import brand_style, render_page
from docgen.engines.pdf.weasyprint.fetch import LIBRARY, ClosedFetcher
from docgen.library import find_template
from docgen.workers import Workers

Render = Callable[[int], bytes]
_BATCH = 8
_EDITS: dict[str, tuple[str | int, ...]] = {
    "first": ("executive_summary",),
    "middle": ("deliverables", 0, "name"),
    "last": ("acceptance", "seller_signatory", "name"),
}


def naive(sample: str) -> Render:
    """Plain WeasyPrint: `HTML(string).write_pdf()`, with docgen's options."""
    from weasyprint import CSS, HTML  # noqa: PLC0415

    from docgen.engines.pdf.weasyprint.fonts import font_configuration  # noqa: PLC0415

    template, bindings = proposal(sample)

    def render(_: int) -> bytes:
        fetcher = ClosedFetcher(template.read_asset, [])
        html = HTML(string=render_page(template, bindings), base_url=LIBRARY, url_fetcher=fetcher)
        split_runs(html.etree_element, bindings.language)
        style = CSS(string=brand_style(bindings), base_url=LIBRARY, url_fetcher=fetcher)
        fonts = font_configuration()
        data = html.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=b"0" * 16)
        return bytes(data or b"")

    return render


def ours(sample: str) -> Render:
    """docgen's engine."""
    template, bindings = proposal(sample)
    return lambda _: pdf.render(template, bindings)


def preview(sample: str, place: str) -> Render:
    """docgen's preview, each time after another edit of one field, in the first, a middle or the last section.

    The printed stamp on the cover and in the footer changes too, as it does when a document changes.
    """
    template, bindings = proposal(sample)
    cache = pdf.make_cache()

    def render(turn: int) -> bytes:
        return pdf.preview(template, edited_at(bindings, _EDITS[place], turn), cache)

    return render


def libreoffice(sample: str) -> Render:
    """LibreOffice, restarted each time, from the proposal that docgen renders to DOCX."""
    from benchmarks.register import _WORKSPACE  # noqa: PLC0415

    template, bindings = proposal(sample)
    industry, language = sample.split(".")
    found = find_template(_WORKSPACE.opened, "proposal", "docx", industry, language)
    office = type(template)(found.name, found.data, found.digest, found.read, found.read_asset)
    data = docx.render(office, bindings)

    def render(_: int) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.docx").write_bytes(data)
            home = f"-env:UserInstallation=file://{tempfile.gettempdir()}/docgen-bench-office"
            command = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", folder, f"{folder}/a.docx"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return (Path(folder) / "a.pdf").read_bytes()

    return render


def chromium(sample: str) -> Render:
    """Chromium, restarted each time, from WeasyPrint's input; it writes tagged PDF, but neither PDF/A nor PDF/UA."""
    template, bindings = proposal(sample)
    style = f"<style>{brand_style(bindings)}</style><style>"
    page = (
        render_page(template, bindings).replace("<style>", style, 1).translate({0x2028: "<br>", 0xFDD0: "", 0xFDD1: ""})
    )

    def render(_: int) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.html").write_text(page, "utf-8")
            options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/home"]
            printing = ["--no-pdf-header-footer", f"--print-to-pdf={folder}/a.pdf", f"file://{folder}/a.html"]
            command = ["chromium", *options, *printing]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return (Path(folder) / "a.pdf").read_bytes()

    return render


def typst(sample: str) -> Render:
    """The Typst spike, with the same view."""
    from benchmarks.typst_spike import render_typst  # noqa: PLC0415

    _, bindings = proposal(sample)
    return lambda _: render_typst(bindings)


def rows(count: str) -> Render:
    """The shipped register with `count` leads."""
    template, bindings = leads(int(count))
    return lambda _: pdf.render(template, bindings)


def processes(sample: str) -> Callable[[int], Render]:
    """Eight proposals in several processes."""
    template, bindings = proposal(sample)
    pdf.render(template, bindings)

    def on(count: int) -> Render:
        workers = Workers[int, bytes](lambda _: pdf.render(template, bindings), count)
        atexit.register(workers.close)

        def render(_: int) -> bytes:
            done = workers.run([0] * _BATCH)
            return b"".join(data for _, data in done if isinstance(data, bytes))

        return render

    return on


WAYS: dict[str, Callable[[str], Render]] = {
    "naive": naive,
    "ours": ours,
    **{f"preview {place}": partial(preview, place=place) for place in _EDITS},
    "libreoffice": libreoffice,
    "chromium": chromium,
    "typst": typst,
    "rows": rows,
    "one process": lambda sample: processes(sample)(1),
    "two processes": lambda sample: processes(sample)(2),
}


def _processor_time() -> float:
    """The processor time of this process and its ended children."""
    return sum(os.times()[:4])


def main() -> None:
    """Print processor times (elapsed for several processes), the first from a cold start, and peak memory."""
    way, sample, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    render = WAYS[way](sample)
    clock = time.perf_counter if "process" in way else _processor_time
    times: list[float] = []
    size = 0
    for turn in range(count):
        started = clock()
        size = len(render(turn))
        times.append((clock() - started) * 1000)
    print(json.dumps({"times_ms": times, "bytes": size, "peak": peak_resident()}))


if __name__ == "__main__":
    main()
