"""What measures Rapport works, and the search finds most of whom it should, in a base of some size."""

from pathlib import Path

from benchmarks import base, search

CLIENTS, QUERIES = 10_000, 20


async def test_anybody_is_found_among_ten_thousand(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/rapport.db"
    await base.build(url, CLIENTS)
    results = {result.kind: result for result in await search.measure(url, QUERIES)}
    assert set(results) == set(search.KINDS)
    found = {kind: result.found for kind, result in results.items() if result.found is not None}
    assert found["phone"] == 1
    assert found["other script"] >= 0.9
    assert found["typo"] >= 0.85
    assert found["pinyin"] >= 0.7
    await base.build(url, CLIENTS)  # what is there stays, and nothing is made twice
    assert (await search.size(url))[0] == CLIENTS
