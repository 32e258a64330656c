"""Display fields of industries."""

from docgen.display.fields import DisplayField
from docgen.library.industries import Direction, Industry, Measure

_DRAWN = ("gear", "wave")
"""Motifs that the shipped covers draw; for any other the cover is plain."""

FIELDS = (
    DisplayField(
        Industry, "has_gear_cover", "Cover with a gear", "齿轮封面", "Whether the motif is a gear.", ("motif",), bool,
        lambda industry, words: industry.motif == "gear",
    ),
    DisplayField(
        Industry, "has_wave_cover", "Cover with waves", "波浪封面", "Whether the motif is a wave.", ("motif",), bool,
        lambda industry, words: industry.motif == "wave",
    ),
    DisplayField(
        Industry, "has_plain_cover", "Plain cover", "普通封面", "Whether it is neither.", ("motif",), bool,
        lambda industry, words: industry.motif not in _DRAWN,
    ),
    DisplayField(
        Measure, "arrow", "Arrow", "方向箭头", "Up where more is better, else down.", ("direction",), str,
        lambda measure, words: "▲" if measure.direction == Direction.up else "▼",
    ),
)  # fmt: skip
