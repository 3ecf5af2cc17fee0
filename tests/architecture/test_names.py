"""Names are the field's standard terms: a stranger who searches for the usual word arrives."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import FILES, MIGRATIONS, TREES, module_of

# Metaphors and participles that once were names here, each with what it may have meant.
DENIED = {
    "aside": "retries, failed, interrupted",
    "asked": "question, request, filter",
    "concerned": "touched",
    "hand": "claimed, in flight",
    "house": "company defaults",
    "insist": "retry, durable",
    "insisting": "retry, durable",
    "kept": "draft, stored",
    "knowing": "context",
    "lane": "queue",
    "latest": "timeout, newest",
    "longest": "MAX_…",
    "meant": "resolved, candidate",
    "most": "MAX_…",
    "patience": "…_TIMEOUT",
    "pieces": "tokens, parts",
    "promise": "follow-up",
    "promised": "follow-up",
    "room": "chat, group, channel",
    "said": "text, answer",
    "spot": "response URL",
    "spots": "response URLs",
    "stranger": "unknown person, newcomer",
    "strangers": "onboarding",
    "told": "text, event, sentence",
    "trips": "SQLite driver",
    "trouble": "error, problem",
    "typed": "text, line",
    "weather": "outage",
    "whoever": "the person",
}
# What every channel's folder calls the same things; `__init__` is the channel itself.
AGREED = {
    "bot/channels/telegram": ("client", "events", "limits", "render", "send"),
    "bot/channels/slack": ("client", "events", "limits", "render"),
    "bot/channels/console": ("render",),
}


def _words(name: str) -> set[str]:
    """The words of a name, split at `_` and at capitals."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def _names(name: str) -> Iterator[str]:
    """The module, its classes and functions, and its constants."""
    yield module_of(name)
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
    for node in TREES[name].body:
        if isinstance(node, ast.Assign):
            targets = [each for target in node.targets for each in ast.walk(target)]
            yield from (each.id for each in targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def test_names_are_words_of_the_trade() -> None:
    quaint = [
        f"{file}: {name} ({word}: perhaps {DENIED[word]})"
        for file in FILES
        if not file.startswith(MIGRATIONS)
        for name in _names(file)
        for word in _words(name) & set(DENIED)
    ]
    assert not quaint, "\n".join(("Name it as somebody who searches for it would:", *sorted(set(quaint))))


def test_a_channel_has_the_agreed_file_names() -> None:
    missing = [
        f"{folder}/{name}.py"
        for folder, names in AGREED.items()
        for name in ("__init__", *names)
        if f"{folder}/{name}.py" not in FILES
    ]
    assert not missing, f"Name the file of a channel as the other channels do: {missing}"
