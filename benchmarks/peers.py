"""The engines timed for each format: their template language, what they cache and omit, and how npm ones install."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

NODE = Path(__file__).parent / "node"
_LOCK = NODE / "package-lock.json"
_INSTALLED = NODE / "node_modules" / ".package-lock.json"  # npm writes it last


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a peer writes tags; `%s` stands for a field's name.

    A row is repeated by separate rows `before` and `after` it (either may be missing), or by tags in its first and last
    cell. `case` prints a field of a success case; the slide of a case is repeated by the tag `slide`, or by the caller,
    or is in the template `case_slides` times.
    """

    value: str
    cell: str
    before: str = ""
    after: str = ""
    first: str = ""
    last: str = ""
    case: str = ""
    slide: str = ""
    case_slides: int = 1


JINJA = Syntax(
    "{{ doc.%s }}",
    "{{ line.%s }}",
    before="{%tr for line in doc.lines %}",
    after="{%tr endfor %}",
    case="{{ case.%(field)s }}",
    slide="{%slide for case in doc.cases %}",
)
MUSTACHE = Syntax("{%s}", "{%s}", first="{#lines}", last="{/lines}", case="{case_%(number)s_%(field)s}", case_slides=5)
CARBONE = Syntax("{d.%s}", "{d.lines[i].%s}", after="{d.lines[i+1].no}")
BY_HAND = Syntax("{{%s}}", "{{%s}}", case="{{%(field)s}}")


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine, the syntax of its template, and `script`: its name in `python_engines`, or a file in `node/`."""

    name: str
    script: str
    syntax: Syntax
    keeps: str
    leaves_out: str = ""

    @property
    def is_npm(self) -> bool:
        """Whether Node runs it."""
        return self.script.endswith(".js")


_FLOOR = "the compiled template, the other parts compressed"
_MINIMAL = "sandbox, checks, tidying"

WORD = (
    Peer("docgen", "docgen-docx", JINJA, "the compiled template"),
    Peer("floor", "floor-docx", JINJA, _FLOOR, _MINIMAL),
    Peer("floor, objects", "floor-docx-objects", JINJA, _FLOOR, f"{_MINIMAL}; its data are objects, not dicts"),
    Peer("docxtpl", "docxtpl", JINJA, "the file's bytes; it opens and compiles them at each render"),
    Peer("docxtemplater", "docxtemplater.js", MUSTACHE, "the file's bytes; an instance renders once"),
    Peer("easy-template-x", "easy-template-x.js", MUSTACHE, "the file's bytes and the handler"),
    Peer("carbone", "carbone.js", CARBONE, "nothing: it takes a path and reads the file at each render"),
)
POWERPOINT = (
    Peer("docgen", "docgen-pptx", JINJA, "the compiled template"),
    Peer("floor", "floor-pptx", JINJA, _FLOOR, f"{_MINIMAL}, fitting of text to its box"),
    Peer("python-pptx", "python-pptx", BY_HAND, "the file's bytes; an opened deck is changed when filled"),
    Peer(
        "docxtemplater",
        "docxtemplater.js",
        MUSTACHE,
        "the file's bytes; an instance renders once",
        "repeated slides: its template holds the five case slides already",
    ),
    Peer("pptx-automizer", "pptx-automizer.js", BY_HAND, "the file's bytes; one instance makes one deck"),
)


def install_npm_packages() -> str:
    """Install the pinned npm packages if missing; returns why that isn't possible, or an empty string."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            return f"{program} is missing"
    if _INSTALLED.exists() and _INSTALLED.stat().st_mtime >= _LOCK.stat().st_mtime:
        return ""
    print("Installing the npm engines", file=sys.stderr)
    command = ["npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--silent"]
    done = subprocess.run(command, cwd=NODE, check=False, stdout=subprocess.DEVNULL)
    return f"npm ci failed with {done.returncode} in {NODE}" if done.returncode else ""
