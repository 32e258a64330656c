"""Compile a part's XML to Jinja source: join split tags, lift `{%p %}`, `{%tr %}` and the like, record places.

Each tag of the source begins a line, by a line feed inside the tag, so that Jinja's line numbers lead back to the place
in the template and nothing is added to the text.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import pairwise
from typing import Any, cast

from lxml import etree

from docgen.engines.office.dialect import Counted, Dialect
from docgen.errors import Finding
from docgen.ooxml.names import Element
from docgen.templating import INSIDE, TAG

OWN = "urn:docgen"
IS_MARKUP = "dg_markup"
"""The test of an engine's environment for a macro's markup."""
LIFTED = re.compile(r"\{([%#])(-?)(p|tr|tc|r)\s++((?:(?!\{[%#]).)*?)[%#]\}", re.DOTALL)
BLOCKS = re.compile(rf"\{{\{{-?p\s++({INSIDE})-?\}}\}}", re.DOTALL)
PRINTED = re.compile(rf"\{{\{{-?({INSIDE})-?\}}\}}", re.DOTALL)
_OF_RUNS = re.compile(rf"(\{{[{{%#]-?r\s++{INSIDE}[}}%#]\}})", re.DOTALL)
_LIFTED_VALUE = re.compile(rf"\{{\{{(-?)(r|tr|tc)\s++({INSIDE})\}}\}}", re.DOTALL)
_COMMENT = "{#"
_UNCLOSED = re.compile(r"\{\{|\{%")
_RAW = re.compile(rf'<dg:raw xmlns:dg="{OWN}"(?:/>|>(.*?)</dg:raw>)', re.DOTALL)
_NUMBER = re.compile("\ufdd0(\\d+)\ufdd1")
_TRIMS, _TRIMS_BEFORE = re.compile(r"\{[{%#]-|-[}%#]\}"), re.compile(r"\s*\{[{%#]-")
_TRIMS_AFTER = re.compile(r"-[}%#]\}\s*$")
_OPENING = re.compile(r"\{[{%#][-+]?")
_OWN_FILTER = re.compile(r"\{\{ \(((?:(?!\{\{ \().)*?) ?\)\|dg_\w+(?:\(\d+\))? \}\}")
_FILTER_BLOCK = re.compile(r"^(\{%-?\s*+filter\s++(?!dg_filled_table)\S.*[^\s-])\s*(-?%\})$", re.DOTALL)
_RAW_BLOCK = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_BRACE = re.compile(r"\{(?=[{%#])")
_LITERAL = {"{_{": "{{ '{{' }}", "}_}": "{{ '}}' }}", "{_%": "{{ '{%' }}", "%_}": "{{ '%}' }}"}
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\n": " ", "\r": " "})


@dataclass(slots=True)
class Source:
    """Jinja source of one or more parts, the places of its lines, findings about the template, and notices for lint."""

    dialect: Dialect
    text: str = ""
    findings: list[Finding] = field(default_factory=list[Finding])
    notices: list[Finding] = field(default_factory=list[Finding])
    _places: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    _lines: dict[int, tuple[str, str, str]] = field(default_factory=dict[int, tuple[str, str, str]])

    def number(self, root: Element, where: str) -> None:
        """Join the split tags of the tree `root` and record their places; `where` names the part."""
        for paragraph in root.iter(self.dialect.paragraph):
            join_tags(paragraph, self.dialect)
            take_breaks(paragraph, self.dialect)
        counted: Counted = {}
        for element in list(root.iter(self.dialect.paragraph, *self.dialect.properties)):
            self._number_element(element, where, counted)

    def lift(self, root: Element) -> None:
        """Replace the elements of `{%p %}`, `{%tr %}`, `{%tc %}`, `{%r %}` by the tags; add findings for lost text."""
        self._check_lost(root)
        for text in list(root.iter(self.dialect.text)):
            if _OF_RUNS.search(text.text or ""):
                _split_run(text, self.dialect)
        for number, text in enumerate(list(root.iter(self.dialect.text))):
            _lift_value(text, self.dialect, f"dg_value_{number}")
            for kind in dict.fromkeys(found[2] for found in LIFTED.findall(text.text or "")):
                _lift_to(text, kind, self.dialect)

    def plain(self, root: Element, where: str) -> None:
        """Make tags in attributes, and in text outside runs, print plain text."""
        for element in root.iter(etree.Element):
            for name, value in element.attrib.items():
                if "{{" in str(value) and "|dg_" not in str(value):
                    element.set(name, self._plain(str(value), where))
            if element.tag not in {self.dialect.text, f"{{{OWN}}}raw"} and element.text and "{" in element.text:
                element.text = self._plain(element.text, where)

    def _plain(self, text: str, where: str) -> str:
        marked = text if "\ufdd0" in text else _numbered(text, self.note(where))
        return PRINTED.sub(lambda found: f"{{{{ ({found.group(1)})|dg_plain }}}}", marked)

    def add(self, root: Element, before: str = "", after: str = "") -> None:
        """Append the tree `root`, which is numbered and lifted, between two pieces of source."""
        text = etree.tostring(root, encoding="unicode")
        self.add_text(before + _RAW.sub(lambda found: found.group(1) or "", text) + after)

    def add_text(self, text: str) -> None:
        """Append source whose tags are XML-escaped."""
        line = 1 + self.text.count("\n")
        pieces: list[str] = []
        end = 0
        before = ""
        for found in TAG.finditer(text):
            between = _literal(text[end : found.start()])
            tag, own, written = self._finished(found.group(0))
            before = place = own or before
            line += between.count("\n") + tag.count("\n")
            compiled = _OWN_FILTER.sub(r"{{ \1 }}", " ".join(tag.split()))
            self._lines[line] = (place, written or compiled, compiled)
            pieces += (between, tag)
            end = found.end()
        self.text += "".join((*pieces, _literal(text[end:])))

    def place_of(self, line: int) -> tuple[str, str]:
        """The place and the tag of source line `line`; empty before the first tag."""
        known = [number for number in self._lines if number <= line]
        return self._lines[max(known)][:2] if known else ("", "")

    def tags(self) -> Iterator[tuple[str, str, str]]:
        """Each tag's place, the tag as written, and as compiled, in the order of the source."""
        return (self._lines[line] for line in sorted(self._lines))

    def note(self, place: str, written: str = "") -> str:
        """A mark with `place`, to put into a tag outside of paragraphs; messages show the tag as `written`."""
        self._places.append((place, written))
        return f"\ufdd0{len(self._places) - 1}\ufdd1"

    def report(self, key: str, tag: str, /, **values: Any) -> None:
        """Add the finding of message `key` at the place of `tag`, which is numbered; so may the values be."""
        clean = {name: without_marks(value) if isinstance(value, str) else value for name, value in values.items()}
        finding = Finding.of(key, **cast("dict[str, Any]", clean))
        self.findings.append(replace(finding, place=self._place_of_tag(tag)))

    def sort_findings(self) -> None:
        """Put the findings into the order of their places."""
        order = {place: number for number, (place, _) in reversed(list(enumerate(self._places)))}
        self.findings.sort(key=lambda finding: order.get(finding.place, -1))

    def note_again(self, tag: str) -> str:
        """A mark with the place of `tag`, which is numbered, for what it is compiled to; messages show `tag`."""
        return self.note(self._place_of_tag(tag), " ".join(without_marks(tag).split()))

    def _place_of_tag(self, tag: str) -> str:
        marked = _NUMBER.search(tag)
        return self._places[int(marked.group(1))][0] if marked else ""

    def _finished(self, tag: str) -> tuple[str, str, str]:
        marked = _NUMBER.search(tag)
        place, written = self._places[int(marked.group(1))] if marked else ("", "")
        clean = _FILTER_BLOCK.sub(r"\1|dg_written \2", unescape(_NUMBER.sub("", tag)).translate(QUOTES))
        return _OPENING.sub(lambda found: found.group(0) + "\n", clean, count=1), place, written

    def _number_element(self, element: Element, where: str, counted: Counted) -> None:
        is_paragraph = element.tag == self.dialect.paragraph
        content = self.dialect.text_of(element) if is_paragraph else "".join(str(v) for v in element.attrib.values())
        if not (TAG.search(content) or "{{" in content or "{%" in content or "{#" in content):
            return
        mark = self.note(", ".join((where, *self.dialect.path(element, counted))))
        rest = TAG.sub("", _RAW_BLOCK.sub("", content))
        if is_paragraph and _COMMENT in rest:
            self.report("template.syntax:comment", mark, text=rest[rest.index(_COMMENT) :][:60])
            for item in self.dialect.texts(element):
                item.text = _without_open_comments(item.text or "")
        stray = _UNCLOSED.search(rest)
        if stray:
            self.report("template.syntax:unclosed", mark, text=rest[stray.start() :][:60])
        if is_paragraph:
            for item in self.dialect.texts(element):
                item.text = _numbered(_without_raw_blocks(item.text or ""), mark)
        else:
            for name, value in element.attrib.items():
                element.set(name, _numbered(str(value), mark))

    def _check_lost(self, root: Element) -> None:
        """Add findings for text in a paragraph or row that a lifted tag replaces."""
        for paragraph in root.iter(self.dialect.paragraph):
            text = self.dialect.text_of(paragraph)
            if _lifts(text, "p") or BLOCKS.search(text):
                self._check_alone(BLOCKS.sub("", text), "template.lost:paragraph", text)
        for kind, tag in (("tr", self.dialect.row), ("tc", self.dialect.cell)):
            for holder in root.iter(tag):
                paragraphs = [p for p in holder.iter(self.dialect.paragraph) if next(p.iterancestors(tag)) is holder]
                text = "".join(self.dialect.text_of(paragraph) for paragraph in paragraphs)
                if _lifts(text, kind):
                    self._check_alone(text, "template.lost:row" if kind == "tr" else "template.lost:cell", text)

    def _check_alone(self, text: str, key: str, tag: str) -> None:
        lost = _NUMBER.sub("", LIFTED.sub("", text)).strip()
        if lost:
            self.report(key, tag, text=lost[:80])


