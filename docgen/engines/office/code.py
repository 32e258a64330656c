"""Turns a template's syntax tree into Python that prints with one call a value and joins what stands together at once.

Jinja's own code yields each piece of text and each value by itself, and asks three functions for a value: the
attribute, `finalize`, `escape`. Here `environment.shown(context, object, name)` does all three for `{{ line.name }}`,
and `finalize`, which gives markup already, for any other expression.
"""

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class OfficeCode(CodeGenerator):
    """Jinja's code generator for environments whose `finalize(context, value)` gives markup; see `make_printer`."""

    def write_commons(self) -> None:
        """The names that each function begins with."""
        super().write_commons()
        self.writeline("shown, printed = environment.shown, environment.finalize")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - the name that Jinja calls
        """All that stands between two tags of blocks, as one text."""
        self.writeline("yield ''.join((" if frame.buffer is None else f"{frame.buffer}.extend((", node)
        self.indent()
        for child in node.nodes:
            self.newline(child)
            if isinstance(child, nodes.TemplateData):
                self.write(repr(child.data))
            else:
                self._print(child, frame)
            self.write(",")
        self.outdent()
        self.write("))")

    def _print(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.Getattr) and not node.attr.startswith("_"):
            self.write("shown(context, ")
            self.visit(node.node, frame)
            self.write(f", {node.attr!r})")
        else:
            self.write("printed(context, ")
            self.visit(node, frame)
            self.write(")")
