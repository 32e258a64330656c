"""Chinese wording of problems: messages, hints, values and places, looked up by their English wording.

`§` stands for a value; the Chinese numbers values in the order of the English.
"""

# ruff: noqa: E501 - one pair per line
import re
from functools import cache

Pairs = tuple[tuple[str, str], ...]
_OPEN = "§"

VALUES = {
    "text": "文本",
    "money": "金额",
    "a rate": "比率",
    "a figure": "数值",
    "a count": "整数",
    "a float": "小数",
    "a date": "日期",
    "a datetime": "日期时间",
    "a choice": "选项",
    "a list": "列表",
    "a markdown": "长文本",
    "a markup": "已排版的文本",
    "yes or no": "是否值",
    "no text": "不可显示的值",
    "this": "这里",
    "this value": "该值",
    "this figure": "该数值",
    "this date": "该日期",
    "a group": "分组",
    "stamp": "stamp（文件信息）",
    "what was imported": "引入的文件",
    "Word": "Word",
    "slide": "幻灯片",
    "row": "一行",
    "paragraph": "一段",
    "cell": "一格",
}
"""Values that occur in messages."""

MESSAGES: Pairs = (
    ("§ says approved, but not by whom", "§1 标为已批准，但没有写明批准人"),
    ("§ says approved, by §, but not when", "§1 标为已批准（§2），但没有写明日期"),
    ("§ says approved, but its version § is a draft's", "§1 标为已批准，但版本号 §2 是草稿的"),
    ("§ says approved by § on §, but the library's approvals/ has none of this text", "§1 标为由 §2 于 §3 批准，但模板库的 approvals/ 中没有对这段文字的批准"),
    ("§ was changed since § approved it on §, so it is in review", "§1 在 §2 于 §3 批准之后被改动过，视为审核中"),
    ("§ has wording of its own, which §'s approval of the common text doesn't cover", "§1 有行业自己的措辞，§2 对通用文字的批准不包括它"),
    ("holds an unfinished merge (§)", "含有未完成的合并（§1）"),
    ("is required, and not there", "此项必填，但没有写"),
    ("no file `§` in the library", "模板库里没有文件 `§1`"),
    ("no template `§`", "没有模板 `§1`"),
    ("no page that this one extends has a block `§`, so it is never printed", "上层页面没有名为 `§1` 的区块，其内容不会出现"),
    ("what stands outside the blocks is never printed, since the page extends another", "本页继承了别的页面，写在区块之外的内容不会出现"),
    ("`§` prints as True or False", "`§1` 会显示成 True 或 False"),
    ("§ names for § values", "§1 个名字对应 §2 个值，数目不符"),
    ("`§` is not given where the macro is called", "调用宏时没有给出 `§1`"),
    ("`§` draws §, and is given nothing", "`§1` 要画的是 §2，却没有给它数据"),
    ("`§` draws §, not §", "`§1` 要画的是 §2，而不是§3"),
    ("what `§` draws may be empty", "`§1` 要画的数据可能为空"),
    ("the rows of a chart may be empty", "图表的数据可能为空"),
    ("the picture may be missing", "图片可能没有"),
    ("a label takes one key", "label 只接受一个键"),
    ("`§` takes only § arguments", "`§1` 只接受 §2 个参数"),
    ("`§` takes no argument `§`", "`§1` 没有参数 `§2`"),
    ("`|§` doesn't take these arguments: §", "过滤器 `|§1` 的参数不对"),
    ("`§` reads as its code here", "`§1` 在这里会显示成内部代码"),
    ("`§` is none of the values of §", "§2 没有 `§1` 这个取值"),
    ("`§` looks the same in every language", "`§1` 的格式不随文件语言变化"),
    ("`§` is a date and reads 2026-11-24 here", "`§1` 是日期，在这里会显示成 2026-11-24 的样子"),
    ("`§` is defined but may be empty, and `default` lets that through", "`§1` 有定义但可能为空，`default` 对空值不起作用"),
    ("`§()` goes to a place of its own", "`§1()` 不能写在文字里"),
    ("without `else` this fails where the condition doesn't hold", "没有 `else`，条件不成立时会出错"),
    ("`§` of § is internal, and a client may read this", "§2 的 `§1` 是内部字段，而这里客户能看到"),
    ("`§` of § is internal, and a § may read this", "§2 的 `§1` 是内部字段，而这里 §3 能看到"),
    ("a reader is asked for by name, so what others may read is not in their copies",
     "按名称区分读者，别的读者能看的内容就不会出现在他们的版本里"),
    ("`§` of § is not for § documents", "§3 文件不显示 §2 的 `§1`"),
    ("`§` is a list and has no `§`", "`§1` 是列表，没有字段 `§2`"),
    ("text has no `§`", "文本没有 `§1` 这个属性"),
    ("§ has no `§`", "§1没有 `§2` 这个属性"),
    ("no `§` on §", "§2 没有字段 `§1`"),
    ("no `§` here", "这里没有 `§1` 这个名字"),
    ("no `§` in what is imported", "引入的文件里没有 `§1`"),
    ("`§` is § without a filter", "`§1` 是§2，缺少相应的过滤器"),
    ("`|§` takes a figure, not §", "过滤器 `|§1` 只能用于数值，而这里是§2"),
    ("`|§` takes a date, not §", "过滤器 `|§1` 只能用于日期，而这里是§2"),
    ("`|§` prints § as something else", "过滤器 `|§1` 不适用于§2，会显示错"),
    ("`|§` takes an exact figure, and this is a rounded one", "过滤器 `|§1` 需要精确数值，而这里已经取整"),
    ("No filter named '§'.", "没有过滤器 `§1`"),
    ("no filter `§`", "没有过滤器 `§1`"),
    ("no test `§`", "没有判断词 `§1`"),
    ("no label `§`", "词表里没有 `§1`"),
    ("a label's key is a text, not §", "词表的键是文本，而这里是§1"),
    ("the key of a label may be empty", "词表的键可能为空"),
    ("`§` is a list and prints with brackets", "`§1` 是列表，会连方括号一起显示"),
    ("`§` is a list", "`§1` 是列表"),
    ("`§` is no list to join", "`§1` 不是列表，不能连接"),
    ("`§` is §, no list to loop over", "`§1` 是§2，不是列表，不能循环"),
    ("`§` is no text", "`§1` 不是可显示的值"),
    ("§ is no text", "§1不是可显示的文本"),
    ("§ is no function", "§1不能加括号调用"),
    ("`§` is a whole §", "`§1` 是一整组字段（§2），不能直接显示"),
    ("`§` may be empty and then reads None", "`§1` 可能为空，那时会显示成 None"),
    ("`§` may be empty, and `§` is asked of it", "`§1` 可能为空，却要取它的 `§2`"),
    ("`§` may be empty, and is reckoned with", "`§1` 可能为空，却拿来计算"),
    ("`§` may be empty, and it is compared", "`§1` 可能为空，却拿来比较"),
    ("`§` may be empty, and a loop goes through it", "`§1` 可能为空，却拿来循环"),
    ("`§` may be empty, and a period has two ends", "`§1` 可能为空，而期间必须有起止"),
    ("`§` may be empty, and an item is asked of it", "`§1` 可能为空，却要取其中一项"),
    ("`§` may be empty, and `§` works on its inside", "`§1` 可能为空，`§2` 却要处理其内容"),
    ("§ and § can't be added", "§1和§2不能相加"),
    ("`§` has its old value again after each turn of the loop", "循环每转一圈，`§1` 都恢复原值，累加无效"),
    ("“§” is written in the template and stays in one language", "“§1”直接写在模板里，不会随语言变化"),
    ("“§” stands in a style sheet", "“§1”写在样式表里"),
    ("“§” is not read as a tag", "“§1”不会被识别为标签"),
    ("“§” would be lost: the tag takes its whole § away", "“§1”会丢失：标签所在的§2会整个去掉"),
    ("a tag is opened and not closed: §", "标签没有写完整：§1"),
    ("§ is never closed", "§1 没有结束标签"),
    ("§ closes nothing that is open here", "§1 找不到对应的开始标签"),
    ("§ opens in one cell and closes in another", "§1 在一个单元格开始，却在另一个单元格结束"),
    ("a tag opens or closes here without its partner: §", "这里的标签缺少与之配对的开始或结束：§1"),
    ("§ and § stand in places that can't be joined", "§1 与 §2 所在的位置无法配对"),
    ("Encountered unknown tag '§'.§", "没有 `§1` 这种标签"),
    ("Unexpected end of template.§", "文件已到末尾，还有标签没有结束"),
    ("expected token '§', got '§'", "标签写法有误：此处不应出现 §2"),
    ("unexpected char § at §", "标签里有不该出现的字符 §1"),
    ("unexpected '§'", "标签里不应出现 §1"),
    ("doubt § of the adopted document is not settled", "改造原文件时的疑点 §1 尚未处理"),
    ("the loop over `§` is opened again inside itself, so each item comes many times", "对 `§1` 的循环在自身内部又打开了一次，每一项会重复多遍"),
    ("§ drawing(s) lost the tag when § saved this file: §", "§2 保存此文件时，§1 个图形丢失了标签：§3"),
    ("a comment was left here and is taken out of the file: § wrote “§”", "这里留有 §1 的批注，成品文件里会去掉：“§2”"),
    ("the template holds data that no page shows (§); it is taken out of the file", "模板里有页面上看不到的数据（§1），成品文件里会去掉"),
    ("a comment that reaches the file", "这条注释会进入成品文件"),
    ("a tracked change was left here: § put in “§”", "这里留有修订痕迹：§1 插入了“§2”"),
    ("a tracked change was left here: § struck out “§”", "这里留有修订痕迹：§1 删除了“§2”"),
    ("a tracked change was left here: § moved “§”", "这里留有修订痕迹：§1 移动了“§2”"),
    ("a tracked change was left here: § changed the format of “§”", "这里留有修订痕迹：§1 改了“§2”的格式"),
    ("hidden text, which a reader can bring to light: “§”", "这里有隐藏文字，读者一点就能看到：“§1”"),
    ("a hidden shape, which a reader can bring to light: “§”", "这里有隐藏的图形，读者一点就能看到：“§1”"),
    ("a hidden slide, which a reader can bring to light: “§”", "这是隐藏的幻灯片，读者一点就能看到：“§1”"),
    ("the colour § is written out", "颜色 §1 写死在模板里"),
    ("the font § is not the theme's", "字体 §1 不是主题字体"),
    ("the font § is written out", "字体 §1 写死在模板里"),
    ("a link leads to §", "链接写死为 §1"),
    ("a fixed address: §", "地址写死为 §1"),
    ("this is no Office file: §", "这不是有效的 Office 文件"),
    ("not UTF-8", "文件编码不是 UTF-8"),
    ("what it links to is fetched when it is opened (§)", "文件打开时会从外部读取内容（§1）"),
    ("a relationship leads to macros (§)", "文件里带有宏（§1）"),
    ("no template of § prints §, which every document of the kind gives", "§1 的所有模板都没有显示必填字段 §2"),
    ("no § template of § prints §; other formats do", "§2 的§1模板没有显示 §3，其他格式有"),
    ("nothing uses this file: no kind, language or industry has this name", "没有任何文件类型、语言或行业用到这个文件"),
    ("no public id for §: clients' files can't be traced to them", "没有公开编号：§1；客户版文件无法追溯到它们"),
    ("one public id for §", "共用同一个公开编号：§1"),
    ("nothing needs `§`", "这条豁免已无用处：`§1`"),
)  # fmt: skip

