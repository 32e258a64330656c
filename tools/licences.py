"""List the licence of each package that docgen needs at run time, direct or not, from the installed metadata.

    python tools/licences.py            the table of docs/dev/licences.md
    python tools/licences.py --write    the same, written into that page

Exits 1 if a package has no licence that is known here, or one under which docgen could not be passed on under MIT.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "dev" / "licences.md"
MARKS = ("<!-- licences -->\n", "<!-- /licences -->\n")

PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0",
    "Unlicense", "Zlib",
}  # fmt: skip
LIMITED_TO_THEIR_FILES = {"LGPL", "LGPL-2.1-or-later", "LGPL-3.0-or-later", "MPL-1.1", "MPL-2.0"}
"""Copyleft that ends at the package's own files: docgen imports these packages, and contains none of their code."""

_NAMES = {
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 3-clause license": "BSD-3-Clause",
    "bsd license": "BSD",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.1-or-later",
    "gnu library or lesser general public license (lgpl)": "LGPL",
    "mit license": "MIT",
    "mozilla public license 1.1 (mpl 1.1)": "MPL-1.1",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
"""Words of metadata, in lower case, as SPDX names; BSD and LGPL where the metadata doesn't say which."""

_READ_BY_HAND = {
    "pypdfium2": ("BSD-3-Clause, Apache-2.0, dependency licenses", "BSD-3-Clause AND Apache-2.0"),
    "resvg-py": ("", "MIT"),
}
"""What a package's metadata states, and what its licence files say, where the metadata isn't enough."""


class Licence(NamedTuple):
    """A package that docgen needs; `choices` are the licences of which one may be chosen."""

    package: str
    is_direct: bool
    choices: tuple[str, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether some choice lets docgen be passed on under MIT."""
        return any(
            {part.strip(" ()") for part in choice.split(" AND ")} <= PERMISSIVE | LIMITED_TO_THEIR_FILES
            for choice in self.choices
        )


def main() -> int:
    found = sorted(licences())
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(MARKS[0])
        PAGE.write_text(before + MARKS[0] + table(found) + MARKS[1] + rest.partition(MARKS[1])[2], encoding="utf-8")
    else:
        print(table(found), end="")
    refused = [licence for licence in found if not licence.is_accepted]
    for licence in refused:
        print(f"{licence.package}: no licence that is known here: {licence.choices}", file=sys.stderr)
    return int(bool(refused))


def table(found: list[Licence]) -> str:
    """The licences as a Markdown table."""
    rows = [
        f"| {licence.package} | {'yes' if licence.is_direct else ''} | {' or '.join(licence.choices)} |"
        for licence in found
    ]
    return "\n".join(["", "| package | named in pyproject.toml | licence |", "|---|---|---|", *rows, "", ""])


def project() -> dict[str, Any]:
    """The `[project]` table of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def licences() -> Iterator[Licence]:
    """The licence of each distribution that docgen needs, however far away, without its own extras."""
    todo, seen = list(_needed(project()["dependencies"])), set[tuple[str, frozenset[str]]]()
    direct = {name for name, _ in todo}
    while todo:
        name, extras = wanted = todo.pop()
        if wanted not in seen:
            seen.add(wanted)
            todo.extend(_needed(distribution(name).requires or [], extras))
    for name in sorted({name for name, _ in seen}):
        yield Licence(name, name in direct, _choices(name))


def _needed(stated: Iterable[str], extras: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """The names and extras of the requirements that hold on this machine."""
    for text in stated:
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield re.sub(r"[-_.]+", "-", requirement.name).lower(), frozenset(requirement.extras)


def _choices(name: str) -> tuple[str, ...]:
    """SPDX names of a distribution's licences: of its expression, else its classifiers, else its licence field."""
    metadata = distribution(name).metadata
    field = (metadata.get("License") or "").strip().partition("\n")[0]
    expression = metadata.get("License-Expression")
    classifiers = [text.rpartition(" :: ")[2] for text in metadata.get_all("Classifier") or () if "License ::" in text]
    if name in _READ_BY_HAND and (field, expression, classifiers) == (_READ_BY_HAND[name][0], None, []):
        return (_READ_BY_HAND[name][1],)
    if expression:
        return tuple(expression.split(" OR "))
    return tuple(_NAMES.get(text.lower(), text) for text in classifiers or [field])


if __name__ == "__main__":
    sys.exit(main())
