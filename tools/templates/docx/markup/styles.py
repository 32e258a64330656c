"""Write the styles, lists and settings of a template, from the type scale and the theme's colours."""

from docgen.brand import Brand
from docgen.engines.office.fonts import font_facts
from templates.docx.markup.tables import cell_margins
from templates.docx.markup.text import (
    CENTRE,
    KEEP_LINES,
    KEEP_NEXT,
    LEFT,
    NAMESPACES,
    RIGHT,
    border,
    colour,
    indent,
    right_tab,
    rules,
    run_properties,
    shading,
    spacing,
)

TINY, SMALL, TABLE, BODY, H4, H3, H2, H1, DISPLAY, POSTER = 8, 8.5, 10, 11, 11, 14, 17, 21.5, 27, 33.5
"""Body 11 pt and a ratio of 1.25; the small sizes are those of notes, tables and feet."""


def _style(  # noqa: PLR0913 - a style has as many sides
    style: str, name: str, *, kind: str = "paragraph", based: str = "Normal", follows: str = "", shape: str = "",
    run: str = "", more: str = "", quick: bool = True,
) -> str:  # fmt: skip
    properties = f'<w:name w:val="{name}"/>'
    properties += f'<w:basedOn w:val="{based}"/>' if based else ""
    properties += f'<w:next w:val="{follows}"/>' if follows else ""
    properties += '<w:uiPriority w:val="1"/><w:qFormat/>' if quick else '<w:uiPriority w:val="99"/>'
    properties += f"<w:pPr>{shape}</w:pPr>" if shape else ""
    properties += f"<w:rPr>{run}</w:rPr>" if run else ""
    return f'<w:style w:type="{kind}" w:styleId="{style}">{properties}{more}</w:style>'


KEEP = KEEP_NEXT + KEEP_LINES


def _heading(level: int, size: float, before: float, after: float, colour_name: str = "primary") -> str:
    """Headings: chapters have a rule, the other levels differ in size and weight."""
    rule = rules(border("top", "primary", 1, 10)) if level == 1 else ""
    shape = f'{KEEP}{rule}{spacing(before, after, size * 1.25)}<w:outlineLvl w:val="{level - 1}"/>'
    look = run_properties(colour_name=colour_name, size=size, bold=True, heading=True)
    return _style(f"Heading{level}", f"heading {level}", follows="BodyText", shape=shape, run=look)


def _text(style: str, name: str, shape: str = "", based: str = "Normal", **look: object) -> str:
    return _style(style, name, based=based, shape=shape, run=run_properties(**look))  # type: ignore[arg-type]


def _panel(style: str, name: str, edge: str, **look: object) -> str:
    """Text on a tinted background with a coloured edge: quotations, internal content."""
    edges = rules(border("top", "surface", 4), border("left", edge, 3, 10), border("bottom", "surface", 4),
                  border("right", "surface", 4, 6))  # fmt: skip
    shape = KEEP_LINES + edges + shading("surface") + spacing(5, 4, 16) + indent(260, 180)
    return _text(style, name, shape, **look)


def _part(kind: str, side: str, weight: float, colour_name: str = "primary") -> str:
    """A table's first or last row: bold, with a rule."""
    look = f"<w:rPr>{run_properties(colour_name=colour_name, bold=True)}</w:rPr>"
    rule = f"<w:tcPr><w:tcBorders>{border(side, 'primary', weight)}</w:tcBorders></w:tcPr>"
    return f'<w:tblStylePr w:type="{kind}">{look}{rule}</w:tblStylePr>'


def _table_style(
    style: str, name: str, *, across: str = "", margins: tuple[int, int, int, int] = (0, 0, 0, 0), shape: str = "",
    parts: str = "",
) -> str:  # fmt: skip
    borders = f"<w:tblBorders>{across}</w:tblBorders>" if across else ""
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="2"/><w:qFormat/>{shape}'
        f"<w:tblPr>{borders}{cell_margins('tblCellMar', margins)}</w:tblPr>{parts}</w:style>"
    )


def _table_styles() -> list[str]:
    """Tables of data, sums and facts; columns that only set things side by side have neither rules nor margins."""
    text = f"<w:pPr>{spacing(0, 0, 15)}</w:pPr><w:rPr>{run_properties(size=TABLE)}</w:rPr>"
    across = border("bottom", "line", 0.5) + border("insideH", "line", 0.5)
    ends = _part("firstRow", "bottom", 1) + _part("lastRow", "top", 1.5)
    return [
        _table_style("DocgenTable", "Docgen Table", across=across, margins=(80, 0, 80, 160), shape=text,
                     parts=ends),
        _table_style("DocgenSums", "Docgen Sums", margins=(40, 0, 40, 0), shape=text,
                     parts=_part("lastRow", "top", 1.5)),
        _table_style("DocgenFacts", "Docgen Facts", across=border("top", "primary", 0.75) + across,
                     margins=(80, 0, 80, 160), shape=text),
        _table_style("DocgenGrid", "Docgen Grid", across=across),
        _table_style("DocgenColumns", "Docgen Columns"),
    ]  # fmt: skip


