"""Turns what WeasyPrint leaves out of the tags into tags: languages, scopes, names of links, levels of headings.

What stands in a page's margins becomes an artifact, and a link within a link, which WeasyPrint makes of each element
in it, none.
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
_INLINE = frozenset({"/Span", "/NonStruct"})
_CELLS = frozenset({"/TH", "/TD"})
_LEVELS = {f"/H{level}": level for level in range(1, 7)}
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
        if box.link_annotation and box.element_tag != "a" and _is_in_link(parent, pdf):
            vars(pdf).setdefault("dropped", set()).add(box.link_annotation.reference)
            box.link_annotation = None
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


def _is_in_link(element: Any, pdf: Any) -> bool:
    while element["S"] in _INLINE:
        element = pdf.objects[_number(element["P"])]
    return bool(element["S"] == "/Link")


def _complete(element: Any, box: Any) -> None:
    if box.element is None or box.element_tag in _ROOTS:
        return
    language = box.element.get("lang")
    if language and box.element_tag == box.element.tag:
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/TH":
        element["A"]["Scope"] = _SCOPES.get(box.element.get("scope", ""), "/Column")


def finish_tags(document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: heads and feet become artifacts, links say where they lead, no heading skips a level."""
    own = vars(pdf)
    dropped: set[bytes] = own.pop("dropped", set())
    artifacts: dict[int, set[int]] = own.pop("artifacts", {})
    for number, reference in enumerate(pdf.page_references):
        page = pdf.objects[_number(reference)]
        if "Annots" in page:
            page["Annots"] = pydyf.Array([note for note in page["Annots"] if note not in dropped])
        _unmark(pdf.objects[_number(page["Contents"])].stream, artifacts.get(number, set()))
    titles = dict(_titles(document.pages))
    for made in pdf.objects:
        if isinstance(made, dict) and made.get("Subtype") == "/Link" and "Dest" in made:
            title = titles.get(made["Dest"].string)
            made["Contents"] = pydyf.String(title) if title else made["Contents"]
        elif isinstance(made, dict) and made.get("S") in _CELLS:
            _scoped_only(made)
    _level(pdf.objects[_number(pdf.catalog["StructTreeRoot"])], pdf, 0)


def _scoped_only(cell: Any) -> None:
    """A head's scope says whose head it is; WeasyPrint's identifiers say it again, in figures that look like data."""
    cell.pop("ID", None)
    cell["A"].pop("Headers", None)
    if len(cell["A"]) == 1:
        del cell["A"]


def _level(element: Any, pdf: Any, level: int) -> int:
    """Let each heading be at most one level below the one before it (7.4.2); the level at the element's end."""
    kind = _LEVELS.get(element.get("S"))
    if kind:
        level = min(kind, level + 1)
        element["S"] = f"/H{level}"
    for kid in element.get("K", []):
        inside = pdf.objects[_number(kid)] if isinstance(kid, bytes) else None
        if isinstance(inside, dict) and "K" in inside:
            level = _level(inside, pdf, level)
    return level


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
