"""Turns the pieces of a filled Word part into its text, or, if it is long, straight into a member of the package.

Contents, marked runs and ends are looked after on the way. A part of some megabytes, a register of thousands of rows,
is finished and deflated in stretches that end between two rows or paragraphs, so that it never lies in memory whole.
"""

from collections.abc import Iterator
from itertools import chain

from docgen.engines.docx.mend import mend, mend_columns
from docgen.engines.docx.part import WordPart
from docgen.engines.docx.runs import resolve_marks
from docgen.engines.office.print import PAGE_MARK, PARAGRAPH_MARK, SPAN
from docgen.ooxml.zip_file import Member, pack_pieces
from docgen.templating.limits import MAX_OUTPUT, LimitError, join_output

_LONG = 1_000_000  # characters
_CUTS = ("</w:tr><w:tr>", "</w:p><w:p>")
"""A row that may be empty is followed by no cut: its end is marked."""


def finish(part: WordPart, pieces: Iterator[str], link_style: bool) -> str | Member:
    """The part's text, or the part as a member if it is long; `link_style`: the template has the style `Hyperlink`."""
    stretches = iter((join_output(pieces),)) if part.is_whole else _stretches(pieces)
    first, second = next(stretches), next(stretches, None)
    if second is None:
        return _finished(first, part, link_style)
    whole = chain((first, second), stretches)
    return pack_pieces(part.compiled.name, (_finished(text, part, link_style).encode() for text in whole))


def _stretches(pieces: Iterator[str]) -> Iterator[str]:
    """The text in stretches that each begin with a row or a paragraph. Raises LimitError."""
    waiting: list[str] = []
    size, done, enough = 0, 0, _LONG
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size < enough:
            continue
        text = "".join(waiting)
        cut = max(text.rfind(mark) + mark.index("><") + 1 if mark in text else 0 for mark in _CUTS)
        if done + size > MAX_OUTPUT:
            raise LimitError(f"the template's output is larger than {MAX_OUTPUT:,} characters")
        if cut:
            yield text[:cut]
        waiting, size, done = [text[cut:]], size - cut, done + cut
        enough = max(_LONG, 2 * size)
    yield "".join(waiting)


def _finished(text: str, part: WordPart, link_style: bool) -> str:
    if part.contents is not None:
        text = part.contents.fill(text)
    if SPAN in text or PARAGRAPH_MARK in text or PAGE_MARK in text:
        text = resolve_marks(text, link_style)
    text = mend(text)
    return mend_columns(text) if part.spans else text
