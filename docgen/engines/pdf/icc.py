"""Turns the definition of sRGB (IEC 61966-2-1) into an ICC profile, version 4 (ICC.1:2010), for an output intent."""

import struct
from collections.abc import Sequence

COMPONENTS = 3
CONDITION = "sRGB IEC61966-2.1"
# The primaries and white of sRGB, adapted to the profile's white D50 by Bradford's matrix (ICC.1:2010, annex E).
_WHITE = (0.9642, 1.0, 0.8249)
_RED, _GREEN, _BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
_ADAPTED = (1.04781, 0.02289, -0.05013, 0.02954, 0.99048, -0.01704, -0.00923, 0.01504, 0.75213)
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_MADE = (2026, 1, 1, 0, 0, 0)


def srgb_profile() -> bytes:
    """A display profile of 0.5 KB; the same bytes each time."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(_CURVE)
    tags = {
        b"desc": _localised(CONDITION),
        b"cprt": _localised("No copyright, use freely"),
        b"wtpt": b"XYZ " + bytes(4) + _fixed(_WHITE),
        b"chad": b"sf32" + bytes(4) + _fixed(_ADAPTED),
        b"rXYZ": b"XYZ " + bytes(4) + _fixed(_RED),
        b"gXYZ": b"XYZ " + bytes(4) + _fixed(_GREEN),
        b"bXYZ": b"XYZ " + bytes(4) + _fixed(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    return _assembled(tags)


def _fixed(values: Sequence[float]) -> bytes:
    """Numbers as s15Fixed16."""
    return struct.pack(f">{len(values)}i", *(round(value * 65_536) for value in values))


def _localised(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(encoded), 28) + encoded


def _assembled(tags: dict[bytes, bytes]) -> bytes:
    """Header, table and data; equal data stand once."""
    start = 128 + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    body, table = b"", b""
    for name, data in tags.items():
        if data not in places:
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    size = start + len(body)
    header = struct.pack(">I4xI4s4s4s6H4s", size, 0x04200000, b"mntr", b"RGB ", b"XYZ ", *_MADE, b"acsp")
    header = header.ljust(64, b"\0") + struct.pack(">I", 0) + _fixed(_WHITE)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
