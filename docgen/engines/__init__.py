"""The engines, one for each format, behind one protocol; each is loaded when asked for."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from docgen.errors import Finding
from docgen.formats import FORMATS
from docgen.stamp import Stamp
from docgen.templating import Bindings, Template


class Engine(Protocol):
    """What each format's module offers. All functions are pure: bytes in, bytes out, no clock, no files."""

    def render(self, template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
        """Fill `template`; what is worth telling but stops nothing is appended to `notices`.

        Raises TemplateError with all that is wrong.
        """
        ...

    def stamp(self, data: bytes, stamp: Stamp) -> bytes:
        """Write the machine-readable stamp and the digest of the contents into a finished file; same input, same bytes.

        What changes the file afterwards makes the digest wrong.
        """
        ...

    def read_stamp(self, data: bytes) -> Mapping[str, str]:
        """The machine-readable stamp of a finished file, or an empty mapping. Raises InputError if it is damaged."""
        ...

    def is_as_written(self, data: bytes) -> bool | None:
        """Whether the digest of the contents (`stamp.CONTENTS`) still fits; None if the file has none.

        Raises InputError as `read_stamp`.
        """
        ...

    def searchable(self, data: bytes) -> Iterator[tuple[str, str]]:
        """All that the file says as (name, text); files inside it are opened in turn.

        The first word of a name says what the text is: `text` what a person reads, a paragraph, a table's row (cells
        between tabs) or a page each; `data` metadata and names; `marks` the words in other attributes.
        """
        ...

    def own_words(self, template: Template) -> Iterator[tuple[str, str]]:
        """The template's own words, named as by `searchable`, with its tags in them, and the constants in its tags."""
        ...


def engine_for(file_format: str) -> Engine:
    """The engine of `docx`, `pptx` or `pdf`. Raises KeyError for another."""
    return cast(Engine, import_module(FORMATS[file_format].engine))
