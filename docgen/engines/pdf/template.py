"""Render an HTML template of the library into one page, and a brand into its style sheet.

Drawings are inline; every error has file, line and expression.
"""

import base64
import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from types import CodeType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from docgen.audience import Choice, View
from docgen.diagrams import Drawing, decision_map, gantt, to_svg
from docgen.engines.pdf.empty_columns import without_empty_columns
from docgen.engines.pdf.html import LANG, attribute, blocks, finalize, stack
from docgen.errors import Finding, TemplateError
from docgen.messages import MessageError, Remedy
from docgen.templating import INSIDE, Bindings, Template
from docgen.templating.language import make_environment, names_for
from docgen.templating.reasons import UndefinedNameError, reason_of
from docgen.wording import in_language

_TAG = re.compile(rf"\{{\{{{INSIDE}\}}\}}|\{{%{INSIDE}%\}}", re.DOTALL)
_AUTHOR = re.compile(r"<meta\b[^<>]*\bname\s*=\s*[\"']?author\b[^<>]*>", re.IGNORECASE)
_IN_EXPRESSIONS = (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
_MAP_SIZE = (740.0, 385.0)
_PLAN_SIZE = (454.0, 320.0)
_COLOURS = ("primary", "accent", "ink", "muted", "line", "surface", "positive", "warning", "negative")
_SIDE = 200


class _LibraryLoader(BaseLoader):
    """Loads the template itself under its name, and the templates that it extends or includes through `read`."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.sources: dict[str, str] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template == self.template.name:
            source, file = self.template.data.decode(), template
        elif self.template.read is None:
            raise TemplateNotFound(template)
        else:
            try:
                source, file = self.template.read(template), self.file_of(template)
            except KeyError:
                raise TemplateNotFound(template) from None
        self.sources[file] = source
        return source, file, lambda: True

    def load(self, environment: Environment, name: str, globals: Any = None) -> JinjaTemplate:
        source, file, _ = self.get_source(environment, name)
        code = _compiled(source, name, file)
        return environment.template_class.from_code(environment, code, environment.make_globals(globals))

    def file_of(self, path: str) -> str:
        """The path of `base/page.html` relative to the folder of the template itself."""
        root, found, _ = self.template.name.rpartition("html/")
        return f"{root}{found}{path}"


def _environment() -> Environment:
    environment = make_environment(finalize)
    environment.filters.update(attribute=attribute, blocks=blocks)
    return environment


@lru_cache(maxsize=256)
def _compiled(source: str, name: str, file: str) -> CodeType:
    return _environment().compile(source, name, file)


def render_page(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> str:
    """The template rendered with `bindings`, as HTML. Raises TemplateError.

    An author in the template itself is removed and reported in `notices`.
    """
    environment = _environment()
    loader = _LibraryLoader(template)
    environment.loader = loader
    names = _names(bindings)
    environment.globals.update({name: value for name, value in names.items() if name.startswith("#")})
    try:
        page = environment.get_template(template.name).render(names)
    except TemplateSyntaxError as error:
        file = error.filename or template.name
        finding = _finding("template.syntax", error).at(file, error.lineno)
        raise TemplateError(_with_place(finding, loader)) from error
    except TemplateNotFound as error:
        raise TemplateError(Finding.of("template.unknown", name=error.name).at(template.name)) from error
    except UnicodeDecodeError as error:
        raise TemplateError(Finding.of("template.encoding").at(template.name)) from error
    except _IN_EXPRESSIONS as error:
        raise TemplateError(_located(error, loader)) from error
    return _without_author(without_empty_columns(page), loader, notices)


def _without_author(page: str, loader: _LibraryLoader, notices: list[Finding] | None) -> str:
    """The page without the name of whoever wrote the template; a name from the document stays."""
    for file, source in loader.sources.items():
        for found in _AUTHOR.finditer(source):
            if _TAG.search(found.group()) or found.group() not in page:
                continue
            page = page.replace(found.group(), "")
            if notices is not None:
                line = source.count("\n", 0, found.start()) + 1
                finding = Finding.of("template.private:author", tag=found.group(), severity="warning")
                notices.append(finding.at(file, line, 1))
    return page


def _names(bindings: Bindings) -> dict[str, Any]:
    is_stacked = bindings.language == "zh+en"
    names = names_for(bindings, partial(_stacked_label, bindings) if is_stacked else None)
    names.update(_drawing_functions(bindings), brand=bindings.brand, html_lang=LANG[bindings.language])
    if is_stacked:
        names["head"] = lambda key: _stacked_label(bindings, key, "\n")
    return names


def _stacked_label(bindings: Bindings, key: str, separator: str = " ") -> str:
    if isinstance(key, Choice):
        return stack(key.title_en, key.title_zh, separator)
    try:
        return stack(*bindings.labels(key), separator)
    except KeyError as error:
        raise UndefinedNameError(error.args[0]) from None


def _located(error: Exception, loader: _LibraryLoader) -> Finding:
    """The error as a finding at the innermost template line of its traceback."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in loader.sources]
    file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (loader.template.name, 0)
    key = "template.name" if isinstance(error, UndefinedError) else "template.expression"
    return _with_place(_finding(key, error).at(file, line), loader)


def _finding(key: str, error: Exception) -> Finding:
    """The error as a finding whose hint is the remedy of its message."""
    reason = reason_of(error)
    return Finding.of(key, reason=reason, hint=Remedy(reason.key, reason.values))


def _with_place(finding: Finding, loader: _LibraryLoader) -> Finding:
    source = loader.sources.get(finding.file, "")
    tags = list(_tags_on(source, finding.line))
    if not tags:
        return finding
    column, text = tags[0] if len(tags) == 1 else _likeliest(tags, finding.message)
    return replace(finding, column=column, place=" ".join(text.split()))


def _likeliest(tags: list[tuple[int, str]], message: str) -> tuple[int, str]:
    quoted = re.findall(r"[`'“](\w+)[`'”]", message)
    return next((tag for tag in tags for name in quoted if re.search(rf"\b{name}\b", tag[1])), tags[0])


def _tags_on(source: str, line: int) -> Iterator[tuple[int, str]]:
    """The tags that begin on `line`, each with its column, from 1."""
    for found in _TAG.finditer(source):
        if source.count("\n", 0, found.start()) + 1 == line:
            yield found.start() - source.rfind("\n", 0, found.start()), found.group()


def _drawing_functions(bindings: Bindings) -> Mapping[str, Callable[..., Markup]]:
    """The template functions `diagram(map, width, height)` and `gantt(phases, width, height)`, sizes in points."""

    def words(key: Any) -> str:
        return _label_text(bindings, key)

    def draw_map(view: View, width: float = _MAP_SIZE[0], height: float = _MAP_SIZE[1]) -> Markup:
        return _svg(decision_map(view, words, width, height), bindings)

    def draw_plan(phases: Sequence[View], width: float = _PLAN_SIZE[0], height: float = _PLAN_SIZE[1]) -> Markup:
        return _svg(gantt(phases, words, width, height, language=bindings.language), bindings)

    return {"diagram": draw_map, "gantt": draw_plan}


def _svg(drawing: Drawing, bindings: Bindings) -> Markup:
    family = ", ".join(bindings.brand.pdf_fonts)
    return Markup(to_svg(drawing, bindings.brand, family))


def _label_text(bindings: Bindings, key: Any) -> str:
    if isinstance(key, Choice):
        return in_language(key.title_en, key.title_zh, bindings.language)
    try:
        return in_language(*bindings.labels(key), bindings.language)
    except KeyError as error:
        raise UndefinedNameError(error.args[0]) from None


def brand_style(bindings: Bindings) -> str:
    """`:root` with `--primary` … `--negative`, `--font`, `--font-wide` (East Asian first), `--font-heading`, `--logo`,
    `--logo-on-dark`, `--radius`, `--rule`, `--watermark` and `--watermark-on-dark`.

    The watermark is behind every page; a template that sets a page's background repeats `var(--watermark)`.
    """
    brand = bindings.brand
    colours = "".join(f"--{name}:#{_hex(getattr(brand, name))};" for name in _COLOURS)
    font, wide = font_family(brand.pdf_fonts), font_family(brand.pdf_fonts[::-1])
    dark, light = _watermark(bindings, brand.ink, 0.07), _watermark(bindings, "FFFFFF", 0.13)
    return (
        f":root{{{colours}--font:{font};--font-wide:{wide};--font-heading:{font_family(brand.heading_fonts)};"
        f"--logo:{_logo(brand.logo)};--logo-on-dark:{_logo(brand.logo_on_dark)};"
        f"--radius:{brand.radius:g}mm;--rule:{brand.rule:g}pt;--watermark:{dark};--watermark-on-dark:{light};"
        "font-family:var(--font)}"
        "@page{background:var(--watermark) center/contain no-repeat}"
        ".long{overflow-wrap:anywhere}.piece{display:block}.wide{font-family:var(--font-wide)}"  # see `split_runs`
    )


def font_family(names: Sequence[str]) -> str:
    """Names of font families as a CSS value."""
    return ",".join(css_string(name) for name in names)


def css_string(text: str) -> str:
    """`text` as a CSS string, escaped for a style sheet, a style element or an attribute."""
    return '"' + "".join(c if c.isalnum() or c in " -_" else f"\\{ord(c):06x}" for c in text) + '"'


def _hex(colour: str) -> str:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        raise MessageError("brand.colour", found=colour)
    return colour


def _watermark(bindings: Bindings, colour: str, opacity: float) -> str:
    """The watermark's text across a square, as large as it fits, as the data URL of an SVG."""
    if not bindings.watermark:
        return "none"
    width = sum(0.6 if ord(character) < 0x2E80 else 1.0 for character in bindings.watermark)
    size = min(40.0, _SIDE / max(width, 1.0))
    middle = _SIDE / 2
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}mm" height="{_SIDE}mm">'
        f'<text x="{middle}" y="{middle}" text-anchor="middle" transform="rotate(-35 {middle} {middle})" '
        f'font-size="{size:.1f}" font-weight="700" font-family={quoteattr(", ".join(bindings.brand.pdf_fonts))} '
        f'fill="#{colour}" fill-opacity="{opacity}">{escape(bindings.watermark)}</text></svg>'
    )
    return _address("image/svg+xml", svg.encode())


def _logo(logo: bytes | None) -> str:
    if not logo:
        return "none"
    return _address("image/png" if logo.startswith(b"\x89PNG") else "image/svg+xml", logo)


def _address(kind: str, data: bytes) -> str:
    return f"url(data:{kind};base64,{base64.b64encode(data).decode()})"
