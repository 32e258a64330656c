"""Count what a person reads in the built-in Word and PowerPoint templates, and fail over the limits set here.

    tools/readability.py [docx | pptx]

Columns: all tags; those in hidden text (markers, in Word); tags with a label; expressions beyond a name with one
filter, a plain loop and a plain condition, alternative texts aside; the share of words and titles among the visible
characters. Of a tag, braces and spaces aren't counted; a title in it is readable, all else is not.
"""

import argparse
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from lxml import etree

from docgen.ooxml.names import A, Element, W, w

FOLDER = Path(__file__).parents[1] / "templates"
PARTS = re.compile(r"word/(document|header\d+|footer\d+)\.xml|ppt/(slides|notesSlides)/\w+\.xml")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
NAME = r"[a-z_]\w*(?:\.[a-z_]\w*)*"
TITLE = re.compile(r"[^\W\d_][^{}%|()\[\]'\"=<>+~*]*", re.DOTALL)
FILTER = rf"{NAME}(?:\([^()]*\))?"
MARKED = r"(?:p|tr|tc|row|rows|cell|para|table|section|block|shape|slide)?\s*"
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
    ("docx/*/proposal.*", Limits(tags=1000, beyond=200)),
    ("docx/*", Limits(tags=500, beyond=200)),
    ("pptx/*", Limits(labels=500, beyond=500)),
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
    titles = [_title_characters(tag) for tag in TAG.findall(shown)]
    return Counts(
        tags=len(tags),
        hidden=len(TAG.findall(hidden)),
        labels=sum(len(re.findall(r"\b(?:label|head)\(", tag)) for tag in tags),
        beyond=sum(not is_plain(tag) for tag in written),
        readable=words + sum(titles),
        visible=words + sum(_characters(tag.strip("{}% ")) for tag in TAG.findall(shown)),
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
    inner = tag[2:-2].strip().strip("-+").strip()
    if tag.startswith("{{"):
        return _is_value(inner.removeprefix("p ").strip())
    found = next((match for pattern in PLAIN if (match := pattern.fullmatch(inner))), None)
    return found is not None and ("name" not in found.groupdict() or _is_name(found["name"]))


def _is_value(text: str) -> bool:
    name, _, rest = text.partition("|")
    return _is_name(name.strip().removesuffix("?")) and (not rest or bool(re.fullmatch(FILTER, rest.strip())))


def _is_name(text: str) -> bool:
    if re.fullmatch(NAME, text):
        return True
    is_operation = re.search(r" (?:and|or|not|in|is|if|else) ", f" {text} ")
    return bool(TITLE.fullmatch(text)) and not is_operation


def _title_characters(tag: str) -> int:
    """The characters of a value's titles: the steps of its path that aren't names."""
    if not tag.startswith("{{"):
        return 0
    path = tag[2:-2].partition("|")[0].strip().removesuffix("?")
    if path.startswith("p ") or not _is_name(path):
        path = path.removeprefix("p ").strip()
    steps = path.split(".") if _is_name(path) else []
    return sum(_characters(step) for step in steps if not re.fullmatch(r"[a-z_]\w*", step, re.ASCII))


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
