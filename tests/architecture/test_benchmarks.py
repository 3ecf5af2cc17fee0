"""What measures Rapport works, and the search finds most of whom it should, in a base of some size.

How fast anything is depends on the machine, and is no matter for tests.
"""

from pathlib import Path

from benchmarks import base, chats, nouns, reminders, search

CLIENTS, QUERIES = 3_000, 20
MANY_CLIENTS = 10_000  # in `make prove`
FEW, NOUNS = 3, 6
SPELL = 0.3  # seconds


async def test_anybody_is_found_among_thousands(tmp_path: Path, *, is_full: bool) -> None:
    url, clients = f"sqlite+aiosqlite:///{tmp_path}/rapport.db", MANY_CLIENTS if is_full else CLIENTS
    await base.build(url, clients)
    results = {result.kind: result for result in await search.measure(url, QUERIES)}
    assert set(results) == set(search.KINDS)
    found = {kind: result.found for kind, result in results.items() if result.found is not None}
    assert found["phone"] == 1
    assert found["other script"] >= 0.9
    assert found["typo"] >= 0.85
    assert found["pinyin"] >= 0.7
    assert (await nouns.card(url, FEW)).ratio > 0
    assert len(await nouns.medians(url, FEW)) == NOUNS
    await base.build(url, clients)  # what is there stays, and nothing is made twice
    assert (await search.size(url))[0] == clients


async def test_bots_answer_and_echo_side_by_side(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/rapport.db"
    await base.build(url, 500)
    rows = await chats.capacity("slack", url, 1, SPELL)
    assert [row.what for row in rows] == ["slack: look-up", "slack: log"]
    assert all(row.figure > 0 for row in rows)


async def test_a_heap_of_reminders_is_claimed_and_an_idle_look_reads_no_whole_table() -> None:
    rows = {row.what: row for row in await reminders.measure(1000, 2000, SPELL)}
    assert rows["statements of an idle look"].ratio <= 1
    assert rows["rows claimed"].figure > 0
    assert rows["look-up meanwhile, median"].figure > 0
