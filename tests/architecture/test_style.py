"""How the code is written: short, annotated, in folders one can look through."""

import ast
import statistics
from collections import Counter

from tests.architecture.source import FILES, MIGRATIONS, TREES, functions
from tests.paths import ROOT

MAX_MODULES = 15  # of a folder, beside its __init__
MAX_LINES = 300  # of a module
TABLES = ("handlers/parsing/lexicon/",)  # words, not code
TESTS = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests").rglob("*.py"))]


def test_a_folder_has_few_modules() -> None:
    modules = [name for name in (*FILES, *TESTS) if not name.endswith("__init__.py")]
    counted = Counter(name.rpartition("/")[0] for name in modules if not name.startswith(MIGRATIONS))
    full = {folder: count for folder, count in counted.items() if count > MAX_MODULES}
    assert not full, f"Split the folder by what its modules are about: {full}"


def test_a_module_is_short() -> None:
    lines = {name: path.read_text(encoding="utf-8").count("\n") for name, path in FILES.items()}
    long = {
        name: count
        for name, count in lines.items()
        if count > MAX_LINES and not name.startswith((*TABLES, MIGRATIONS))
    }
    assert not long, f"Split the module: {long}"


def test_functions_are_short() -> None:
    lengths = sorted(
        (function.end_lineno or 0) - function.lineno + 1
        for name in FILES
        if not name.startswith(MIGRATIONS)
        for function in functions(name)
    )
    assert statistics.median(lengths) <= 8, "Write shorter functions."
    assert lengths[int(len(lengths) * 0.95)] < 35, "Split the longest functions."


def test_annotations_are_complete() -> None:
    bare = []
    for name in FILES:
        for function in functions(name):
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            stars = filter(None, (function.args.vararg, function.args.kwarg))
            without = [
                a.arg for a in (*arguments, *stars) if a.annotation is None and a.arg not in ("self", "cls")
            ]
            if without or function.returns is None:
                bare.append(f"{name}:{function.lineno} {function.name}")
    assert not bare, f"Annotate every argument and what is returned: {bare}"


def test_a_module_begins_with_what_it_is() -> None:
    silent = [
        name for name, path in FILES.items() if path.stat().st_size and not ast.get_docstring(TREES[name])
    ]
    assert not silent, f"Begin the module with one line in words that one would search for: {silent}"
