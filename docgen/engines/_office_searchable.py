"""All that an Office file says, as (name, text) pairs to search, for Word and PowerPoint alike."""

from docgen.engines._search_bytes import Pairs, pairs_of
from docgen.ooxml.zip_file import read_parts


def searchable(data: bytes) -> Pairs:
    """What each part holds: paragraphs, rows, alternative texts, names, and what workbooks and files inside hold.

    Raises TemplateError if `data` is no Office file.
    """
    for name, content in read_parts("the finished file", data).items():
        yield from pairs_of(name, content)
