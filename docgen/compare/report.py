"""Write a comparison as a self-contained HTML page, optionally with page pictures of both versions."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from docgen.compare.changes import Change, Labels, format_place
from docgen.compare.libraries import Comparison, FileChanges
from docgen.compare.pictures import PagePair, PagePictures, picture_pages
from docgen.messages import Language, message
from docgen.output import write_atomic

_REMOVED, _ADDED = re.compile(r"\[-((?:(?!\[-).)*?)-\]"), re.compile(r"\{\+((?:(?!\{\+).)*?)\+\}")
_STYLE = """
:root{--ink:#1d2433;--muted:#5b6475;--line:#d9dee7;--surface:#f3f5f8;--accent:#1f3a5f;--gone:#b3261e;--come:#2e7d4f}
*{box-sizing:border-box}
body{margin:0 auto;max-width:84rem;padding:2.5rem 2rem 6rem;color:var(--ink);
font:1rem/1.55 "Segoe UI",Calibri,Carlito,"Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
h1{font-size:1.95rem;line-height:1.2;margin:0 0 .6rem;color:var(--accent)}
h2{font-size:1.25rem;margin:0 0 .8rem;padding-top:.9rem;border-top:2px solid var(--accent);color:var(--accent);
overflow-wrap:anywhere}
.sides{margin:0;color:var(--muted);overflow-wrap:anywhere}.sides b{color:var(--ink);font-weight:600}
.sum{font-size:1.25rem;margin:.8rem 0 1.6rem}
nav ul{columns:22rem;column-gap:2rem;list-style:none;margin:0 0 1.5rem;padding:1rem 1.2rem;background:var(--surface)}
nav li{break-inside:avoid;overflow-wrap:anywhere}nav span{color:var(--muted);font-variant-numeric:tabular-nums}
a{color:var(--accent)}
section{margin:2rem 0 3rem}
.changes{list-style:none;margin:0;padding:0}
.changes li{display:grid;grid-template-columns:minmax(10rem,20rem) 1fr;gap:1.2rem;padding:.45rem 0;
border-bottom:1px solid var(--line)}
.place{color:var(--muted)}.what{grid-column:2;overflow-wrap:anywhere}
del{color:var(--gone);background:#fbeceb}ins{color:#1f5c39;background:#e6f3ea;text-decoration:none;font-weight:600}
.note{color:var(--muted);margin:1.2rem 0 .6rem}
.pages{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;margin:0 0 1.8rem}
figure{margin:0}img{display:block;width:100%;border:1px solid var(--line)}
figcaption{color:var(--muted);font-size:.875rem;padding-top:.35rem}
.none{display:grid;place-items:center;border:1px dashed var(--line);background:var(--surface);min-height:8rem}
@media(max-width:46rem){.changes li{grid-template-columns:1fr;gap:.1rem}.what{grid-column:1}.pages{gap:.6rem}}
@media print{body{padding:0}nav{display:none}.pages,li{break-inside:avoid}}
""".replace("\n", "")


def save_diff_report(
    compared: Comparison, path: str | Path, *, language: Language = "en", pictures: bool = False
) -> Path:
    """Write the comparison as one HTML file and return its path; `language` is en or zh.

    With `pictures`, each changed template is shown before and after, with frames around differences. Raises
    MissingError if LibreOffice, which draws Word and PowerPoint pages, is not installed.
    """
    shown = picture_pages(compared) if pictures else {}
    target = Path(path)
    write_atomic(target, "".join(_page(compared, shown, language)).encode())
    return target


def _page(compared: Comparison, shown: Mapping[str, PagePictures], language: Language) -> Iterator[str]:
    title, before, after = (_word(name, language) for name in ("title", "before", "after"))
    code = {"zh": "zh-CN"}.get(language, language)
    yield f'<!doctype html><html lang="{code}"><head><meta charset="utf-8"><title>{title}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
    yield f"<header><h1>{title}</h1><p class=sides><b>{before}</b> {escape(str(compared.old))}"
    yield f"<br><b>{after}</b> {escape(str(compared.new))}</p>"
    yield f"<p class=sum>{escape(compared.summary(language))}</p></header>"
    if len(compared.files) > 1:
        entries = "".join(_entry(file) for file in compared.files)
        yield f"<nav aria-label='{_word('files', language)}'><ul>{entries}</ul></nav>"
    yield "<main>"
    for file in compared.files:
        yield from _file(file, shown.get(file.path), language, compared.labels)
    yield "</main></body></html>\n"


def _entry(file: FileChanges) -> str:
    return f'<li><a href="#{_anchor(file.path)}">{escape(file.path)}</a> <span>{file.count or ""}</span></li>'


def _anchor(path: str) -> str:
    return escape(re.sub(r"[^\w.-]", "-", path))


def _file(file: FileChanges, shown: PagePictures | None, language: Language, labels: Labels) -> Iterator[str]:
    yield f'<section id="{_anchor(file.path)}"><h2>{escape(file.path)}</h2><ul class=changes>'
    yield from (_change(change, language, labels) for change in file.changes)
    yield "</ul>"
    if shown is not None:
        yield from _pictures(shown, language)
    yield "</section>"


def _change(change: Change, language: Language, labels: Labels) -> str:
    place = format_place(change.place, language, labels)
    kind = change.code.rpartition(".")[2]
    where = f"<span class=place>{escape(place)}</span>" if place else ""
    return f'<li class="{kind}">{where}<span class=what>{_marked(change.message(language, labels))}</span></li>'


def _marked(message: str) -> str:
    text = escape(message)
    return _ADDED.sub(r"<ins>\1</ins>", _REMOVED.sub(r"<del>\1</del>", text))


def _word(name: str, language: Language, **values: Any) -> str:
    return message(f"compare.report:{name}", **values).in_language(language)


def _pictures(shown: PagePictures, language: Language) -> Iterator[str]:
    if shown.why:
        yield f"<p class=note>{escape(_word('no_pictures', language, reasons=shown.why))}</p>"
        return
    same = [str(page.new_number) for page in shown.pages if not page.areas]
    yield f"<p class=note>{_word('sample' if shown.with_sample else 'bare', language)}"
    yield f" {_word('same', language, pages=same)}</p>" if same else "</p>"
    yield from (_pair(page, language) for page in shown.pages if page.areas)


def _pair(page: PagePair, language: Language) -> str:
    sides = ((page.old, page.old_number, "before"), (page.new, page.new_number, "after"))
    return f"<div class=pages>{''.join(_picture(*side, language) for side in sides)}</div>"


def _picture(data: bytes | None, number: int, side: str, language: Language) -> str:
    if data is None:
        caption = _word("no_page", language, side=_word(side, language))
        return f"<figure class=none><figcaption>{caption}</figcaption></figure>"
    caption = _word("page", language, side=_word(side, language), number=number)
    picture = f'<img alt="{caption}" src="data:image/webp;base64,{b64encode(data).decode()}">'
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"
