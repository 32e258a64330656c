"""Compile a part of a deck into Jinja source: one form of markup, tags and where they are, {%slide %}.

Operations on the filled text rely on that form: a run is `<a:r>`, its `a:rPr`, `<a:t>` and nothing else.
"""

import re
from collections.abc import Iterator

from lxml import etree

from docgen.engines.office.balance import depth_change
from docgen.engines.office.dialect import Counted, Dialect
from docgen.engines.office.tags import BLOCKS, LIFTED, OWN, PRINTED, QUOTES, Source, join_tags, raw
from docgen.engines.pptx.blocks import Model
from docgen.engines.pptx.text import END_LANGUAGE, LANGUAGE, NUMBER, in_tree
from docgen.ooxml.names import A, Element, P, R
from docgen.ooxml.xml import with_prefixes
from docgen.templating import TAG

_SLIDE = re.compile(r"\{%-?\s*slide\s+((?:for|if)\b.*?)-?%\}", re.DOTALL)
_OTHER_SLIDE = re.compile(r"\{%-?\s*slide(?!\s+(?:for|if)\b)(?:\s[^{}%]*|end[^{}%]*)?-?%\}")
_PARAGRAPH = f"{{{A}}}p"
_PREFIXES = {"a": A, "r": R, "p": P}
_TEXT, _FIELD = f"{{{A}}}t", f"{{{A}}}fld"
_FOR, _END_FOR = re.compile(r"\{%-?\s*for\b"), re.compile(r"\{%-?\s*endfor\b")
FREE_SHAPE = "dg_free_shape"
"""The filter that gives the first of so many unused shape ids."""
_DROPPED = ("dirty", "err", "smtClean", "altLang")
_TABLE_IDS = ("rowId", "colId")


def normalise(root: Element) -> Element:
    """`root` in one form: standard prefixes, no white space between elements, uniform runs; it looks the same."""
    root = with_prefixes(root, _PREFIXES)
    for element in root.iter(etree.Element):
        _strip(element)
    for run in root.iter(f"{{{A}}}r", _FIELD, f"{{{A}}}br"):
        _normalise_run(run)
    for end in root.iter(f"{{{A}}}endParaRPr"):
        _set_language(end, END_LANGUAGE)
    for field in root.iter(_FIELD):
        _normalise_field(field)
    _drop_table_ids(root)
    _number_shapes(root)
    return root


def _strip(element: Element) -> None:
    if element.text is not None and element.tag != _TEXT and not element.text.strip():
        element.text = None
    if element.tail is not None and not element.tail.strip():
        element.tail = None


def _normalise_run(run: Element) -> None:
    properties = run.find(f"{{{A}}}rPr")
    if properties is None:
        properties = etree.Element(f"{{{A}}}rPr")
    run.insert(0, properties)
    _set_language(properties, LANGUAGE)
    text = run.find(_TEXT)
    if text is None and run.tag == f"{{{A}}}r":
        text = etree.SubElement(run, _TEXT)
    if text is not None and text.text is None:
        text.text = ""


def _set_language(properties: Element, mark: str) -> None:
    retained = {name: value for name, value in properties.attrib.items() if name not in (*_DROPPED, "lang")}
    properties.attrib.clear()
    properties.set("lang", in_tree(mark))
    for name, value in retained.items():
        properties.set(name, value)


def _normalise_field(field: Element) -> None:
    """Make a field print the slide's number, or plain text."""
    text = field.find(_TEXT)
    if text is None:
        return
    if field.get("type") == "slidenum":
        text.text = in_tree(NUMBER)
    elif TAG.search(text.text or ""):
        text.text = PRINTED.sub(lambda found: f"{{{{ ({found.group(1)})|dg_plain }}}}", text.text or "")


def _drop_table_ids(root: Element) -> None:
    """Drop the ids of rows and columns, which a loop would duplicate and PowerPoint recreates."""
    for extension in list(root.iter(f"{{{A}}}ext")):
        if len(extension) and etree.QName(extension[0]).localname in _TABLE_IDS:
            holder = extension.getparent()
            if holder is not None:
                holder.remove(extension)
                around = holder.getparent()
                if len(holder) == 0 and around is not None:
                    around.remove(holder)


def _number_shapes(root: Element) -> None:
    """Give each shape a unique id."""
    seen: set[str] = set()
    free = next_id(root)
    for item in root.iter(f"{{{P}}}cNvPr"):
        if item.get("id", "") in seen:
            item.set("id", str(free))
            free += 1
        seen.add(item.get("id", ""))


def renumber_repeated(root: Element) -> None:
    """Give each shape in a loop an unused id in all iterations but the first, whose id animations refer to."""
    for holder in root.iter(f"{{{P}}}spTree", f"{{{P}}}grpSp"):
        loops = 0
        for child in holder:
            if child.tag == f"{{{OWN}}}raw":
                text = child.text or ""
                loops += len(_FOR.findall(text)) - len(_END_FOR.findall(text))
                continue
            first = "loop.first" if loops == 1 else "false"
            for item in child.iter(f"{{{P}}}cNvPr") if loops else ():
                own = item.get("id", "0")
                item.set("id", f"{{% if {first} %}}{own}{{% else %}}{{{{ 1|{FREE_SHAPE} }}}}{{% endif %}}")


def next_id(root: Element) -> int:
    """The first unused shape id in `root`."""
    return 1 + max((int(item.get("id", "0")) for item in root.iter(f"{{{P}}}cNvPr")), default=1)


