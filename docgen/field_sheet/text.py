"""Turns field sheets into lines of text and into a Markdown table."""

from collections.abc import Iterable

from docgen.audience import Audience
from docgen.field_sheet.rows import FieldRow


def as_text(rows: Iterable[FieldRow], language: str = "en") -> str:
    """The sheet as lines of text: path, label, type, reader, and the tag under them."""
    lines: list[str] = []
    for row in rows:
        titles = f"{row.zh} {row.en}" if language == "zh" else f"{row.en} {row.zh}"
        reader = "" if row.is_open else _BESIDE[language].format(readers_words(row.readers, language))
        example = f"  {_FOR_EXAMPLE[language]}{row.example}" if row.example else ""
        lines += [f"{row.path}  {titles} ({row.type_words(language)}){reader}{example}", f"    {row.tag}"]
    return "\n".join(lines) + "\n"


def as_markdown(rows: Iterable[FieldRow], language: str = "en") -> str:
    """The sheet as a Markdown table."""
    heads = _HEADS[language]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for row in rows:
        reader = _EVERYBODY[language]
        if not row.is_open:
            reader = _ONLY[language].format(readers_words(row.readers, language))
        cells = (
            f"`{row.path}`",
            row.zh if language == "zh" else row.en,
            row.type_words(language),
            reader,
            row.example,
            f"`{row.tag}`",
        )
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def readers_words(readers: Iterable[Audience], language: str) -> str:
    """The readers' names in words: `internal, partner`, or 内部、合作伙伴."""
    known = set(readers)
    named = [reader for reader in Audience if reader in known]
    return "、".join(r.title_zh for r in named) if language == "zh" else ", ".join(r.value for r in named)


_BESIDE = {"en": " [{}]", "zh": "「{}」"}
_ONLY = {"en": "{}", "zh": "仅{}"}
_EVERYBODY = {"en": "everybody", "zh": "所有读者"}
_FOR_EXAMPLE = {"en": "e.g. ", "zh": "例："}
_HEADS = {
    "en": ("Field", "Label", "Type", "Reader", "Example", "Tag to paste"),
    "zh": ("字段", "名称", "类型", "读者", "示例", "可直接粘贴的标签"),
}
