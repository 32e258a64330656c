"""Read YAML as a tree of values with their places: one dialect for input files and for the files of a library.

The parser is libyaml; scalars follow the core schema of YAML 1.2 as far as a tree of text goes: plain `true` and
`false` are booleans, plain `null`, `~` and nothing are empty, every other value stays the text that was written, so
`NO`, `1.10`, `010` and `2026-11-23` survive.
"""

from docgen.yaml_source.parser import MAX_BYTES, read_yaml

__all__ = ["MAX_BYTES", "read_yaml"]