def _contents(level: int, left: int, is_chapter: bool, width: int) -> str:
    """An entry whose page is at the text's right end; a long title goes on below its first line, further in."""
    hanging = 280
    shape = right_tab(width, leader="dot") + spacing(7 if is_chapter else 2, 2, 15)
    shape += indent(left + hanging, hanging=hanging)
    look = run_properties(size=BODY if is_chapter else TABLE, colour_name="" if is_chapter else "muted")
    return _style(f"TOC{level}", f"toc {level}", shape=shape, run=look)


def _lists() -> list[str]:
    shape = f'<w:numPr><w:numId w:val="%d"/></w:numPr>{spacing(0, 4, 16)}<w:contextualSpacing/>'
    return [
        _style("ListBullet", "List Bullet", shape=shape % 1),
        _style("ListNumber", "List Number", shape=shape % 2),
    ]


def styles(width: int) -> str:
    """The styles part: what Word knows by name, and docgen's own; contents reach over `width`.

    The default's lines, of drawings and of what is added in Office, are as high as Word makes those of Chinese: 1.3
    times Microsoft YaHei's 1.32 em. All other lines have exact heights.
    """
    fonts = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" '
    fonts += 'w:cstheme="minorBidi"/>'
    size = f'<w:sz w:val="{BODY * 2}"/><w:szCs w:val="{BODY * 2}"/>'
    language = '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    shape = spacing(0, 8, BODY * 1.73, least=True)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}{colour('ink')}{size}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr><w:widowControl/>{shape}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    made = [defaults, normal, *_known_styles(width), *_own_styles(), *_table_styles()]
    return f"<w:styles {NAMESPACES}>{''.join(made)}</w:styles>"


def _known_styles(width: int) -> list[str]:
    head = right_tab(width) + spacing(0, 0, 11)
    foot = rules(border("top", "line", 0.5, 6)) + head
    link = f'{colour("primary")}<w:u w:val="single"/>'
    return [
        _style("BodyText", "Body Text", shape=spacing(0, 8, 17)),
        _text("Title", "Title", f"{KEEP}{spacing(0, 4, POSTER * 1.2)}{LEFT}", colour_name="primary", size=POSTER,
              bold=True, heading=True),
        _text("Subtitle", "Subtitle", f"{KEEP}{spacing(0, 8, 20)}", colour_name="muted", size=H3),
        _heading(1, H1, 28, 6), _heading(2, H3, 18, 6), _heading(3, H4, 12, 4), _heading(4, H4, 12, 4, "muted"),
        _heading(5, TABLE, 8, 4), _heading(6, TABLE, 8, 4, "muted"),
        _text("Caption", "caption", f"{spacing(4, 16, 12)}", colour_name="muted", size=SMALL),
        _panel("Quote", "Quote", "accent"),
        _style("Header", "header", shape=head, run=run_properties(colour_name="muted", size=TINY), quick=False),
        _style("Footer", "footer", shape=foot, run=run_properties(colour_name="muted", size=TINY), quick=False),
        _style("TOCHeading", "TOC Heading", shape=f"{KEEP}{spacing(16, 8, H1 * 1.25)}",
               run=run_properties(colour_name="primary", size=H1, bold=True, heading=True)),
        *(_contents(level, 280 * (level - 1), level == 1, width) for level in (1, 2, 3)),
        _style("Hyperlink", "Hyperlink", kind="character", based="DefaultParagraphFont", run=link, quick=False),
        *_lists(),
    ]  # fmt: skip


def _own_styles() -> list[str]:
    return [*_speaking_styles(), *_table_texts(), *_figure_styles(), *_hidden_styles()]


def _speaking_styles() -> list[str]:
    return [
        _text("Kicker", "Kicker", f"{KEEP_NEXT}{spacing(0, 4, 14)}", colour_name="accent", size=TABLE, bold=True),
        _text("FrontHeading", "Front Heading", f"{KEEP}{spacing(18, 6, 18)}", colour_name="primary", size=H3, bold=True,
              heading=True),
        _text("Lead", "Lead", f"{KEEP}{spacing(0, 14, 20)}", colour_name="ink", size=H3),
        _text("Note", "Note", spacing(0, 4, 13), colour_name="muted", size=SMALL),
        _text("Stamp", "Stamp", spacing(6, 8, 9), colour_name="muted", size=7),
        _panel("Words", "Client's Words", "accent"),
        _panel("Internal", "Internal", "negative", size=TABLE),
        _text("InternalMark", "Internal Mark", f"{KEEP}{spacing(16, 6, 14)}", colour_name="negative", size=TABLE,
              bold=True),
        _text("MastLead", "Masthead Lead", f"{spacing(6, 0, 21)}{LEFT}", colour_name="white", size=H3),
        _text("MastText", "Masthead Text", f"{spacing(0, 0, 14)}{LEFT}", colour_name="white", size=TABLE),
    ]  # fmt: skip


