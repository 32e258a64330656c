"""Turns the EXIF of a photo into the two facts that change how it is shown: orientation and density."""

import struct
from dataclasses import dataclass

_ORIENTATION, _ACROSS, _DOWN, _UNIT = 0x0112, 0x011A, 0x011B, 0x0128
_SHORT, _RATIONAL = 3, 5


@dataclass(frozen=True, slots=True)
class Exif:
    """`orientation` 1 to 8 as EXIF counts, 1 upright; `dpi` across and down, None if it says none."""

    orientation: int = 1
    dpi: tuple[float, float] | None = None


def read_exif(data: bytes) -> Exif:
    """What the first directory of a TIFF block says (EXIF 2.32, 4.6.4); broken EXIF says nothing."""
    try:
        order = {b"II": "<", b"MM": ">"}[data[:2]]
        (first,) = struct.unpack_from(f"{order}I", data, 4)
        (count,) = struct.unpack_from(f"{order}H", data, first)
        facts = dict(filter(None, (_entry(data, order, first + 2 + 12 * n) for n in range(min(count, 200)))))
    except (KeyError, struct.error):
        return Exif()
    orientation = int(facts.get(_ORIENTATION, 1))
    inch = {2.0: 1.0, 3.0: 2.54}.get(facts.get(_UNIT, 2.0))
    across, down = facts.get(_ACROSS), facts.get(_DOWN)
    dpi = (across * inch, down * inch) if inch and across and down else None
    return Exif(orientation if 1 <= orientation <= 8 else 1, dpi)


def _entry(data: bytes, order: str, at: int) -> tuple[int, float] | None:
    tag, kind = struct.unpack_from(f"{order}HH", data, at)
    if tag in (_ORIENTATION, _UNIT) and kind == _SHORT:
        return tag, float(struct.unpack_from(f"{order}H", data, at + 8)[0])
    if tag in (_ACROSS, _DOWN) and kind == _RATIONAL:
        (where,) = struct.unpack_from(f"{order}I", data, at + 8)
        above, below = struct.unpack_from(f"{order}II", data, where)
        return (tag, above / below) if below else None
    return None
