"""Finishers that make WeasyPrint's output conform to PDF/UA-1 (ISO 14289-1) and PDF/A-3 (ISO 19005-3).

Tags that WeasyPrint leaves out are added: languages, scopes, contents, names of links, heading levels. The content of
page margins, and leaders up to a page number, become artifacts; a link within a link, which WeasyPrint makes of each
element in it, is dropped. WeasyPrint builds the structure tree from its boxes with one private function, the only place
where box and structure element meet; it is wrapped here, once.

PDF/A-3 takes an output intent that defines the colours, printed annotations, no interpolation of pictures, and attached
files with their relationship to the document; the fonts are embedded anyway.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docgen.engines.pdf.weasyprint.names import (
    BUILD_BOX_TREE,
    SRGB_PROFILE,
    Attachment,
    boxes,
    placed_box,
    pydyf,
    replace_once,
)

_SCOPES = {"row": "/Row", "rowgroup": "/Row"}
_ROOTS = frozenset({"html", "body"})
_INLINE = frozenset({"/Span", "/NonStruct"})
_CELLS = frozenset({"/TH", "/TD"})
_LEVELS = {f"/H{level}": level for level in range(1, 7)}
_CONTENTS = {"/L": "/TOC", "/LI": "/TOCI"}
_MARK = re.compile(rb"/\w+\n<</MCID (\d+)>>\nBDC")
_Tree = Iterator[Any]
_DATA_NAME = "data.json"
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
_PRINTED = 4
_COMPONENTS, _CONDITION = 3, "sRGB IEC61966-2.1"


def install() -> None:
    """Wrap WeasyPrint's builder of structure elements; a second call changes nothing."""
    replace_once(BUILD_BOX_TREE, _wrap)


def _wrap(builder: Any) -> Any:
    def build(box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, Any], *others: Any) -> _Tree:
        box = placed_box(box)
        if isinstance(box, boxes.MarginBox):
            _set_aside(builder(box, parent, pdf, page, nums, *others), pdf, page, nums)
            return
        if box.link_annotation and box.element_tag != "a" and _is_in_link(parent, pdf):
            vars(pdf).setdefault("dropped", set()).add(box.link_annotation.reference)
            box.link_annotation = None
        if box.is_leader:
            _drop_marks(box, pdf, page, nums, others[-1])
            return
        for element in builder(box, parent, pdf, page, nums, *others):
            _complete(element, box)
            if box.element_tag == "nav":
                vars(pdf).setdefault("contents", []).append(element)
            yield element

    return build


def _set_aside(tree: _Tree, pdf: Any, page: int, nums: dict[int, Any]) -> None:
    """Keep the marks of a page's header or footer out of the tree: they are artifacts (ISO 14289-1, 7.8)."""
    before = set(nums)
    for _ in tree:
        pass
    marks = set(nums) - before
    nums.update(dict.fromkeys(marks, b"null"))
    _artifacts(pdf, page).update(marks)


def _drop_marks(box: Any, pdf: Any, page: int, nums: dict[int, Any], tags: dict[Any, Any]) -> None:
    for inside in box.descendants():
        if inside in tags:
            mark = tags.pop(inside)["mcid"]
            nums[mark] = b"null"
            _artifacts(pdf, page).add(mark)


def _artifacts(pdf: Any, page: int) -> set[int]:
    return vars(pdf).setdefault("artifacts", {}).setdefault(page, set())


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
    if element["S"] == "/Link":
        _complete_link(element, box)
    if element["S"] == "/TH":
        element["A"]["Scope"] = _SCOPES.get(box.element.get("scope", ""), "/Column")


def _complete_link(element: Any, box: Any) -> None:
    """Set the `Contents` of a link inside the document to its text; `finish_tags` replaces it by the heading there."""
    note = box.link_annotation
    if not note:
        element["S"] = "/Span"
    elif "Dest" in note:
        text = "".join(inside.text for inside in box.descendants() if isinstance(inside, boxes.TextBox)).strip()
        note["Contents"] = pydyf.String(text) if text else note["Contents"]


