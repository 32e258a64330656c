"""Count what a person reads in the built-in Word and PowerPoint templates, and fail over the limits set here.

    tools/readability.py [docx | pptx]

Columns: all tags; those in hidden text (markers, in Word); tags with a label; expressions beyond a name with one
filter, a plain loop and a plain condition, alternative texts aside; the share of words and titles among the visible
characters. Of a tag, braces, spaces, dots and `?` aren't counted; titles in it are readable, all else is not.
"""

import argparse
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from lxml import etree
from pydantic import BaseModel
from templates.tags import ITEMS, LOOPS

from docgen.annotations import models_in, nested_models
from docgen.display import display_fields
from docgen.field_sheet import FieldSheet
from docgen.ooxml.names import A, Element, W, w
from docgen.schemas import KINDS, model_for
from docgen.titles.lookup import Titles, titled_fields
from docgen.titles.names import TemplateNames

FOLDER = Path(__file__).parents[1] / "templates"
PARTS = re.compile(r"word/(document|header\d+|footer\d+)\.xml|ppt/(slides|notesSlides)/\w+\.xml")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
NAME = r"[a-z_]\w*(?:\.[a-z_]\w*)*"
FILTER = rf"{NAME}(?:\([^()]*\))?"
MARKED = r"(?:p|tr|tc|row|rows|column|para|table|section|block|shape|slide)?\s*"
PLAIN = (
    re.compile(rf"{MARKED}(?:else|end\w*|set \w+ = {NAME})"),
    re.compile(rf"{MARKED}if (?:not )?(?P<name>.+)"),
    re.compile(rf"{MARKED}for \w+ in (?P<name>.+?)(?: first \d+)?(?: (?:by|across) \d+)?"),
)


@dataclass(frozen=True)
class Limits:
    """The most tags, hidden tags, labels and complex expressions of a template, and its least readable share."""

    tags: int = 1000
    hidden: int = 1000
    labels: int = 0
    beyond: int = 0
    share: float = 0


LIMITS = (
    ("docx/*/proposal.*", Limits(tags=380, hidden=120, share=0.9)),
    ("docx/*", Limits(tags=240, hidden=90, share=0.9)),
    ("pptx/*/proposal.*", Limits(tags=420, share=0.6)),
    ("pptx/*", Limits(tags=310, share=0.6)),
)
"""The first whose pattern fits a template's path holds for it."""


@dataclass(frozen=True)
class Counts:
    """What a template holds; the characters are those that a person sees without braces and spaces."""

    tags: int
    hidden: int
    labels: int
    beyond: int
    readable: int
    visible: int

    @property
    def share(self) -> float:
        """The readable share, 1 of a template without text."""
        return self.readable / self.visible if self.visible else 1.0

    def over(self, limits: Limits) -> list[str]:
        """The names of the limits that are broken."""
        most = ("tags", "hidden", "labels", "beyond")
        found = [name for name in most if getattr(self, name) > getattr(limits, name)]
        return [*found, "share"] if self.share < limits.share else found


def count(data: Path) -> Counts:
    """Count the text of a template's pages, slides, notes, heads and feet, and the alternative texts."""
    shown, hidden, alternative = "", "", ""
    with zipfile.ZipFile(data) as archive:
        for name in sorted(filter(PARTS.fullmatch, archive.namelist())):
            root = etree.fromstring(archive.read(name))
            for text, is_hidden in _texts(root):
                shown, hidden = (shown, hidden + text) if is_hidden else (shown + text, hidden)
            alternative += "\n".join(item.get("descr", "") for item in root.iter("{*}docPr", "{*}cNvPr"))
    written = TAG.findall(shown + hidden)
    tags = written + TAG.findall(alternative)
    words = _characters(TAG.sub("", shown))
    values = [_value_characters(tag) for tag in TAG.findall(shown)]
    return Counts(
        tags=len(tags),
        hidden=len(TAG.findall(hidden)),
        labels=sum(len(re.findall(r"\b(?:label|head)\(", tag)) for tag in tags),
        beyond=sum(not is_plain(tag) for tag in written),
        readable=words + sum(readable for readable, _ in values),
        visible=words + sum(every for _, every in values),
    )


def _texts(root: Element) -> Iterator[tuple[str, bool]]:
    """The text of each paragraph and whether it is hidden, in pieces; a paragraph ends with a line feed."""
    for paragraph in root.iter(w("p"), f"{{{A}}}p"):
        for text in paragraph.iter(w("t"), f"{{{A}}}t"):
            if next(text.iterancestors(w("p"), f"{{{A}}}p")) is paragraph:
                yield text.text or "", _is_hidden(text)
        yield "\n", False


