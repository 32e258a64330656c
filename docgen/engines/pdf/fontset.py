"""The font set of PDFs: fonts installed by set-up in a folder, independent of the system's fonts.

The folder contains the fonts and two configurations for fontconfig, written by `tools/fonts.py`: `fonts.conf` lists the
folder alone, so that the same set gives the same bytes on any machine; `fonts-and-system.conf` adds the system's fonts,
for a brand with a font that the set lacks. Without a folder the system's own configuration is used.
"""

import os
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

VARIABLE = "DOCGEN_FONTS"
ALONE, WITH_SYSTEM = "fonts.conf", "fonts-and-system.conf"
_FONTCONFIG = "FONTCONFIG_FILE"
_LOCK = threading.RLock()
_CHOSEN: ContextVar[str | None] = ContextVar("docgen_fontconfig", default=ALONE)


@lru_cache(maxsize=1)
def folder() -> Path | None:
    """The folder of the set: the one that `DOCGEN_FONTS` names, the project's own, or the user's."""
    named = os.environ.get(VARIABLE)
    candidates = [Path(named)] if named else [Path(__file__).parents[3] / ".fonts", _users_data() / "docgen" / "fonts"]
    return next((path for path in candidates if (path / ALONE).is_file()), None)


def _users_data() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def choose(name: str | None) -> None:
    """Use `ALONE`, `WITH_SYSTEM`, or (None) the system's configuration for new fonts in this context."""
    _CHOSEN.set(name)


def chosen() -> Path | None:
    """The configuration in use; None for the system's own."""
    found, name = folder(), _CHOSEN.get()
    return found / name if found and name else None


@contextmanager
def configured(file: Path | None) -> Generator[None, None, None]:
    """Let fontconfig load `file` inside the block; programs that are started later don't inherit it."""
    with _LOCK:
        before = os.environ.get(_FONTCONFIG)
        if file is not None:
            os.environ[_FONTCONFIG] = str(file)
        try:
            yield
        finally:
            if file is not None:
                os.environ.pop(_FONTCONFIG)
                if before is not None:
                    os.environ[_FONTCONFIG] = before
