"""Keeps the shipped Office templates in step with what makes them.

What counts is the parts inside: two builds of zlib may pack the same parts into other bytes.
"""

import argparse
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of an Office file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def keep_in_step(folder: Path, made: Mapping[Path, bytes], what: str | None, arguments: Sequence[str] | None) -> int:
    """Write each file of `made` whose parts differ from the one in `folder`; with `--check` only say so and give 1."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a template differs")
    check = parser.parse_args(arguments).check
    stale = {
        path: data for path, data in made.items() if not path.exists() or parts_of(path.read_bytes()) != parts_of(data)
    }
    for path, data in stale.items():
        print(f"{'differs' if check else 'written'}: {path.relative_to(folder)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return 1 if check and stale else 0
