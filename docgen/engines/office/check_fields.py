"""Turns the field codes of a Word part into findings about those that fetch, run, or hide what they do.

A field's code may be split over runs, hold other fields and be deleted text that a reader brings back; whatever stands
between a field's begin and its separator is read as one code. The words that may begin a code are listed: what is not
known to be harmless is refused (ECMA-376 part 1, 17.16.5 lists the fields).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from docgen.ooxml.names import Element

_HARMLESS = frozenset(
    (  # noqa: SIM905
        "= ADDRESSBLOCK ADVANCE ASK AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY CITATION COMMENTS "
        "COMPARE CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE FILLIN "
        "FORMCHECKBOX FORMDROPDOWN FORMTEXT FORMULA GREETINGLINE HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM "
        "MERGEBARCODE MERGEFIELD MERGEREC MERGESEQ NEXT NEXTIF NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF "
        "PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SET SHAPE SKIPIF STYLEREF SUBJECT SYMBOL "
        "TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE"
    ).split()
)
_FIRST_WORD = re.compile(r"[\s\"“”\\]*(=|[^\s\"“”\\=]*)")
_ADDRESS = re.compile(r"[\s\"“”]*HYPERLINK\s+(?!\\\w(?:\s|$))(?:[\"“](?P<quoted>[^\"”]*)|(?P<bare>\S+))", re.IGNORECASE)
_NESTED = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list[str])
    is_code: bool = True


def field_codes(root: Element) -> Iterator[str]:
    """The code of each field of a part, in the order in which they end; a field inside a code is one character."""
    waiting: list[_Field] = []
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}t", "{*}fldSimple"):
        name = etree.QName(element).localname
        if name == "fldSimple":
            yield _attribute(element, "instr")
        elif name != "fldChar":
            if waiting and waiting[-1].is_code:
                waiting[-1].code.append("".join(element.itertext()))
        else:
            yield from _step(waiting, _attribute(element, "fldCharType"))
    yield from ("".join(one.code) for one in waiting)


def _step(waiting: list[_Field], kind: str) -> Iterator[str]:
    """Begin, part or end a field of those that `waiting` holds; yields the code of one that ends."""
    if kind == "begin":
        if waiting and waiting[-1].is_code:
            waiting[-1].code.append(_NESTED)
        waiting.append(_Field())
    elif kind == "separate" and waiting:
        waiting[-1].is_code = False
    elif kind == "end" and waiting:
        yield "".join(waiting.pop().code)


def _attribute(element: Element, name: str) -> str:
    """An attribute by its local name; whichever namespace it claims, some reader takes it for Word's."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def wrong_with_field(code: str) -> str:
    """What is wrong with a field's code, in words; nothing if it is harmless."""
    found = _FIRST_WORD.match(code)
    word = found.group(1) if found else ""
    if "{%" in code or "{#" in code:
        return f"the field {_short(code)} holds a block tag; what is left of it can't be told"
    if "{{" in word or _NESTED in word:
        return f"the field {_short(code)} makes up what it does when it is opened"
    if word and word.upper() not in _HARMLESS:
        return f"the field {word[:40]!r} fetches or runs something, or is not known"
    return ""


def address_of_field(code: str) -> str:
    """Where a HYPERLINK field leads, or nothing."""
    found = _ADDRESS.match(code)
    return (found.group("quoted") or found.group("bare") or "") if found else ""


def _short(code: str) -> str:
    told = " ".join(code.split())
    return repr(told if len(told) <= 60 else f"{told[:59]}…")
