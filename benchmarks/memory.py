"""Tells what memory this process holds, and held at most, in bytes."""

import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


def resident() -> int:
    """The resident set now; where the system doesn't tell, the largest so far."""
    return _from_status("VmRSS:")


def peak_resident() -> int:
    """The largest resident set since `forget_peak`, or since the start where that can't be done."""
    return _from_status("VmHWM:")


def forget_peak() -> None:
    """Let the largest resident set be today's (Linux, proc(5): 5 written to clear_refs)."""
    if _CLEAR.exists():
        _CLEAR.write_text("5")


def _from_status(name: str) -> int:
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024