def finish_tags(document: Any, pdf: Any) -> None:
    """WeasyPrint's finisher: headers and footers as artifacts, descriptions of links, heading levels without gaps."""
    own = vars(pdf)
    dropped: set[bytes] = own.pop("dropped", set())
    artifacts: dict[int, set[int]] = own.pop("artifacts", {})
    for number, reference in enumerate(pdf.page_references):
        page = pdf.objects[_number(reference)]
        if "Annots" in page:
            page["Annots"] = pydyf.Array([note for note in page["Annots"] if note not in dropped])
        _unmark(pdf.objects[_number(page["Contents"])].stream, artifacts.get(number, set()))
    for nav in own.pop("contents", ()):
        _tag_contents(nav, pdf)
    titles = dict(_titles(document.pages))
    for made in pdf.objects:
        if isinstance(made, dict) and made.get("Subtype") == "/Link" and "Dest" in made:
            title = titles.get(made["Dest"].string)
            made["Contents"] = pydyf.String(title) if title else made["Contents"]
        elif isinstance(made, dict) and made.get("S") in _CELLS:
            _scoped_only(made)
    _level(pdf.objects[_number(pdf.catalog["StructTreeRoot"])], pdf, 0)


def _scoped_only(cell: Any) -> None:
    """Drop `ID` and `Headers` of cells: the scope suffices, and their figures look like data."""
    cell.pop("ID", None)
    cell["A"].pop("Headers", None)
    if len(cell["A"]) == 1:
        del cell["A"]


def _tag_contents(element: Any, pdf: Any) -> None:
    """Tag lists in a `nav` as tables of contents, with a reference in each item (ISO 32000-1, 14.8.4.3)."""
    for kid in _kids(element, pdf):
        if kid["S"] == "/LBody":
            kid["S"] = "/Reference" if any(inside["S"] == "/Link" for inside in _kids(kid, pdf)) else "/P"
        kid["S"] = _CONTENTS.get(kid["S"], kid["S"])
        _tag_contents(kid, pdf)


def _kids(element: Any, pdf: Any) -> Iterator[Any]:
    for kid in element["K"]:
        inside = pdf.objects[_number(kid)] if isinstance(kid, bytes) else None
        if isinstance(inside, dict) and "K" in inside:
            yield inside


def _level(element: Any, pdf: Any, level: int) -> int:
    """Limit each heading to one level below the one before it (7.4.2); returns the level at the element's end."""
    kind = _LEVELS.get(element.get("S"))
    if kind:
        level = min(kind, level + 1)
        element["S"] = f"/H{level}"
    for kid in _kids(element, pdf):
        level = _level(kid, pdf, level)
    return level


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _unmark(stream: list[Any], marks: set[int]) -> None:
    if not marks:
        return
    for index, token in enumerate(stream):
        if isinstance(token, bytes) and b"/MCID" in token:  # a cached page
            stream[index] = _MARK.sub(lambda found: b"/Artifact\nBMC" if int(found[1]) in marks else found[0], token)
        elif isinstance(token, pydyf.Dictionary) and token.get("MCID") in marks:
            stream[index - 1], stream[index], stream[index + 1] = "/Artifact", "", "BMC"


def _titles(pages: list[Any]) -> Iterator[tuple[str, str]]:
    """Each anchor with the title of the first bookmark inside its box."""
    for page in pages:
        for name, (left, top, right, bottom) in page.anchors.items():
            inside = (title for _, title, (x, y), _ in page.bookmarks if left <= x <= right and top <= y <= bottom)
            title = next(inside, None)
            if title:
                yield name, title


def attachment(data: str) -> Any:
    """`data`, JSON, as WeasyPrint's attachment, with a date that the stamp replaces (see `pdf.stamp`)."""
    description = "What this document says, as data"
    return Attachment(string=data, name=_DATA_NAME, description=description, created=_UNDATED, modified=_UNDATED)


def finish_archive(_document: object, pdf: Any) -> None:
    """WeasyPrint's finisher: add what PDF/A-3 requires, remove what it forbids (6.2.3, 6.2.8.1, 6.3.2, 6.8)."""
    pictures = [made for made in pdf.objects if isinstance(made, pydyf.Stream)]
    for picture in pictures:
        if "Interpolate" in picture.extra:
            picture.extra["Interpolate"] = "false"
    for note in _of_type("/Annot", pdf):
        note["F"] = _PRINTED
    attached = list(_of_type("/Filespec", pdf))
    for file in attached:
        file["AFRelationship"] = "/Data"
    if attached:
        pdf.catalog["AF"] = pydyf.Array([file.reference for file in attached])
    pdf.catalog["OutputIntents"] = pydyf.Array([_intent(pdf)])


def _of_type(wanted: str, pdf: Any) -> Iterator[Any]:
    return (made for made in pdf.objects if isinstance(made, dict) and made.get("Type") == wanted)


def _intent(pdf: Any) -> Any:
    profile = pydyf.Stream([SRGB_PROFILE], pydyf.Dictionary({"N": _COMPONENTS}), compress=True)
    pdf.add_object(profile)
    return pydyf.Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": pydyf.String(_CONDITION),
            "Info": pydyf.String(_CONDITION),
            "DestOutputProfile": profile.reference,
        }
    )
