"""Decode text files: UTF-8 and UTF-16 as such, other encodings by the evidence of their characters, and named.

Nothing in a file says that it is GB18030 or Windows-1252, and most bytes decode in several encodings. So each is judged
by what it would make of the file: characters that are common in its language count for it; rare characters, symbols
inside words and ideographs between Latin letters count against it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from docgen.errors import Finding, InputError
from docgen.messages import message

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip
_JUDGED = 20_000  # characters of a file
_LEAST, _AHEAD = 0.35, 0.1  # mean points that an encoding needs, and how far it must be ahead of the others
_CERTAIN = 0.85  # with so many, the first in the list needs no lead
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_PUNCTUATION = frozenset("，。、；：？！（）【】《》“”‘’—…·～￥％－＋／＆＃＊０１２３４５６７８９　「」『』・ー")
_WESTERN_SIGNS = frozenset("–—‘’‚“”„•…€£¥©®™°§«»½¼¾²³¹·¿¡ºªµ×÷±¢†\xa0")
_FREQUENT = frozenset(
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日"
    "于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明"
    "其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由"
    "却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或"
    "司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功"
    "指思非流每青管夫连远资队跟带花快条院变联权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江"
    "语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专"
    "石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴医率注投标款户客价销售编号线索渠道获登记陈刘杨赵吴孙徐朱胡郭何林罗郑梁谢宋唐州苏浙"
    "沪深津渝机械精密制造集团有限责任公司股份技术电子科贸易服务酒店连锁经理总监采购备注项目合同报价预算行业手机邮箱微信状态负责人跟进"
    "國時說這們個會來為過後對發經實體電話號碼業務單價預聯絡線獲項備註態負責資訊構產員應關開長門問間題點東車風飛區學樂報導進達運遠還選邊"
    "寫讓請認識調談論謝證議護變貨質購買賣費陳張黃劉楊吳孫鄭許鄧蕭葉蘇蔣盧羅趙錢見兩無現樣處總灣臺積鴻華機案"
)
"""Ideographs that business texts are full of, simplified and traditional."""
_FREQUENT_HANGUL = frozenset(
    "이다는을가에의로고하지은사기대정한시자어인도리스수아나해서보구부일주원전제과장무회동소성상김박최강조윤임오신권황안송류홍번호명업체담당연락처산"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An encoding, and the points that it gives to a character of `text` at an index."""

    codec: str
    key: str
    points: Callable[[str, int], float]


