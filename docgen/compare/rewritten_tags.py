"""Leave out changes of tags that were only rewritten: a marker for the old form's pair of tags, an end without news."""

from collections.abc import Sequence

from docgen.compare.changes import Change, Place
from docgen.messages import Message

_END = "compare.tag:end"
_VALUES = ("compare.tag:prints", "compare.tag:prints_if")


def without_rewritten_tags(changes: Sequence[Change]) -> list[Change]:
    """The changes without statements that are gone at one place and back, in the same words, around or inside it.

    Nor with end tags whose opening changes on the same side: they say nothing that the opening doesn't.
    """
    removed = [at for at, change in enumerate(changes) if change.code == "tag.removed" and _is_statement(change.old)]
    added = [at for at, change in enumerate(changes) if change.code == "tag.added" and _is_statement(change.new)]
    dropped: set[int] = set()
    for one in removed:
        words, place = changes[one].old, changes[one].place
        again = (at for at in added if changes[at].new == words and _is_around(changes[at].place, place))
        other = next((at for at in again if at not in dropped), None)
        dropped |= set() if other is None else {one, other}
    sides = [[text for change in changes if isinstance(text := side(change), Message)] for side in (_old, _new)]
    return [
        change
        for at, change in enumerate(changes)
        if at not in dropped and not (_is_end(change.old, sides[0]) or _is_end(change.new, sides[1]))
    ]


def _old(change: Change) -> str | Message:
    return change.old


def _new(change: Change) -> str | Message:
    return change.new


def _is_statement(text: str | Message) -> bool:
    return isinstance(text, Message) and text.key not in _VALUES


def _is_end(text: str | Message, side: Sequence[Message]) -> bool:
    """Whether a text is the words of an end tag whose opening is on the same side of a change."""
    return isinstance(text, Message) and text.key == _END and text.values["what"] in side


def _is_around(one: Place, other: Place) -> bool:
    """Whether one place is the other, or around it."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
