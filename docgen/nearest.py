"""Suggest the known name nearest to a misspelt one."""

from collections.abc import Iterable

from docgen.messages import Message, message

_MIN_SCORE = 60
_MIN_SCORE_IF_SHORT = 50  # one of two ideographs, as in 草搞 for 草稿
_SHORT = 3
_MAX_LISTED = 12


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The `known` name most similar to `wrong`, ignoring case and punctuation, or None."""
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415  # loaded only for a wrong name

    names = list(dict.fromkeys(known))
    cutoff = _MIN_SCORE_IF_SHORT if len(wrong) <= _SHORT and not wrong.isascii() else _MIN_SCORE
    found = process.extractOne(wrong, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=cutoff)
    return found[0] if found else _containing(wrong, names)


def suggest(wrong: str, known: Iterable[str]) -> Message | None:
    """The hint for an unknown name: the nearest known one; else the known ones, if at most 12; else None."""
    names = sorted(known)
    near = nearest(wrong, names)
    if near:
        return message("hint.did_you_mean", name=near)
    return message("hint.known", names=names) if 0 < len(names) <= _MAX_LISTED else None


def _containing(wrong: str, names: list[str]) -> str | None:
    part = wrong.strip().casefold()
    if len(part) < 2:
        return None
    return next((name for name in names if part in name.casefold() or (name.casefold() in part and name)), None)
