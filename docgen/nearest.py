"""The known name that a misspelt one was most likely meant to be."""

from collections.abc import Iterable

_CLOSE_ENOUGH = 60
_CLOSE_ENOUGH_IF_SHORT = 50  # one of two ideographs, as in 草搞 for 草稿
_SHORT = 3
_MOST_LISTED = 12


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The `known` name that is most like `wrong`, or None if none is like it; case and punctuation do not count."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415  # loaded only where a name is wrong

    names = list(dict.fromkeys(known))
    enough = _CLOSE_ENOUGH_IF_SHORT if len(wrong) <= _SHORT and not wrong.isascii() else _CLOSE_ENOUGH
    found = process.extractOne(wrong, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=enough)
    return found[0] if found else _containing(wrong, names)


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """`did you mean …?` with the nearest of `known`; else what is known, if that is little; else nothing."""
    names = sorted(known)
    near = nearest(wrong, names)
    if near:
        return f"did you mean `{near}`?"
    return f"known are {', '.join(names)}" if 0 < len(names) <= _MOST_LISTED else ""


def _containing(wrong: str, names: list[str]) -> str | None:
    wanted = wrong.strip().casefold()
    if len(wanted) < 2:
        return None
    return next((name for name in names if wanted in name.casefold() or (name.casefold() in wanted and name)), None)
