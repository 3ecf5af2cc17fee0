"""A table that is one test fails with all its rows that are wrong, and with no others."""

import pytest

from tests.running.tables import each_row


@pytest.fixture
def limit() -> int:
    return 3


@each_row(("left", "right"), [(1, 2), (2, 3)])
def test_rows_and_fixtures_come_by_their_names(left: int, right: int, limit: int) -> None:
    assert left < right <= limit


def test_every_row_that_is_wrong_is_listed() -> None:
    @each_row("number", [1, 2, 0, 4])
    def halves(number: int) -> None:
        assert 4 // number == 2

    with pytest.raises(AssertionError, match="3 of 4 rows") as failed:
        halves()
    lines = str(failed.value)
    assert all(f"{{'number': {number}}}: " in lines for number in (0, 1, 4))
    assert "{'number': 2}" not in lines
    assert "ZeroDivisionError" in lines


def test_tables_cross() -> None:
    seen: list[tuple[int, str]] = []

    @each_row("number", [1, 2])
    @each_row("letter", "ab")
    def crossed(number: int, letter: str) -> None:
        seen.append((number, letter))

    crossed()
    assert seen == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]


def test_an_empty_table_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        each_row("number", [])
