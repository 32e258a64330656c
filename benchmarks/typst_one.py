"""Time one engine on one document in a separate process: ENGINE WHAT CHANGE RENDERS; prints figures as JSON.

CHANGE is what differs between renders: `none`, `edit` (one paragraph) or `another` (every text).
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from benchmarks.memory import forget_peak, peak_resident, resident
from benchmarks.typst_content import another, content, edited
from docgen.templating import Bindings, Template

_CHANGES: dict[str, Callable[[Bindings, int], Bindings]] = {
    "none": lambda bindings, _: bindings,
    "edit": edited,
    "another": another,
}


def weasyprint(template: Template, bindings: Bindings) -> bytes:
    """The shipped path from bindings to PDF."""
    from docgen.engines import pdf  # noqa: PLC0415

    return pdf.render(template, bindings)


def typst(_: Template, bindings: Bindings) -> bytes:
    """The spike's path from the same bindings."""
    from benchmarks.typst_spike import render_typst  # noqa: PLC0415

    return render_typst(bindings)


ENGINES: dict[str, Callable[[Template, Bindings], bytes]] = {"weasyprint": weasyprint, "typst": typst}


def main() -> None:
    engine, what, change, renders = sys.argv[1:5]
    template, bindings = content(what)
    variants = [_CHANGES[change](bindings, number) for number in range(int(renders))]
    forget_peak()
    before = resident()
    times, elapsed, grown, output = [], [], [], b""
    for variant in variants:
        began, started = time.perf_counter(), time.process_time()
        output = ENGINES[engine](template, variant)
        times.append((time.process_time() - started) * 1000)
        elapsed.append((time.perf_counter() - began) * 1000)
        grown.append(resident())
    if len(sys.argv) > 5:
        Path(sys.argv[5]).write_bytes(output)
    results = {
        "times_ms": times,
        "elapsed_ms": elapsed,
        "bytes": len(output),
        "pages": _pages(output),
        "peak": peak_resident(),
        "before": before,
        "resident": grown,
        "digest": hashlib.sha256(output).hexdigest(),
    }
    print(json.dumps(results))


def _pages(data: bytes) -> int:
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    main()
