"""The output formats: one record each, with all that the other packages need to know about it."""

from collections.abc import Mapping
from dataclasses import dataclass

_COMMON = ("label", "head", "branches", "diagram", "gantt")
_HTML = (".htm", ".j2", ".jinja", ".jinja2", ".css", ".ttf", ".otf", ".woff", ".woff2")
_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
_OFFICE = ("chart", "picture", "logo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """An output format; `name` is also the suffix of its files.

    `program` is its usual name, in English and Chinese; `noun` names a file of it, and `template` its templates, in
    messages. Templates are in `folder` of a library and end in `.suffix`; files that they include or show end in one of
    `parts`; `functions` are the functions that they may call. `engine` is the module that writes it. `part_folder` is
    the folder in an Office package that no other format has, empty for PDF. `lists_pages`: its table of contents has
    page numbers only after layout by another program.
    """

    name: str
    program: tuple[str, str]
    noun: str
    template: str
    folder: str
    suffix: str
    functions: tuple[str, ...]
    engine: str
    parts: tuple[str, ...] = ()
    part_folder: str = ""
    lists_pages: bool = False
    has_field_sheet: bool = False

    @property
    def is_office(self) -> bool:
        """Whether its files are Office packages."""
        return bool(self.part_folder)


_ALL = (
    Format(
        name="docx",
        program=("Word", "Word"),
        noun="a Word file",
        template="Word",
        folder="docx",
        suffix="docx",
        functions=(*_COMMON, *_OFFICE, "subdocument"),
        engine="docgen.engines.docx",
        part_folder="word",
        lists_pages=True,
        has_field_sheet=True,
    ),
    Format(
        name="pptx",
        program=("PowerPoint", "PowerPoint"),
        noun="a PowerPoint file",
        template="slide",
        folder="pptx",
        suffix="pptx",
        functions=(*_COMMON, *_OFFICE),
        engine="docgen.engines.pptx",
        part_folder="ppt",
    ),
    Format(
        name="pdf",
        program=("PDF", "PDF"),
        noun="a PDF",
        template="HTML",
        folder="html",
        suffix="html",
        functions=_COMMON,
        parts=(*_HTML, *_PICTURES),
        engine="docgen.engines.pdf",
        has_field_sheet=True,
    ),
)

FORMATS: Mapping[str, Format] = {one.name: one for one in _ALL}
"""The formats by name."""

BY_FOLDER: Mapping[str, Format] = {one.folder: one for one in _ALL}
"""The formats by the library folder of their templates."""


def list_formats() -> tuple[Format, ...]:
    """The formats that docgen writes, in the order of rendering."""
    return _ALL
