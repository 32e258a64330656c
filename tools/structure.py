"""Print how large the package's folders are, and check its structure.

    python tools/structure.py

Each of these is an error: import circles (imports inside functions count, those for type checking don't), private names
and modules imported from outside their package, functions over 40 lines, files over 350 lines. Exits 1 if there is any.
"""

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "docgen"
MOST_LINES_OF_FILE, MOST_LINES_OF_FUNCTION = 350, 40


def main() -> int:
    files = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    print_sizes(files)
    trees = {path: ast.parse(text) for path, text in files.items()}
    findings = {
        "import circles": list(circles()),
        "private names imported from outside their package": list(private_imports(trees)),
        f"functions over {MOST_LINES_OF_FUNCTION} lines": list(long_functions(trees)),
        f"files over {MOST_LINES_OF_FILE} lines": list(long_files(files)),
    }
    for what, found in findings.items():
        print(f"{what}: {len(found) or 'none'}")
        for line in found:
            print(f"  {line}")
    return int(any(findings.values()))


def print_sizes(files: dict[Path, str]) -> None:
    """Files and lines of each folder, and of all."""
    lengths = {path: len(text.splitlines()) for path, text in files.items()}
    for folder in sorted({path.parent for path in files}):
        inside = [length for path, length in lengths.items() if path.parent == folder]
        print(f"{len(inside):4} files {sum(inside):6} lines  {folder.relative_to(ROOT)}")
    print(f"{len(lengths):4} files {sum(lengths.values()):6} lines")


def circles() -> Iterator[str]:
    """Import circles, one at a time: each is cut at its last import to find the next."""
    graph = grimp.build_graph(PACKAGE.name, exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while True:
        try:
            TopologicalSorter(imports).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1]
            yield " → ".join(reversed(circle))
            imports[circle[1]].discard(circle[0])
        else:
            return


def private_imports(trees: dict[Path, ast.Module]) -> Iterator[str]:
    """Imports of names with a leading underscore from another package's modules."""
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(PACKAGE.name):
                continue
            for alias in node.names:
                parts = [*str(node.module).split("."), alias.name]
                private = next((n for n, part in enumerate(parts) if is_private(part)), None)
                if private is not None and not is_inside(path, folder_of(parts[:private])):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}  {'.'.join(parts)}"


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def folder_of(parts: list[str]) -> Path:
    """The folder whose modules may import the names of a module or package."""
    path = ROOT.joinpath(*parts)
    return path if path.is_dir() else path.parent


def is_inside(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder)


def long_functions(trees: dict[Path, ast.Module]) -> Iterator[str]:
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = int(node.end_lineno or 0) - node.lineno + 1
                if length > MOST_LINES_OF_FUNCTION:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}  {node.name}: {length}"


def long_files(files: dict[Path, str]) -> Iterator[str]:
    for path, text in files.items():
        length = len(text.splitlines())
        if length > MOST_LINES_OF_FILE:
            yield f"{path.relative_to(ROOT)}: {length}"


if __name__ == "__main__":
    sys.exit(main())