HINTS: Pairs = (
    ("have it approved (docgen §)", "请重新批准（docgen §1）"),
    ("have it approved again (docgen §)", "请重新批准（docgen §1）"),
    ("have it approved by itself (docgen §)", "请单独批准（docgen §1）"),
    ("have it approved; of before docgen bound approvals to the text: docgen library adopt-approvals; given elsewhere: commit approvals/ with the entry (docgen §)", "请批准；若在文字与批准绑定之前已批准：docgen library adopt-approvals；若在别处已批准：请连同 approvals/ 一并提交（docgen §1）"),
    ("settle which side holds, and take git's marks away", "请决定保留哪一边，并删去 git 的标记"),
    ("", ""),
    ("did you mean `§`?", "是否应为 `§1`？"),
    ("known are §", "可用的有：§1"),
    ("what there is: docgen template fields §", "全部可用字段见：docgen template fields §1"),
    ("a quotation mark is not closed", "有一个引号没有配对"),
    ("settle it in adopted/ and run docgen template adopt --settle", "请在 adopted/ 的疑点文件中作答，再运行 docgen template adopt --settle"),
    ("take one of the two loops away", "请去掉其中一个循环"),
    ("copy the template anew and edit it in Word or PowerPoint, or write the tags in again", "请重新复制模板并用 Word 或 PowerPoint 编辑，或把标签重新写上"),
    ("accept or reject all changes", "请接受或拒绝全部修订"),
    ("bind it to a field, or print the address as text", "改为取自字段，或只显示地址文字"),
    ("call it, or print what is in it", "加括号调用，或显示其中的字段"),
    ("choose a colour of the theme, so that a brand can change it", "改用主题颜色，品牌才能统一更换"),
    ("choose the theme's heading or body font", "改用主题的标题或正文字体"),
    ("delete it", "请删除"),
    ("show it or delete it", "请取消隐藏，或删除"),
    ("take it out with the Document Inspector (File, Info, Inspect)", "请用“文件 > 信息 > 检查文档”去掉"),
    ("embed the file, or bind it to a field", "把文件放进模板库，或改为取自字段"),
    ("embed what it links to, or delete the link", "嵌入所链接的内容，或删除链接"),
    ("extends and include name a template by its path under html/", "extends 和 include 要写 html/ 之下的路径"),
    ("give a path beside the library's HTML templates, or Word templates for a sub-document", "图片写 html/ 之下的路径，子文档写 docx/ 之下的路径"),
    ("give each value a name", "每个值都要有名字"),
    ("give it in the call, or a default in the macro", "调用时给出，或在宏里写默认值"),
    ("give it the field of that sort", "换成相应类型的字段"),
    ("give the tag a § of its own", "让标签独占§1"),
    ("it is printed as it is, or through a filter", "直接显示，或用过滤器"),
    ("it takes a table's row away, and there is none around it", "它要带走表格的一行，但这里不在表格里"),
    ("it takes a table's cell away, and there is none around it", "它要带走一个单元格，但这里不在表格里"),
    ("it takes § away, and there is none around it", "它在这里没有可以带走的内容"),
    ("it takes §", "可用的参数：§1"),
    ("its beginning is missing, misspelt, or closed already", "开始标签缺失、拼错，或已经结束"),
    ("join them by ~, a figure or a date after its filter", "用 ~ 连接；数值和日期先加过滤器"),
    ("leave out `|float` and fractions", "去掉 `|float`，不要用小数计算"),
    ("open the template in Office and save it again", "用 Office 打开模板后重新保存"),
    ("print it as it is", "直接显示即可"),
    ("print one of its fields", "改为显示其中的某个字段"),
    ("print it, or say under `unprinted: §:` of lint.yaml why not", "在模板里显示它，或在 lint.yaml 的 `unprinted: §1:` 下写明不显示的理由"),
    ("put it into a block", "写进区块里"),
    ("put it into labels/ and write §", "写进 labels/ 词表，模板里写 §1"),
    ("`docgen library ids DIR` writes them", "运行 `docgen library ids DIR` 即可补上"),
    ("take the line out of the copy, and run `docgen library ids DIR`", "在复制出来的条目里删去这一行，再运行 `docgen library ids DIR`"),
    ("they may print §", "可用的字段：§1"),
    ("put it under §, or write `or ''`", "放在 §1 之内，或写 `or ''`"),
    ("put it under §", "放在 §1 之内"),
    ("ask what they may read: §", "改为询问读者能看什么：§1"),
    ("save it as UTF-8", "请存为 UTF-8"),
    ("save it without macros, as .docx or .pptx", "另存为不带宏的 .docx 或 .pptx"),
    ("take it away", "请删除这一行"),
    ("take the brackets away", "去掉括号"),
    ("take the filter away", "去掉过滤器"),
    ("to print a field, write {{ … }}", "显示字段请写 {{ … }}"),
    ("two braces on each side are enough", "两边各两个大括号即可"),
    ("write { } ( ) % | ' , . with an English keyboard", "{ } ( ) % | ' , . 一律用英文半角"),
    ("write == to compare", "比较要写 =="),
    ("write it as the alt text of a shape", "写进图形的“替代文字”"),
    ("write it in one word, {% endif %}, {% endfor %}", "连写成一个词：{% endif %}、{% endfor %}"),
    ("write {% … %} without further braces around it", "只写 {% … %}，外面不要再加大括号"),
    ("write {% for item in § %} and ask the item", "写 {% for item in §1 %}，再取每一项的字段"),
    ("write {% for item in § %} or §", "写 {% for item in §1 %}，或用 §2"),
    ("write |§ by itself", "只写 |§1，不带参数"),
    ("write |§ first", "先加 |§1"),
    ("write |sum, or set § = namespace(value=…) before the loop and set §.value in it", "用 |sum；或在循环前写 set §1 = namespace(value=…)，循环里改 §1.value"),
    ("write var(--fonts), so that a brand can change it", "改用 var(--fonts)，品牌才能统一更换"),
    ("write var(--primary) and the like", "改用 var(--primary) 等变量"),
    ("write |money or |amount, |price for a unit price", "写 |money 或 |amount，单价写 |price"),
    ("write {%p … %} in a paragraph of its own to span paragraphs, {%tr … %} to span rows", "跨段落用独占一段的 {%p … %}，跨行用 {%tr … %}"),
    ("write {%tc … %} in a cell of its own to span cells, {%tr … %} to span rows", "跨单元格用独占一格的 {%tc … %}，跨行用 {%tr … %}"),
    ("write `§ or …`, or default(…, true)", "写 `§1 or …`，或 default(…, true)"),
    ("write |§ or |§", "写 |§1 或 |§2"),
    ("write {{ … }} or {% … %}", "写 {{ … }} 或 {% … %}"),
    ("write §", "请写 §1"),
)  # fmt: skip

