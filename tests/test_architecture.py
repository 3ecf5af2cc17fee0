"""What the house stands on: who may know whom, and what has only one place."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("storage", "handlers", "reminders", "bot")  # each may import itself and what stands before it
FILES = {str(path.relative_to(ROOT)): path for name in PACKAGES for path in sorted((ROOT / name).rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}

# Libraries that speak with one platform, and the places that may know them.
CHAT_LIBRARIES = {
    "aiogram": ("bot/telegram/",),
    "slack_bolt": ("bot/slack/",),
    "slack_sdk": ("bot/slack/",),
    "prompt_toolkit": ("bot/console.py",),
}
CHANNELS = ("bot/telegram/", "bot/slack/", "bot/console.py")
# Slow to import, so only where (and when) there is work for them.
HEAVY = (
    *("aiogram", "slack_bolt", "slack_sdk", "alembic", "phonenumbers"),
    *("apscheduler", "prompt_toolkit", "prometheus_client"),
)
LIGHT = ("bot.__main__", "bot.app", "bot.console", "bot.pipeline", "handlers", "reminders", "storage")
# Where everything may end up: the way in, the way out, the beat, and the border of the two channels.
BORDERS = (
    "bot/pipeline.py",
    "bot/delivery.py",
    "bot/ledger.py",
    "bot/telegram/__init__.py",
    "bot/slack/listeners.py",
    "reminders/__init__.py",
)
CLOCK = "bot/app.py"
# A submission refused with field errors takes its claim back: it comes again under a key of its own.
# And what SQLAlchemy calls, when the transaction says so.
ROLLS_BACK = {"bot/pipeline.py": ["rollback"], "storage/trips.py": ["rollback", "rollback"]}

CLIENT_DATA = (
    *("clients", "search", "matching", "interactions", "deals", "follow_ups", "changes", "handover"),
    *("files", "filters", "leads", "weekly"),
)
WITHOUT_WHO = {
    "clients.add": "the new client belongs to `owner`",
    "clients.add_all": "the new clients belong to `owner`",
    "clients.look_again": "for Rapport itself",
    "clients.edit": "the caller got the client through get",
    "clients.points": "the caller got the client through get",
    "clients.put_point": "the caller got the client through get",
    "clients.set_points": "the caller got the client through get",
    "deals.put_default_pipeline": "stages are no client data",
    "deals.pipelines": "pipelines are no client data",
    "deals.stage": "stages are no client data",
    "deals.stages": "stages are no client data",
    "follow_ups.escalated": "for Rapport itself, of all reps at once",
    "follow_ups.escalated_together": "for Rapport itself",
    "follow_ups.ignored": "for Rapport itself, of all reps at once",
    "follow_ups.ignored_of": "for Rapport itself, of all reps at once",
    "follow_ups.reminded": "for Rapport itself, of all reps at once",
    "follow_ups.reminded_together": "for Rapport itself",
    "follow_ups.waiting": "for Rapport itself, of all reps at once",
    "follow_ups.waiting_of": "for Rapport itself, of all reps at once",
    "files.close": "for Rapport itself, once a file is copied",
    "files.paths": "for Rapport itself, of all files",
    "files.to_copy": "for Rapport itself, of all files",
    "matching.lately": "clients who were found, so may be seen",
    "leads.get": "an offer is no client data",
    "leads.taken_back": "the act of `who` was taken back",
    "leads.tell": "the caller has got the offer",
    "changes.act_id": "the act of this very transaction",
    "changes.get": "an act is no client data",
    "changes.set_alike": "the caller has looked the rows up",
}


def _imports(name: str) -> Iterator[str]:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _calls(name: str) -> Iterator[str]:
    """What is called: the last two words of it, "db.rollback"."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call):
            yield ".".join(ast.unparse(node.func).split(".")[-2:])


