"""What Office files state of a font beside its name, so that a program without it chooses a similar one.

Values are those that Word writes (ECMA-376 part 1, 17.8.3): alternative name, PANOSE, character set, family, pitch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_LATIN, _CHINESE = "00", "86"
_FAMILIES: Final = {"auto": 0, "roman": 1, "swiss": 2, "modern": 3, "script": 4, "decorative": 5}
_PITCHES: Final = {"default": 0, "fixed": 1, "variable": 2}


@dataclass(frozen=True, slots=True)
class FontFacts:
    """Facts of a font: `alternative` is its other name, or a similar font's; `charset` two hex digits."""

    panose: str
    family: str
    pitch: str = "variable"
    charset: str = _LATIN
    alternative: str = ""

    @property
    def pitch_and_family(self) -> int:
        """The `pitchFamily` of DrawingML (ECMA-376 part 1, 21.1.2.3.3): that of Windows' LOGFONT."""
        return _FAMILIES[self.family] * 16 + _PITCHES[self.pitch]

    @property
    def signed_charset(self) -> int:
        """The `charset` of DrawingML, a signed byte."""
        value = int(self.charset, 16)
        return value - 256 if value > 127 else value


def _known() -> Mapping[str, FontFacts]:
    found: dict[str, FontFacts] = {}
    for line in _LATIN_FONTS.strip().splitlines():
        name, panose, family, pitch = line.split("|")
        found[name.casefold()] = FontFacts(panose, family, pitch)
    for line in _CHINESE_FONTS.strip().splitlines():
        chinese, latin, panose, family, pitch = line.split("|")
        found[chinese.casefold()] = FontFacts(panose, family, pitch, _CHINESE, latin)
        found[latin.casefold()] = FontFacts(panose, family, pitch, _CHINESE, chinese)
    return found


_LATIN_FONTS: Final = """
Aptos|020B0004020202020204|swiss|variable
Arial|020B0604020202020204|swiss|variable
Book Antiqua|02040602050305030304|roman|variable
Calibri|020F0502020204030204|swiss|variable
Calibri Light|020F0302020204030204|swiss|variable
Cambria|02040503050406030204|roman|variable
Candara|020E0502030303020204|swiss|variable
Century Gothic|020B0502020202020204|swiss|variable
Consolas|020B0609020204030204|modern|fixed
Constantia|02030602050306030303|roman|variable
Corbel|020B0503020204020204|swiss|variable
Courier New|02070309020205020404|modern|fixed
Garamond|02020404030301010803|roman|variable
Georgia|02040502050405020303|roman|variable
Gill Sans MT|020B0502020104020203|swiss|variable
Helvetica|020B0604020202020204|swiss|variable
Palatino Linotype|02040502050505030304|roman|variable
Segoe UI|020B0502040204020203|swiss|variable
Tahoma|020B0604030504040204|swiss|variable
Times New Roman|02020603050405020304|roman|variable
Trebuchet MS|020B0603020202020204|swiss|variable
Verdana|020B0604030504040204|swiss|variable
"""
_CHINESE_FONTS: Final = """
微软雅黑|Microsoft YaHei|020B0503020204020204|swiss|variable
微软雅黑 Light|Microsoft YaHei Light|020B0502040204020203|swiss|variable
宋体|SimSun|02010600030101010101|auto|variable
新宋体|NSimSun|02010609030101010101|modern|fixed
黑体|SimHei|02010609060101010101|modern|fixed
楷体|KaiTi|02010609060101010101|modern|fixed
仿宋|FangSong|02010609060101010101|modern|fixed
等线|DengXian|02010600030101010101|auto|variable
等线 Light|DengXian Light|02010600030101010101|auto|variable
幼圆|YouYuan|02010509060101010101|modern|fixed
隶书|LiSu|02010509060101010101|modern|fixed
华文宋体|STSong|02010600040101010101|auto|variable
华文中宋|STZhongsong|02010600040101010101|auto|variable
华文楷体|STKaiti|02010600040101010101|auto|variable
华文仿宋|STFangsong|02010600040101010101|auto|variable
华文细黑|STXihei|02010600040101010101|auto|variable
思源黑体|Source Han Sans SC|020B0500000000000000|swiss|variable
思源黑体 CN|Source Han Sans CN|020B0500000000000000|swiss|variable
思源宋体|Source Han Serif SC|02020400000000000000|roman|variable
思源宋体 CN|Source Han Serif CN|02020400000000000000|roman|variable
苹方-简|PingFang SC|020B0400000000000000|swiss|variable
冬青黑体简体中文|Hiragino Sans GB|020B0300000000000000|swiss|variable
宋体-简|Songti SC|02010600040101010101|roman|variable
阿里巴巴普惠体|Alibaba PuHuiTi|00020600040101010101|swiss|variable
"""
_KNOWN: Final = _known()
_SERIF_MARKS: Final = ("serif", "roman", "times", "garamond", "song", "ming", "宋", "明", "楷", "仿")
_SANS_MARKS: Final = ("sans", "gothic", "hei", "黑")
_SUBSTITUTES: Final = {"swiss": "Microsoft YaHei", "roman": "SimSun"}


def font_facts(name: str, *, is_east_asian: bool) -> FontFacts:
    """The facts of the font `name`; those of a font that isn't known are guessed from its name and its use.

    An unknown font with a Chinese name has a common font of its sort as alternative.
    """
    known = _KNOWN.get(name.strip().casefold())
    if known is not None:
        return known
    lower = name.casefold()
    is_serif = any(mark in lower for mark in _SERIF_MARKS) and not any(mark in lower for mark in _SANS_MARKS)
    family, panose = ("roman", "02020400000000000000") if is_serif else ("swiss", "020B0500000000000000")
    alternative = "" if name.isascii() else _SUBSTITUTES[family]
    return FontFacts(panose, family, "variable", _CHINESE if is_east_asian else _LATIN, alternative)
