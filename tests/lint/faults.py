"""Build templates with one fault: path in the library, bytes, and the expected finding."""

# ruff: noqa: PLR0917 - a case is a line of its facts
from dataclasses import dataclass

from tests.lint.makers import box, deck, paragraph, word

P = paragraph


@dataclass(frozen=True)
class Broken:
    """A template with one fault. The finding's place, expression and hint contain `place`, `tag` and `hint`.

    `place` is `line:column` in HTML. `siblings` are other files of the library; `blamed` is the faulty file if it is
    not the template.
    """

    name: str
    code: str
    file: str
    data: bytes
    place: str
    tag: str = ""
    hint: str = ""
    siblings: tuple[tuple[str, bytes], ...] = ()
    blamed: str = ""


def in_word(
    name: str, code: str, *body: str, at: str = "document, paragraph 2", tag: str = "", hint: str = "", **more: object
) -> Broken:
    """A Word proposal whose first paragraph is valid."""
    data = word(P("{{ doc.title }}"), *body, **more)  # type: ignore[arg-type]
    return Broken(name, code, "docx/base/proposal.docx", data, at, tag, hint)


def in_text(name: str, code: str, text: str, tag: str = "", hint: str = "") -> Broken:
    """A Word proposal with one invalid paragraph; the expected tag is that paragraph's, if it has only one."""
    return in_word(name, code, P(text), tag=tag or (text if text.count("{") == 2 else ""), hint=hint)


def in_minutes(name: str, code: str, text: str, tag: str = "") -> Broken:
    return Broken(
        name, code, "docx/base/minutes.docx", word(P("{{ doc.title }}"), P(text)), "document, paragraph 2", tag
    )


def in_deck(name: str, code: str, slide: str, at: str, tag: str = "", notes: str = "", layout: str = "") -> Broken:
    data = deck(box("{{ doc.title }}"), slide, notes={2: notes} if notes else None, layout=layout)
    return Broken(name, code, "pptx/base/proposal.pptx", data, at, tag)


def in_page(name: str, code: str, text: str, at: str, tag: str = "", hint: str = "") -> Broken:
    """An HTML proposal: a valid first line, then `text`."""
    data = f"<p>{{{{ doc.title }}}}</p>\n{text}\n".encode()
    return Broken(name, code, "html/base/proposal.html", data, at, tag, hint)


def in_child(name: str, code: str, text: str, at: str, tag: str = "", hint: str = "") -> Broken:
    """An HTML proposal that extends the page of all documents on its first line, then `text`."""
    data = f'{{% extends "base/_page.html" %}}\n{text}\n'.encode()
    return Broken(name, code, "html/base/proposal.html", data, at, tag, hint)


def in_included(name: str, code: str, text: str, at: str, tag: str = "") -> Broken:
    """An HTML proposal that includes another file, which has the fault."""
    own, data = "html/base/_own.html", b'{% include "base/_own.html" %}'
    return Broken(name, code, "html/base/proposal.html", data, at, tag, "", ((own, text.encode()),), own)
