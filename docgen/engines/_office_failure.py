"""Turns what Jinja raised while rendering into a finding that names the slide, the shape and the expression."""

import traceback
from typing import Protocol

from jinja2 import UndefinedError

from docgen.engines._office_source import TAG
from docgen.errors import Finding


class Placed(Protocol):
    """Jinja source that knows where its lines come from."""

    def place_of(self, line: int) -> tuple[str, str]:
        """The place in the template and the tags that stand there."""
        ...


def explain(error: Exception, source: Placed) -> Finding:
    """The finding for `error`, raised by the template compiled from `source`."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    place, tags = source.place_of(frames[-1].lineno or 1) if frames else ("", "")
    message = str(error) or type(error).__name__
    code = "template.undefined" if isinstance(error, UndefinedError) else "template.failed"
    tag = _tag_behind(message, TAG.findall(tags))
    return Finding(code, f"{message}, in {tag}" if tag else message, place=place)


def _tag_behind(message: str, tags: list[str]) -> str:
    """The tag that names what the message complains of, or the only tag there is."""
    quoted = message.split("`")[1::2] + message.split("'")[1::2]
    for tag in tags:
        if quoted and quoted[0] in tag:
            return tag
    return tags[0] if len(tags) == 1 else ""
