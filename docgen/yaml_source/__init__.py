"""Parse YAML to a tree of nodes with positions, for input files and library files.

The parser is libyaml. Scalars follow the core schema of YAML 1.2, except that numbers stay text: plain `true` and
`false` are booleans, plain `null`, `~` and nothing are None, and every other value is the text as written, including
`NO`, `1.10`, `010` and `2026-11-23`.
"""

from docgen.yaml_source.parser import MAX_BYTES, read_yaml

__all__ = ["MAX_BYTES", "read_yaml"]
