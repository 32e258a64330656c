"""The current and the peak memory of this process, in bytes."""

import ctypes
import gc
import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_C = ctypes.CDLL(None)


def resident() -> int:
    """The current resident set; if the system doesn't provide it, the peak so far."""
    return _from_status("VmRSS:")


def peak_resident() -> int:
    """The peak resident set since `forget_peak`, or since the start if that isn't supported."""
    return _from_status("VmHWM:")


def forget_peak() -> None:
    """Reset the peak resident set to the current one (Linux, proc(5): 5 written to clear_refs).

    Free memory is first returned to the system, so that using it again counts (glibc, malloc_trim(3)).
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
