"""Find sums of money in running text, in Chinese and English: £305,000, 30.5 万元, EUR 1.2 million, 叁拾万元整.

A number is a sum if it names a currency. Without one it is a sum if it has a large unit (310 万, 1.2 million) or is
grouped by thousands, stands near a word of money, and no counted noun follows it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

Codes = frozenset[str]
"""ISO 4217 codes that a sign or word may mean; empty if the currency isn't named."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum as typed, its amount, the step of the last digit that is exact, and the currencies it may be in."""

    text: str
    amount: Decimal
    step: Decimal
    codes: Codes

    def is_near(self, amount: Decimal) -> bool:
        """Whether `amount`, rounded or cut to what was typed, is this sum."""
        off = self.amount - abs(amount)
        is_within = off * 2 <= self.step if off > 0 else -off < self.step
        return is_within and abs(off) * 20 <= self.amount

    def may_be_in(self, codes: Codes) -> bool:
        """Whether the sum and another one may be in the same currency."""
        return not self.codes or not codes or bool(self.codes & codes)


_DOLLARS = "USD HKD AUD CAD SGD TWD NZD"
_WORDS = {
    "US$": "USD", "HK$": "HKD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NT$": "TWD",
    "NZ$": "NZD", "R$": "BRL", "$": _DOLLARS, "£": "GBP", "€": "EUR", "¥": "CNY JPY", "₹": "INR", "₩": "KRW",
    "RMB": "CNY", "Rs": "INR", "kr": "SEK NOK DKK", "人民币": "CNY", "美元": "USD", "美金": "USD", "欧元": "EUR",
    "英镑": "GBP", "日元": "JPY", "日圆": "JPY", "港元": "HKD", "港币": "HKD", "澳元": "AUD", "加元": "CAD",
    "新元": "SGD", "韩元": "KRW", "瑞士法郎": "CHF", "卢比": "INR", "新台币": "TWD", "卢布": "RUB",
    "元": "CNY HKD TWD MOP", "圆": "CNY HKD TWD MOP", "块": "CNY", "yuan": "CNY", "renminbi": "CNY",
    "dollar": _DOLLARS, "euro": "EUR",
    "pound": "GBP", "yen": "JPY", "rupee": "INR", "franc": "CHF", "won": "KRW", "krona": "SEK", "krone": "NOK DKK",
}  # fmt: skip
_ISO_CODES = (
    "AED ARS AUD BRL CAD CHF CLP CNH CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KRW KWD MOP MXN MYR NOK NZD "
    "PHP PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
)
_ISO = frozenset(_ISO_CODES.split())
_ISO_PATTERN = f"(?:{_ISO_CODES.replace(' ', '|')})(?![A-Za-z])"
_UNITS = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "億": 10**8, "千万": 10**7,
    "百万": 10**6, "十万": 10**5, "万": 10**4, "萬": 10**4, "千": 10**3, "billion": 10**9, "bn": 10**9,
    "million": 10**6, "mio": 10**6, "mln": 10**6, "mn": 10**6, "m": 10**6, "thousand": 10**3, "k": 10**3,
}  # fmt: skip
_LETTERS_ONLY = {"m", "k", "mn", "bn", "mio", "mln", "千"}
"""Units that mean money only beside a currency."""
_NUMBER = r"\d{1,15}(?:[.,'’\u00a0\u202f]\d{1,6}|[ ]\d{3}(?!\d)){0,6}"
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_BEFORE = rf"(?:US|HK|AU|CA|NZ|NT|A|C|S|R)?\$|[£€¥₹₩]|RMB|人民币|新台币|Rs\.?|kr\.?|\b{_ISO_PATTERN}"
_AFTER = (
    r"元(?![素件旦器月宵组])|圆(?![形角])|块(?:钱|(?![\w\u4e00-\u9fff]))|人民币|美元|美金|欧元|英镑|日元|日圆|港元|港币|澳元|加元|新元|韩元"
    r"|瑞士法郎|卢比|卢布|[€£¥₹₩]|\$(?!\d)|(?:Chinese |US |Hong Kong )?(?:yuan|renminbi|dollars?|euros?|pounds?|yen"
    r"|rupees?|francs?|won|kron[ae])(?![a-z])|RMB\b|kr\b|" + _ISO_PATTERN
)
_RANGE = r"[ ]?(?:[-–—~～至到]|to)[ ]?"
_SUM = re.compile(
    rf"(?:(?P<before>(?:{_BEFORE})[ \u00a0]?)|(?<![\w.#]))(?:(?P<low>{_NUMBER}){_RANGE}(?:{_BEFORE})?)?"
    rf"(?:(?P<yi>\d{{1,5}})[ ]?[亿億][ ]?)?(?:(?P<wan>\d{{1,5}})[ ]?[万萬][ ]?)?(?P<number>{_NUMBER})"
    rf"(?!\d)(?:[ \u00a0]?(?P<unit>(?:{_UNIT})(?![a-z])))?[余多]?(?:[ \u00a0]?(?P<after>{_AFTER}))?",
)
_HAN = re.compile(
    r"(?P<number>[〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億]{2,24})[余多]?"
    rf"(?P<after>{_AFTER})"
)
_APPROXIMATE = re.compile(
    r"(?:\b(?:about|around|some|approximately|approx\.?|ca\.?|circa|roughly|nearly|almost|over|more than|up to|under"
    r"|less than|at least)|[约近超]|超过|大约|不到|将近|逾|~|≈)[ ]?$",
    re.IGNORECASE,
)
_APPROXIMATELY = re.compile(r"[ ]?(?:左右|上下|以上|以下|以内|or so\b|or more\b|\+)")
_MONEY_WORDS = re.compile(
    r"\b(?:costs?|pric\w{1,4}|pay\w{0,6}|paid|invest\w{0,6}|sav\w{1,4}|returns?|budget\w{0,3}|spen[dt]\w{0,3}|fees?|revenue"
    r"|profits?|loss\w{0,2}|los[et]s?|worth|sums?|amounts?|benefits?|margin|discounts?|VAT|tax|quot\w{1,4}|charg\w{1,4}"
    r"|money|totals?)\b|[价费款额税省赚亏付]|成本|投资|投入|预算|收益|节约|损失|利润|营收|收入|合计|总计|优惠",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"[ ]?(?:$|[^\w\s]|\n|(?:a|an|per|each|every|in|for|before|after|over|and|to|is|are|or|plus|excl\w{0,6}|incl\w{0,6}"
    r"|net|gross|with|without|from|by|at|on|within|this|next|annually|yearly|back)\b"
    r"|左右|以上|以下|以内|上下|的|每|起|为|是|和|与|及|含|不含|（)"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９，．￥＄￡", "0123456789,.¥$£")
_DIGITS = {char: index % 10 for index, char in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖")} | {
    "两": 2,
    "零": 0,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}


def sums_in(text: str) -> Iterator[Sum]:
    """The sums of money in `text`, in order; those in Chinese numerals last."""
    text = text.translate(_FULL_WIDTH)
    if re.search(r"\d", text):
        for found in _SUM.finditer(text):
            if _is_sum(found, text):
                yield from _sums(found, text)
    for found in _HAN.finditer(text):
        amount = _chinese_number(found["number"])
        if amount:
            yield Sum(found[0], Decimal(amount), Decimal(1), _codes(found["after"]))


def _is_sum(found: re.Match[str], text: str) -> bool:
    unit, rest = found["unit"], text[found.end() : found.end() + 30]
    if rest.lstrip(" ")[:1] in {"%", "％", "‰"} or rest[:1].isdigit():
        return False
    if found["before"] or found["after"]:
        return True
    if unit in _LETTERS_ONLY or (unit is None and not re.search(r"\d[,'’]\d{3}|\d{5}", found["number"])):
        return False
    near = text[max(0, found.start() - 40) : found.start()]
    near = near if unit is None else near + text[found.end() : found.end() + 40]
    return _NO_NOUN.match(rest) is not None and _MONEY_WORDS.search(near) is not None


def _sums(found: re.Match[str], text: str) -> Iterator[Sum]:
    unit = Decimal(_UNITS[found["unit"]] if found["unit"] else 1)
    codes = _codes(found["before"] or found["after"] or "")
    is_rough = _APPROXIMATE.search(text[max(0, found.start() - 14) : found.start()]) is not None
    is_rough = is_rough or _APPROXIMATELY.match(text, found.end()) is not None
    more = Decimal(found["yi"] or 0) * 10**8 + Decimal(found["wan"] or 0) * 10**4
    for part in ("low", "number"):
        if found[part]:
            number, step = _read(found[part], is_grouped=unit == 1)
            zeros = len(str(number)) - len(str(number).rstrip("0")) if is_rough and step == 1 else 0
            extra = more if part == "number" else 0
            yield Sum(found[0].strip(), number * unit + extra, step * unit * 10**zeros, codes)


def _read(typed: str, *, is_grouped: bool) -> tuple[Decimal, Decimal]:
    """A number with separators, and the step of its last digit. A last group of three digits is a group of thousands,
    behind a point only if `is_grouped`."""
    parts = re.split(r"[.,'’\u00a0\u202f ]", typed)
    marks = re.findall(r"[.,]", typed)
    last = marks[-1] if marks and re.search(rf"[{marks[-1]}]\d+$", typed) else ""
    is_decimal = bool(last) and typed.count(last) == 1 and (
        len(parts[-1]) != 3 or len(set(marks)) == 2 or (last == "." and not is_grouped)
    )  # fmt: skip
    if not is_decimal:
        return Decimal("".join(parts)), Decimal(1)
    number = Decimal(f"{''.join(parts[:-1])}.{parts[-1]}")
    return number, Decimal(1).scaleb(-len(parts[-1]))


def _codes(word: str) -> Codes:
    word = word.strip(" \u00a0.")
    if word in _WORDS:
        return frozenset(_WORDS[word].split())
    if word in _ISO:
        return frozenset({"CNY" if word == "CNH" else word})
    last = word.rpartition(" ")[2].rstrip("s")
    return frozenset(_WORDS.get(last, "").split())


def _chinese_number(typed: str) -> int:
    """A number in Chinese numerals; 0 if it is none (一二三)."""
    total = section = digit = 0
    for before, char in zip(" " + typed, typed, strict=False):
        if char in _DIGITS:
            if _DIGITS.get(before):
                return 0
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            total = (
                (total + section + digit) * _MYRIADS[char]
                if _MYRIADS[char] == 10**8
                else total + (section + digit) * _MYRIADS[char]
            )
            section = digit = 0
    return total + section + digit
