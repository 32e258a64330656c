"""A change: code, place, old and new content, and its message in English or Chinese."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

_LONGEST = 160
_KEY = re.compile(r"‹([\w.]+)›")
Labels = Callable[[str], tuple[str, str]]
_Form = dict[tuple[bool, bool], str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a place: kind (`section`, `table`, `slide` …), number (0: none), name in both languages."""

    kind: str
    number: int = 0
    name: str = ""
    zh: str = ""


Place = tuple[Step, ...]
Properties = tuple[tuple[str, str, str], ...]
"""The properties that changed: name, old value, new value (empty: not set)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    `code` is the kind of change (listed in docs/dev/compare.md), `name` what changed, `old` and `new` the text before
    and after, `properties` the changed formatting or facts, `zh` the name in Chinese if it differs.
    """

    code: str
    place: Place = ()
    name: str = ""
    old: str = ""
    new: str = ""
    properties: Properties = ()
    numbers: Mapping[str, int] = field(default_factory=dict[str, int])
    zh: str = ""

    def format(self, language: str = "en", labels: Labels | None = None) -> str:
        """The change in one line, its place first; `labels` gives the text of a label's key as (en, zh)."""
        where, what = format_place(self.place, language, labels), self.message(language, labels)
        return f"{where}{_SEPARATORS[language]['colon']}{what}" if where else what

    def message(self, language: str = "en", labels: Labels | None = None) -> str:
        """The message without the place."""
        name = _named(self.zh if language == "zh" and self.zh else self.name, language, labels)
        values = {key: _short(value) for key, value in (("name", name), ("old", self.old), ("new", self.new))}
        pairs = _SEPARATORS[language]["semicolon"].join(_property(item, language) for item in self.properties)
        kind = _FACTS[language].get(self.code.partition(".")[0], self.code.partition(".")[0])
        return MESSAGES[language][self.code].format(**values, properties=pairs, kind=kind, **self.numbers)

    def as_data(self, labels: Labels | None = None) -> dict[str, Any]:
        """The change as a JSON object, with its message in English."""
        place = [{"kind": step.kind, "number": step.number, "name": step.name} for step in self.place]
        changed = [{"property": name, "old": old, "new": new} for name, old, new in self.properties]
        data = {"code": self.code, "place": place, "name": self.name, "old": self.old, "new": self.new}
        return {**data, "properties": changed, **self.numbers, "message": self.format("en", labels)}


def _named(name: str, language: str, labels: Labels | None) -> str:
    """A name with label keys replaced by their texts."""

    def words(found: re.Match[str]) -> str:
        try:
            return labels(found[1])[language == "zh"] if labels is not None else found[0]
        except KeyError:
            return found[0]

    return _KEY.sub(words, name)


def format_place(place: Place, language: str, labels: Labels | None = None) -> str:
    """A place for display: `slide 5 “Investment”, table 1, row 2`."""
    words = _PLACES[language]
    steps: list[str] = []
    for step in place:
        form = words[step.kind][bool(step.number), bool(step.name)]
        name = step.zh if language == "zh" and step.zh else step.name
        steps.append(form.format(number=step.number, name=_short(_named(name, language, labels), 40)))
    return _SEPARATORS[language]["comma"].join(steps)


def _property(item: tuple[str, str, str], language: str) -> str:
    name, old, new = item
    words, nothing = _FACTS[language], _SEPARATORS[language]["nothing"]
    before, after = (words.get(value, _short(value)) or nothing for value in (old, new))
    return f"{words.get(name, name)} {before} → {after}".strip()


def _short(text: str, most: int = _LONGEST) -> str:
    line = " ".join(text.replace("\n", " ⏎ ").split())
    return line if len(line) <= most else f"{line[: most // 2].rstrip()} … {line[-(most // 2) :].lstrip()}"


def _form(alone: str, numbered: str, named: str, both: str) -> _Form:
    return {(False, False): alone, (True, False): numbered, (False, True): named, (True, True): both}


def _en(word: str) -> _Form:
    return _form(word, f"{word} {{number}}", f"{word} “{{name}}”", f"{word} {{number}} “{{name}}”")


