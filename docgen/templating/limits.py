"""Turns Jinja's syntax tree into one that pays for its loops and for what it makes grow, within a render's account."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, cast

from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context

MOST_TURNS = 3_000_000
MOST_ITEMS = 200_000
MOST_CHARACTERS = 4_000_000
MOST_LISTED = 16_000_000
MOST_MADE = MOST_OUTPUT = 256_000_000
MOST_BITS = 8_192
MOST_TAGS = 50_000
ACCOUNT = "#account"  # no template can name it

_ITEMS_A_TURN, _CHARACTERS_A_TURN = 2_000, 4_000_000
_FREE = 1_000  # characters that are not worth counting
_CHUNK = 64  # pieces of output that are counted at once
_SIZED = frozenset({tuple, list, range, str, dict})
_HOLDERS = (tuple, list, set, frozenset, type({}.keys()), type({}.values()), type({}.items()))


class LimitError(SecurityError):
    """A template asks for more work, memory or output than a document can need."""


class Account:
    """What one render has used: turns, and their price, which grows with the largest value that was made."""

    __slots__ = ("made", "price", "turns")

    def __init__(self) -> None:
        """Begin with nothing used."""
        self.turns, self.price, self.made = 0, 1, 0

    def charge(self, turns: int) -> None:
        """Pay for `turns`. Raises LimitError."""
        self.turns += turns
        if self.turns * self.price > MOST_TURNS:
            raise LimitError("the template's loops take too many turns; the limit is 3,000,000 in one document")

    def grow(self, items: int, characters: int) -> None:
        """Note a value that the template made. Raises LimitError."""
        self.made += characters
        if self.made > MOST_MADE:
            raise LimitError("the template makes too much text; the limit is 256,000,000 characters in one document")
        price = 1 + items // _ITEMS_A_TURN + characters // _CHARACTERS_A_TURN
        if price > self.price:
            self.price = price
            self.charge(0)


def account_of(context: Context) -> Account:
    """The account of the render that `context` belongs to. Raises LimitError if it has none: nothing runs unpaid."""
    found = context.parent.get(ACCOUNT)
    if not isinstance(found, Account):
        raise LimitError("the template runs without an account")
    return found


def turns_of(account: Account, items: Any) -> Any:
    """`items` paid for: by their number now, or turn by turn if they tell none."""
    if type(items) not in _SIZED:
        return each_of(account, items)
    account.charge(len(items))
    return items


def each_of(account: Account, items: Iterable[Any]) -> Iterator[Any]:
    """`items`, each paid for when it is asked for."""
    for item in items:
        account.charge(1)
        yield item


def made(account: Account, value: Any) -> Any:
    """`value`, which the template made, measured as it would print. Raises LimitError."""
    if isinstance(value, str):
        if len(value) > _FREE:
            check_size(len(value))
            account.grow(0, len(value))
    elif isinstance(value, (*_HOLDERS, dict)):
        items, characters = size_of(value)
        account.grow(items, 0)
        if items > _FREE:
            account.charge(items // _CHUNK)
        if characters > MOST_LISTED:
            raise LimitError(f"a list holds {characters:,} characters; the limit is {MOST_LISTED:,}")
    return value


def block_of(account: Account, text: str) -> str:
    """The text of a `{% set %}` block or a macro, counted."""
    if len(text) > _FREE:
        account.grow(0, len(text))
    return text


def size_of(value: Any) -> tuple[int, int]:
    """How many items and characters `value` has if each is counted as often as it would print. Raises LimitError."""
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
    if items > MOST_ITEMS:
        raise LimitError(f"the template makes a list of more than {MOST_ITEMS:,} items")


def check_size(characters: int) -> None:
    """Raise LimitError if a text of so many characters is more than an expression may make."""
    if characters > MOST_CHARACTERS:
        raise LimitError(f"the template makes a text of {characters:,} characters; the limit is {MOST_CHARACTERS:,}")


def joined(pieces: Iterable[str]) -> str:
    """The pieces of a template's output as one text. Raises LimitError before it fills the memory."""
    kept: list[str] = []
    size, waiting = 0, iter(pieces)
    while some := list(islice(waiting, _CHUNK)):
        size += sum(map(len, some))
        if size > MOST_OUTPUT:
            raise LimitError(f"the template's output is larger than {MOST_OUTPUT:,} characters")
        kept += some
    return "".join(kept)


def limited(tree: nodes.Template) -> nodes.Template:
    """`tree` with its loops and includes charged and its growing values measured, changed in place."""
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
    """Wrap every expression below `tree` that makes a value of its own size; without recursion, trees are deep."""
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
    except (nodes.Impossible, Exception):  # noqa: BLE001 - whatever a constant raises, it raises again at its place
        return False
    return True
