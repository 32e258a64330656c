"""Plain English Markdown reads as Python-Markdown reads it, and emphasis as CommonMark says."""

import re
from html.parser import HTMLParser
from itertools import groupby

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from docgen.richtext import Block, Heading, ListItem, Paragraph, Spans, Table, blocks_of

WORDS = st.lists(st.sampled_from(["offer", "price", "the", "plant", "of", "R&D", "days"]), min_size=1, max_size=4).map(
    " ".join
)
STYLED = st.one_of(
    WORDS,
    WORDS.map("**{}**".format),
    WORDS.map("*{}*".format),
    WORDS.map("`{}`".format),
    WORDS.map("[{}](https://a.example)".format),
)
LINES = st.lists(STYLED, min_size=1, max_size=3).map(" and ".join)


def _list(marks: tuple[str, str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(st.sampled_from(["", "    "]), LINES), min_size=1, max_size=4)
    return items.map(
        lambda found: "\n".join(
            f"{step if index else ''}{marks[0] if not (index and step) else marks[1]}{line}"
            for index, (step, line) in enumerate(found)
        )
    )


TABLES = st.lists(st.tuples(LINES, LINES), min_size=1, max_size=3).map(
    lambda rows: "| a | b |\n|---|--:|" + "".join(f"\n| {one} | {two} |" for one, two in rows)
)
BLOCKS = st.one_of(
    LINES, LINES.map("## {}".format), LINES.map("> {}".format), _list(("- ", "- ")), _list(("1. ", "- ")), TABLES
)


@given(st.lists(BLOCKS, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_plain_texts_read_as_python_markdown_reads_them(texts: list[str]) -> None:
    text = "\n\nAnd so on.\n\n".join(texts)
    assert read_blocks(text) == read_html(markdown.markdown(text, extensions=["tables", "sane_lists"]))


@pytest.mark.parametrize(
    "text",
    [
        "*foo bar*",
        "a * foo bar*",
        "**foo bar**",
        "** foo bar**",
        "foo**bar**",
        "_foo bar_",
        "foo_bar_",
        'aa_"bb"_cc',
        "foo-_(bar)_",
        "*foo bar *",
        "*(*foo*)*",
        "_(_foo_)_",
        "__foo__bar__baz__",
        "**foo [bar](https://a.example)**",
        "*foo __bar__ baz*",
        "*foo **bar***",
        "***foo** bar*",
        "***foo***",
        "foo ***",
        "foo *\\**",
        "**foo**bar",
        "* a *",
        "`a` ``b`c`` [`x`](https://a.example)",
        "[a [b] c](https://a.example) [d](<https://a.example/>)",
        "<https://a.example/?q=1>",
        "\\*a\\* \\[b\\]",
        "a\\\nb  \nc\nd",
    ],
)
def test_emphasis_and_links_read_as_commonmark_says(text: str) -> None:
    """Examples of CommonMark 0.31.2, chapters 2.4 and 6, without those with a star inside a word."""
    assert read_blocks(text) == read_html(MarkdownIt("commonmark").render(text))


@given(
    st.lists(st.sampled_from(["a ", " a", "**", "_", "`", ". ", " *a", "a* ", '"', "(", ")"]), max_size=12).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_marks_between_english_words_read_as_commonmark_says(text: str) -> None:
    text = f"x {text} y".replace("***", "**")
    if re.search(r"\w\*\w|\)\*|\*\(", text):  # a lone star inside a word or at a bracket is an operator
        return
    assert read_blocks(text) == read_html(MarkdownIt("commonmark").render(text))


class _Page(HTMLParser):
    """Reads HTML into lines: what a paragraph is, and its text with the styles of each stretch."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, list[tuple[str, str]]]] = []
        self.lists: list[str] = []
        self.styles: list[str] = []
        self.quoted = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ol", "ul"}:
            self.lists.append(tag)
        elif tag == "li":
            self.lines.append((f"{self.lists[-1]}{len(self.lists)}", []))
        elif tag in {"th", "td"} or (tag == "p" and not self.lists) or re.fullmatch(r"h\d", tag):
            self.lines.append((f"q{tag}" if self.quoted else tag, []))
        elif tag == "blockquote":
            self.quoted = True
        elif tag == "br":
            self.handle_data("\v")
        elif tag in {"strong", "em", "code", "a"}:
            self.styles.append(tag + (dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"}:
            self.lists.pop()
        elif tag == "blockquote":
            self.quoted = False
        elif tag in {"strong", "em", "code", "a"}:
            self.styles.pop()

    def handle_data(self, data: str) -> None:
        if self.lines and (data.strip(" \n") or "\n" not in data):
            self.lines[-1][1].append((re.sub(r" *\n", " ", data), " ".join(sorted(set(self.styles)))))


def read_html(text: str) -> list[str]:
    page = _Page()
    page.feed(text)
    return [_line(kind, pieces) for kind, pieces in page.lines]


def read_blocks(text: str) -> list[str]:
    return [line for block in blocks_of(text) for line in _lines(block)]


def _lines(block: Block) -> list[str]:
    match block:
        case Heading(level, spans):
            return [_line(f"h{level}", _pieces(spans))]
        case Paragraph(spans, quote):
            return [_line("qp" if quote else "p", _pieces(spans))]
        case ListItem(spans, level, ordered):
            return [_line(f"{'ol' if ordered else 'ul'}{level + 1}", _pieces(spans))]
        case Table(header, rows):
            cells = [("th", cell) for cell in header] + [("td", cell) for row in rows for cell in row]
            return [_line(kind, _pieces(cell)) for kind, cell in cells]


def _pieces(spans: Spans) -> list[tuple[str, str]]:
    styles = {"strong": "bold", "em": "italic", "code": "code"}
    return [
        (
            span.text.replace("\n", "\v"),
            " ".join(
                sorted(
                    [
                        *(tag for tag, name in styles.items() if getattr(span, name)),
                        *([f"a{span.link}"] * bool(span.link)),
                    ]
                )
            ),
        )
        for span in spans
    ]


def _line(kind: str, pieces: list[tuple[str, str]]) -> str:
    joined = [
        ("".join(text for text, _ in group), style) for style, group in groupby(pieces, key=lambda piece: piece[1])
    ]
    return f"{kind}: " + "".join(f"{style}[{text}]" for text, style in joined).replace("\v ", "\v").rstrip()
