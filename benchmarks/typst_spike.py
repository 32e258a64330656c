"""Render the shipped proposal or register to PDF with Typst: a spike, for measurements.

A template can't access the disk: it and its data are bytes in memory, and the root is an empty folder.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from benchmarks.typst_data import spike_files
from docgen.templating import Bindings

STANDARDS = ("a-3a", "ua-1")
PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
NO_PROXY_THERE = "http://127.0.0.1:9"
_TEMPLATES = Path(__file__).parent / "typst"


@cache
def template_files() -> dict[str, bytes]:
    """The spike's templates by name."""
    return {path.name: path.read_bytes() for path in sorted(_TEMPLATES.glob("*.typ"))}


@cache
def world(families: tuple[str, ...]) -> tuple[typst.Compiler, str]:
    """A compiler with only the brand's fonts, and its empty root."""
    root, faces = _own_folder(), _own_folder()
    for path in _font_files(families):
        (Path(faces) / path.name).symlink_to(path)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[faces])
    _block_network()
    compiler = typst.Compiler(b"", root=root, font_paths=fonts, package_path=root, package_cache_path=root)
    return compiler, root


def _own_folder() -> str:
    folder = tempfile.mkdtemp(prefix="typst-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _font_files(families: Sequence[str]) -> list[Path]:
    asked = [f"{family}:style={style}" for family in families for style in ("Regular", "Bold")]
    found = [
        subprocess.run(["fc-match", "-f", "%{file}", ask], capture_output=True, text=True, check=True) for ask in asked
    ]
    return sorted({Path(one.stdout) for one in found})


def _block_network() -> None:
    """Prevent Typst from downloading packages, by a proxy that doesn't exist."""
    os.environ.update(dict.fromkeys(PROXIES, NO_PROXY_THERE))


def render_typst(bindings: Bindings, standards: Sequence[str] = STANDARDS) -> bytes:
    """A proposal or a lead register. Raises typst.TypstError with the template's file, line and column."""
    kind = "register" if str(bindings.names["doc"].kind) == "lead_register" else "proposal"
    return compile_files(kind, {**template_files(), **spike_files(bindings)}, bindings.brand.pdf_fonts, standards)


def compile_files(
    kind: str, files: dict[str, bytes], families: tuple[str, ...], standards: Sequence[str] = STANDARDS
) -> bytes:
    """Compile the template `kind` with its files; the second half of `render_typst`."""
    compiler, root = world(families)
    main = {"main.typ": f'#include "{kind}.typ"'.encode(), **files}  # so that errors name the template
    data = compiler.compile(
        main, format="pdf", pdf_standards=list(standards), root=root, timestamp=datetime(2026, 11, 24, tzinfo=UTC)
    )
    assert isinstance(data, bytes)
    return data
