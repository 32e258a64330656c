"""Abstract interpreter of a template's statements: loops, assignments, conditions, macros, blocks, inclusion."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from jinja2 import nodes

from docgen.lint.context import GLOBALS, LOOP_FIELDS, LintContext
from docgen.lint.dead_code import block_names, check_blocks, ineffective_sets, is_same_loop
from docgen.lint.expressions import ExpressionEvaluator
from docgen.lint.filters import Filters
from docgen.lint.printing import check_output
from docgen.lint.problems import Origin
from docgen.lint.scope import Scope, named, path_of, refine, root_of
from docgen.lint.values import (
    MARKUP,
    MISSING,
    NOTHING,
    UNKNOWN,
    Callable,
    Definition,
    ListOf,
    Record,
    Scalar,
    TupleOf,
    Value,
    describe,
    item_of,
    join,
)
from docgen.messages import message

_MAX_DEPTH = 12
ParsedTemplate = tuple[Origin, nodes.Template]


class TemplateLoader:
    """Loads the templates and sub-documents that a template names; this one, for Office files, finds none."""

    def template(self, name: str) -> ParsedTemplate | None:
        """The template with that path; None if the library has none."""
        return None

    def subdocument(self, path: str) -> Iterable[ParsedTemplate]:
        """The parts of a Word file of the library."""
        return ()


class Interpreter(ExpressionEvaluator):
    """Interprets one template and everything it extends, includes, imports and calls."""

    def __init__(
        self, context: LintContext, origin: Origin, names: tuple[Filters, frozenset[str]], loader: TemplateLoader
    ) -> None:
        """`names` are the filters and the tests of the engine's environment."""
        super().__init__(context, origin, *names)
        self._loader = loader
        self._called: set[int] = set()
        self._macros: dict[int, tuple[Definition, Origin]] = {}
        self._depth = 0
        self._blocks: dict[str, list[tuple[Origin, nodes.Block]]] = {}
        self._loops: list[nodes.For] = []

    def interpret(self, template: nodes.Template) -> None:
        """Interpret an entire template, then its macros that nothing calls, with unknown arguments."""
        names = self.context.names()
        scope = Scope(names, module=dict(names))
        self._template(template, scope)
        for key, (macro, origin) in list(self._macros.items()):
            if key not in self._called and origin is self.origin:
                self._enter(macro, [UNKNOWN] * len(macro.payload[0].args), {}, scope)

    def execute(self, body: Iterable[nodes.Node], scope: Scope) -> None:
        """Interpret statements in order; statements of other types have no effect."""
        for node in body:
            handler = self._HANDLERS.get(type(node))
            if handler is not None:
                handler(self, node, scope)

    @contextmanager
    def _within(self, origin: Origin) -> Generator[None]:
        before, self.origin, self._depth = self.origin, origin, self._depth + 1
        loops, self._loops = self._loops, []
        try:
            yield
        finally:
            self.origin, self._depth, self._loops = before, self._depth - 1, loops

    def _template(self, template: nodes.Template, scope: Scope) -> None:
        extends = next((node for node in template.body if isinstance(node, nodes.Extends)), None)
        if extends is None:
            self.execute(template.body, scope)
            return
        for block in template.find_all(nodes.Block):
            self._blocks.setdefault(block.name, []).append((self.origin, block))
        definitions = (
            node for node in template.body if isinstance(node, nodes.Assign | nodes.AssignBlock | nodes.Macro)
        )
        imports = (node for node in template.body if isinstance(node, nodes.Import | nodes.FromImport))
        self.execute([*imports, *definitions], scope)
        found = self._load(extends, extends.template)
        if found is not None:
            check_blocks(self.report, template, block_names(self._loader, found[1]))
            with self._within(found[0]):
                self._template(found[1], scope)

    def _load(self, node: nodes.Node, path: nodes.Node) -> ParsedTemplate | None:
        """The template that is extended, included or imported; a problem if the library has none."""
        if not isinstance(path, nodes.Const) or self._depth > _MAX_DEPTH:
            return None
        found = self._loader.template(str(path.value))
        if found is None:
            name = str(path.value)
            self.report("lint.template.unknown", node, name, name=name)
        return found

    def _output(self, node: nodes.Output, scope: Scope) -> None:
        for part in node.nodes:
            if not isinstance(part, nodes.TemplateData):
                check_output(self, part, scope)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        self.evaluate(node.test, scope)
        branches: list[Scope] = []
        holds, rest = refine(self, scope, node.test, True), refine(self, scope, node.test, False)
        if holds is not None:
            branches.append(self._branch(node.body, holds))
        for other in node.elif_:
            if rest is not None:
                self.evaluate(other.test, rest)
                holds, after = refine(self, rest, other.test, True), refine(self, rest, other.test, False)
                if holds is not None:
                    branches.append(self._branch(other.body, holds))
                rest = after
        if rest is not None:
            branches.append(self._branch(node.else_, rest))
        scope.merge(branches)

    def _branch(self, body: list[nodes.Node], scope: Scope) -> Scope:
        branch = scope.branch()
        self.execute(body, branch)
        return branch

    def _for(self, node: nodes.For, scope: Scope) -> None:
        for assigned, name in ineffective_sets(node, scope.names):
            self.report("lint.set.lost", assigned, name, name=name)
        value = self.evaluate_required(node.iter, scope, "lint.optional.unguarded:loop")
        item = item_of(value)
        if item is None or (isinstance(value, Scalar) and value.kind in {"text", "markdown"}):
            self.report("lint.loop.single", node, path_of(node.iter), path=named(node.iter), what=describe(value))
        inner = scope.inner()
        self._bind(node.target, item or UNKNOWN, inner)
        neighbours: tuple[tuple[str, Value], ...] = (("previtem", item or UNKNOWN), ("nextitem", item or UNKNOWN))
        loop: Value = Callable("loop") if node.recursive else Record("loop", (*LOOP_FIELDS, *neighbours))
        inner.assign("loop", UNKNOWN if node.recursive and loop else loop)
        body: Scope | None = inner
        if node.test is not None:
            self.evaluate(node.test, inner)
            body = refine(self, inner, node.test, True)
        if body is not None:
            self._loop_body(node, body)
        self.execute(node.else_, scope.inner())

    def _loop_body(self, node: nodes.For, scope: Scope) -> None:
        """Interpret a loop's body; report the same loop opened again inside itself."""
        if any(is_same_loop(outer, node) for outer in self._loops):
            self.report("lint.loop.doubled", node, path_of(node.iter), path=named(node.iter, "list"))
        self._loops.append(node)
        self.execute(node.body, scope)
        self._loops.pop()

    def _bind(self, target: nodes.Node, value: Value, scope: Scope) -> None:
        """Assign a value to the target names of a loop or a `set`."""
        if isinstance(target, nodes.Name):
            scope.assign(target.name, value)
        elif isinstance(target, nodes.NSRef):
            self._bind_namespace(target, value, scope)
        elif isinstance(target, nodes.Tuple):
            parts = value.items if isinstance(value, TupleOf) and len(value.items) == len(target.items) else ()
            if isinstance(value, TupleOf) and not parts:
                self.report("lint.call.arguments:names", target, names=len(target.items), values=len(value.items))
            item = item_of(value) or UNKNOWN
            for number, name in enumerate(target.items):
                self._bind(name, parts[number] if parts else (UNKNOWN if isinstance(value, TupleOf) else item), scope)

    def _bind_namespace(self, target: nodes.NSRef, value: Value, scope: Scope) -> None:
        holder = scope.names.get(target.name)
        if isinstance(holder, Record):
            fields = dict(holder.fields)
            value = UNKNOWN if value == NOTHING else value
            fields[target.attr] = join(fields[target.attr], value) if target.attr in fields else value
            scope.names[target.name] = Record(holder.name, tuple(fields.items()))

    def _assign(self, node: nodes.Assign, scope: Scope) -> None:
        self._bind(node.target, self.evaluate(node.node, scope), scope)

    def _assign_block(self, node: nodes.AssignBlock, scope: Scope) -> None:
        self.execute(node.body, scope.inner())
        self._bind(node.target, MARKUP, scope)

    def _macro(self, node: nodes.Macro, scope: Scope) -> None:
        macro = Definition("macro", id(node), (node, self.origin, scope))
        self._macros[id(node)] = (macro, self.origin)
        scope.assign(node.name, macro)

    def _call_block(self, node: nodes.CallBlock, scope: Scope) -> None:
        body = nodes.Macro("caller", node.args, node.defaults, node.body, lineno=node.lineno)
        caller = Definition("caller", id(node), (body, self.origin, scope))
        callee = self.evaluate(node.call.node, scope)
        if isinstance(callee, Definition):
            self.call_macro(node.call, callee, scope, caller)
        else:
            self._enter(caller, [UNKNOWN] * len(node.args), {}, scope)

    def call_macro(self, node: nodes.Call, macro: Definition, scope: Scope, caller: Value | None = None) -> Value:
        """Interpret a macro with the arguments of this call."""
        values = [self.evaluate(argument, scope) for argument in node.args]
        by_name = {pair.key: self.evaluate(pair.value, scope) for pair in node.kwargs}
        if macro.what not in {"macro", "caller"}:
            return UNKNOWN
        body: nodes.Macro = macro.payload[0]
        known = [argument.name for argument in body.args]
        takes_more = any(name.name in {"varargs", "kwargs"} for name in body.find_all(nodes.Name))
        wrong = [name for name in by_name if name not in (*known, "caller")]
        if not takes_more and (wrong or len(values) > len(known)):
            facts: dict[str, Any] = {"name": body.name, "names": known or message("lint.none")}
            if wrong:
                self.report("lint.call.arguments:unknown", node, body.name, argument=wrong[0], **facts)
            else:
                self.report("lint.call.arguments:count", node, body.name, count=len(known), **facts)
        self._enter(macro, values, by_name if caller is None else {**by_name, "caller": caller}, scope)
        return MARKUP

    def _enter(self, macro: Definition, values: list[Value], by_name: Mapping[str, Value], scope: Scope) -> None:
        body, origin, home = macro.payload
        self._called.add(macro.key)
        if self._depth > _MAX_DEPTH:
            return
        names = dict(home.names if macro.what == "caller" else {**home.module, **_module_names(home)})
        inner = Scope(names, audiences=scope.audiences, module=home.module, is_top=False, present=scope.present)
        first_default = len(body.args) - len(body.defaults)
        for number, argument in enumerate(body.args):
            value = values[number] if number < len(values) else by_name.get(argument.name)
            if value is None:
                has_default = number >= first_default
                value = self.evaluate(body.defaults[number - first_default], inner) if has_default else MISSING
            inner.assign(argument.name, value)
        inner.names.update(varargs=ListOf(UNKNOWN), kwargs=UNKNOWN)
        if "caller" in by_name:
            inner.names["caller"] = by_name["caller"]
        known = {path: value for path, value in scope.facts.items() if root_of(path) in {"doc", "industry", "cases"}}
        inner.facts.update(known)
        with self._within(origin):
            self.execute(body.body, inner)

    def _block(self, node: nodes.Block, scope: Scope) -> None:
        origin, block = self._blocks.get(node.name, [(self.origin, node)])[0]
        names = dict(scope.names) if node.scoped else {**scope.module, **_module_names(scope)}
        names["super"] = Callable("super")
        inner = Scope(names, audiences=scope.audiences, module=scope.module, is_top=False)
        with self._within(origin):
            self.execute(block.body, inner)

    def _include(self, node: nodes.Include, scope: Scope) -> None:
        if node.ignore_missing and isinstance(node.template, nodes.Const):
            found = self._loader.template(str(node.template.value))
        else:
            found = self._load(node, node.template)
        if found is not None:
            inner = scope.inner() if node.with_context else Scope(dict(GLOBALS), audiences=scope.audiences)
            with self._within(found[0]):
                self.execute(found[1].body, inner)

    def _import(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> None:
        found = self._load(node, node.template)
        names = {**scope.module, **scope.names} if node.with_context else dict(GLOBALS)
        module = Scope(names, audiences=scope.audiences, module=dict(names))
        if found is not None:
            with self._within(found[0]):
                self.execute(found[1].body, module)
        imported = Definition("module", id(module), module)
        if isinstance(node, nodes.Import):
            scope.assign(node.target, imported if found is not None else UNKNOWN)
            return
        for name in node.names:
            wanted, known_as = name if isinstance(name, tuple) else (name, name)
            if found is not None and wanted not in module.module:
                self.report("lint.name.unknown:import", node, wanted, name=wanted)
            scope.assign(known_as, module.module.get(wanted, UNKNOWN))

    def _with(self, node: nodes.With, scope: Scope) -> None:
        inner = scope.inner()
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self.evaluate(value, scope), inner)
        self.execute(node.body, inner)

    def _inner(self, node: Any, scope: Scope) -> None:
        self.execute(node.body, scope.inner())

    def _expression(self, node: nodes.ExprStmt, scope: Scope) -> None:
        self.evaluate(node.node, scope)

    def read_subdocument(self, path: str, scope: Scope) -> None:
        """Interpret a Word file that replaces a paragraph."""
        if self._depth > _MAX_DEPTH:
            return
        for origin, template in self._loader.subdocument(path):
            with self._within(origin):
                self.execute(template.body, scope.inner())

    _HANDLERS: ClassVar[dict[type[nodes.Node], Any]] = {
        nodes.Output: _output,
        nodes.If: _if,
        nodes.For: _for,
        nodes.Assign: _assign,
        nodes.AssignBlock: _assign_block,
        nodes.Macro: _macro,
        nodes.CallBlock: _call_block,
        nodes.Block: _block,
        nodes.Include: _include,
        nodes.Import: _import,
        nodes.FromImport: _import,
        nodes.With: _with,
        nodes.FilterBlock: _inner,
        nodes.Scope: _inner,
        nodes.ScopedEvalContextModifier: _inner,
        nodes.ExprStmt: _expression,
    }


def _module_names(scope: Scope) -> dict[str, Value]:
    """The names of the scope that its module has too."""
    return {name: value for name, value in scope.names.items() if name in scope.module}