def _lifts(text: str, kind: str) -> bool:
    """Whether a tag of `text` replaces its element; a comment is there to take it out with all that it holds."""
    return any(found[0] == "%" and found[2] == kind for found in LIFTED.findall(text))


def without_marks(text: str) -> str:
    """`text` without the marks of places."""
    return _NUMBER.sub("", text)


def _numbered(text: str, mark: str) -> str:
    def marked(found: re.Match[str]) -> str:
        tag = found.group(0)
        if tag.startswith("{#") and not LIFTED.match(tag):
            return ""
        end = len(tag) - (3 if tag[-3] == "-" else 2)
        return tag[:end] + mark + tag[end:]

    return TAG.sub(marked, text) if "{" in text else text


def _without_open_comments(text: str) -> str:
    """`text` without the signs that begin a comment outside of tags, which Jinja would read to the end of the part."""
    pieces = TAG.split(text)
    return "".join(
        piece.replace(_COMMENT, "{ #") + tag for piece, tag in zip(pieces, [*TAG.findall(text), ""], strict=True)
    )


def _without_raw_blocks(text: str) -> str:
    """`text` with braces between `{% raw %}` and `{% endraw %}` as expressions, so that they aren't tags."""
    if "endraw" not in text:
        return text
    return _RAW_BLOCK.sub(lambda found: _BRACE.sub("{{ '{' }}", found.group(1)), text)