def decode_text(path: Path, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file, and a notice if its encoding is a guess. Raises InputError if no encoding fits.

    UTF-8 with or without BOM, and UTF-16 with BOM, are certain. The places of invalid bytes count for UTF-8.
    """
    codec = next((codec for bom, codec in _BOMS if data.startswith(bom)), "utf-8")
    try:
        return data.decode(codec), ()
    except UnicodeDecodeError as error:
        found = None if codec != "utf-8" else _guess(data)
        if found is None:
            raise InputError(_undecodable(path, data, error)) from error
    text, key = found
    named = Finding.of("notice.encoding", encoding=message(key), sample=_sample(text), severity="warning")
    return text, (named.at(str(path), 1, 1),)


def _guess(data: bytes) -> tuple[str, str] | None:
    """The text in the encoding that fits best, and the key of the encoding's name; None if none fits."""
    if wide := _utf16_without_bom(data):
        return data.decode(wide), "term.encoding:utf_16"
    if _is_damaged_utf8(data):
        return None
    judged: list[tuple[float, str, str]] = []
    for candidate in _CANDIDATES:
        try:
            text = data.decode(candidate.codec)
        except UnicodeDecodeError:
            continue
        judged.append((_mean_points(text, candidate.points), text, candidate.key))
    top = max((score for score, _, _ in judged), default=0.0)
    near = [one for one in judged if one[0] > top - _AHEAD]
    is_clear = top >= _LEAST and (len(near) == 1 or near[0][0] >= _CERTAIN)
    return near[0][1:] if is_clear else None


def _utf16_without_bom(data: bytes) -> str:
    """The byte order of UTF-16 text, whose ASCII characters have a NUL on one side; or an empty string."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if max(even, odd) * 20 < len(data) or min(even, odd) * 5 > max(even, odd):
        return ""
    codec = "utf-16-le" if odd > even else "utf-16-be"
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return ""
    return codec


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether most characters beyond ASCII are valid UTF-8 of three bytes or more, which no other text is by chance."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return sum(1 for _ in islice(re.finditer("[\u0800-\ufffc\U00010000-\U0010ffff]", text), 2 * wrong)) >= 2 * wrong


def _mean_points(text: str, points: Callable[[str, int], float]) -> float:
    found = [points(text, place.start()) for place in islice(_FOREIGN.finditer(text), _JUDGED)]
    return sum(found) / max(len(found), 1)


def _sample(text: str) -> str:
    """The first words with characters beyond ASCII, by which the reader sees whether the guess is right."""
    words = dict.fromkeys(word for word in re.findall(r"[^\s,;:\t\"'{}\[\]]+", text[:50_000]) if not word.isascii())
    return ", ".join(word[:30] for word in islice(words, 3))


def _beside_letters(text: str, at: int) -> int:
    """The number of small Latin letters directly before and after."""
    return sum("a" <= side <= "z" for side in (text[at - 1 : at], text[at + 1 : at + 2]))


def _ideograph(
    codec: str, common: tuple[int, int], rare: tuple[int, int], unusual: float
) -> Callable[[str, int], float]:
    """Points for a double-byte encoding: `common` and `rare` are the lead bytes of its two levels of ideographs.

    `unusual` are the points of a common one that business texts seldom have.
    """

    def points(text: str, at: int) -> float:
        character = text[at]
        penalty = 0.7 * _beside_letters(text, at)
        if character in _PUNCTUATION:
            return 0.5 - penalty
        code = character.encode(codec, "replace")
        lead = code[0] if len(code) == 2 else 0
        is_plain = codec != "gb18030" or (len(code) == 2 and code[1] >= 0xA1)
        if is_plain and common[0] <= lead <= common[1]:
            return (1.0 if character in _FREQUENT else unusual) - penalty
        if is_plain and rare[0] <= lead <= rare[1]:
            return -0.3 - penalty
        return -0.8 - penalty

    return points


def _japanese(text: str, at: int) -> float:
    character = text[at]
    if "ぁ" <= character <= "ヺ":
        return 1.0
    if "｡" <= character <= "ﾟ":
        return -0.5
    return _KANJI(text, at)


def _korean(text: str, at: int) -> float:
    character = text[at]
    if "가" <= character <= "힣":
        return (1.0 if character in _FREQUENT_HANGUL else 0.7) - 0.7 * _beside_letters(text, at)
    return 0.3 if character in _PUNCTUATION else -0.8


def _western(text: str, at: int) -> float:
    character, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    between = before.isalnum() and after.isalnum()
    if character in _WESTERN_SIGNS:
        return 0.8 if not between or character in "’·–—" else -1.0
    if not character.isalpha() or character in "ªº" or character in "ƒˆ":
        return -1.0
    if character.isupper() and before.islower():
        return -1.0
    neighbours = before + after
    if any("a" <= side.lower() <= "z" for side in neighbours):
        return 1.0
    return -0.5 if any(side.isalpha() or side in _WESTERN_SIGNS - {"\xa0", "’"} for side in neighbours) else 0.5


_KANJI = _ideograph("cp932", (0x88, 0x97), (0x98, 0xEA), 0.9)
_CANDIDATES = (
    _Candidate("gb18030", "term.encoding:gb18030", _ideograph("gb18030", (0xB0, 0xD7), (0xD8, 0xF7), 0.75)),
    _Candidate("big5", "term.encoding:big5", _ideograph("big5", (0xA4, 0xC6), (0xC9, 0xF9), 0.6)),
    _Candidate("cp932", "term.encoding:shift_jis", _japanese),
    _Candidate("euc_kr", "term.encoding:euc_kr", _korean),
    _Candidate("cp1252", "term.encoding:cp1252", _western),
)


def _undecodable(path: Path, data: bytes, error: UnicodeDecodeError) -> Finding:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Finding.of("input.encoding").at(str(path), line, column)
