"""Rewrite the titles in one expression of a template as names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel

from docgen.messages import Message, message
from docgen.titles.lookup import Level, Match, list_places, longest, match_fields, match_item, suggest_title
from docgen.titles.shapes import Shape

_WORDS = r"and|or|not|is|in|if|else|recursive"
_SPACE = re.compile(r"\s+")
_STRING = re.compile(r"'(?:[^'\\]|\\.)*+(?:'|\\?\Z)|\"(?:[^\"\\]|\\.)*+(?:\"|\\?\Z)", re.DOTALL)
"""A string; one without an end goes on to the end, where Jinja reports it, so that no character is read twice."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?!\w)")
_NAME = re.compile(r"[^\W\d]\w*")
_ARGUMENT = re.compile(r"(?<!\w)[^\W\d]\w*+\s*+=(?!=)")
_BEFORE = re.compile(r"[-+(\[{]|not\b")
_CLOSING = re.compile(r"[)\]}]")
_AFTER = re.compile(r"\|\s*[\w.]+|is\s+(?:not\s+)?\w+|\.\s*\w+|[)\]}]")
_NEXT = re.compile(rf"[(\[{{]|not\s+in\b|(?:{_WORDS})\b|==|!=|[<>]=?|//|\*\*|[-+*/%~,:=]")
_IF = re.compile(r"if\b")
_STEPS = re.compile(r"(?:\s*\.\s*\w+)*")
_INDEX = re.compile(r"\s*\[\s*\d+\s*\]")
_DOT = re.compile(r"\s*\.\s*")
_END = re.compile(rf"\s*(?:\Z|[|)\]}},~+*/%<>=!:\[-])|\s+(?:{_WORDS})\b")
_ENDS = r"|()\[\]{},~+*/%<>=!"
_ATOM = re.compile(rf"(?:[^\s{_ENDS}]++|\s++(?![{_ENDS}]|(?:{_WORDS})\b|\Z))++")
_OPTIONAL = re.compile(r"\s*(?:\|\s*(?:default|d)\b|is\s+(?:not\s+)?(?:defined|undefined)\b)")
_OWN_FILTERS = re.compile(r"(?:\s*+\|\s*+dg_\w++(?:\(\d++\))?+)++")
RENAMED = "title.renamed"
"""The code of a former title, which still means its field."""
_IF_FILLED = re.compile(r"\s++if\s++\(.*\)\s++is\s++dg_filled\s++else\s++''", re.DOTALL)
_PARENTHESIS = re.compile(r"[()]")
_CONSTANTS = {"True", "False", "None", "true", "false", "none"}
_CAN_BE_NAME = re.compile(r"[a-z_\d]")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z]")


class Names(Protocol):
    """The names and the loops' items at the expression's place."""

    kind: str
    document: type[BaseModel] | None

    def knows(self, name: str) -> bool:
        """Whether `name` is a name here."""
        ...

    def shape(self, name: str) -> Shape:
        """What a name holds."""
        ...

    @property
    def levels(self) -> list[Level]:
        """The values whose fields titles mean, the innermost first."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A title that can't be resolved (`code` title.unknown or title.ambiguous), or a former one (title.renamed)."""

    code: str
    reason: Message
    hint: Message | None = None