_SEPARATORS = {
    "en": {"colon": ": ", "comma": ", ", "semicolon": "; ", "nothing": "not set"},
    "zh": {"colon": "：", "comma": "，", "semicolon": "；", "nothing": "未设"},
}
_ZH_PLACES = {
    "section": _form("开头", "第{number}节", "“{name}”一节", "第{number}节“{name}”"),
    "table": _form("表格", "表{number}", "表“{name}”", "表{number}“{name}”"),
    "row": _form("行", "第{number}行", "“{name}”行", "第{number}行“{name}”"),
    "column": _form("列", "第{number}列", "“{name}”列", "第{number}列“{name}”"),
    "slide": _form("幻灯片", "第{number}张幻灯片", "幻灯片“{name}”", "第{number}张幻灯片“{name}”"),
    "page": _form("页面", "第{number}页", "页面“{name}”", "第{number}页“{name}”"),
    "entry section": _form("章节", "第{number}节", "“{name}”", "第{number}节“{name}”"),
}
_NOUNS = {
    "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "comments": "批注", "notes": "备注",
    "layout": "版式", "master": "母版", "shape": "形状", "group": "组合", "picture": "图片", "chart": "图表",
    "series": "数据系列", "footnote": "脚注", "endnote": "尾注", "comment": "批注", "style sheet": "样式表",
    "text": "文字", "heading": "标题", "style": "样式", "theme colour": "主题颜色", "theme font": "主题字体",
    "property": "文件属性", "rule": "样式规则", "label": "标签", "field": "字段", "token": "品牌设置", "cell": "单元格",
    "body": "正文",
}  # fmt: skip
_PLACES = {
    "en": {kind: _en(kind) for kind in (*_NOUNS, "table", "row", "column", "slide", "page")}
    | {"section": _form("at the beginning", "section {number}", "under “{name}”", "section {number} “{name}”")}
    | {"entry section": _form("text", "section {number}", "section “{name}”", "section {number} “{name}”")},
    "zh": {
        kind: _form(noun, f"{noun}{{number}}", f"{noun}“{{name}}”", f"{noun}{{number}}“{{name}}”")
        for kind, noun in _NOUNS.items()
    }
    | _ZH_PLACES,
}
_OBJECTS = (
    *("shape", "group", "picture", "chart", "series", "table", "layout", "master", "header", "footer", "footnotes"),
    *("endnotes", "comments", "footnote", "endnote", "comment", "notes", "style sheet", "page", "body"),
)
_FILE_FACTS = ("style", "theme colour", "theme font", "property", "rule", "label", "field", "token")
_EN = {
    "wording": "wording: {new}",
    "text.added": "added: “{new}”",
    "text.removed": "removed: “{old}”",
    "text.moved": "moved here: “{new}”",
    "tag.added": "tag added: {new}",
    "tag.removed": "tag removed: {old}",
    "tag.changed": "tag: {old} → {new}",
    "tag.edited": "tag: {new}",
    "look": "“{name}”: {properties}",
    "paragraph.facts": "paragraph “{name}”: {properties}",
    "row.added": "row added: {new}",
    "row.removed": "row removed: {old}",
    "row.moved": "row moved here: {new}",
    "row.facts": "{properties}",
    "cell.facts": "cell: {properties}",
    "column.added": "column “{name}” added",
    "column.removed": "column “{name}” removed",
    "column.moved": "column “{name}” moved from place {before} to {after}",
    "slide.added": "slide {after} “{name}” added",
    "slide.removed": "slide {before} “{name}” removed",
    "slide.moved": "slide “{name}” moved from place {before} to {after}",
    "slide.facts": "{properties}",
    "picture.replaced": "picture “{name}” replaced: {properties}",
    "page.facts": "page: {properties}",
    "lines": "{added} line(s) added, {removed} removed",
    "unread.new": "can no longer be read: {new}",
    "unread.old": "could not be read before: {old}",
    "file.added": "new file",
    "file.removed": "file removed",
    "file.renamed": "renamed from {old}",
    "file.replaced": "replaced: {old} → {new}",
    "note.stored": "saved anew; nothing that is compared here has changed",
    "shadow.hides": "your library's own file hides this change: {name}",
    "shadow.stale": "the built-in file that this one was copied from has changed since",
    "shadow.same": "the same as the built-in file: without it, the built-in one would be used",
}
_ZH = {
    "wording": "文字改动：{new}",
    "text.added": "新增：“{new}”",
    "text.removed": "删除：“{old}”",
    "text.moved": "移到此处：“{new}”",
    "tag.added": "新增标记：{new}",
    "tag.removed": "删除标记：{old}",
    "tag.changed": "标记：{old} → {new}",
    "tag.edited": "标记：{new}",
    "look": "“{name}”：{properties}",
    "paragraph.facts": "段落“{name}”：{properties}",
    "row.added": "新增一行：{new}",
    "row.removed": "删除一行：{old}",
    "row.moved": "一行移到此处：{new}",
    "row.facts": "{properties}",
    "cell.facts": "单元格：{properties}",
    "column.added": "新增“{name}”列",
    "column.removed": "删除“{name}”列",
    "column.moved": "“{name}”列由第{before}列移到第{after}列",
    "slide.added": "新增第{after}张幻灯片“{name}”",
    "slide.removed": "删除第{before}张幻灯片“{name}”",
    "slide.moved": "幻灯片“{name}”由第{before}张移到第{after}张",
    "slide.facts": "{properties}",
    "picture.replaced": "图片“{name}”已更换：{properties}",
    "page.facts": "页面：{properties}",
    "lines": "新增{added}行，删除{removed}行",
    "unread.new": "现在无法读取：{new}",
    "unread.old": "以前无法读取：{old}",
    "file.added": "新文件",
    "file.removed": "文件已删除",
    "file.renamed": "由 {old} 改名",
    "file.replaced": "已更换：{old} → {new}",
    "note.stored": "重新保存过，所比较的内容没有改动",
    "shadow.hides": "贵公司库中的文件遮住了这处改动：{name}",
    "shadow.stale": "内置的原文件在复制之后已有改动",
    "shadow.same": "与内置文件相同：删去后即使用内置文件",
}


