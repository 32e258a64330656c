"""Turns a comparison into one self-contained HTML page, on wish with the pages of both versions side by side."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from docgen.compare.changes import Change, Labels, say_place
from docgen.compare.libraries import Comparison, FileChanges
from docgen.compare.marking import PagePair
from docgen.compare.pictures import Pictured, pictured
from docgen.compare.report_style import STYLE, WORDS
from docgen.output import write_whole

_GONE, _COME = re.compile(r"\[-((?:(?!\[-).)*?)-\]"), re.compile(r"\{\+((?:(?!\{\+).)*?)\+\}")


def save_diff_report(compared: Comparison, path: str | Path, *, language: str = "en", pictures: bool = False) -> Path:
    """Write the comparison as a page that needs no other file, and return its path; `language` is en or zh.

    With `pictures`, each template that changed is shown before and after, what differs framed. Raises MissingError if
    LibreOffice, which draws Word and PowerPoint pages, is not installed.
    """
    shown = pictured(compared) if pictures else {}
    target = Path(path)
    write_whole(target, "".join(_page(compared, shown, language)).encode())
    return target


def _page(compared: Comparison, shown: Mapping[str, Pictured], language: str) -> Iterator[str]:
    words = WORDS[language]
    code = {"zh": "zh-CN"}.get(language, language)
    yield f'<!doctype html><html lang="{code}"><head><meta charset="utf-8"><title>{words["title"]}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
    yield f"<header><h1>{words['title']}</h1><p class=sides><b>{words['before']}</b> {escape(str(compared.old))}"
    yield f"<br><b>{words['after']}</b> {escape(str(compared.new))}</p>"
    yield f"<p class=sum>{escape(compared.summary(language))}</p></header>"
    if len(compared.files) > 1:
        yield f"<nav aria-label='{words['files']}'><ul>{''.join(_entry(file) for file in compared.files)}</ul></nav>"
    yield "<main>"
    for file in compared.files:
        yield from _file(file, shown.get(file.path), language, compared.labels)
    yield "</main></body></html>\n"


def _entry(file: FileChanges) -> str:
    return f'<li><a href="#{_anchor(file.path)}">{escape(file.path)}</a> <span>{file.count or ""}</span></li>'


def _anchor(path: str) -> str:
    return escape(re.sub(r"[^\w.-]", "-", path))


def _file(file: FileChanges, shown: Pictured | None, language: str, labels: Labels) -> Iterator[str]:
    yield f'<section id="{_anchor(file.path)}"><h2>{escape(file.path)}</h2><ul class=changes>'
    yield from (_change(change, language, labels) for change in file.changes)
    yield "</ul>"
    if shown is not None:
        yield from _pictures(shown, language)
    yield "</section>"


def _change(change: Change, language: str, labels: Labels) -> str:
    place = say_place(change.place, language, labels)
    kind = change.code.rpartition(".")[2]
    where = f"<span class=place>{escape(place)}</span>" if place else ""
    return f'<li class="{kind}">{where}<span class=what>{_marked(change.message(language, labels))}</span></li>'


def _marked(message: str) -> str:
    text = escape(message)
    return _COME.sub(r"<ins>\1</ins>", _GONE.sub(r"<del>\1</del>", text))


def _pictures(shown: Pictured, language: str) -> Iterator[str]:
    words = WORDS[language]
    if shown.why:
        yield f"<p class=note>{words['no pictures']} {escape(shown.why)}</p>"
        return
    same = [str(page.new_number) for page in shown.pages if not page.areas]
    yield f"<p class=note>{words['sample' if shown.with_sample else 'bare']}"
    yield f" {words['same'].format(pages=', '.join(same))}</p>" if same else "</p>"
    yield from (_pair(page, language) for page in shown.pages if page.areas)


def _pair(page: PagePair, language: str) -> str:
    words = WORDS[language]
    sides = ((page.old, page.old_number, "before"), (page.new, page.new_number, "after"))
    return f"<div class=pages>{''.join(_picture(*side, words) for side in sides)}</div>"


def _picture(data: bytes | None, number: int, side: str, words: Mapping[str, str]) -> str:
    if data is None:
        return f"<figure class=none><figcaption>{words[side]}: {words['no page']}</figcaption></figure>"
    caption = f"{words[side]}, {words['page'].format(number=number)}"
    picture = f'<img alt="{caption}" src="data:image/webp;base64,{b64encode(data).decode()}">'
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"
