"""Who may import whom: layers, folders, platforms. Each rule lists what breaks it."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from tests.architecture.source import FILES, MODULES, PACKAGES, TREES, imported_modules, imports, module_of

# Within a layer each folder (or module beside the folders) imports only what stands before it.
FOLDERS = {
    "storage": (
        *("models", "database", "rights", "search", "audit", "deals", "team", "messaging", "activities"),
        *("clients", "reports", "jobs", "maintenance", "migrations"),
    ),
    "handlers": (
        *(
            "i18n",
            "text",
            "holidays",
            "working_time",
            "enum_labels",
            "parsing",
            "chat",
            "file_names",
            "buttons",
            "resolve",
            "audit",
            "jobs",
        ),
        *(
            "forms",
            "sharing",
            "recurrence",
            "activities",
            "agenda",
            "deals",
            "clients",
            "deletions",
            "team",
            "search",
            "exports",
            "imports",
            "routing",
        ),
    ),
    "reminders": ("registry", "scheduler", "activities", "clients", "team", "reports", "messaging"),
    "bot": ("config", "channel", "outbound", "inbound", "web", "app", "channels", "runtime", "cli", "__main__"),
}
# The modules that start a part of Rapport, and what they import only when they do: it is slow to import.
IMPORTED_LATE = {
    "bot.__main__": ("bot.", "storage"),
    "bot.cli.admin": ("bot.channels.slack", "bot.config.credentials"),
    "bot.cli.console_session": ("bot.cli.demo_data",),
    "bot.channels.slack": ("bot.channels.slack.oauth",),
    "bot.config.validators": ("handlers.",),
    "bot.runtime.server": ("bot.channels.", "bot.web."),
}
# Libraries that speak with one platform, and the places that may import them.
CHAT_LIBRARIES = {
    "aiogram": "bot/channels/telegram/",
    "slack_bolt": "bot/channels/slack/",
    "slack_sdk": "bot/channels/slack/",
    "prompt_toolkit": "bot/channels/console/",
}
CHANNELS = ("bot.channels.telegram", "bot.channels.slack", "bot.channels.console")
PURE = "handlers.parsing"
NOT_PURE = ("sqlalchemy.ext", "sqlalchemy.orm", "handlers.chat", "storage.database", "storage.messaging")


def _offends(broken: Iterable[str], what_to_do: str) -> None:
    lines = sorted(set(broken))
    assert not lines, "\n".join((what_to_do, *lines))


def _edges() -> Iterator[tuple[str, str]]:
    for name in FILES:
        for target in imported_modules(name):
            yield module_of(name), target.module


def _part(module: str) -> str:
    """The folder of a layer that a module is in, or the module beside the folders."""
    return module.split(".")[1]


def _folder(module: str) -> str:
    """The folder of a file; a package is a file of its own, which puts its folder together."""
    return module if MODULES[module].endswith("__init__.py") else module.rpartition(".")[0]


def _cycle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_a_layer_imports_only_itself_and_what_stands_before_it() -> None:
    broken = [
        f"{module} imports {target}"
        for module, target in _edges()
        if PACKAGES.index(module.split(".")[0]) < PACKAGES.index(target.split(".")[0])
    ]
    _offends(broken, f"Move what is shared to the left: {' < '.join(PACKAGES)}.")


def test_every_folder_has_its_place_in_the_order() -> None:
    parts = {(module.split(".")[0], _part(module)) for module in MODULES if "." in module}
    known = {(layer, part) for layer, order in FOLDERS.items() for part in order}
    _offends(map(str, parts ^ known), "Give it a place in FOLDERS, or take it out.")


def test_a_folder_imports_only_what_stands_before_it() -> None:
    broken = []
    for module, target in _edges():
        layer = module.split(".")[0]
        if "." in module and "." in target and target.startswith(f"{layer}."):
            order = FOLDERS[layer]
            if order.index(_part(module)) < order.index(_part(target)):
                broken.append(f"{module} imports {target}")
    _offends(broken, "Move what is shared into an earlier folder; see FOLDERS for the order.")


def test_no_files_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for module, target in _edges():
        graph.setdefault(module, set()).add(target)
    assert not _cycle(graph), f"Take what both need into a file of its own: {' -> '.join(_cycle(graph))}"


def test_no_folders_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for module, target in _edges():
        if _folder(module) != _folder(target) and not MODULES[target].endswith("__init__.py"):
            graph.setdefault(_folder(module), set()).add(_folder(target))
    layers = {name: {each for each in found if "." in each} for name, found in graph.items() if "." in name}
    assert not _cycle(layers), f"Take what both need into an earlier folder: {' -> '.join(_cycle(layers))}"


def test_nothing_of_ours_is_imported_inside_functions() -> None:
    broken = [
        f"{module_of(name)} imports {target.module}"
        for name in FILES
        for target in imported_modules(name)
        if target.is_late and not target.module.startswith(IMPORTED_LATE.get(module_of(name), ("nothing",)))
    ]
    _offends(
        broken, "Import it at the top; if that makes a circle, move what both need into a file of its own."
    )


def test_nothing_is_imported_relatively_or_from_the_tests() -> None:
    broken = [
        name
        for name, tree in TREES.items()
        if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))
        or any(module.partition(".")[0] == "tests" for module in imports(name))
    ]
    _offends(broken, "Import by the whole name, and nothing from the tests.")


def test_chat_libraries_stay_in_their_folders() -> None:
    broken = [
        f"{name} imports {library}"
        for name in FILES
        for library, folder in CHAT_LIBRARIES.items()
        if library in {module.partition(".")[0] for module in imports(name)} and not name.startswith(folder)
    ]
    _offends(broken, "What knows a platform belongs into the folder of its channel.")


def test_channels_do_not_import_each_other() -> None:
    broken = [
        f"{module} imports {target}"
        for module, target in _edges()
        for mine in CHANNELS
        for other in CHANNELS
        if mine != other and module.startswith(mine) and target.startswith(other)
    ]
    _offends(broken, "Move what two channels need to bot/channels/.")


def test_parsing_is_pure() -> None:
    broken = [
        f"{name} imports {module}"
        for name in FILES
        if module_of(name).startswith(PURE)
        for module in imports(name)
        if module.startswith(NOT_PURE)
    ]
    _offends(broken, "Parsing takes text and a Scene: give it what it needs as a value.")
