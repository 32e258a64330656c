"""File names that Linux, macOS and Windows all take: one rule for every system."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

MOST_BYTES = 200
"""Of UTF-8. Linux stops at 255; room is left for a person's "(1)"."""
MOST_UNITS = 120
"""Of UTF-16, decomposed as macOS stores it. A name may have 255, but Windows allows a whole path only 260."""

MOST_ID_BYTES = 200
"""Of the id of a library's entry, whose file has a language and a suffix too."""

_PARTY_BYTES, _PARTY_UNITS, _FACT_UNITS, _LONGEST = 72, 40, 40, 400
_RESERVED = re.compile(r'[\\/:*?"<>|]+')
_DEVICE = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?= *\.)")
"""Names of devices on Windows, whatever follows their first dot."""
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What Unicode draws as nothing besides its categories C: fillers, joiners and selectors."""
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of these draw a flag."""
_SPACES = frozenset({"Zs", "Zl", "Zp"})


def file_name(names: Sequence[str], facts: Sequence[str], extension: str) -> str:
    """`names` (who and what it is for), then `facts` (version, date, edition), joined by `_`, with `.extension`.

    The last name is cut where the whole is too long, the others where they alone are long; facts never are. Characters
    that a system refuses, or that can't be seen, are left out. At most MOST_BYTES of UTF-8 and MOST_UNITS of UTF-16.
    """
    *first, last = (_clean(name[:_LONGEST]) for name in names)
    first = [_cut(name, _PARTY_BYTES, _PARTY_UNITS) for name in first]
    tail = [fact for fact in map(_fact, facts) if fact]

    def named(title: str) -> str:
        stem = "_".join(part for part in (*first, title, *tail) if part)
        whole = f"{stem or 'document'}.{extension}"
        device = _DEVICE.match(whole)
        return f"{device[0]}_{whole[device.end() :]}" if device else whole

    while last and not _fits(named(last), MOST_BYTES, MOST_UNITS):
        last = _shorter(last)
    return named(last)


def is_id(name: str) -> bool:
    """Whether `name` can be the id of a library's entry: letters, digits, `-` and `_`, and not too long for a file."""
    return re.fullmatch(r"[\w-]+", name) is not None and len(name.encode("utf-8", "replace")) <= MOST_ID_BYTES


def name_key(name: str) -> str:
    """What two names share that are one file on macOS or Windows, which ignore case and how accents are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    seen = "".join(_as_seen(character) for character in composed)
    return " ".join(_RESERVED.sub("-", seen).split()).strip(" .-~")


def _as_seen(character: str) -> str:
    """A space for all that separates, nothing for what can't be seen: controls, directions, halves of characters."""
    category = unicodedata.category(character)
    if character in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85" or category in _SPACES:
        return " "
    return "" if category.startswith("C") else character


def _fact(text: str) -> str:
    """A fact as it is; one that is long, or loses characters, with some digits of its digest to tell it by."""
    cleaned = _clean(text)
    if cleaned == text and _fits(text, MOST_BYTES, _FACT_UNITS):
        return text
    digits = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8] if text else ""
    return "-".join(part for part in (_cut(cleaned, _PARTY_BYTES, _FACT_UNITS - 9), digits) if part)


def _cut(text: str, most_bytes: int, most_units: int) -> str:
    while not _fits(text, most_bytes, most_units):
        text = _shorter(text)
    return text


def _fits(text: str, most_bytes: int, most_units: int) -> bool:
    decomposed = unicodedata.normalize("NFD", text)
    return len(text.encode()) <= most_bytes and len(decomposed.encode("utf-16-le")) // 2 <= most_units


def _shorter(text: str) -> str:
    """`text` without its last character as a person counts: with its accents, and a flag of two letters as one."""
    end = len(text) - 1
    while end > 0 and _belongs_to_what_is_before(text[end]):
        end -= 1
    flags = len(text[: end + 1]) - len(text[: end + 1].rstrip(_FLAG_LETTERS))
    if flags and flags % 2 == 0:
        end -= 1
    return text[:end].rstrip(" .-_~")


def _belongs_to_what_is_before(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or "\U0001f3fb" <= character <= "\U0001f3ff"
