"""The engines that run in Python, each as a function from a template and data to a render function.

Whatever an engine's API lets a caller reuse between renders is reused: docgen and the floor reuse the compiled
template; docxtpl and python-pptx change the file that they opened, so each render opens the bytes again.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from docxtpl import DocxTemplate

from benchmarks.deck_by_hand import fill_deck
from benchmarks.floor import compile_deck_floor, compile_floor
from docgen.audience import View
from docgen.engines import docx, pptx
from docgen.templating import Bindings, Template

Render = Callable[[], bytes]


def view_of(name: str, fields: Mapping[str, Any]) -> View:
    """Plain data as a view for docgen's templates."""
    shown = {key: tuple(view_of(key, item) for item in v) if isinstance(v, list) else v for key, v in fields.items()}
    return View(name, shown)


def docgen_docx(template: bytes, data: Mapping[str, Any]) -> Render:
    found, bindings = _bound("bench.docx", template, data)
    return lambda: docx.render(found, bindings)


def docgen_pptx(template: bytes, data: Mapping[str, Any]) -> Render:
    found, bindings = _bound("bench.pptx", template, data)
    return lambda: pptx.render(found, bindings)


def _bound(name: str, template: bytes, data: Mapping[str, Any]) -> tuple[Template, Bindings]:
    found = Template(name, template, hashlib.sha256(template).hexdigest())
    return found, Bindings(names={"doc": view_of("proposal", data)}, labels=lambda key: (key, key))


def floor_docx(template: bytes, data: Mapping[str, Any]) -> Render:
    fill, names = compile_floor(template), {"doc": data}
    return lambda: fill(names)


def floor_of_objects(template: bytes, data: Mapping[str, Any]) -> Render:
    fill, names = (
        compile_floor(template),
        {"doc": json.loads(json.dumps(data), object_hook=lambda f: SimpleNamespace(**f))},
    )
    return lambda: fill(names)


def floor_pptx(template: bytes, data: Mapping[str, Any]) -> Render:
    fill, names = compile_deck_floor(template), {"doc": data}
    return lambda: fill(names)


def docxtpl_docx(template: bytes, data: Mapping[str, Any]) -> Render:
    def render() -> bytes:
        document = DocxTemplate(BytesIO(template))
        document.render({"doc": data}, autoescape=True)
        out = BytesIO()
        document.save(out)
        return out.getvalue()

    return render


def python_pptx(template: bytes, data: Mapping[str, Any]) -> Render:
    return lambda: fill_deck(template, data)


ENGINES: Mapping[str, tuple[str, Callable[[bytes, Mapping[str, Any]], Render]]] = {
    "docgen-docx": ("docgen", docgen_docx),
    "docgen-pptx": ("docgen", docgen_pptx),
    "floor-docx": ("jinja2", floor_docx),
    "floor-docx-objects": ("jinja2", floor_of_objects),
    "floor-pptx": ("jinja2", floor_pptx),
    "docxtpl": ("docxtpl", docxtpl_docx),
    "python-pptx": ("python-pptx", python_pptx),
}


def engine_version(name: str) -> str:
    """The installed version of the package behind an engine."""
    return version(ENGINES[name][0])
