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


WORD = (
    Peer("docgen", "docgen-docx", JINJA, "the compiled template"),
    Peer("floor", "floor", JINJA, "the compiled template, the other parts compressed", "sandbox, checks, all tidying"),
    Peer("docxtpl", "docxtpl", JINJA, "the file's bytes; an opened template is changed by its render"),
    Peer("docxtemplater", "docxtemplater.js", MUSTACHE, "the zip as read; an instance renders once"),
    Peer("easy-template-x", "easy-template-x.js", MUSTACHE, "the handler; the file is parsed at each render"),
    Peer("carbone", "carbone.js", CARBONE, "nothing: it takes a path and reads it at each render"),
)
POWERPOINT = (
    Peer("docgen", "docgen-pptx", JINJA, "the compiled template"),
    Peer("python-pptx", "python-pptx", BY_HAND, "the file's bytes; an opened deck is changed when filled"),
    Peer(
        "docxtemplater",
        "docxtemplater.js",
        MUSTACHE,
        "the zip as read; an instance renders once",
        "repeats no slide: its template holds the five case slides already",
    ),
    Peer(
        "pptx-automizer",
        "pptx-automizer.js",
        BY_HAND,
        "the file's bytes; the queue of changes is made anew at each render",
    ),
)
