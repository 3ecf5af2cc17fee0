"""The source of the product, parsed: what each module imports, defines and calls."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tests.paths import ROOT

PACKAGES = ("storage", "handlers", "reminders", "bot")
FILES = {str(path.relative_to(ROOT)): path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
MIGRATIONS = "storage/migrations/"

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Import(NamedTuple):
    """`module`: one of ours, dotted. `is_late`: inside a function."""

    module: str
    is_late: bool


def module_of(name: str) -> str:
    """The dotted name of a file."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = {module_of(name): name for name in FILES}


def imports(name: str) -> Iterator[str]:
    """Whatever a file imports, ours or not: modules, and names in them."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_modules(name: str) -> Iterator[Import]:
    """The modules of ours that a file imports, itself left out."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [each if each in MODULES else node.module or "" for each in names]
        else:
            continue
        for module in names:
            if module in MODULES and MODULES[module] != name:
                yield Import(module, is_late=node.col_offset > 0)


def functions(name: str) -> Iterator[Function]:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(name: str) -> Iterator[str]:
    """What is called: the last two words of it, "db.rollback"."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call):
            yield ".".join(ast.unparse(node.func).split(".")[-2:])
