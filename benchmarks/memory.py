"""Tells what memory this process holds, and held at most, in bytes."""

import ctypes
import gc
import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_C = ctypes.CDLL(None)


def resident() -> int:
    """The resident set now; where the system doesn't tell, the largest so far."""
    return _from_status("VmRSS:")


def peak_resident() -> int:
    """The largest resident set since `forget_peak`, or since the start where that can't be done."""
    return _from_status("VmHWM:")


def forget_peak() -> None:
    """Let the largest resident set be today's (Linux, proc(5): 5 written to clear_refs).

    What is free but still held goes back to the system first, so that using it again counts (glibc, malloc_trim(3)).
    """
    gc.collect()
    if hasattr(_C, "malloc_trim"):
        _C.malloc_trim(0)
    if _CLEAR.exists():
        _CLEAR.write_text("5")


def _from_status(name: str) -> int:
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024
