"""Rewrite titles of fields in the tags of Jinja source as names: `{{ 乙方.简称 }}` as `{{ doc.seller.short_name }}`.

The tags are read in order with a stack of blocks, so that a title is looked up among the loops around it. Names in
scope, functions, filters and Jinja's words win over titles. What is neither is left for Jinja to report, unless it can
only be a title. A figure printed by its title alone gets the filter of its field.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from docgen.formats import FORMATS
from docgen.templating import TAG, split_tag
from docgen.titles.expressions import Expression, Fault
from docgen.titles.lookup import Level, Titles
from docgen.titles.names import TemplateNames
from docgen.titles.shapes import UNKNOWN, Shape, shape_of

_STATEMENT = re.compile(r"(\w+)(\s*)(.*)", re.DOTALL)
_LOOP = re.compile(r"(\(?\s*(\w+(?:\s*,\s*\w+)*)\s*\)?\s+in\s+)(.*)", re.DOTALL)
_SET = re.compile(r"(\w+)\s*=(?!=)\s*", re.DOTALL)
_IN_WITH = re.compile(r"(?:\A|,)\s*(\w+)\s*=(?!=)\s*([\w.]+)\s*(?=,|\Z)")
_ARGUMENTS = re.compile(r"(\w*)\s*(?:\((.*?)\))?", re.DOTALL)
_IF = len("if")
_NAMES = frozenset(
    {"stamp", "industry", "language", "audience", "reads", "slide_total"}.union(
        *(known.functions for known in FORMATS.values())
    )
)
_BLOCKS = {"for", "if", "with", "macro", "call", "block", "filter", "set", "autoescape"}


@dataclass(slots=True)
class _Block:
    """An open block: its word, the names that it binds, and the item of a loop."""

    word: str
    names: dict[str, Shape] = field(default_factory=dict[str, Shape])
    item: Level | None = None


class Scopes:
    """The names and the loops' items at one place of a template."""

    def __init__(self, titles: Titles) -> None:
        """At the beginning of a part, with the document and the library's entries."""
        self.kind, self.document = titles.kind, titles.document
        self._blocks = [_Block("", titles.names())]

    def knows(self, name: str) -> bool:
        """Whether `name` is a name here, so that it isn't a title."""
        return name in _NAMES or name.startswith("dg_") or any(name in block.names for block in self._blocks)

    def shape(self, name: str) -> Shape:
        """What a name holds."""
        return next((block.names[name] for block in reversed(self._blocks) if name in block.names), UNKNOWN)

    @property
    def levels(self) -> list[Level]:
        """The values whose fields titles mean: the innermost loop's item first, then the document, then other names."""
        items = [block.item for block in reversed(self._blocks) if block.item is not None]
        document = [] if self.document is None else [Level("doc", self.document)]
        return [*items, *document, Level("", TemplateNames)]

    def open(self, word: str, names: dict[str, Shape] | None = None) -> None:
        """Enter a block that binds `names`."""
        self._blocks.append(_Block(word, names or {}))

    def open_loop(self, targets: list[str], item: Shape) -> None:
        """Enter a loop; titles mean the fields of its item, if it has one target."""
        names = dict.fromkeys(targets, UNKNOWN if len(targets) > 1 else item)
        self.open("for", {**names, "loop": UNKNOWN})
        if len(targets) == 1 and item.item_model is not None:
            self._blocks[-1].item = Level(targets[0], item.item_model, tuple(dict.fromkeys(item.titles)))

    def leave_items(self) -> None:
        """Pass to the `else` of the innermost block, where a loop has no item."""
        block = self._blocks[-1]
        if block.word == "for":
            block.names, block.item = {}, None

    def close(self) -> None:
        """Leave the innermost block."""
        if len(self._blocks) > 1:
            self._blocks.pop()

    @property
    def depth(self) -> int:
        """How many blocks are open."""
        return len(self._blocks) - 1

    def close_to(self, depth: int) -> None:
        """Leave blocks until `depth` are open."""
        del self._blocks[depth + 1 :]

    def assign(self, name: str, shape: Shape) -> None:
        """Bind a name in the innermost block that has names of its own."""
        next(block for block in reversed(self._blocks) if block.word != "if").names[name] = shape


def visit_tags(source: str, titles: Titles) -> Iterator[tuple[str, Scopes]]:
    """Each tag of `source` in order, with the names and loops at its place; they change as the tags are read."""
    scopes = Scopes(titles)
    for found in TAG.finditer(source):
        yield found.group(), scopes
        resolve_tag(found.group(), scopes, [])


Report = Callable[[int, Fault], None]
"""Takes the line of a tag and what is wrong with it."""


