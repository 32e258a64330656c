"""Turns finished bytes into a file that is either whole under its name or not there at all."""

import os
import re
import tempfile
from pathlib import Path

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_NAME_BYTES = 200  # file systems stop at 255; room is left for a temporary file's suffix and a person's "(1)"


def file_name(parts: tuple[str, ...], extension: str) -> str:
    """`parts` joined by `_`, without characters that Windows or macOS refuse, cut to 200 bytes, with `.extension`."""
    cleaned = [_NOT_IN_NAMES.sub("-", part).strip(" .-") for part in parts]
    stem = "_".join(part for part in cleaned if part)
    cut = stem.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip(" .")
    return f"{cut}.{extension}"


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to a temporary file beside `path`, sync it, then rename; whatever stops it leaves nothing behind."""
    temporary = write_beside(path, data)
    try:
        temporary.replace(path)
    except BaseException:  # Ctrl-C too must not leave a part behind
        temporary.unlink(missing_ok=True)
        raise


def write_beside(path: Path, data: bytes) -> Path:
    """A temporary file beside `path` that holds `data`, synced; whatever stops it leaves nothing behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".docgen-", suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