def _table_texts() -> list[str]:
    return [
        _text("TableText", "Table Text", f"{spacing(0, 0, 14.5)}{LEFT}", size=TABLE),
        _text("TableHead", "Table Head", f"{KEEP_NEXT}{spacing(0, 0, 13)}{LEFT}", colour_name="primary", size=SMALL,
              bold=True),
        _text("TableFigure", "Table Figure", RIGHT, based="TableText"),
        _text("Compact", "Compact", f"{spacing(0, 0, 11)}{LEFT}", size=TINY),
        _text("Dense", "Dense", f"{spacing(0, 2, 13)}{LEFT}", size=TABLE),
        _text("TableSum", "Table Sum", "", based="Compact"),
        _text("Total", "Total", f"{KEEP_NEXT}{spacing(4, 4, 18)}{LEFT}", colour_name="primary", size=H3, bold=True),
    ]  # fmt: skip


def _figure_styles() -> list[str]:
    """Large figures; `Big` below a rule in the accent colour, `Number` without one."""
    rule = rules(border("top", "accent", 2.25, 6))
    display = f"{spacing(0, 2, DISPLAY * 1.15)}{LEFT}"
    return [
        _text("Figure", "Figure", f"{KEEP_NEXT}{spacing(4, 0)}"),
        _text("Big", "Big Figure", f"{KEEP_NEXT}{rule}{display}", colour_name="primary", size=DISPLAY, bold=True,
              heading=True),
        _text("Number", "Number", f"{KEEP_NEXT}{display}", colour_name="primary", size=DISPLAY, bold=True,
              heading=True),
        _text("Fact", "Fact", f"{spacing(0, 0, 14.5)}{LEFT}", size=TABLE, bold=True),
        _text("FactName", "Fact Name", f"{KEEP_NEXT}{spacing(0, 0, 12)}{LEFT}", colour_name="muted", size=SMALL),
    ]  # fmt: skip


def _hidden_styles() -> list[str]:
    """Space between tables, joints, and paragraphs that only contain tags."""
    return [
        _text("Gap", "Gap", spacing(0, 0, 8), size=4),
        _text("Joint", "Joint", spacing(0, 0, 1), size=1),
        _text("TabText", "Tab Text", f"{spacing(0, 0, 12)}{CENTRE}", colour_name="white", size=SMALL, bold=True),
        _text("Tag", "Template Tag", spacing(0, 0, 11), colour_name="muted", size=TINY),
    ]


def numbering(language: str) -> str:
    """The lists of ListBullet and ListNumber, and the chapters' numbers."""
    bullets = _list(1, "bullet", "•")
    numbers = _list(2, "decimal", "%1.")
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))
    return f"<w:numbering {NAMESPACES}>{bullets}{numbers}{_chapters(language)}{nums}</w:numbering>"


def _chapters(language: str) -> str:
    kind, text = ("decimal", "%1  ") if language == "en" else ("chineseCountingThousand", "%1、")
    return (
        '<w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{indent()}</w:pPr><w:rPr>{colour("accent")}</w:rPr></w:lvl></w:abstractNum>'
    )


def _list(number: int, kind: str, text: str) -> str:
    style = {1: "ListBullet", 2: "ListNumber"}[number]
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{indent(280, hanging=280)}</w:pPr><w:rPr>{colour("ink")}</w:rPr></w:lvl>'
        "</w:abstractNum>"
    )


def fonts() -> str:
    """The fonts of the theme, for the font table: what a program without them chooses another by."""
    brand, made = Brand(), ""
    named = ((brand.heading_latin, False), (brand.body_latin, False), (brand.heading_east_asian, True),
             (brand.body_east_asian, True))  # fmt: skip
    for name, is_east_asian in dict(named).items():
        facts = font_facts(name, is_east_asian=is_east_asian)
        other = f'<w:altName w:val="{facts.alternative}"/>' if facts.alternative else ""
        made += (
            f'<w:font w:name="{name}">{other}<w:panose1 w:val="{facts.panose}"/><w:charset w:val="{facts.charset}"/>'
            f'<w:family w:val="{facts.family}"/><w:pitch w:val="{facts.pitch}"/></w:font>'
        )
    return made


def settings() -> str:
    """No kerning of punctuation is left to chance, no compatibility mode, the theme's languages."""
    office = "http://schemas.microsoft.com/office/word"
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{office}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", "15"),
            ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"),
            ("doNotFlipMirrorIndents", "1"),
        )
    )
    mapping = (
        'w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" '
        'w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
        'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"'
    )
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        f'<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>{compat}</w:compat>'
        f'<w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN"/><w:clrSchemeMapping {mapping}/></w:settings>'
    )