def resolve_titles(source: str, titles: Titles, report: Report) -> str:
    """`source` with titles as names, in the same lines. `report` takes what is wrong, and former titles as notices."""
    scopes, pieces, end, line = Scopes(titles), list[str](), 0, 1
    for found in TAG.finditer(source):
        line += source.count("\n", end, found.start())
        faults: list[Fault] = []
        pieces += (source[end : found.start()], resolve_tag(found.group(), scopes, faults))
        line += found.group().count("\n")
        for fault in faults:
            report(line, fault)
        end = found.end()
    return "".join((*pieces, source[end:]))


def resolve_tag(tag: str, scopes: Scopes, faults: list[Fault]) -> str:
    """One tag with names for titles; enters and leaves its block in `scopes`, and adds to `faults` what is wrong."""
    if tag.startswith("{#"):
        return tag
    opening, inner, closing = split_tag(tag)
    if opening.startswith("{{"):
        return f"{opening}{Expression(inner, scopes, faults).printed()}{closing}"
    statement = _STATEMENT.fullmatch(inner)
    if statement is None:
        return tag
    word, gap, rest = statement.groups()
    return f"{opening}{word}{gap}{_statement(word, rest, scopes, faults)}{closing}"


def _statement(word: str, rest: str, scopes: Scopes, faults: list[Fault]) -> str:
    """The rest of a statement with titles as names; enters and leaves its block."""
    if word.startswith("end"):
        scopes.close()
    elif word == "else":
        scopes.leave_items()
    elif word in {"if", "elif", "do"}:
        rest = Expression(rest, scopes, faults).resolved()
    elif word in _STATEMENTS:
        return _STATEMENTS[word](rest, scopes, faults)
    if word in _BLOCKS:
        scopes.open(word)
    return rest


def _for(rest: str, scopes: Scopes, faults: list[Fault]) -> str:
    parts = _LOOP.fullmatch(rest)
    if parts is None:
        scopes.open("for")
        return rest
    targets = parts.group(2).replace(",", " ").split()
    items, condition = Expression(parts.group(3), scopes, faults).split_at_if()
    shape = shape_of(re.sub(r"\srecursive\s*\Z", "", items), scopes.shape)
    scopes.open_loop(targets, shape.deeper(-1))
    return parts.group(1) + items + condition[:_IF] + Expression(condition[_IF:], scopes, faults).resolved()


def _set(rest: str, scopes: Scopes, faults: list[Fault]) -> str:
    parts = _SET.match(rest)
    if parts is None:
        if "=" not in rest:
            scopes.assign(rest.partition("|")[0].strip(), UNKNOWN)
            scopes.open("set")
            return rest
        target, _, value = rest.partition("=")
        for name in re.findall(r"\w+", target):
            scopes.assign(name, UNKNOWN)
        return f"{target}={Expression(value, scopes, faults).resolved()}"
    name, expression = parts.group(1), Expression(rest[parts.end() :], scopes, faults)
    value = expression.printed() if name.startswith("dg_") else expression.resolved()
    scopes.assign(name, shape_of(value, scopes.shape))
    return parts.group() + value


def _with(rest: str, scopes: Scopes, faults: list[Fault]) -> str:
    value = Expression(rest, scopes, faults).resolved()
    names = dict.fromkeys(re.findall(r"(?:\A|,)\s*(\w+)\s*=(?!=)", value), UNKNOWN)
    names.update({name: shape_of(path, scopes.shape) for name, path in _IN_WITH.findall(value)})
    scopes.open("with", names)
    return value


def _macro(rest: str, scopes: Scopes, faults: list[Fault]) -> str:
    parts = _ARGUMENTS.match(rest)
    name, arguments = (parts.group(1), parts.group(2) or "") if parts else ("", "")
    if name:
        scopes.assign(name, UNKNOWN)
    scopes.open("macro", {**_arguments(arguments), "caller": UNKNOWN, "varargs": UNKNOWN, "kwargs": UNKNOWN})
    return rest


def _call(rest: str, scopes: Scopes, faults: list[Fault]) -> str:
    parts = re.match(r"\s*\(([^()]*)\)", rest)
    scopes.open("call", _arguments(parts.group(1) if parts else ""))
    return rest


def _arguments(text: str) -> dict[str, Shape]:
    return dict.fromkeys((found for found in re.findall(r"(?:\A|,)\s*(\w+)", text)), UNKNOWN)


_STATEMENTS: dict[str, Callable[[str, Scopes, list[Fault]], str]] = {
    "for": _for, "set": _set, "with": _with, "macro": _macro, "call": _call,
}  # fmt: skip