def _is_hidden(text: Element) -> bool:
    run = text.getparent()
    return run is not None and run.find(f"{{{W}}}rPr/{{{W}}}vanish") is not None


def is_plain(tag: str) -> bool:
    """Whether a tag is a name or title with at most one filter, a plain loop or a plain condition."""
    if tag.startswith("{{"):
        path, filter_ = _value_parts(tag)
        return _is_path(path) and (not filter_ or bool(re.fullmatch(FILTER, filter_)))
    inner = tag[2:-2].strip().strip("-+").strip()
    found = next((match for pattern in PLAIN if (match := pattern.fullmatch(inner))), None)
    return found is not None and ("name" not in found.groupdict() or _is_path(found["name"]))


def _value_parts(tag: str) -> tuple[str, str]:
    """The path and the filter of a printed value."""
    path, _, filter_ = tag[2:-2].strip().strip("-+").strip().removeprefix("p ").partition("|")
    return path.strip().removesuffix("?"), filter_.strip()


def _is_path(text: str) -> bool:
    return _steps(text) is not None


def _steps(text: str) -> list[str] | None:
    """The steps of a path that aren't titles, which are left out; None if it is no path of names and titles."""
    name = re.match(rf"(?:[a-z_][a-z0-9_]*|[{''.join(LOOPS)}])(?=\.|\Z)", text)
    title = max((known for known in titles() if text.startswith(known)), key=len, default="")
    for step, is_title in ((name[0] if name else "", False), (title, True)):
        rest = text[len(step) :]
        if step and (not rest or rest[0] == "."):
            further = _steps(rest[1:]) if rest else []
            if further is not None:
                return further if is_title else [step, *further]
    return None


@cache
def titles() -> frozenset[str]:
    """The titles of all fields, and the names of texts in a list."""
    entries = (shape.model for name, shape in Titles.of("").names().items() if name != "doc")
    models: list[type[BaseModel]] = [
        TemplateNames,
        FieldSheet,
        *(model_for(kind) for kind in KINDS),
        *filter(None, entries),
    ]
    for model in models:  # it grows
        shown = (models_in(display.annotation) for display in display_fields(model).values())
        for inner in (*nested_models(model), *(inner for found in shown for inner in found)):
            if inner not in models:
                models.append(inner)
    found = {title for model in models for _, *both in titled_fields(model) for title in both}
    return frozenset(found | set(ITEMS.values()))


def _value_characters(tag: str) -> tuple[int, int]:
    """The readable and all characters of a visible tag, without its signs."""
    if tag.startswith("{{"):
        path, filter_ = _value_parts(tag)
        return _title_characters(path), _characters(path.replace(".", "")) + _characters(filter_)
    inner = tag.strip("{}% ")
    found = next((match for pattern in PLAIN if (match := pattern.fullmatch(inner))), None)
    path = found.groupdict().get("name") if found else None
    return _title_characters(path) if path else 0, _characters(inner.replace(".", ""))


def _title_characters(path: str) -> int:
    """The characters of a path's titles."""
    names = _steps(path)
    return 0 if names is None else _characters(path.replace(".", "")) - _characters("".join(names))


def _characters(text: str) -> int:
    return len(re.sub(r"\s", "", text))


def _limits_of(path: str) -> Limits:
    return next(limits for pattern, limits in LIMITS if fnmatch(path, pattern))


def report(formats: Sequence[str]) -> int:
    """Print a line for each template; the number of those over a limit."""
    failed = 0
    print(f"{'':34} {'tags':>5} {'hidden':>6} {'labels':>6} {'beyond':>6} {'readable':>8}")
    for path in sorted(path for name in formats for path in (FOLDER / name).rglob(f"*.{name}")):
        name, found = path.relative_to(FOLDER).as_posix(), count(path)
        over = found.over(_limits_of(name))
        failed += bool(over)
        figures = f"{found.tags:5} {found.hidden:6} {found.labels:6} {found.beyond:6} {found.share:8.0%}"
        print(f"{name:34} {figures}{'  over: ' + ', '.join(over) if over else ''}")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description="Count what a person reads in the built-in templates.")
    parser.add_argument("format", nargs="?", choices=("docx", "pptx"), help="the format to count; by default both")
    chosen = parser.parse_args().format
    return 1 if report([chosen] if chosen else ["docx", "pptx"]) else 0


if __name__ == "__main__":
    sys.exit(main())
