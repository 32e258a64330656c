"""Fill an HTML template of the library into one page, drawings inline; every error with file, line, expression."""

import re
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError
from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from docgen.audience import Choice, View
from docgen.diagrams import Drawing, decision_map, gantt, to_svg
from docgen.engines.pdf.html import LANG, attribute, blocks, printed, stack
from docgen.errors import Finding, TemplateError
from docgen.templating import INSIDE, Bindings, Template
from docgen.templating.access import error_text
from docgen.templating.language import make_environment, names_for
from docgen.wording import in_language

_TAG = re.compile(rf"\{{\{{{INSIDE}\}}\}}|\{{%{INSIDE}%\}}", re.DOTALL)
_AUTHOR = re.compile(r"<meta\b[^<>]*\bname\s*=\s*[\"']?author\b[^<>]*>", re.IGNORECASE)
_IN_EXPRESSIONS = (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
_MAP_ROOM = (740.0, 385.0)
_PLAN_ROOM = (454.0, 320.0)


class _LibraryLoader(BaseLoader):
    """Loads the template itself under its name, and what it extends or includes through `read`."""

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
        """`base/page.html` as a person knows it, from where the template itself lies."""
        root, found, _ = self.template.name.rpartition("html/")
        return f"{root}{found}{path}"


def _environment() -> Environment:
    environment = make_environment(printed)
    environment.filters.update(attribute=attribute, blocks=blocks)
    return environment


@lru_cache(maxsize=256)
def _compiled(source: str, name: str, file: str) -> CodeType:
    return _environment().compile(source, name, file)


def fill(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> str:
    """The template filled with what `bindings` names. Raises TemplateError.

    An author that is written into the template itself is taken out, and that is appended to `notices`.
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
        finding = Finding("template.syntax", error.message or "not the template language", file=file, line=error.lineno)
        raise TemplateError(_with_place(finding, loader)) from error
    except TemplateNotFound as error:
        hint = "extends and include name a template by its path under templates/html"
        raise TemplateError(Finding("template.unknown", f"no template `{error.name}`", hint, template.name)) from error
    except UnicodeDecodeError as error:
        raise TemplateError(Finding("template.encoding", "not UTF-8", "save it as UTF-8", template.name)) from error
    except _IN_EXPRESSIONS as error:
        raise TemplateError(_placed(error, loader)) from error
    return _without_author(page, loader, notices)


def _without_author(page: str, loader: _LibraryLoader, notices: list[Finding] | None) -> str:
    """The page without the name of whoever wrote the template; a name from the document stays."""
    for file, source in loader.sources.items():
        for found in _AUTHOR.finditer(source):
            if _TAG.search(found.group()) or found.group() not in page:
                continue
            page = page.replace(found.group(), "")
            if notices is not None:
                message = f"the template names its author ({found.group()}); this is taken out of the file"
                hint = "write {{ doc.prepared_by | attribute }}, or leave it out"
                line = source.count("\n", 0, found.start()) + 1
                notices.append(Finding("template.private", message, hint, file, line, 1, severity="warning"))
    return page


def _names(bindings: Bindings) -> dict[str, Any]:
    names = names_for(bindings)
    names.update(_drawing_functions(bindings), brand=bindings.brand, html_lang=LANG[bindings.language])
    if bindings.language == "zh+en":
        names["label"] = lambda key: _stacked_label(bindings, key, " ")
        names["head"] = lambda key: _stacked_label(bindings, key, "\n")
    return names


def _stacked_label(bindings: Bindings, key: str, separator: str) -> str:
    if isinstance(key, Choice):
        return stack(key.title_en, key.title_zh, separator)
    try:
        return stack(*bindings.labels(key), separator)
    except KeyError as error:
        raise UndefinedError(str(error.args[0])) from None


def _placed(error: Exception, loader: _LibraryLoader) -> Finding:
    """The error as a finding at the innermost line of a template that stood on the stack."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in loader.sources]
    file, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (loader.template.name, 0)
    code = "template.name" if isinstance(error, UndefinedError) else "template.expression"
    return _with_place(Finding(code, error_text(error), file=file, line=line), loader)


def _with_place(finding: Finding, loader: _LibraryLoader) -> Finding:
    source = loader.sources.get(finding.file, "")
    tags = list(_tags_on(source, finding.line))
    if not tags:
        return finding
    column, text = tags[0] if len(tags) == 1 else _likeliest(tags, finding.message)
    place = " ".join(text.split())
    return Finding(finding.code, finding.message, finding.hint, finding.file, finding.line, column, place)


def _likeliest(tags: list[tuple[int, str]], message: str) -> tuple[int, str]:
    quoted = re.findall(r"[`'](\w+)[`']", message)
    return next((tag for tag in tags for name in quoted if re.search(rf"\b{name}\b", tag[1])), tags[0])


def _tags_on(source: str, line: int) -> Iterator[tuple[int, str]]:
    """The tags that begin on `line`, each with its column, counted from 1."""
    for found in _TAG.finditer(source):
        if source.count("\n", 0, found.start()) + 1 == line:
            yield found.start() - source.rfind("\n", 0, found.start()), found.group()


def _drawing_functions(bindings: Bindings) -> Mapping[str, Callable[..., Markup]]:
    """`diagram(map, width, height)` and `gantt(phases, width, height)`, sizes in points, for a template to call."""

    def words(key: Any) -> str:
        return _words(bindings, key)

    def draw_map(view: View, width: float = _MAP_ROOM[0], height: float = _MAP_ROOM[1]) -> Markup:
        return _svg(decision_map(view, words, width, height), bindings)

    def draw_plan(phases: Sequence[View], width: float = _PLAN_ROOM[0], height: float = _PLAN_ROOM[1]) -> Markup:
        return _svg(gantt(phases, words, width, height, language=bindings.language), bindings)

    return {"diagram": draw_map, "gantt": draw_plan}


def _svg(drawing: Drawing, bindings: Bindings) -> Markup:
    family = ", ".join(bindings.brand.pdf_fonts)
    return Markup(to_svg(drawing, bindings.brand, family))


def _words(bindings: Bindings, key: Any) -> str:
    if isinstance(key, Choice):
        return in_language(key.title_en, key.title_zh, bindings.language)
    try:
        return in_language(*bindings.labels(key), bindings.language)
    except KeyError as error:
        raise UndefinedError(str(error.args[0])) from None
