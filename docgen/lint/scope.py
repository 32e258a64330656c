"""Turns what a template has set and asked so far into what its names mean at one place, and for which readers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from jinja2 import nodes

from docgen.audience import Audience
from docgen.lint.values import Value, join

READERS = frozenset(Audience)


@dataclass(slots=True)
class Scope:
    """What is known at one place: names, what conditions tell of paths (`doc.roi`), and who may be reading.

    `module` holds what the template sets at its top, for blocks and macros; `is_top`: a `set` here goes there too.
    `present` are paths that a condition found to be defined.
    """

    names: dict[str, Value]
    facts: dict[str, Value] = field(default_factory=dict[str, Value])
    readers: frozenset[Audience] = READERS
    present: frozenset[str] = frozenset()
    module: dict[str, Value] = field(default_factory=dict[str, Value])
    is_top: bool = True

    def inner(self) -> "Scope":
        """A scope of its own: what is set in it stays in it."""
        return replace(self, names=dict(self.names), facts=dict(self.facts), is_top=False)

    def branch(self) -> "Scope":
        """The same scope for one branch of a condition."""
        return replace(self, names=dict(self.names), facts=dict(self.facts))

    def knowing(self, path: str, value: Value) -> "Scope":
        """This scope where `path` is known to be `value`."""
        return replace(self, facts={**self.facts, path: value})

    def assign(self, name: str, value: Value) -> None:
        """Set a name; what was known of the old value is forgotten."""
        self.names[name] = value
        for path in [path for path in self.facts if root_of(path) == name]:
            del self.facts[path]
        if self.is_top:
            self.module[name] = value

    def take(self, branches: "Iterable[Scope]") -> None:
        """Take over what the branches of a condition set, whichever of them ran."""
        merged: dict[str, Value] = {}
        for branch in branches:
            for name, value in branch.names.items():
                merged[name] = join(merged[name], value) if name in merged else value
        for name, value in merged.items():
            if name not in self.names or self.names[name] != value:
                self.assign(name, value)


def either(first: Scope | None, second: Scope | None) -> Scope | None:
    """What is known where one of two scopes holds; None: neither can be."""
    if first is None or second is None:
        return first or second
    facts = {path: join(value, second.facts[path]) for path, value in first.facts.items() if path in second.facts}
    present = first.present & second.present
    return replace(first, facts=facts, readers=first.readers | second.readers, present=present)


def root_of(path: str) -> str:
    """The name that a path begins with."""
    return path.split(".", 1)[0].split("[", 1)[0]


def path_of(node: nodes.Node) -> str:
    """A name with its attributes and fixed indices as one text, `doc.pricing.lines[0]`; empty for anything else."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            inner = path_of(node.node)
            return f"{inner}.{node.attr}" if inner else ""
        case nodes.Getitem() if isinstance(node.arg, nodes.Const):
            inner = path_of(node.node)
            return f"{inner}[{node.arg.value!r}]" if inner else ""
        case _:
            return ""
