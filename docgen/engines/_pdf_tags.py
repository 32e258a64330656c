"""Turns what WeasyPrint leaves out of the tags into tags: languages, scopes, names of links; running heads no content.

WeasyPrint builds the structure tree from its boxes with one private function, the only place where box and structure
element meet; it is wrapped here, once.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasyprint_tags

_SCOPES = {"row": "/Row", "rowgroup": "/Row"}
_ROOTS = frozenset({"html", "body"})
_Tree = Iterator[Any]


def install() -> None:
    """Wrap WeasyPrint's builder of structure elements; a second call changes nothing."""
    builder: Any = vars(weasyprint_tags)["_build_box_tree"]
    if not hasattr(builder, "wrapped"):
        setattr(weasyprint_tags, "_build_box_tree", _wrap(builder))  # noqa: B010 - private to WeasyPrint


def _wrap(builder: Any) -> Any:
    def build(box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, Any], *others: Any) -> _Tree:
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(box, boxes.MarginBox):
            _set_aside(builder(box, parent, pdf, page, nums, *others), pdf, page, nums)
            return
        for element in builder(box, parent, pdf, page, nums, *others):
            _complete(element, box)
            yield element

    vars(build)["wrapped"] = builder
    return build


def _set_aside(tree: _Tree, pdf: Any, page: int, nums: dict[int, Any]) -> None:
    """A page's head or foot is no content (ISO 14289-1, 7.8): its marks are kept out of the tree, and remembered."""
    before = set(nums)
    for _ in tree:
        pass
    marks = set(nums) - before
    nums.update(dict.fromkeys(marks, b"null"))
    vars(pdf).setdefault("artifacts", {}).setdefault(page, set()).update(marks)


def _complete(element: Any, box: Any) -> None:
    if box.element is None or box.element_tag in _ROOTS:
        return
    language = box.element.get("lang")
    if language and box.element_tag == box.element.tag:
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/TH":
        element["A"]["Scope"] = _SCOPES.get(box.element.get("scope", ""), "/Column")


def finish_tags(document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: heads and feet become artifacts, and a link to a heading says the heading."""
    objects = {made.number: made for made in pdf.objects}
    for page, marks in vars(pdf).pop("artifacts", {}).items():
        contents = objects[_number(objects[_number(pdf.page_references[page])]["Contents"])]
        _unmark(contents.stream, marks)
    titles = dict(_titles(document.pages))
    for made in pdf.objects:
        if isinstance(made, dict) and made.get("Subtype") == "/Link" and "Dest" in made:
            title = titles.get(made["Dest"].string)
            made["Contents"] = pydyf.String(title) if title else made["Contents"]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _unmark(stream: list[Any], marks: set[int]) -> None:
    for index, token in enumerate(stream):
        if isinstance(token, pydyf.Dictionary) and token.get("MCID") in marks:
            stream[index - 1], stream[index], stream[index + 1] = "/Artifact", "", "BMC"


def _titles(pages: list[Any]) -> Iterator[tuple[str, str]]:
    """Each anchor that stands where a bookmark does, with the bookmark's title."""
    for page in pages:
        by_place = {point: label for _, label, point, _ in page.bookmarks}
        for name, (x, y, *_) in page.anchors.items():
            if (x, y) in by_place:
                yield name, by_place[x, y]
