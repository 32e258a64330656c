"""A case: a Word template and data, rendered by docxtpl and by docgen, as outlines."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from lxml.etree import LxmlError

from docgen.audience import View
from docgen.engines import docx as engine
from docgen.errors import TemplateError
from docgen.templating import Bindings, Template
from oracle.outline import outline
from oracle.word import Word


@dataclass(frozen=True, eq=False)
class Case:
    """A template with data; both engines give the same outline unless DIFFERENCES says otherwise."""

    name: str
    word: Word
    data: Mapping[str, Any]


def view_of(name: str, value: Any) -> Any:
    """Plain data as templates get it: views for mappings, tuples for lists."""
    if isinstance(value, Mapping):
        return View(name, {key: view_of(key, item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(view_of(name, item) for item in value)
    return value


@cache
def ours(case: Case) -> bytes:
    """What docgen makes of `case`. Raises TemplateError if it refuses."""
    data = case.word.data
    template = Template(f"{case.name}.docx", data, hashlib.sha256(data).hexdigest())
    names = {"doc": view_of("doc", case.data)}
    return engine.render(template, Bindings(names=names, labels=lambda key: (key, key)))


@cache
def docxtpls(case: Case) -> bytes:
    """What docxtpl makes of `case`. Raises what it raises."""
    template = DocxTemplate(BytesIO(case.word.data))
    template.render({"doc": view_of("doc", case.data)}, autoescape=True)
    out = BytesIO()
    template.save(out)
    return out.getvalue()


def outline_by_docgen(case: Case) -> str:
    """The outline of what docgen makes, or how it refuses: code and place of each finding."""
    try:
        return outline(ours(case))
    except TemplateError as error:
        return "".join(f"refused: {finding.code} at {finding.place or '-'}\n" for finding in error.findings)


def outline_by_docxtpl(case: Case) -> str:
    """The outline of what docxtpl makes, or the name of the error that it ends with."""
    try:
        return outline(docxtpls(case))
    except (JinjaError, LxmlError, OpcError, TypeError, ValueError, KeyError, AttributeError) as error:
        return f"ended: {type(error).__name__}\n"
