"""Puts one fault into an otherwise sound template: where the file lies, its bytes, the finding that it must give."""

# ruff: noqa: PLR0917 - a case is a line of its facts
from dataclasses import dataclass

from tests.lint.makers import box, deck, paragraph, word

P = paragraph


@dataclass(frozen=True)
class Broken:
    """`place`, `tag`, `hint` must stand in the finding's place, expression, hint; `place` of HTML is `line:column`.

    `beside` are further files of the library; `blamed` is the one at fault if it is not the template.
    """

    name: str
    code: str
    file: str
    data: bytes
    place: str
    tag: str = ""
    hint: str = ""
    beside: tuple[tuple[str, bytes], ...] = ()
    blamed: str = ""


def in_word(
    name: str, code: str, *body: str, at: str = "document, paragraph 2", tag: str = "", hint: str = "", **more: object
) -> Broken:
    """A Word proposal whose first paragraph is sound."""
    data = word(P("{{ doc.title }}"), *body, **more)  # type: ignore[arg-type]
    return Broken(name, code, "docx/base/proposal.docx", data, at, tag, hint)


def in_text(name: str, code: str, text: str, tag: str = "", hint: str = "") -> Broken:
    """A Word proposal with one paragraph that is wrong; the tag is that paragraph's, if it has only one."""
    return in_word(name, code, P(text), tag=tag or (text if text.count("{") == 2 else ""), hint=hint)


def in_minutes(name: str, code: str, text: str, tag: str = "") -> Broken:
    return Broken(
        name, code, "docx/base/minutes.docx", word(P("{{ doc.title }}"), P(text)), "document, paragraph 2", tag
    )


def in_deck(name: str, code: str, slide: str, at: str, tag: str = "", notes: str = "", layout: str = "") -> Broken:
    data = deck(box("{{ doc.title }}"), slide, notes={2: notes} if notes else None, layout=layout)
    return Broken(name, code, "pptx/base/proposal.pptx", data, at, tag)


def in_page(name: str, code: str, text: str, at: str, tag: str = "", hint: str = "") -> Broken:
    """An HTML proposal: a first line that is sound, then `text`."""
    data = f"<p>{{{{ doc.title }}}}</p>\n{text}\n".encode()
    return Broken(name, code, "html/base/proposal.html", data, at, tag, hint)


def in_child(name: str, code: str, text: str, at: str, tag: str = "", hint: str = "") -> Broken:
    """An HTML proposal that extends the page of all documents on its first line, then `text`."""
    data = f'{{% extends "base/_page.html" %}}\n{text}\n'.encode()
    return Broken(name, code, "html/base/proposal.html", data, at, tag, hint)


def taken_in(name: str, code: str, text: str, at: str, tag: str = "") -> Broken:
    """An HTML proposal that includes another file, which has the fault."""
    own, data = "html/base/_own.html", b'{% include "base/_own.html" %}'
    return Broken(name, code, "html/base/proposal.html", data, at, tag, "", ((own, text.encode()),), own)
