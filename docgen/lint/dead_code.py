"""Template code without effect: assignments lost in loops, output outside blocks, unknown blocks, doubled loops."""

from collections.abc import Container, Iterator
from typing import Any, Protocol

from jinja2 import nodes

from docgen.messages import Message
from docgen.nearest import suggest


class Report(Protocol):
    """Reports a problem at the place of `node`; `words` identify its tag among others on the line."""

    def __call__(
        self, key: str, node: nodes.Node, words: str = "", hint: Message | None = None, /, **values: Any
    ) -> None:
        """Report the catalogue's message `key`."""
        ...


class Loader(Protocol):
    """Loads templates by path, each with its origin."""

    def template(self, name: str) -> tuple[Any, nodes.Template] | None:
        """The template; None if there is none."""
        ...


_PRINTING = nodes.If | nodes.For | nodes.CallBlock | nodes.FilterBlock | nodes.Include
_DEFINING = (nodes.Assign, nodes.Block, nodes.Extends)


def ineffective_sets(loop: nodes.For, known: Container[str]) -> Iterator[tuple[nodes.Assign, str]]:
    """Assignments in a loop that build on a name set before it, whose value is restored after each iteration.

    Names that the loop itself prints are left out.
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
    """Whether a nested loop iterates over the same list with the same target name.

    False where the list depends on that name, as the children of the outer loop's item do.
    """
    if outer.target != inner.target or outer.iter != inner.iter:
        return False
    bound = {name.name for name in (inner.target, *inner.target.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
    return not any(_reads(inner.iter, name) for name in bound)


def _reads(node: nodes.Node, name: str) -> int:
    found = [item for item in (node, *node.find_all(nodes.Name)) if isinstance(item, nodes.Name)]
    return len({id(item) for item in found if item.name == name and item.ctx == "load"})


def output_outside_blocks(template: nodes.Template) -> nodes.Node | None:
    """The first output outside the blocks of a template that extends another, where it is never printed."""
    for statement in template.body:
        if isinstance(statement, _PRINTING) and next(statement.find_all(_DEFINING), None) is None:
            return statement
        for part in statement.nodes if isinstance(statement, nodes.Output) else ():
            if not isinstance(part, nodes.TemplateData):
                return part
            if part.data.strip():
                above = part.data[: len(part.data) - len(part.data.lstrip())].count("\n")
                return nodes.TemplateData(part.data.strip(), lineno=part.lineno + above)
    return None


def check_blocks(report: Report, template: nodes.Template, known: set[str]) -> None:
    """Report what a page that extends another never prints; `known` are the parents' blocks, empty if unknown."""
    outside = output_outside_blocks(template)
    if outside is not None:
        report("lint.template.lost:page", outside, _first_name(outside))
    for block in template.body if known else ():
        if isinstance(block, nodes.Block) and block.name not in known:
            report("lint.block.unknown", block, block.name, suggest(block.name, known), name=block.name)


def block_names(loader: Loader, template: nodes.Template) -> set[str]:
    """The blocks of a page and of those it extends; none if one of these is not known."""
    names = {block.name for block in template.find_all(nodes.Block)}
    extends = next((node for node in template.body if isinstance(node, nodes.Extends)), None)
    if extends is None:
        return names
    named = extends.template
    above = loader.template(str(named.value)) if isinstance(named, nodes.Const) else None
    return set() if above is None else names | block_names(loader, above[1])


def _first_name(node: nodes.Node) -> str:
    """The first name in a node, which identifies its tag among others on the line."""
    return next((found.name for found in (node, *node.find_all(nodes.Name)) if isinstance(found, nodes.Name)), "")