def _path(element: Element, counted: Counted | None = None) -> Iterator[str]:
    """The place of `element`: the shape's name, then the table's row and cell, or the paragraph."""
    for holder in element.iterancestors(f"{{{P}}}sp", f"{{{P}}}graphicFrame", f"{{{P}}}cxnSp", f"{{{P}}}pic"):
        name = next(holder.iter(f"{{{P}}}cNvPr"), None)
        if name is not None:
            yield f"“{name.get('name', '')}”"
        break
    if element.tag == f"{{{P}}}cNvPr":
        yield "alt text"
        return
    cell = next(element.iterancestors(f"{{{A}}}tc"), None)
    if cell is not None:
        row = cell.getparent()
        assert row is not None  # noqa: S101
        yield f"row {1 + len(list(row.itersiblings(f'{{{A}}}tr', preceding=True)))}"
        yield f"cell {1 + len(list(cell.itersiblings(f'{{{A}}}tc', preceding=True)))}"
        return
    yield f"paragraph {1 + len(list(element.itersiblings(_PARAGRAPH, preceding=True)))}"


PPTX = Dialect(
    paragraph=_PARAGRAPH,
    run=f"{{{A}}}r",
    text=f"{{{A}}}t",
    row=f"{{{A}}}tr",
    cell=f"{{{A}}}tc",
    properties=(f"{{{P}}}cNvPr",),
    path=_path,
    breaks=(f"{{{A}}}br",),
    table=f"{{{P}}}graphicFrame",
    blocks=frozenset({_PARAGRAPH}),
    before_blocks=frozenset({f"{{{A}}}bodyPr", f"{{{A}}}lstStyle"}),
    box_of_cell=f"{{{A}}}txBody",
    shapes=tuple(f"{{{P}}}{name}" for name in ("sp", "graphicFrame", "pic", "cxnSp")),
    group=f"{{{P}}}grpSp",
    line_breaks=(f"{{{A}}}br",),
)


def take_directives(root: Element) -> tuple[str, ...]:
    """Remove the `{%slide … %}` tags under `root`; gives their statements (`for x in xs`), outermost first.

    A paragraph with nothing else goes with them, and a box with no other paragraph.
    """
    found: list[str] = []
    for paragraph in list(root.iter(_PARAGRAPH)):
        join_tags(paragraph, PPTX)
        tags = _SLIDE.findall(PPTX.text_of(paragraph))
        if tags:
            found.extend(item.translate(QUOTES).strip() for item in tags)
            _remove_tags(paragraph)
    return tuple(found)


def check_slide_tags(root: Element, source: Source, where: str) -> None:
    """Report `{%slide … %}` tags that say neither for nor if, such as an end, and take them out."""
    for paragraph in root.iter(_PARAGRAPH):
        join_tags(paragraph, PPTX)
        for item in PPTX.texts(paragraph):
            for found in _OTHER_SLIDE.finditer(item.text or ""):
                mark = source.note(", ".join((where, *_path(paragraph))))
                source.report("template.marker:slide", mark, tag=" ".join(found[0].split()))
            item.text = _OTHER_SLIDE.sub("", item.text or "")


def _remove_tags(paragraph: Element) -> None:
    texts = PPTX.texts(paragraph)
    for item in texts:
        item.text = _SLIDE.sub("", item.text or "")
    words = [item for item in texts if (item.text or "").strip()]
    if words:
        words[0].text = (words[0].text or "").lstrip()
        words[-1].text = (words[-1].text or "").rstrip()
    else:
        _remove_paragraph(paragraph)


def _remove_paragraph(paragraph: Element) -> None:
    body = paragraph.getparent()
    assert body is not None  # noqa: S101
    body.remove(paragraph)
    if body.find(_PARAGRAPH) is None:
        shape = body.getparent()
        is_box = shape is not None and shape.tag == f"{{{P}}}sp" and shape.find(f".//{{{P}}}ph") is None
        parent = shape.getparent() if is_box and shape is not None else None
        if parent is not None and shape is not None:
            parent.remove(shape)
        else:
            etree.SubElement(body, _PARAGRAPH)


def check_paragraphs(root: Element, source: Source) -> None:
    """Report tags that open or close a block in a paragraph without being paragraph or row tags."""
    for paragraph in root.iter(_PARAGRAPH):
        text = PPTX.text_of(paragraph)
        if "{%" in text and depth_change(LIFTED.sub("", text)):
            shown = " ".join(TAG.sub(lambda found: re.sub("\ufdd0\\d+\ufdd1", "", found.group(0)), text).split())
            source.report("template.unbalanced:paragraph", text, tags=shown[:80])


def take_blocks(root: Element, source: Source, models: list[Model]) -> None:
    """Replace each paragraph with `{{p x }}` by source, and append the paragraphs to `models`."""
    for paragraph in list(root.iter(_PARAGRAPH)):
        text = PPTX.text_of(paragraph)
        if not BLOCKS.search(text):
            continue
        lost = TAG.sub("", LIFTED.sub("", BLOCKS.sub("", text))).strip()
        if lost:
            source.report("template.lost:paragraph", text, text=lost[:80])
        model, parent = Model.of(paragraph), paragraph.getparent()
        assert parent is not None  # noqa: S101
        parent.replace(paragraph, raw("".join(_block_tag(tag, len(models)) for tag in TAG.findall(text))))
        models.append(model)


def _block_tag(tag: str, model: int) -> str:
    blocks, lifted = BLOCKS.match(tag), LIFTED.match(tag)
    if blocks:
        return f"{{{{ ({blocks.group(1)})|dg_blocks({model}) }}}}"
    if lifted:
        mark, dash, _, inner = lifted.groups()
        return f"{{%{dash} {inner}%}}" if mark == "%" else ""
    return tag
