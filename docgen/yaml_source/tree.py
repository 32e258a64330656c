"""Nodes with positions in their file, and paths to them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

Step = str | int
Path = tuple[Step, ...]


class Position(NamedTuple):
    """Line and column from 1 (0: unknown), or a place such as `Leads!C7`.

    `file` is set if it is not the file that is being loaded.
    """

    line: int = 0
    column: int = 0
    place: str = ""
    file: str = ""


class Node(NamedTuple):
    """A value and its position. Scalars are text as written; an empty one is None.

    A tree contains a node several times if an alias repeats it.
    """

    content: "Content"
    position: Position


class Member(NamedTuple):
    """One key of a mapping: position of the key, and the value."""

    position: Position
    node: Node


Content = str | bool | list[Node] | dict[str, Member] | None


def plain_data(node: Node) -> object:
    """The data without positions. Keys without a value are omitted."""
    content = node.content
    if isinstance(content, dict):
        return {key: plain_data(member.node) for key, member in content.items() if member.node.content is not None}
    if isinstance(content, list):
        return [plain_data(item) for item in content]
    return content


def scalars(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Each scalar below `node` with its path, in reading order."""
    content = node.content
    if isinstance(content, dict):
        for key, member in content.items():
            yield from scalars(member.node, (*path, key))
    elif isinstance(content, list):
        for index, item in enumerate(content):
            yield from scalars(item, (*path, index))
    else:
        yield path, node


def child(node: Node, step: Step) -> Member | None:
    """The member or item of `node` under `step`, or None."""
    content = node.content
    if isinstance(content, dict) and isinstance(step, str):
        return content.get(step)
    if isinstance(content, list) and isinstance(step, int) and 0 <= step < len(content):
        return Member(content[step].position, content[step])
    return None


def locate(root: Node, path: Sequence[Step], *, key: bool = False) -> Position:
    """Position of the value at `path`; of its key if `key` or if it is empty; of the nearest parent if missing."""
    node, position = root, root.position
    for number, step in enumerate(path, 1):
        member = child(node, step)
        if member is None:
            return position
        node = member.node
        wants_key = member.node.content is None or (key and number == len(path))
        position = member.position if wants_key else node.position
    return position


def node_at(root: Node, path: Sequence[Step]) -> Node | None:
    """The node at `path`, or None."""
    node = root
    for step in path:
        member = child(node, step)
        if member is None:
            return None
        node = member.node
    return node


def format_path(path: Sequence[Step]) -> str:
    """Format a path as `pricing.lines[2].tax_rate`, with indices from 0."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def parse_path(text: str) -> Path:
    """Parse a path in the notation of `format_path`."""
    return tuple(int(index) if index else name for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", text))
