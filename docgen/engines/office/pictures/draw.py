"""Draw a checked SVG as PNG bytes, in a process of its own that gets so much time and memory and no more."""

import signal
import subprocess
import sys

from docgen.engines.office.pictures.raster import PictureError

_SECONDS, _LATEST = 10, 120
_MEMORY = 2 << 30
_FONT = "Noto Sans CJK SC"

# what runs there; a file without text needs no fonts, and looking for them is what takes longest
_PROGRAM = f"""
import sys
seconds, memory = int(sys.argv[1]), int(sys.argv[2])
try:
    import resource
    def lower(kind, soft, hard):
        least = lambda *limits: min(limit for limit in limits if limit != resource.RLIM_INFINITY)
        soft_now, hard_now = resource.getrlimit(kind)
        hard = least(hard, hard_now)
        resource.setrlimit(kind, (least(soft, soft_now, hard), hard))
    lower(resource.RLIMIT_CPU, seconds, seconds + 1)
    lower(resource.RLIMIT_CORE, 0, 0)
    lower(resource.RLIMIT_AS, memory, memory)
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
_SIMPLER = "save it simpler, without filters and layers, or as PNG"
_NO_MEMORY = (b"MemoryError", b"memory allocation", b"Cannot allocate memory", b"failed to map segment")


def draw_png(svg: bytes, name: str, seconds: int = _SECONDS, memory: int = _MEMORY) -> bytes:
    """The PNG of `svg`, as large as its width and height say in pixels.

    `seconds` of processor time and `memory` in bytes are its bounds, or what this process itself has where that is
    less. Raises PictureError if it can't be drawn, or not within the bounds.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, str(seconds), str(memory)]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=_LATEST, check=False)
    except subprocess.TimeoutExpired as error:
        raise PictureError(name, f"takes more than {_LATEST} seconds to draw; {_SIMPLER}") from error
    except OSError as error:
        raise PictureError(name, f"can't be drawn: no process can be started ({error.strerror})") from error
    if done.returncode == 0 and done.stdout.startswith(b"\x89PNG"):
        return done.stdout
    raise PictureError(name, _reason(done.returncode, done.stderr, (seconds, memory)))


def _reason(code: int, said: bytes, bounds: tuple[int, int]) -> str:
    """Which resource ran out, or what the drawing program said; `bounds` are seconds and bytes."""
    seconds, memory = bounds
    if code == -signal.SIGXCPU:
        return f"takes more than {seconds} seconds of processor time to draw; {_SIMPLER}"
    if code == -signal.SIGKILL:
        return f"can't be drawn: the system ended the program, out of memory or of processor time; {_SIMPLER}"
    if any(sign in said for sign in _NO_MEMORY):
        limit = f"{memory >> 20:,} MB are the most, or this process's own limit"
        return f"takes more memory to draw than there is ({limit}); raise that limit, or {_SIMPLER}"
    if code < 0:
        return f"ends the drawing program (signal {-code}); it may be nested too deep: {_SIMPLER}"
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return f"can't be drawn ({last}); save it as plain SVG, or as PNG"
