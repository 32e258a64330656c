"""Limits on a template's work: an account for each render, and the changes to Jinja's syntax tree that charge it."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, cast

from jinja2 import nodes
from jinja2.runtime import Context

from docgen.messages import message
from docgen.templating.reasons import ForbiddenError

MAX_TURNS = 3_000_000
MAX_ITEMS = 200_000
MAX_CHARACTERS = 4_000_000
MAX_LISTED = 16_000_000
MAX_MADE = MAX_OUTPUT = 256_000_000
MAX_BITS = 8_192
MAX_TAGS = 50_000
ACCOUNT = "#account"  # no template can name it

_ITEMS_A_TURN, _CHARACTERS_A_TURN = 2_000, 4_000_000
_FREE = 1_000  # characters too few to count
_CHUNK = 64  # pieces of output counted at once
_SIZED = frozenset({tuple, list, range, str, dict})
_HOLDERS = (tuple, list, set, frozenset, type({}.keys()), type({}.values()), type({}.items()))


class LimitError(ForbiddenError):
    """A template needs more work, memory or output than allowed."""


class Account:
    """The work of one render: turns, and their price, which grows with the largest value made."""

    __slots__ = ("made", "price", "turns")

    def __init__(self) -> None:
        """Start at zero."""
        self.turns, self.price, self.made = 0, 1, 0

    def charge(self, turns: int) -> None:
        """Add `turns`. Raises LimitError."""
        self.turns += turns
        if self.turns * self.price > MAX_TURNS:
            raise LimitError(message("limit.turns", most=MAX_TURNS))

    def grow(self, items: int, characters: int) -> None:
        """Add the size of a value that the template made. Raises LimitError."""
        self.made += characters
        if self.made > MAX_MADE:
            raise LimitError(message("limit.made", most=MAX_MADE))
        price = 1 + items // _ITEMS_A_TURN + characters // _CHARACTERS_A_TURN
        if price > self.price:
            self.price = price
            self.charge(0)


def account_of(context: Context) -> Account:
    """The account of the render that `context` belongs to. Raises LimitError if there is none."""
    found = context.parent.get(ACCOUNT)
    if not isinstance(found, Account):
        raise LimitError(message("limit.account"))
    return found


def charge_items(account: Account, items: Any) -> Any:
    """`items`, charged by their number now, or one by one if they have no length."""
    if type(items) not in _SIZED:
        return charge_each(account, items)
    account.charge(len(items))
    return items


def charge_each(account: Account, items: Iterable[Any]) -> Iterator[Any]:
    """`items`, each charged when requested."""
    for item in items:
        account.charge(1)
        yield item


def measured(account: Account, value: Any) -> Any:
    """`value`, which the template made, after adding its printed size to the account. Raises LimitError."""
    if isinstance(value, str):
        if len(value) > _FREE:
            check_size(len(value))
            account.grow(0, len(value))
    elif isinstance(value, (*_HOLDERS, dict)):
        items, characters = size_of(value)
        account.grow(items, 0)
        if items > _FREE:
            account.charge(items // _CHUNK)
        if characters > MAX_LISTED:
            raise LimitError(message("limit.listed", count=characters, most=MAX_LISTED))
    return value


def measure_block(account: Account, text: str) -> str:
    """The text of a `{% set %}` block or a macro, after adding its size to the account."""
    if len(text) > _FREE:
        account.grow(0, len(text))
    return text


def size_of(value: Any) -> tuple[int, int]:
    """The items and characters of `value`, each counted as often as it would print. Raises LimitError."""
    items = characters = 0
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            characters += len(one)
        elif isinstance(one, dict):
            items += 2 * len(cast("dict[Any, Any]", one))
            _check_items(items)
            for pair in cast("dict[Any, Any]", one).items():
                waiting += pair
        elif isinstance(one, _HOLDERS):
            items += len(one)
            _check_items(items)
            waiting += one
    return items, characters


def _check_items(items: int) -> None:
    if items > MAX_ITEMS:
        raise LimitError(message("limit.items", most=MAX_ITEMS))


def check_size(characters: int) -> None:
    """Raise LimitError if an expression may not make a text of so many characters."""
    if characters > MAX_CHARACTERS:
        raise LimitError(message("limit.text", count=characters, most=MAX_CHARACTERS))


def join_output(pieces: Iterable[str]) -> str:
    """Join the pieces of a template's output. Raises LimitError before memory runs out."""
    output: list[str] = []
    size, waiting = 0, iter(pieces)
    while some := list(islice(waiting, _CHUNK)):
        size += sum(map(len, some))
        if size > MAX_OUTPUT:
            raise LimitError(message("limit.output", most=MAX_OUTPUT))
        output += some
    return "".join(output)


def add_limits(tree: nodes.Template) -> nodes.Template:
    """Change `tree` in place: charge for loops and includes, measure values that can grow."""
    for node in list(tree.find_all((nodes.Include, nodes.Import, nodes.FromImport))):
        node.template = _through("#turn", node.template)
    for loop in list(tree.find_all(nodes.For)):
        breaks = any(True for _ in _all(loop.body, nodes.Break))
        loop.iter = _through("#each" if breaks else "#turns", loop.iter)
    for block in list(tree.find_all(nodes.AssignBlock)):
        block.filter = _through("#block", block.filter)
    _measure_children(tree)
    return tree


def _all(body: Iterable[nodes.Node], kind: type[nodes.Node]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, kind):
            yield node
        yield from node.find_all(kind)


def _through(name: str, node: nodes.Node | None) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=node.lineno if node else 1)


def _measure_children(tree: nodes.Node) -> None:
    """Wrap every expression below `tree` that makes a value of variable size; not recursive, since trees are deep."""
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        for name, value in node.iter_fields():
            if isinstance(value, list):
                found = cast("list[object]", value)
                waiting.extend(item for item in found if isinstance(item, nodes.Node))
                value[:] = [_measured(item) for item in found]
            elif isinstance(value, nodes.Node):
                waiting.append(value)
                setattr(node, name, _measured(value))


def _measured(node: object) -> object:
    if isinstance(node, nodes.Concat):
        return _through("#joined", nodes.Tuple(node.nodes, "load", lineno=node.lineno))
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name in {"varargs", "kwargs"}:
        return _through("#made", node)
    is_literal = isinstance(node, nodes.List | nodes.Dict) or (isinstance(node, nodes.Tuple) and node.ctx == "load")
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
        node.node = _through("#words", node.node)
        return _through("#made", node)
    if isinstance(node, nodes.Expr) and is_literal and not _is_constant(node):
        return _through("#made", node)
    return node


def _is_constant(node: nodes.Expr) -> bool:
    try:
        node.as_const()
    except (nodes.Impossible, Exception):  # noqa: BLE001 - whatever a constant raises, it raises again at render time
        return False
    return True