def _phrases(language: dict[str, str], added: str, removed: str, facts: str, moved: str) -> dict[str, str]:
    """The phrases of one language, with the common ones for every kind of object."""
    phrases: dict[str, str] = {}
    for kind in _OBJECTS:
        phrases |= {f"{kind}.added": added, f"{kind}.removed": removed, f"{kind}.facts": facts, f"{kind}.moved": moved}
    for kind in _FILE_FACTS:
        phrases |= {f"{kind}.added": added, f"{kind}.removed": removed, f"{kind}.changed": facts}
    return phrases | language


MESSAGES = {
    "en": _phrases(
        _EN,
        "{kind} “{name}” added: {new}",
        "{kind} “{name}” removed: {old}",
        "{kind} “{name}”: {properties}",
        "{kind} “{name}” moved here",
    ),
    "zh": _phrases(
        _ZH,
        "新增{kind}“{name}”：{new}",
        "删除{kind}“{name}”：{old}",
        "{kind}“{name}”：{properties}",
        "{kind}“{name}”移到此处",
    ),
}
_FACTS: dict[str, dict[str, str]] = {
    "en": {"value": "", "colour": "colour", "picture": "picture"},
    "zh": {
        **_NOUNS, "table": "表格", "row": "行", "column": "列", "slide": "幻灯片", "page": "页面", "value": "",
        "font": "字体", "East Asian font": "中文字体", "size": "大小", "bold": "加粗", "italic": "倾斜",
        "underline": "下划线", "struck out": "删除线", "capitals": "大写", "small capitals": "小型大写",
        "hidden": "隐藏", "colour": "颜色", "shading": "底纹", "shading behind text": "文字底纹",
        "highlight": "突出显示", "alignment": "对齐", "yes": "是", "no": "否", "none": "无", "left": "左",
        "right": "右", "center": "居中", "justified": "两端对齐", "space before": "段前", "space after": "段后",
        "line height": "行距", "left indent": "左缩进", "right indent": "右缩进", "first line": "首行缩进",
        "page break before": "段前分页", "list": "列表", "alt text": "替代文字", "width": "宽", "height": "高",
        "top": "上边距离", "fill": "填充", "line": "线条", "form": "形状", "link": "链接", "layout": "版式",
        "background": "背景", "column widths": "列宽", "level": "级别", "header row": "标题行",
        "outline level": "大纲级别", "tracked changes": "修订标记", "top margin": "上页边距",
        "right margin": "右页边距", "bottom margin": "下页边距", "left margin": "左页边距", "columns": "栏数",
        "cut": "裁剪", "placeholder": "占位符", "turned": "旋转", "kind": "类型", "categories": "类别",
        "values": "数值", "title": "标题", "merged down": "向下合并", "top rule": "上框线",
        "bottom rule": "下框线", "left rule": "左框线", "right rule": "右框线", "automatic": "自动",
        "bullet": "项目符号", "raised or lowered": "上标或下标", "heading font": "标题字体",
        "body font": "正文字体",
    },
}  # fmt: skip
SUMMARY = {
    "en": ("nothing changed", "{files} file(s) differ, {changes} change(s)"),
    "zh": ("没有改动", "{files} 个文件有改动，共 {changes} 处"),
}
