"""One test for a whole table: a failure lists every row that is wrong."""

import functools
import inspect
import traceback
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Test = Callable[..., None]


def each_row(names: str | Sequence[str], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Like `pytest.mark.parametrize`, for what takes a millisecond: as tests of their own they take several."""
    of_one = isinstance(names, str)
    named = [names] if isinstance(names, str) else [*names]
    table = [(row,) if of_one else tuple(row) for row in rows]
    assert table, "a table without a row tests nothing"

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def tested(**fixtures: object) -> None:
            wrong = [
                said for row in table if (said := _failure(test, dict(zip(named, row, strict=True)), fixtures))
            ]
            assert not wrong, f"{len(wrong)} of {len(table)} rows:\n" + "\n".join(wrong)

        signature = inspect.signature(test)
        others = [each for name, each in signature.parameters.items() if name not in named]
        tested.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return tested

    return decorate


def _failure(test: Test, row: dict[str, Any], fixtures: dict[str, object]) -> str:
    try:
        test(**row, **fixtures)
    except AssertionError as error:
        return f"{row}: {error}"
    except Exception:
        return f"{row}: {traceback.format_exc(limit=-3)}"
    return ""
