"""The formats that docgen writes, each with all that the rest of the package needs to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass

_DRAWN = ("label", "head", "branches", "diagram", "gantt")
_PAGES = (".htm", ".j2", ".jinja", ".jinja2", ".css", ".ttf", ".otf", ".woff", ".woff2")
_PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")
_PLACED = ("chart", "picture", "logo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format; `name` is the suffix of its files too.

    `program` is what people call it, in English and Chinese; `noun` names a file of it, and `template` the sort of its
    templates, in messages. Templates lie in `folder` of a library and end in `.suffix`, what they include or show ends
    in one of `parts`; `functions` are those that they may call. `engine` is the module that writes it. `part_folder` is
    the folder in an Office package that no other format has, empty for what is no package. `lists_pages`: its contents
    name pages only after a program laid it out.
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
        """Whether its files are Office packages, which Office programs open and lay out."""
        return bool(self.part_folder)


_ALL = (
    Format(
        name="docx",
        program=("Word", "Word"),
        noun="a Word file",
        template="Word",
        folder="docx",
        suffix="docx",
        functions=(*_DRAWN, *_PLACED, "subdocument"),
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
        functions=(*_DRAWN, *_PLACED),
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
        functions=_DRAWN,
        parts=(*_PAGES, *_PICTURES),
        engine="docgen.engines.pdf",
        has_field_sheet=True,
    ),
)

FORMATS: Mapping[str, Format] = {one.name: one for one in _ALL}
"""The formats by their names."""

BY_FOLDER: Mapping[str, Format] = {one.folder: one for one in _ALL}
"""The formats by the folders of a library in which their templates lie."""


def list_formats() -> tuple[Format, ...]:
    """The formats that docgen writes, in the order in which they are made."""
    return _ALL
