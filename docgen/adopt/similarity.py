"""Normalise the words around a blank, and score the similarity of two of them (0 to 100)."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SPLIT = re.compile(r"[\s_\-./\\|:：,，、;；。()（）\[\]【】<>《》\"'“”‘’?？!！&+*]+")
_UNIT = re.compile(
    r"[(（]\s*+(?:人民币\s*+)?(?:元|万元|圆|%|¥|￥|\$|€|£|usd|cny|rmb|eur|gbp|hkd|天|日|个月|工作日)\s*[)）]",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"(?:e\.g\.|for example|such as|例如|如[:：]|比如).*", re.IGNORECASE | re.DOTALL)
_FILLERS = frozenset(
    [
        "please",
        "insert",
        "enter",
        "fill",
        "in",
        "the",
        "a",
        "an",
        "your",
        "our",
        "here",
        "click",
        "tap",
        "or",
        "to",
        "text",
        "choose",
        "select",
        "specify",
        "of",
        "as",
        "provide",
        "xxx",
        "tbd",
        "tbc",
        "for",
        "with",
    ]
)
_UNCHANGED_PREFIXES = (
    "prepared for",
    "submitted to",
    "quote for",
    "proposal for",
    "quotation for",
    "for the attention of",
)
_FILLERS_ZH = re.compile(
    r"请在?此处?|此处|填写|填入|输入|单击或点击|单击|点击|选择|具体|待填|待补充|必填|选填|请|文字|某某|相应|对应|实际"
)
_NUMBERED = re.compile(
    r"(?<=[A-Za-z\u4e00-\u9fff])\s*+\d{1,2}$|^(?:\d++[.、)]?)+\s*+(?!\d|$)|^[一二三四五六七八九十]{1,3}、"
    r"|^第[一二三四五六七八九十\d]+[章节部分条]\s*"
)
_CJK = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9#%@]+")
_SYNONYMS = {
    "number": "no", "#": "no", "ref": "no", "reference": "no", "id": "no", "num": "no", "nr": "no",
    "telephone": "phone", "tel": "phone", "mobile": "phone", "mail": "email",
    "organization": "organisation", "customer": "client", "buyer": "client", "purchaser": "client", "vendor": "seller",
    "supplier": "seller", "provider": "seller", "contractor": "seller", "quotation": "quote", "offer": "quote",
    "quantity": "qty", "firm": "company", "business": "company", "surname": "name", "instalment": "installment",
    "authorized": "authorised", "incl": "including", "inc": "including", "excl": "excluding", "ex": "excluding",
    "gst": "vat", "recipient": "client", "addressee": "client", "attendees": "attendee", "items": "item",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def normalise(words: str) -> str:
    """Normalise words for comparison: lower case, no fillers (“please enter”, 请填写), units, numbers or punctuation.

    Chinese words lose their spaces; a name like `ClientName` or `client_name` is split into words.
    """
    text = _UNIT.sub(" ", _EXAMPLE.sub("", unicodedata.normalize("NFKC", words)))
    text = _NUMBERED.sub("", _CAMEL.sub(" ", text).strip())
    lower = " ".join(part for part in _SPLIT.split(text.lower()) if part)
    lower = lower.replace("e mail", "email")
    if any(lower.startswith(prefix) for prefix in _UNCHANGED_PREFIXES):
        return lower
    lower = _FILLERS_ZH.sub("", lower)
    tokens = [_SYNONYMS.get(token, token) for token in lower.split() if token not in _FILLERS]
    tokens = [token for token in tokens if len(token) > 1 or not token.isascii() or len(tokens) == 1] or tokens
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", " ".join(tokens)).strip()


@lru_cache(maxsize=200_000)
def similarity(asked: str, known: str) -> float:
    """The similarity of two normalised texts, 0 to 100; compares bilingual ones in the language of `known`."""
    if not asked or not known:
        return 0.0
    if asked == known:
        return 100.0
    if _is_exclusion(asked) != _is_exclusion(known):
        return 40.0
    if _CJK.search(known):
        return _similarity_chinese("".join(_CJK.findall(asked)), "".join(_CJK.findall(known)))
    return _similarity_latin(" ".join(_LATIN.findall(asked)), known)


@lru_cache(maxsize=20_000)
def _is_exclusion(words: str) -> bool:
    """Whether words say that something is excluded: “with tax” and “without tax” hardly differ in letters."""
    return any(
        phrase in words for phrase in ("excluding", "not included", "before tax", "out of", "不含", "未税", "不包含")
    )


def _similarity_chinese(asked: str, known: str) -> float:
    if not asked:
        return 0.0
    if asked == known:
        return 100.0
    score = fuzz.ratio(asked, known)
    if len(known) >= 2 and asked.endswith(known):  # 合同签订日期 ends in its head word, 日期
        score = max(score, 72.0 + 20.0 * len(known) / len(asked))
    elif len(asked) >= 2 and known.endswith(asked):
        score = max(score, 70.0 + 20.0 * len(asked) / len(known))
    elif len(known) >= 3 and known in asked:
        score = max(score, 68.0 + 20.0 * len(known) / len(asked))
    return min(score, 97.0)


def _similarity_latin(asked: str, known: str) -> float:
    if not asked:
        return 0.0
    mine, theirs = _stems(asked), _stems(known)
    shared = mine & theirs
    dice = 200.0 * len(shared) / (len(mine) + len(theirs)) if mine and theirs else 0.0
    if mine == theirs:
        return 98.0
    spelt = fuzz.token_sort_ratio(asked, known)
    return min(97.0, max(dice * 0.97, spelt if spelt >= 85 or len(asked) > 8 else spelt * 0.9))


@lru_cache(maxsize=20_000)
def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
                     for word in words.split())  # fmt: skip


def is_chinese(text: str) -> bool:
    """Whether a text has more Chinese characters than half its Latin words."""
    return len("".join(_CJK.findall(text))) > len(re.findall(r"[A-Za-z]{2,}", text)) / 2
