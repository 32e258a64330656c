"""The Markdown parser: CommonMark 0.31.2 with GFM's tables, strikethrough and task lists (markdown-it-py).

Disabled is what would lose text or isn't useful in a document: HTML, entities, indented code, reference links, setext
headings. Custom rules are here, in `containers` and in `emphasis`.
"""

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence, heading, hr, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from docgen.richtext.containers import MAX_OPEN, aside_rule, list_rule, quote_rule, table_end_rule, year_rule
from docgen.richtext.emphasis import delimiters

MAX_EMPTY_CELLS = 5_000
"""How many cells a text's tables may leave out; a table beyond that is printed as text."""

NOTES, WIDE_ROWS, EMPTY_CELLS = "notes", "wide_rows", "empty_cells"
"""Keys of markdown-it's `env`: the mark of each footnote; rows with too many cells; cells left out so far."""

_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
_CODE = re.compile(r"(?<!`)`{3,}+[ \t]*+[\w+#.-]{0,20}+[ \t]*+(?=\n|$)")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_FILE = re.compile(r"\((?:[^()\n]|\([^()\n]*\)){0,300}\)")
_NOTE = re.compile(r"\[\^([^\]\s\[]{1,40})\](:[ \t]*)?")
_DEFINITION = re.compile(r"^[ \t]*\[\^([^\]\s\[]{1,40})\]:", re.MULTILINE)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Parser(MarkdownIt):
    """Leave URLs as typed, and accept only the schemes that a document may link to."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return _SAFE_LINK.fullmatch(url) is not None

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("zero", {"maxNesting": MAX_OPEN + 4, "tasklists": True})
    parser.enable(["table", "fence", "blockquote", "hr", "list", "heading"])
    parser.enable(["newline", "escape", "backticks", "strikethrough", "emphasis", "link", "autolink"])
    parser.enable(["balance_pairs", "fragments_join"])
    parser.disable("text_join")  # escaped characters stay separate tokens: they are not unparsed markup
    alternatives = ["paragraph", "blockquote", "list"]
    parser.block.ruler.at("table", _table, {"alt": ["paragraph"]})
    parser.block.ruler.at("fence", _code, {"alt": alternatives})
    parser.block.ruler.at("blockquote", quote_rule, {"alt": alternatives})
    parser.block.ruler.at("hr", _line, {"alt": alternatives})
    parser.block.ruler.at("list", list_rule, {"alt": ["paragraph", "blockquote"]})
    parser.block.ruler.before("list", "year", year_rule, {"alt": ["list"]})
    parser.block.ruler.before("list", "aside", aside_rule, {"alt": ["paragraph"]})
    parser.block.ruler.before("list", "table_end", table_end_rule, {"alt": ["blockquote"]})
    parser.block.ruler.at("heading", _heading, {"alt": ["paragraph", "blockquote"]})
    parser.inline.ruler.at("emphasis", delimiters)
    parser.inline.ruler.disable("strikethrough")  # the emphasis rule pushes its markers
    parser.inline.ruler.before("link", "note", _note)
    parser.inline.ruler.at("image", _picture)
    parser.enable("image")
    parser.core.ruler.before("block", "notes", _find_notes)
    return parser


def parse(text: str) -> tuple[list[Token], dict[str, Any]]:
    """The tokens of a Markdown text, and the `env` that the rules filled."""
    env: dict[str, Any] = {}
    return _parser().parse(text, env), env


def _code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fenced code block: three backticks and at most one word."""
    at = state.bMarks[start] + state.tShift[start]
    return start + 1 < end and _CODE.match(state.src, at) is not None and fence(state, start, end, silent)


def _line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A thematic break, with its source as content."""
    if not hr(state, start, end, silent):
        return False
    if not silent:
        at = state.bMarks[start] + state.tShift[start]
        state.tokens[-1].content = state.src[at : state.eMarks[start]].strip()
    return True


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading that isn't empty."""
    text = state.src[state.bMarks[start] : state.eMarks[start]]
    return bool(text.strip("# \t")) and heading(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table; cells beyond the header's columns are joined to the last one, so that none is lost."""
    empty = state.env.get(EMPTY_CELLS, 0)
    first = len(state.tokens)
    if empty > MAX_EMPTY_CELLS or not table(state, start, end, silent):
        return False
    if not silent:
        state.env[EMPTY_CELLS] = empty = empty + _complete_rows(state, first)
    if empty > MAX_EMPTY_CELLS:
        del state.tokens[first:]
        state.line = start
        return False
    return True


def _complete_rows(state: StateBlock, first: int) -> int:
    """Append to the last cell of each row what its line has beyond it. Returns how many cells the rows lack."""
    tokens = state.tokens[first:]
    columns = sum(token.type == "th_open" for token in tokens)
    missing = 0
    for index, token in enumerate(tokens):
        if token.type == "tr_open" and token.map:
            cells = _cells(state, token.map[0])
            missing += max(0, columns - len(cells))
            if len(cells) > columns:
                last = tokens[index + 3 * columns - 1]  # a cell is three tokens: open, inline, close
                last.content = " | ".join((last.content, *cells[columns:]))
                state.env.setdefault(WIDE_ROWS, set()).add(token.map[0])
    return missing


def _cells(state: StateBlock, line: int) -> list[str]:
    """The cells of a row's source line, counted as markdown-it counts them."""
    text = state.src[state.bMarks[line] : state.eMarks[line]].strip()
    cells = _CELL_BORDER.split(text)
    cells = cells[1:] if cells[0] == "" else cells
    cells = cells[:-1] if cells and cells[-1] == "" else cells
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _find_notes(state: StateCore) -> None:
    """Set the mark of each footnote: its number, or its position if any label isn't a number."""
    labels = list(dict.fromkeys(_DEFINITION.findall(state.src)))
    numbered = all(label.isascii() and label.isdigit() for label in labels)
    marks = {label: label if numbered else str(place) for place, label in enumerate(labels, start=1)}
    state.env[NOTES] = {label: sign.translate(_SUPERSCRIPT) for label, sign in marks.items()}


def _note(state: StateInline, silent: bool) -> bool:
    """The mark of a footnote, in the text and in front of the note."""
    if not state.src.startswith("[^", state.pos):
        return False
    found = _NOTE.match(state.src, state.pos, state.posMax)
    mark = state.env[NOTES].get(found[1]) if found else None
    if found is None or mark is None:
        return False
    is_note = found[2] is not None and (state.pos == 0 or state.src[state.pos - 1] == "\n")
    if not silent:
        state.push("text", "", 0).content = f"{mark} " if is_note else mark
    state.pos = found.end() if is_note else found.end(1) + 1
    return True


def _picture(state: StateInline, silent: bool) -> bool:
    """An image, `![alt](file)`, whatever the file's name; its alt text is Markdown too."""
    if not state.src.startswith("![", state.pos):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    found = _FILE.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if found is None:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.content = state.src[state.pos : found.end()]
        token.children = state.md.inline.parse(state.src[state.pos + 2 : end], state.md, state.env, [])
    state.pos = found.end()
    return True