def _literal(text: str) -> str:
    """Text between tags; `{_{` and the like, docxtpl's escapes, print as braces."""
    if "_" in text:
        for written, meant in _LITERAL.items():
            text = text.replace(written, meant)
    return text


def join_tags(paragraph: Element, dialect: Dialect) -> None:
    """Move each tag that is split over runs into the run where it begins."""
    texts = dialect.texts(paragraph)
    text = "".join(item.text or "" for item in texts)
    if len(texts) < 2 or "{" not in text:
        return
    owner: list[int] = [i for i, item in enumerate(texts) for _ in item.text or ""]
    inside = list(paragraph.iter(etree.Element))
    places = {item: number for number, item in enumerate(inside)}
    for match in TAG.finditer(text):
        first, last = owner[match.start()], owner[match.end() - 1]
        owner[match.start() : match.end()] = [first] * (match.end() - match.start())
        for item in inside[places[texts[first]] + 1 : places[texts[last]]]:
            if item.tag in dialect.breaks:
                item.getparent().remove(item)  # type: ignore[union-attr]
    joined: list[list[str]] = [[] for _ in texts]
    for char, own in zip(text, owner, strict=True):
        joined[own].append(char)
    for item, chars in zip(texts, joined, strict=True):
        item.text = "".join(chars)


