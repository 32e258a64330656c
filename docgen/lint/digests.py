"""Turns a library, and docgen's own code, into digests that tell whether anything a check leans on has changed."""

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.formats import BY_FOLDER
from docgen.library.layers import Layers

if TYPE_CHECKING:
    from docgen.library.catalogue import Library

FILE = "lint.yaml"
"""What a library's templates may do against the rules; see allowances.py."""

_FOLDERS = (*BY_FOLDER, "labels", "industries", "objections", "cases", "legal", "approvals")
_LEANT_ON = ("jinja2", "lxml", "pydantic", "pyyaml")


@cache
def code_digest() -> str:
    """Of docgen's code, Python's version, and the versions of the libraries that read templates."""
    whole = hashlib.sha256(repr((sys.version_info[:3], *((name, version(name)) for name in _LEANT_ON))).encode())
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*.py")):
        whole.update(f"{path.relative_to(package).as_posix()}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def library_digest(library: Layers) -> str:
    """Of the names and the bytes of all files of the layers that a check reads."""
    whole = hashlib.sha256()
    for layer in library.layers:
        whole.update(f"{layer.name}\0\0".encode())
    paths = [path for folder in _FOLDERS for path in library.files(folder, "")]
    for path in (*paths, *library.find_all(FILE)):
        whole.update(f"{library.shown(path)}\0{file_digest(path)}\n".encode())
    return whole.hexdigest()


def surroundings(library: "Library") -> str:
    """Of what every template leans on: the catalogue of labels, and what lint.yaml allows."""
    whole = hashlib.sha256(repr(sorted(library.catalogue.items())).encode())
    whole.update(b"".join(path.read_bytes() for path in library.find_all(FILE)))
    return whole.hexdigest()


def taken_digest(library: Layers, relative: str) -> str:
    """Of the file that the library gives for a path in its layers; empty if it has none."""
    found = library.find(relative)
    return "" if found is None else f"{library.shown(found)} {file_digest(found)}"


def file_digest(path: Path) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