class Expression:
    """The text of one expression, read from left to right."""

    def __init__(self, text: str, names: Names, faults: list[Fault], *, starts: bool = True) -> None:
        """`faults` takes what is wrong with its titles. Without `starts` the text follows an operand."""
        self._text, self._names, self._faults, self._starts = text, names, faults, starts
        self._at, self._depth = 0, 0
        self._pieces: list[str] = []
        self._only: Match | None = None

    def printed(self) -> str:
        """The expression for printing: a figure by its title alone gets the filter of its field."""
        end = _end_of_parentheses(self._text)
        inner, after = self._text[1 : end - 1], self._text[end:]
        if end and _OWN_FILTERS.fullmatch(after):
            return f"({self._printed_inside(inner)}){after}"
        if end and _IF_FILLED.fullmatch(after):
            return f"({self._printed_inside(inner)}){self._part(after, starts=False).resolved()}"
        resolved = self.resolved()
        figure = self._only.shape.figure if self._only is not None and self._only.by_title else None
        return f"{resolved}|{figure.filter}" if figure is not None and not figure.is_plain else resolved

    def _printed_inside(self, text: str) -> str:
        """What is in parentheses, for printing, with the white space around it."""
        content = text.strip()
        before, _, after = text.partition(content) if content else (text, "", "")
        return f"{before}{self._part(content).printed()}{after}"

    def _part(self, text: str, *, starts: bool = True) -> "Expression":
        """A part of the expression; without `starts` it follows an operand."""
        return Expression(text, self._names, self._faults, starts=starts)

    def resolved(self) -> str:
        """The expression with names for titles."""
        self._read(stops_at_if=False)
        return "".join(self._pieces)

    def split_at_if(self) -> tuple[str, str]:
        """The items of a loop with names for titles, and its condition with `if`, unchanged."""
        self._read(stops_at_if=True)
        return "".join(self._pieces), self._text[self._at :]

    def _read(self, *, stops_at_if: bool) -> None:
        expects = self._starts
        while self._at < len(self._text):
            if self._take(_SPACE):
                continue
            if expects:
                expects = self._take_operand()
                continue
            if stops_at_if and not self._depth and _IF.match(self._text, self._at):
                return
            if self._take(_AFTER):
                continue
            if self._take(_NEXT):
                expects = True
            else:
                self._put(self._text[self._at], self._at + 1)

    def _take(self, pattern: re.Pattern[str]) -> bool:
        """Copy what `pattern` finds here."""
        found = pattern.match(self._text, self._at)
        if found:
            self._depth += found.group() in {"(", "[", "{"}
            self._depth -= found.group() in {")", "]", "}"}
            self._put(found.group(), found.end())
        return found is not None

    def _put(self, text: str, end: int) -> None:
        self._pieces.append(text)
        self._at = end

    def _take_operand(self) -> bool:
        """Copy or rewrite one operand, or what stands before it; returns whether an operand is still expected."""
        if self._take(_BEFORE) or self._take(_ARGUMENT):
            return True
        if (
            self._take(_STRING)
            or self._take(_CLOSING)
            or self._take_path()
            or self._take_title()
            or self._take(_NUMBER)
        ):
            return False
        self._take_unknown()
        return False

    def _take_path(self) -> bool:
        """A path that begins with a name in scope; its further steps may be titles."""
        root = _NAME.match(self._text, self._at)
        if root is None or not (root.group() in _CONSTANTS or self._names.knows(root.group())):
            return False
        shape, end, path, has_title, last = self._names.shape(root.group()), root.end(), root.group(), False, None
        while True:
            index, dot = _INDEX.match(self._text, end), _DOT.match(self._text, end)
            if index and shape.depth:
                shape, end, path = shape.deeper(-1), index.end(), path + index.group()
                continue
            found = self._fields(shape, dot.end()) if dot else []
            if not found:
                break
            last, has_title = found[0], has_title or found[0].has_title
            shape, end, path = last.shape, last.end, ".".join((path, *last.names))
        if has_title and last is not None:
            return self._put_match(path, last)
        if dot and shape.item_model is not None and _can_only_be_title(self._text[dot.end() :]):
            self._take_unknown([Level(path, shape.item_model)])
            return True
        steps = _STEPS.match(self._text, root.end())
        ends = steps.end() if steps else root.end()
        if not _END.match(self._text, ends) and not self._text.startswith("(", ends):
            return False
        self._put(self._text[self._at : ends], ends)
        return True

    def _fields(self, shape: Shape, at: int) -> list[Match]:
        model = shape.item_model
        found = [] if model is None else longest(self._complete(match_fields(model, self._text, at)))
        return found if len(found) == 1 else []

    def _complete(self, matches: Iterator[Match]) -> list[Match]:
        """Those of the matches that end where an operand may end."""
        return [match for match in matches if self._ends(match)]

    def _ends(self, match: Match) -> bool:
        dot = _DOT.match(self._text, match.end) if match.shape.item_model is None else None
        if dot is not None:  # a method of a text or list
            return not _can_only_be_title(self._text[dot.end() :])
        return bool(_END.match(self._text, match.end))

    def _take_title(self) -> bool:
        for level in self._names.levels:
            matches = (*match_fields(level.model, self._text, self._at), *match_item(level, self._text, self._at))
            found = longest(match for match in self._complete(iter(matches)) if match.has_title)
            if len(found) > 1:
                paths = [message("title.as_is", title=level.path(match)) for match in found]
                title = " ".join(self._text[self._at : found[0].end].split())
                self._fault("title.ambiguous", message("title.several", title=title), paths)
                self._put(self._text[self._at : found[0].end], found[0].end)
                return True
            if found:
                return self._put_match(level.path(found[0]), found[0])
        return False

    def _put_match(self, path: str, match: Match) -> bool:
        is_only = not self._text[: self._at].strip() and not self._text[match.end :].strip()
        self._only = match if is_only else None
        for old, now in match.old:
            self._faults.append(Fault(RENAMED, message("title.old", title=old, now=now)))
        self._put(path, match.end)
        return True

    def _take_unknown(self, levels: Sequence[Level] = ()) -> None:
        """What is neither a name nor a title: reported if it can only be a title, and else left for Jinja.

        `levels`: the value before it, if its beginning is a path.
        """
        found = _ATOM.match(self._text, self._at)
        text = found.group() if found else self._text[self._at]
        end = self._at + len(text)
        root = _NAME.match(text)
        is_name = not levels and root is not None and self._names.knows(root.group().lower())  # `Doc.title`
        if not is_name and (levels or _can_only_be_title(text)) and not _OPTIONAL.match(self._text, end):
            self._report_unknown(" ".join(text.split()), levels)
        self._put(text, end)

    def _report_unknown(self, title: str, levels: Sequence[Level]) -> None:
        places = list_places(self._names.document, title)
        if len(places) > 1:
            self._fault("title.ambiguous", message("title.several", title=title), places)
        elif places:
            self._fault("title.unknown", message("title.deeper", title=title), places)
        else:
            near = suggest_title(title, levels or self._names.levels)
            reason = message("title.none", title=title, kind=self._names.kind)
            self._fault("title.unknown", reason, [near] if near else [])

    def _fault(self, code: str, reason: Message, candidates: Sequence[Message]) -> None:
        hint = message("title.write", candidates=list(candidates)) if candidates else None
        self._faults.append(Fault(code, reason, hint))


def _can_only_be_title(text: str) -> bool:
    """Whether an operand can't be a name: it begins with a capital, or has letters that names in templates don't have.

    Chinese names that a template sets itself are in scope where they are used.
    """
    found = _ATOM.match(text)
    plain = _STRING.sub("", found.group()) if found else ""
    return bool(_NAME.match(plain)) and (bool(_FOREIGN.search(plain)) or not _CAN_BE_NAME.match(plain))


def _end_of_parentheses(text: str) -> int:
    """Where the parentheses end with which `text` begins; 0 if there are none, or they don't end."""
    if not text.startswith("("):
        return 0
    plain = _STRING.sub(lambda found: " " * len(found.group()), text)
    depth = 0
    for found in _PARENTHESIS.finditer(plain):
        depth += 1 if found.group() == "(" else -1
        if not depth:
            return found.end()
    return 0