def take_breaks(paragraph: Element, dialect: Dialect) -> None:
    """Remove the line breaks that a `-` in a tag is next to, as it removes a line feed in a text."""
    if "-" not in (text := dialect.text_of(paragraph)) or not _TRIMS.search(text):
        return
    items = [item for item in paragraph.iter(dialect.text, *dialect.line_breaks) if _is_of(item, paragraph, dialect)]
    for before, after in pairwise(items):
        if before.tag == dialect.text and _TRIMS_AFTER.search(before.text or "") and _is_break(after, dialect):
            _remove(after)
        elif after.tag == dialect.text and _TRIMS_BEFORE.match(after.text or "") and _is_break(before, dialect):
            _remove(before)


def _is_of(item: Element, paragraph: Element, dialect: Dialect) -> bool:
    return next(item.iterancestors(dialect.paragraph), None) is paragraph


def _is_break(item: Element, dialect: Dialect) -> bool:
    """Whether an element is a line break; a page break has a type."""
    return item.tag in dialect.line_breaks and not any(str(name).endswith("}type") for name in item.attrib)


def _remove(item: Element) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)


def raw(text: str) -> Element:
    """An element that becomes `text` in the source."""
    element = etree.Element(f"{{{OWN}}}raw", nsmap={"dg": OWN})
    element.text = text
    return element


def _lift_to(text: Element, kind: str, dialect: Dialect) -> None:
    target = next(text.iterancestors(dialect.lifted(kind)), None)
    parent = target.getparent() if target is not None else None
    if target is None or parent is None:
        return
    tags = "".join(
        f"{{%{dash} {inner}%}}"
        for item in target.iter(dialect.text)
        for mark, dash, which, inner in LIFTED.findall(item.text or "")
        if which == kind and mark == "%"
    )
    raws = "".join(item.text or "" for item in target.iter(f"{{{OWN}}}raw"))
    made = raw(raws + tags)
    made.tail = target.tail
    parent.replace(target, made)


def _lift_value(text: Element, dialect: Dialect, name: str) -> None:
    """Replace the element of `{{tr x }}`, `{{tc x }}` or `{{r x }}` by `x` if that is a macro's markup."""
    found = _LIFTED_VALUE.search(text.text or "")
    target = next(text.iterancestors(dialect.lifted(found.group(2))), None) if found else None
    parent = target.getparent() if target is not None else None
    if found is None or target is None or parent is None:
        return
    printed = _LIFTED_VALUE.sub(f"{{{{ {name} }}}}", text.text or "", count=1)
    text.text = _LIFTED_VALUE.sub(r"{{\1\3}}", printed)
    at = parent.index(target)
    condition = f"{{% set {name} = ({found.group(3)}) %}}{{% if {name} is {IS_MARKUP} %}}{{{{ {name} }}}}{{% else %}}"
    parent.insert(at, raw(condition))
    after = raw("{% endif %}")
    after.tail, target.tail = target.tail, None
    parent.insert(at + 2, after)


def _split_run(text: Element, dialect: Dialect) -> None:
    """Split the run of `text` so that each tag of a run is in its own run, in the same format."""
    run = next(text.iterancestors(dialect.run))
    parent = run.getparent()
    assert parent is not None  # noqa: S101
    children = [child for child in run if not str(child.tag).endswith("}rPr")]
    at = children.index(text)
    groups: list[list[Element]] = [children[:at]]
    for piece in _OF_RUNS.split(text.text or ""):
        copied = deepcopy(text)
        copied.text, copied.tail = piece, None
        groups.append([copied] if piece else [])
    groups.append(children[at + 1 :])
    place = parent.index(run)
    properties = [child for child in run if child not in children]
    for number, group in enumerate(group for group in groups if group):
        made = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
        made.extend([*(deepcopy(item) for item in properties), *group])
        parent.insert(place + number, made)
    parent.remove(run)
