"""Regular expressions for Jinja's tags, where they are looked for in text and not parsed."""

import re

INSIDE = r"(?>'[^'\n}]{0,80}'|\"[^\"\n}]{0,80}\"|(?!\{[{%#]).)*?"
"""What stands in a tag: up to its end, or to where another begins outside a string: an unclosed tag costs nothing."""

ANY_TAG = rf"\{{\{{{INSIDE}\}}\}}|\{{%{INSIDE}%\}}|\{{#(?:(?!\{{#).)*?#\}}"
"""A printed value, a statement or a remark, whole; needs re.DOTALL."""

TAG = re.compile(ANY_TAG, re.DOTALL)
