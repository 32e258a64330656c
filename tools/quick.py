"""Check what changed since a commit: format, lint, types, and the tests that are nearest to the change.

    python tools/quick.py                     since the last commit (HEAD), or since $SINCE
    python tools/quick.py --list              only print which tests would run, and why

Tests are chosen by imports. A test file uses a module directly if it imports it, imports a helper in tests/ that does,
or names something of `docgen` that is defined there. First come changed test files, then those that use a changed
module, then those that use a module which imports it; if none does, the importers of these, and so on. The times in
tests/times.json bound how many run. The same change selects the same tests. Nothing changed: SMOKE.
"""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
TIMES = TESTS / "times.json"
BUDGET = 55.0
"""Seconds of a core for tests; two cores halve it, and starting two workers takes the rest of the minute."""
UNKNOWN = 3.0
"""Seconds that a test file without a time is taken to need."""
SMOKE = ("test_errors.py", "test_load.py", "test_money.py", "test_template_language.py", "test_engine_docx_sound.py")
Modules = frozenset[str]


def main() -> int:
    since = os.environ.get("SINCE") or "HEAD"
    changed = changed_files(since)
    tests, left = within_budget(nearest_tests(changed)) if changed else ([(name, 0) for name in SMOKE], [])
    print(f"{len(changed)} files changed since {since}; {len(tests)} test files, {len(left)} left to `make test`")
    for name, distance in tests:
        print(f"  {name}" + (f"  ({distance} imports away)" if distance > 0 else ""))
    if "--list" in sys.argv:
        return 0
    return max(static_checks(changed), run_tests([name for name, _ in tests]))


def changed_files(since: str) -> list[str]:
    """Paths of files that differ from the commit, or that git doesn't know yet; deleted ones too."""
    commands = (["diff", "--name-only", "-z", since, "--"], ["ls-files", "--others", "--exclude-standard", "-z"])
    found = (subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout for words in commands)
    return sorted({name.decode() for output in found for name in output.split(b"\0") if name})


def static_checks(changed: list[str]) -> int:
    """Format and lint of all (a second), types of changed modules; the highest exit code."""
    binaries = Path(sys.executable).parent
    modules = [
        name for name in changed if name.startswith("docgen/") and name.endswith(".py") and (ROOT / name).exists()
    ]
    commands = [["ruff", "format", "--check", "--quiet", "."], ["ruff", "check", "--quiet", "."]]
    commands += [["pyright", *modules]] if modules else []
    return max(
        subprocess.run([binaries / words[0], *words[1:]], cwd=ROOT, check=False).returncode for words in commands
    )


def run_tests(names: list[str]) -> int:
    """Run the quick tests of these files, on two cores where that is worth starting them."""
    if not names:
        return 0
    times = seconds_of_files()
    workers = ["-n", "2", "--dist", "worksteal"] if sum(times.get(name, UNKNOWN) for name in names) > 20 else []
    paths = [f"tests/{name}" for name in names]
    command = [sys.executable, "-m", "pytest", "-m", "not slow", *workers, *paths]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    return 0 if code == 5 else code  # 5: all tests of these files are slow


