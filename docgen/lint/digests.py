"""SHA-256 digests of what a check depends on: the library's files, docgen's code and its dependencies."""

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.formats import BY_FOLDER
from docgen.library.layers import FIELDS, Layers

if TYPE_CHECKING:
    from docgen.library.catalogue import Library

LINT_FILE = "lint.yaml"
"""The file with a library's allowances; see allowances.py."""

_ENTRIES = ("industries", "objections", "cases", "legal", "approvals")
_FOLDERS = (*BY_FOLDER, "labels", *_ENTRIES)
_DEPENDENCIES = ("jinja2", "lxml", "pydantic", "pyyaml")


@cache
def code_digest() -> str:
    """The digest of docgen's code, and of the versions of Python and of the libraries that parse templates."""
    digest = hashlib.sha256(repr((sys.version_info[:3], *((name, version(name)) for name in _DEPENDENCIES))).encode())
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*.py")):
        digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def library_digest(library: Layers) -> str:
    """The digest of the names and bytes of all files in the layers that a check reads."""
    return _digest_of(library, _FOLDERS, FIELDS, LINT_FILE)


_READ_WITH_BRAND = {".yaml", ".png", ".svg", ".jpg", ".jpeg", ".gif"}


def entries_digest(library: Layers) -> str:
    """The digest of the entries of all layers, by name and bytes, with their approvals and the settings."""
    return _digest_of(library, _ENTRIES, "library.yaml")


def _digest_of(library: Layers, folders: Iterable[str], *names: str) -> str:
    digest = hashlib.sha256()
    for layer in library.layers:
        digest.update(f"{layer.name}\0\0".encode())
    paths = [path for folder in folders for path in library.files(folder, "")]
    for path in (*paths, *(path for name in names for path in library.find_all(name))):
        digest.update(f"{library.shown(path)}\0{file_digest(path)}\n".encode())
    return digest.hexdigest()


def names_digest(library: Layers) -> str:
    """The digest of the brands, labels and logos of all layers, and of the names of all files."""
    digest = hashlib.sha256()
    for layer in library.layers:
        for path in sorted(layer.rglob("*")):
            digest.update(f"{layer.name}/{path.relative_to(layer).as_posix()}\n".encode())
            if path.is_file() and path.suffix.lower() in _READ_WITH_BRAND:
                digest.update(f"{file_digest(path)}\n".encode())
    return digest.hexdigest()


def shared_digest(library: "Library") -> str:
    """The digest of what every template depends on: the label catalogue, declared fields and lint.yaml."""
    digest = hashlib.sha256(repr(sorted(library.catalogue.items())).encode())
    digest.update(library.declared.digest.encode())
    digest.update(b"".join(path.read_bytes() for path in library.find_all(LINT_FILE)))
    return digest.hexdigest()


def asset_digest(library: Layers, relative: str) -> str:
    """The digest of the file with that path in the layers; empty if there is none."""
    found = library.find(relative)
    return "" if found is None else f"{library.shown(found)} {file_digest(found)}"


def file_digest(path: Path) -> str:
    """The digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
