"""Names of people and companies in a value, and the short forms by which the rest of a text calls them."""

import re
from collections.abc import Iterator

_SPLIT = re.compile(r"[、，,；;/\n\t]|\s{2,}| and ")
_ROLE = re.compile(r"^[^:：]{1,12}[:：]\s*|[（(][^（()）]*[）)]")
_TITLE_EN = re.compile(r"^(?:Mr|Ms|Mrs|Miss|Dr|Prof)\.? ")
_TITLE_ZH = re.compile(r"(?:先生|女士|小姐|经理|总监|主任|部长|总经理|总|工程师|工|董事长|董)$")
_TITLES_ZH = ("总", "工", "经理", "主任", "部长", "总监", "先生", "女士", "董")
_PERSON_ZH = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_PERSON_EN = re.compile(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,3}")
_LEGAL = re.compile(
    r"(?:[（(][^（()）]*[）)])?(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|事务所|研究院)[\u4e00-\u9fff]{0,8}$"
    r"|,? (?:Ltd|Limited|Inc|LLC|LLP|GmbH|AG|Corp|Corporation|PLC|plc|SA|BV|Pty|Pte|Co)\.?$"
)
_COMMON = frozenset(
    ["the", "first", "national", "global", "general", "united", "international", "new", "north", "south"]
)
_WINDOW, _SHORTEST = 4, 3


def names_in(value: str) -> Iterator[str]:
    """The names of people in a value that lists some: `甲方：王工、李强；乙方：周倩`."""
    for piece in _SPLIT.split(value):
        name = _ROLE.sub("", piece.strip()).strip()
        if _PERSON_ZH.fullmatch(name) or _PERSON_EN.fullmatch(_TITLE_EN.sub("", name)):
            yield name


def short_forms(name: str, kind: str) -> Iterator[str]:
    """A name and what the text may call it for short; `kind` is party, name or text."""
    name = name.strip()
    yield name
    if kind == "party":
        yield from _of_company(name)
    elif kind == "name":
        yield from _of_person(name)


def _of_company(name: str) -> Iterator[str]:
    core = _LEGAL.sub("", name).strip()
    if core and core != name:
        yield core
    if re.match(r"[\u4e00-\u9fff]", core):
        yield from (core[:end] for end in range(len(core) - 1, _WINDOW - 1, -1))
        yield from (core[at : at + _WINDOW] for at in range(1, 3) if len(core) >= at + _WINDOW)
        return
    words = core.split()
    yield from (" ".join(words[:end]) for end in range(len(words) - 1, 1, -1))
    if len(words) > 1 and len(words[0]) > _SHORTEST and words[0].lower() not in _COMMON:
        yield words[0]


def _of_person(name: str) -> Iterator[str]:
    if _PERSON_ZH.fullmatch(name):
        bare = _TITLE_ZH.sub("", name)
        yield from (bare[:1] + title for title in _TITLES_ZH if bare)
        return
    words = _TITLE_EN.sub("", name).split()
    if not words:
        return
    yield from (f"{title}{dot} {words[-1]}" for title in ("Mr", "Ms", "Mrs", "Dr") for dot in ("", "."))
    yield " ".join(words)
    yield from (word for word in (words[-1], words[0]) if len(word) >= _SHORTEST)