@pytest.mark.parametrize("name", FILES)
def test_imports_point_left(name: str) -> None:
    mine = name.partition("/")[0]
    to_the_right = PACKAGES[PACKAGES.index(mine) + 1 :]
    assert not {module for module in _imports(name) if module.partition(".")[0] in to_the_right}


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_imported_relatively_or_from_the_tests(name: str) -> None:
    assert not [n for n in ast.walk(TREES[name]) if isinstance(n, ast.ImportFrom) and n.level]
    assert "tests" not in {module.partition(".")[0] for module in _imports(name)}


@pytest.mark.parametrize("name", FILES)
def test_chat_libraries_stay_in_their_places(name: str) -> None:
    imported = {module.partition(".")[0] for module in _imports(name)}
    for library, places in CHAT_LIBRARIES.items():
        assert library not in imported or name.startswith(places), f"{name} knows {library}"


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(CHANNELS)])
def test_channels_do_not_know_each_other(name: str) -> None:
    mine = next(place for place in CHANNELS if name.startswith(place))
    others = [place.removesuffix(".py").strip("/").replace("/", ".") for place in CHANNELS if place != mine]
    assert not {module for module in _imports(name) if module.startswith(tuple(others))}


@pytest.mark.parametrize("module", LIGHT)
def test_what_is_needed_at_every_start_is_light(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{m.partition('.')[0] for m in sys.modules}} & set({HEAVY})))"
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout.split() == []


def test_everything_is_caught_only_at_the_borders() -> None:
    everything = {"Exception", "BaseException", "None"}
    caught = {
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and ast.unparse(node.type or ast.Constant(None)) in everything
    }
    assert caught <= set(BORDERS)


def test_only_the_transaction_commits_and_rolls_back() -> None:
    found: dict[str, list[str]] = {}
    for name in FILES:
        if ends := [call.split(".")[-1] for call in _calls(name) if call.endswith((".commit", ".rollback"))]:
            found[name] = ends
    assert found == ROLLS_BACK


def test_there_is_one_clock() -> None:
    clocks = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.localtime")
    assert {name for name in FILES for call in _calls(name) if call in clocks} == {CLOCK}


def test_functions_over_client_data_say_for_whom() -> None:
    without = set()
    for module in CLIENT_DATA:
        for function in TREES[f"storage/{module}.py"].body:
            if isinstance(function, ast.AsyncFunctionDef | ast.FunctionDef):
                names = [argument.arg for argument in function.args.args]
                public = not function.name.startswith("_")
                if public and names[:1] == ["db"] and names[1:2] != ["who"]:
                    without.add(f"{module}.{function.name}")
    assert without == set(WITHOUT_WHO)


def test_whoever_is_asked_for_is_minded() -> None:
    """A function that takes `who` passes it on or compares with it: it never only takes it."""
    for module in CLIENT_DATA:
        for function in _functions(f"storage/{module}.py"):
            if "who" in [argument.arg for argument in function.args.args]:
                used = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == "who"]
                assert used, f"{module}.{function.name} takes who and forgets it"


@pytest.mark.parametrize("name", FILES)
def test_annotations_are_complete(name: str) -> None:
    for function in _functions(name):
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        stars = filter(None, (function.args.vararg, function.args.kwarg))
        bare = [a.arg for a in (*arguments, *stars) if a.annotation is None and a.arg not in ("self", "cls")]
        assert not bare, f"{name}:{function.lineno} {function.name}: {bare}"
        assert function.returns is not None, f"{name}:{function.lineno} {function.name}"


@pytest.mark.parametrize("name", [name for name in FILES if FILES[name].stat().st_size])
def test_a_file_begins_with_what_it_is(name: str) -> None:
    assert ast.get_docstring(TREES[name]), f"{name} does not say what it is"


def test_functions_are_short() -> None:
    lengths = sorted(
        (function.end_lineno or 0) - function.lineno + 1
        for name in FILES
        if "migrations/" not in name
        for function in _functions(name)
    )
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.95)] < 35
