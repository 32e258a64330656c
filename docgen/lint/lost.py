"""Turns a template's statements into what is written in vain: values set in loops, what stands outside of blocks."""

from collections.abc import Callable, Container, Iterator
from typing import Any, Protocol

from jinja2 import nodes

from docgen.nearest import suggestion

Notes = Callable[[str, nodes.Node, str, str, str], None]
"""Notes a problem: its code, the node, the message, the hint, words of the tag."""


class Templates(Protocol):
    """What gives templates by their path, each with where it is from."""

    def template(self, name: str) -> tuple[Any, nodes.Template] | None:
        """The template; None if there is none."""
        ...


_WRITING = nodes.If | nodes.For | nodes.CallBlock | nodes.FilterBlock | nodes.Include
_HARMLESS = (nodes.Assign, nodes.Block, nodes.Extends)


def lost_sets(loop: nodes.For, known: Container[str]) -> Iterator[tuple[nodes.Assign, str]]:
    """The sets of a loop that go on from a name set before it, which has its old value again after each turn.

    Not those whose name the loop itself prints.
    """
    sets: dict[str, list[nodes.Assign]] = {}
    for child in loop.body:
        for found in (child, *child.find_all(nodes.Assign)) if not isinstance(child, nodes.For) else ():
            if isinstance(found, nodes.Assign) and isinstance(found.target, nodes.Name) and found.target.name in known:
                sets.setdefault(found.target.name, []).append(found)
    for name, assigned in sets.items():
        own = sum(_reads(found.node, name) for found in assigned)
        if own and own == sum(_reads(child, name) for child in loop.body):
            yield assigned[0], name


def is_same_loop(outer: nodes.For, inner: nodes.For) -> bool:
    """Whether a loop inside another goes through the same list under the same name.

    Not where the list hangs on the name, as the children of the item that the outer loop stands at.
    """
    if outer.target != inner.target or outer.iter != inner.iter:
        return False
    bound = {name.name for name in (inner.target, *inner.target.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
    return not any(_reads(inner.iter, name) for name in bound)


def _reads(node: nodes.Node, name: str) -> int:
    found = [item for item in (node, *node.find_all(nodes.Name)) if isinstance(item, nodes.Name)]
    return len({id(item) for item in found if item.name == name and item.ctx == "load"})


def words_outside(template: nodes.Template) -> nodes.Node | None:
    """The first thing that a template which extends another writes outside its blocks, where nobody prints it."""
    for statement in template.body:
        if isinstance(statement, _WRITING) and next(statement.find_all(_HARMLESS), None) is None:
            return statement
        for part in statement.nodes if isinstance(statement, nodes.Output) else ():
            if not isinstance(part, nodes.TemplateData):
                return part
            if part.data.strip():
                above = part.data[: len(part.data) - len(part.data.lstrip())].count("\n")
                return nodes.TemplateData(part.data.strip(), lineno=part.lineno + above)
    return None


def check_child(note: Notes, template: nodes.Template, known: set[str]) -> None:
    """Note what a page that extends another writes and nobody prints; `known` are the blocks above, if told."""
    outside = words_outside(template)
    if outside is not None:
        message = "what stands outside the blocks is never printed, since the page extends another"
        note("template.lost", outside, message, "put it into a block", _first_name(outside))
    for block in template.body if known else ():
        if isinstance(block, nodes.Block) and block.name not in known:
            message = f"no page that this one extends has a block `{block.name}`, so it is never printed"
            note("block.unknown", block, message, suggestion(block.name, known), block.name)


def block_names(source: Templates, template: nodes.Template) -> set[str]:
    """The blocks that a page and those it extends have; none if one of these can't be told."""
    names = {block.name for block in template.find_all(nodes.Block)}
    extends = next((node for node in template.body if isinstance(node, nodes.Extends)), None)
    if extends is None:
        return names
    named = extends.template
    above = source.template(str(named.value)) if isinstance(named, nodes.Const) else None
    return set() if above is None else names | block_names(source, above[1])


def _first_name(node: nodes.Node) -> str:
    """A name in what is written, by which its tag is told from others on the line."""
    return next((found.name for found in (node, *node.find_all(nodes.Name)) if isinstance(found, nodes.Name)), "")
