"""Times docgen's DOCX engine beside docxtpl on the same template and data, in one run, and prints the ratio.

Usage: render.py [ROWS]   (price lines in the document, 40 by default)
"""

import hashlib
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

from docx import Document
from docxtpl import DocxTemplate

from docgen.audience import View
from docgen.engines import Bindings, Template, docx

ROUNDS = 20


def make_template() -> bytes:
    document = Document()
    document.add_heading("{{ doc.title }}", 1)
    for name in ("summary", "background", "terms"):
        document.add_paragraph("{{ doc." + name + " }}")
    table = document.add_table(rows=0, cols=4)
    rows = (
        ("{%tr for line in doc.lines %}",),
        ("{{ line.no }}", "{{ line.name }}", "{{ line.qty }}", "{{ line.net }}"),
    )
    for texts in (*rows, ("{%tr endfor %}",)):
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=False):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def make_view(count: int) -> View:
    lines = tuple(
        View("line", {"no": n, "name": f"Item {n} & more", "qty": Decimal(n), "net": Decimal("1409.50")})
        for n in range(1, count + 1)
    )
    prose = {name: "What the client gains from it. " * 12 for name in ("summary", "background", "terms")}
    return View("proposal", {"title": "Proposal", "lines": lines, **prose})


def seconds(render: Callable[[], object]) -> float:
    """The median of ROUNDS runs, after one to warm up."""
    render()
    taken: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        render()
        taken.append(time.perf_counter() - started)
    return sorted(taken)[ROUNDS // 2]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    data, view = make_template(), make_view(count)
    template = Template("bench.docx", data, hashlib.sha256(data).hexdigest())
    bindings = Bindings(names={"doc": view}, labels=lambda key: (key, key))

    def peer() -> None:
        document = DocxTemplate(BytesIO(data))
        document.render({"doc": view}, autoescape=True)
        document.save(BytesIO())

    ours, theirs = seconds(lambda: docx.render(template, bindings)), seconds(peer)
    print(f"{count} price lines, median of {ROUNDS} runs on one core, warm")
    print(f"  docgen   {ours * 1000:7.1f} ms")
    print(f"  docxtpl  {theirs * 1000:7.1f} ms   {theirs / ours:.1f} times docgen's")


if __name__ == "__main__":
    main()
