"""Render Word templates, and write and read the stamp of a document.

The pipeline:

    1  compile_document  once for each template, brand and watermark: parts without tags are packed, the others compiled
    2  fill_parts        Jinja renders each part; values print as native markup
    3  finish            table of contents, runs of marked text, empty tables and cells, each only where it can occur
    4  pack              changed and added parts are compressed, all members are written as one file
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from docgen.engines.docx import contents as _contents
from docgen.engines.docx.blocks import Lists
from docgen.engines.docx.columns import column_fitting
from docgen.engines.docx.fill import WordFilling
from docgen.engines.docx.finish import finish
from docgen.engines.docx.placeholders import unused_relationships
from docgen.engines.docx.style_names import AddedStyles
from docgen.engines.docx.subdocument import subdocument_function
from docgen.engines.docx.template import CompiledDocument, compile_document
from docgen.engines.office.additions import Additions
from docgen.engines.office.filling import CompiledPart, fill_parts, report
from docgen.engines.office.placeholders import drawable_functions
from docgen.engines.office.print import FILLING
from docgen.engines.office.stamp import is_as_written, read_stamp, stamp
from docgen.errors import Finding
from docgen.ooxml.package import without_unused
from docgen.ooxml.zip_file import Member, pack, read_members, unpack, write_members
from docgen.templating import Bindings, Template
from docgen.templating.language import names_for
from docgen.text_extraction.files import extract_office_text as searchable
from docgen.text_extraction.template import extract_office_template_text as own_words
from docgen.titles.lookup import Titles

__all__ = [
    "compile_document",
    "is_as_written",
    "lists_pages",
    "number_contents",
    "own_words",
    "read_stamp",
    "render",
    "render_compiled",
    "searchable",
    "stamp",
]

_SMALLEST = 8.0
_DOCUMENT = "word/document.xml"


def render(template: Template, bindings: Bindings, notices: list[Finding] | None = None) -> bytes:
    """Render `template`; what was removed from it is added to `notices`. Raises TemplateError with all findings."""
    compiled = compile_document(template, bindings.brand, bindings.watermark)
    report(compiled, bindings, notices)
    return render_compiled(compiled, bindings, template.read_asset, notices)


def render_compiled(
    compiled: CompiledDocument,
    bindings: Bindings,
    read_asset: Callable[[str], bytes] | None = None,
    notices: list[Finding] | None = None,
) -> bytes:
    """Render a compiled template, with its own brand and watermark. Raises TemplateError with all findings.

    `read_asset(path)` reads a picture of the library, as `Template.read_asset`; `notices` as in `render`.
    """
    fitting = column_fitting(compiled.brand, compiled.base.get(compiled.stylesheet, ""))
    additions = Additions(compiled.base, frozenset(compiled.members))
    lists, styles = Lists(compiled.abstracts), AddedStyles(compiled.styles)
    drawables = drawable_functions(bindings, _SMALLEST, read_asset)
    subdocument = subdocument_function(read_asset, Titles.for_template(compiled.template))
    common = {**names_for(bindings), **drawables, "subdocument": subdocument}
    by_name = {part.compiled.name: part for part in compiled.parts}

    def names_for_part(part: CompiledPart) -> dict[str, Any]:
        return {**common, FILLING: WordFilling(by_name[part.name], compiled.brand, additions, lists, styles)}

    def take(part: CompiledPart, pieces: Iterator[str]) -> str | Member:
        return finish(by_name[part.name], pieces, compiled.link_style, fitting)

    filled = fill_parts(compiled.template.name, [part.compiled for part in compiled.parts], names_for_part, take)
    if notices is not None:
        notices.extend(finding.at(compiled.template.name) for finding in fitting.notices)
    finished = {name: text for name, text in filled.items() if isinstance(text, str)}
    removed = _write_additions(compiled, additions, (lists, styles), finished)
    members = {name: member for name, member in compiled.members.items() if name not in removed}
    members.update({name: member for name, member in filled.items() if isinstance(member, Member)})
    members.update({name: pack(name, text.encode()) for name, text in finished.items()})
    members.update({name: pack(name, data) for name, data in additions.parts.items()})
    members.update(additions.members)
    return write_members(members.values())


def _write_additions(
    compiled: CompiledDocument, additions: Additions, made: tuple[Lists, AddedStyles], finished: dict[str, str]
) -> frozenset[str]:
    """Write the additions into numbering, styles, relationships and content types; return the parts to remove."""
    lists, styles = made
    if lists.is_used:
        name, text = compiled.numbering, compiled.base.get(compiled.numbering, "")
        if not name:
            name, text = lists.new_part(additions, compiled.document)
        finished[name] = lists.added_to(text)
    if styles and compiled.stylesheet:
        finished[compiled.stylesheet] = styles.added_to(compiled.base[compiled.stylesheet])
    additions.base = {**additions.base, **{name: text for name, text in finished.items() if name.endswith(".rels")}}
    removed = _remove_unshown(compiled, additions, finished)
    finished.update(additions.texts())
    return removed


def _remove_unshown(compiled: CompiledDocument, additions: Additions, finished: dict[str, str]) -> frozenset[str]:
    """Remove the relationships of placeholders that are not shown in this document; return the parts to remove."""
    dropped = dict(unused_relationships(compiled.parts, finished))
    if not dropped:
        return frozenset()
    changed = without_unused({name: text.encode() for name, text in additions.base.items()}, dropped)
    texts = {name: data.decode() for name, data in changed.items() if data is not None}
    removed = frozenset(changed) - texts.keys()
    additions.base = {name: text for name, text in {**additions.base, **texts}.items() if name not in removed}
    finished.update(texts)
    for name in removed:
        finished.pop(name, None)
    return removed


def lists_pages(data: bytes) -> bool:
    """Whether a finished file has a table of contents without page numbers."""
    return _contents.lists_pages(unpack(read_members(data)[_DOCUMENT]).decode())


def number_contents(data: bytes, pages: Mapping[str, int]) -> bytes:
    """Write page numbers into the table of contents of a finished file; `pages` maps bookmarks to pages."""
    members = read_members(data)
    members[_DOCUMENT] = pack(_DOCUMENT, _contents.number_pages(unpack(members[_DOCUMENT]).decode(), pages).encode())
    return write_members(members.values())
