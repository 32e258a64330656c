"""The engines that are timed on each format, with what each can keep between renders and what it leaves out."""

from dataclasses import dataclass

from benchmarks.syntax import BY_HAND, CARBONE, JINJA, MUSTACHE, Syntax


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
_BARE = "sandbox, checks, tidying"

WORD = (
    Peer("docgen", "docgen-docx", JINJA, "the compiled template"),
    Peer("floor", "floor-docx", JINJA, _FLOOR, _BARE),
    Peer("floor, objects", "floor-docx-objects", JINJA, _FLOOR, f"{_BARE}; its data are objects, not dicts"),
    Peer("docxtpl", "docxtpl", JINJA, "the file's bytes; it opens and compiles them at each render"),
    Peer("docxtemplater", "docxtemplater.js", MUSTACHE, "the file's bytes; an instance renders once"),
    Peer("easy-template-x", "easy-template-x.js", MUSTACHE, "the file's bytes and the handler"),
    Peer("carbone", "carbone.js", CARBONE, "nothing: it takes a path and reads the file at each render"),
)
POWERPOINT = (
    Peer("docgen", "docgen-pptx", JINJA, "the compiled template"),
    Peer("floor", "floor-pptx", JINJA, _FLOOR, f"{_BARE}, fitting of text to its box"),
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
