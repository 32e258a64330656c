"""Turns what a check found into files of a folder and back; a file that is damaged, or can't be, counts as none.

Each file holds the digest of its own words and then the words, so that one half-written or altered is not believed. Any
number of processes may read and write at a time: a file is whole or not there, and two that write one write the same.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from docgen.output import write_whole

_MOST = 2000
_SETTING = "DOCGEN_CACHE"


def default_folder() -> Path:
    """Where results are kept: below the folder that DOCGEN_CACHE names, or the person's own cache folder."""
    chosen = os.environ.get(_SETTING)
    return (Path(chosen) if chosen else user_cache_path("docgen", appauthor=False)) / "lint"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of results, each under a key; None keeps nothing."""

    folder: Path | None

    def get(self, *key: str) -> Any:
        """What was put there under `key`; None if nothing was, or not whole."""
        if self.folder is None:
            return None
        try:
            told, _, words = self._path(key).read_text(encoding="utf-8").partition("\n")
            return json.loads(words) if told == _digest(words) else None
        except (OSError, ValueError):
            return None

    def put(self, value: Any, *key: str) -> None:
        """Keep plain data under `key`; on a disk that can't be written nothing is kept."""
        if self.folder is not None:
            words = json.dumps(value, ensure_ascii=False)
            with suppress(OSError):
                write_whole(self._path(key), f"{_digest(words)}\n{words}".encode())

    def tidy(self) -> None:
        """Take away the older half of the files where they have become too many."""
        if self.folder is None:
            return
        with suppress(OSError):
            files = sorted(self.folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
            for path in files[: len(files) // 2] if len(files) > _MOST else ():
                path.unlink(missing_ok=True)

    def _path(self, key: tuple[str, ...]) -> Path:
        assert self.folder is not None  # noqa: S101 - both callers have looked
        return self.folder / f"{_digest(json.dumps(key))}.json"


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