PLACES: Pairs = (
    ("document", "正文"), ("paragraph §", "第 §1 段"), ("table §", "第 §1 个表格"), ("row §", "第 §1 行"),
    ("cell §", "第 §1 格"), ("slide §", "第 §1 张幻灯片"), ("alt text", "替代文字"), ("notes", "备注"),
    ("header§", "页眉 §1"), ("footer§", "页脚 §1"), ("footnotes", "脚注"), ("endnotes", "尾注"), ("styles", "样式"),
    ("style “§”", "样式“§1”"), ("its {%slide %} tags", "{%slide %} 标签"), ("the address of a hyperlink", "超链接地址"),
)  # fmt: skip


def message_in_chinese(text: str) -> str:
    """A message in Chinese, or unchanged if it has no Chinese wording."""
    return _translate(text, "message")


def hint_in_chinese(text: str) -> str:
    """A hint in Chinese, or unchanged if it has no Chinese wording."""
    return _translate(text, "hint")


def place_in_chinese(place: str) -> str:
    """A place in Chinese: `document, table 2, row 1` is 正文，第 2 个表格，第 1 行."""
    return "，".join(_translate(part, "place") for part in place.split(", ")) if place else place


def _translate(text: str, of: str) -> str:
    for pattern, chinese in _patterns(of):
        found = pattern.fullmatch(text)
        if found:
            return _fill_in(chinese, list(found.groups()))
    return text


def _fill_in(chinese: str, values: list[str]) -> str:
    """Insert the values: names in backticks unchanged, others in Chinese."""

    def value(found: re.Match[str]) -> str:
        before, number, after = found.groups()
        english = values[int(number) - 1]
        if english.startswith("this"):
            return VALUES.get(english, english)
        if before:
            return f"{before}{english}{after}"
        is_model = english.startswith("a whole ")
        return english.removeprefix("a whole ") + "（一组字段）" if is_model else VALUES.get(english, english) + after

    return re.sub(rf"(`\|?)?{_OPEN}(\d)(`?)", value, chinese)


@cache
def _patterns(of: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = {"message": MESSAGES, "hint": HINTS, "place": PLACES}[of]
    return tuple((_pattern(english), chinese) for english, chinese in pairs)


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(re.escape(part) for part in english.split(_OPEN)), re.DOTALL)
