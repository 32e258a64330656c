"""Lines of a paragraph that keep their break: those that begin with a number or bullet that is no Markdown list."""

import re

_HAN = "一二三四五六七八九十百"
_ALWAYS = re.compile(
    rf"""(?:
      \d{{1,3}}[、．）] | [０-９]{{1,3}}[、．.）)] | [{_HAN}]{{1,4}}[、．.]       # 1、 １． 一、
    | [（(](?:\d{{1,3}}|[０-９]{{1,3}}|[{_HAN}]{{1,4}})[)）]                    # （1） (一)
    | 第[{_HAN}\d]{{1,4}}[条章节款项步]                                       # 第一条
    | [①-⓿❶-➓㈠-㈩㊀-㊉Ⅰ-ⅿ]                                                # ① ⑴ ⒈ ㈠ Ⅰ
    | [A-Za-z][、．）]                                                       # A、
    | [•●○■□◆◇▪▫►▶▸※★☆✓✔☐☑☒]                                               # • ■
    | \[\^[^\]\s]{{1,40}}\]:                                                 # [^1]: a note
    )""",
    re.VERBOSE,
)
_AFTER_A_SENTENCE = re.compile(
    r"""(?:
      \d{1,9}[.)](?!\d) | \d{1,2}(?:\.\d{1,2}){1,3}\.?(?=[ \t]*[^\d\s.,%])   # 1. 2) 1.1
    | \([a-zA-Z]{1,5}\) | (?:[a-zA-Z]|[IVXivx]{1,5})[.)](?=\s) | [–—·](?=\s) # (a) b) IV. –
    )""",
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[.;:!?。；：！？]\W{0,3}$")
_OPENING = re.compile(r"[ \t]*(?:\*\*|__|~~|[*_])?")


def kept_lines(text: str) -> tuple[int, ...]:
    """Which lines of a paragraph's source begin with a number or bullet, counted from 0; never the first."""
    if "\n" not in text:
        return ()
    lines = text.split("\n")
    return tuple(index for index in range(1, len(lines)) if _begins_item(lines[index], lines[index - 1]))


def _begins_item(line: str, before: str) -> bool:
    """Whether `line` begins an item; `1.` or `(a)` may be part of a sentence, if that goes on from the line before."""
    at = _start(line)
    if _ALWAYS.match(line, at):
        return True
    if not _AFTER_A_SENTENCE.match(line, at):
        return False
    start = _start(before)
    is_item = _ALWAYS.match(before, start) or _AFTER_A_SENTENCE.match(before, start)
    return is_item is not None or _SENTENCE_END.search(before.rstrip()[-4:]) is not None


def _start(line: str) -> int:
    found = _OPENING.match(line)
    return found.end() if found else 0