def within_budget(ranked: list[tuple[str, int]]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The test files that run, and those that are left; a changed test file always runs."""
    times, spent = seconds_of_files(), 0.0
    chosen, left = list[tuple[str, int]](), list[tuple[str, int]]()
    for name, distance in ranked:
        cost = times.get(name, UNKNOWN)
        if distance < 0 or spent + cost <= BUDGET:
            spent += cost
            chosen.append((name, distance))
        else:
            left.append((name, distance))
    return chosen, left


def seconds_of_files() -> dict[str, float]:
    """Seconds of a core that each test file takes without its slow tests; `make times` measures them."""
    return json.loads(TIMES.read_text(encoding="utf-8")) if TIMES.exists() else {}


def nearest_tests(changed: list[str]) -> list[tuple[str, int]]:
    """Test files that a change concerns, with how many imports lie between; -1 for a test file that changed itself."""
    found = dict[str, int]()
    own = {path.name for path in TESTS.glob("test_*.py") if f"tests/{path.name}" in changed}
    distances = distances_from({module_of(name) for name in changed if name.startswith("docgen/")})
    for path in sorted(TESTS.glob("test_*.py")):
        near = [distances[module] for module in used_by(path) if module in distances]
        near += [0] if any(is_named(name, path) for name in changed if not name.startswith("docgen/")) else []
        near += [-1] if path.name in own else []
        if near:
            found[path.name] = min(near)
    nearest = min((distance for distance in found.values() if distance >= 0), default=0)
    found = {name: distance for name, distance in found.items() if distance <= nearest + 1}
    return sorted(found.items(), key=lambda item: (item[1], seconds_of_files().get(item[0], UNKNOWN), item[0]))


def module_of(name: str) -> str:
    """The module of a path below docgen/; for data in a package, the package."""
    path = Path(name)
    parts = path.with_suffix("").parts if path.suffix == ".py" else path.parent.parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def distances_from(modules: set[str]) -> dict[str, int]:
    """Modules that import these, however far away, with how many imports lie between."""
    graph = import_graph()
    distances, frontier = dict.fromkeys(modules, 0), sorted(modules)
    for distance in range(1, len(graph.modules)):
        importers = {one for module in frontier if module in graph.modules for one in direct_importers(module)}
        frontier = sorted(importers - distances.keys())
        if not frontier:
            break
        distances |= dict.fromkeys(frontier, distance)
    return distances


@cache
def import_graph() -> grimp.ImportGraph:
    return grimp.build_graph("docgen", exclude_type_checking_imports=True, cache_dir=None)


@cache
def direct_importers(module: str) -> Modules:
    return frozenset(import_graph().find_modules_that_directly_import(module))


@cache
def used_by(path: Path) -> Modules:
    """Modules of docgen that a test file uses directly, or through a helper that lies in tests/."""
    tree, found, seen = ast.parse(path.read_text(encoding="utf-8")), set[str](), set[Path]()
    todo = [tree]
    while todo:
        tree = todo.pop()
        found |= set(_docgen_modules(tree))
        for helper in _helpers(tree):
            if helper not in seen:
                seen.add(helper)
                todo.append(ast.parse(helper.read_text(encoding="utf-8")))
    return frozenset(found)


def _docgen_modules(tree: ast.Module) -> Iterator[str]:
    modules = import_graph().modules
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules and alias.name != "docgen")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "docgen":
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in modules else homes().get(name, str(node.module)) for name in inner)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "docgen":
            name = f"docgen.{node.attr}"
            yield name if name in modules else homes().get(name, "docgen")
        elif (
            isinstance(node, ast.Name | ast.arg) and (node.id if isinstance(node, ast.Name) else node.arg) in _FIXTURES
        ):
            yield "docgen.pipeline"


_FIXTURES = {"rendered", "loaded"}
"""Names of tests/conftest.py that render or load, whatever the test itself imports."""


@cache
def homes() -> dict[str, str]:
    """The module that each public name of docgen is imported from, as docgen/__init__.py says for type checkers."""
    tree = ast.parse((ROOT / "docgen" / "__init__.py").read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return {f"docgen.{alias.asname or alias.name}": str(node.module) for node in imports for alias in node.names}


def _helpers(tree: ast.Module) -> Iterator[Path]:
    for node in ast.walk(tree):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            path = TESTS.joinpath(*name.split("."))
            yield from (
                one for one in (path.with_suffix(".py"), path / "__init__.py") if one.is_file() and name != "conftest"
            )


def is_named(name: str, test: Path) -> bool:
    """Whether a test's text names a file outside the package: by its name, or by its folder as a part of a path."""
    text, path = test.read_text(encoding="utf-8"), Path(name)
    if test.name == path.name or re.search(rf"(?<![\w.]){re.escape(path.name)}(?!\w)", text):
        return True
    if path.suffix == ".py":
        return re.search(rf"^\s*(import|from) {re.escape(path.stem)}\b", text, re.MULTILINE) is not None
    return any(re.search(rf"[\"'/]{re.escape(part)}[\"'/]", text) for part in path.parent.parts[-1:])


if __name__ == "__main__":
    sys.exit(main())
