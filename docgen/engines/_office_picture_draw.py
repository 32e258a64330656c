"""Turns a checked SVG into PNG bytes, in a process of its own that is given so much time and memory and no more."""

import subprocess
import sys

from docgen.engines._office_picture_raster import PictureError

_SECONDS, _LATEST = 10, 120
_FONT = "Noto Sans CJK SC"

# what runs there; a file without text needs no fonts, and looking for them is what takes longest
_PROGRAM = f"""
import sys
seconds = int(sys.argv[1])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except ImportError:
    pass
import resvg_py
svg = sys.stdin.buffer.read().decode("utf-8")
png = resvg_py.svg_to_bytes(
    svg_string=svg, dpi=96, skip_system_fonts="<text" not in svg, font_family={_FONT!r}, serif_family={_FONT!r},
    sans_serif_family={_FONT!r}, cursive_family={_FONT!r}, fantasy_family={_FONT!r}, monospace_family={_FONT!r},
)
sys.stdout.buffer.write(png)
"""


def draw_png(svg: bytes, name: str, seconds: int = _SECONDS) -> bytes:
    """The PNG of `svg`, as large as its width and height say in pixels; `seconds` of computing are its bound.

    Raises PictureError if it can't be drawn, or not within the bounds.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, str(seconds)]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=_LATEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise PictureError(name, _TOO_MUCH) from error
    if done.returncode < 0:
        raise PictureError(name, _TOO_MUCH)
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise PictureError(name, f"can't be drawn ({said}); save it as plain SVG, or as PNG")
    return done.stdout


_TOO_MUCH = "takes too long to draw, or too much memory; save it simpler, without filters and layers, or as PNG"
