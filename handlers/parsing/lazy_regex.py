"""Regular expressions that are compiled when they are first used: those of many words take long."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, cast

_made: list["_LazyRegex"] = []


def lazy_regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but an error in `source` shows only at the first use."""
    made = _LazyRegex(source, flags)
    _made.append(made)
    return cast("re.Pattern[str]", made)


def compile_all() -> Iterator[None]:
    """Compile those that have not been used yet, one at each step."""
    for each in _made:
        each.compile()
        yield


class _LazyRegex:
    """Looks like a pattern. Each method is looked up once."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def compile(self) -> None:
        assert self._compiled

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)
