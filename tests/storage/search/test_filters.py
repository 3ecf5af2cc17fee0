"""Clients by their talks, deals, follow-ups and birthdays: who is found, in which order, and by whom."""

from datetime import date, timedelta
from typing import Any

import pytest

import storage
from storage import rights
from storage.activities import follow_ups, interactions
from storage.clients import clients
from storage.clients.new_client import Birthday, NewClient
from storage.deals import deal_lists, deals
from storage.deals.deal_lists import Total
from storage.models import FollowUpState, InteractionKind, Rep, StageState, Visibility
from storage.search import client_search, filters
from storage.search.filters import Dealing, Filter, Talk, Whose
from storage.team import teams
from tests.support import people
from tests.support.world import BEGINNING

pytestmark = pytest.mark.usefixtures("compared")

CALL, NOTE, MEETING = InteractionKind.CALL, InteractionKind.NOTE, InteractionKind.MEETING
MONTH_AGO = BEGINNING - timedelta(30)
# name, owner, birthday, talks (kind, days ago), deals (state, amount, currency, days ago), follow-ups (in days)
CLIENTS: tuple[tuple[str, str, Any, Any, Any, Any], ...] = (
    ("Aa Lately", "Ann", (3, 31), [(CALL, 2)], [(StageState.WON, 900, "USD", 5)], [-1]),
    ("Bb Longago", "Ann", (2, 29), [(CALL, 90), (NOTE, 1)], [(StageState.WON, 500, "USD", 400)], [3]),
    ("Cc Never", "Boris", (1, 1), [], [(StageState.OPEN, 2000, "EUR", 1)], []),
    ("Dd Longer", "Boris", None, [(CALL, 200), (MEETING, 3)], [(StageState.WON, 1500, "USD", 5)], []),
)


@pytest.fixture
async def base(database: storage.Database) -> storage.Database:
    async with storage.transaction(database) as db:
        await deals.put_default_pipeline(db)
        reps = {name: await people.rep(db, name, BEGINNING) for name in ("Ann", "Boris")}
        stages = {stage.state: stage for stage in await deals.stages(db)}
        for name, owner, born, talks, sold, promises in CLIENTS:
            rep = reps[owner]
            new = NewClient(name, birthday=Birthday(*born) if born else None)
            client = await clients.add(db, rep, new, BEGINNING)
            for kind, ago in talks:
                at = BEGINNING - timedelta(ago)
                await interactions.add(db, rep, client, kind, at=at, now=BEGINNING, text="")
            for state, amount, currency, ago in sold:
                at = BEGINNING - timedelta(ago)
                deal = await deals.add(
                    db, rep, client, "licence", amount, currency, at, expected_close=date(2026, 3, 31)
                )
                await deals.move(db, rep, deal.id, deal.stage_id, stages[state], at)
            for ahead in promises:
                await follow_ups.add(db, rep, client, "ring", BEGINNING + timedelta(ahead), BEGINNING)
    return database


async def _found(base: storage.Database, asked: Filter, words: str = "", who: int = 1) -> list[str]:
    async with storage.reading(base) as db:
        rep = await db.get_one(Rep, who)
        found = await client_search.find_or_near(db, rep, words, limit=9, within=filters.within(rep, asked))
        shown = await client_search.get_all(db, rep, found.ids)
    assert found.total == len(shown)
    return [client.name[:2] for client in shown]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Filter(Whose.MINE), ["Aa", "Bb"]),
        (Filter(silent=Talk(CALL, MONTH_AGO)), ["Cc", "Dd", "Bb"]),  # who waited longest
        (Filter(silent=Talk(None, MONTH_AGO)), ["Cc", "Bb"]),  # a note is no talk
        (Filter(silent=Talk(CALL)), ["Cc"]),
        (Filter(silent=Talk(CALL, MONTH_AGO, BEGINNING - timedelta(10))), ["Cc", "Dd", "Bb", "Aa"]),
        (Filter(Whose.MINE, Talk(CALL, MONTH_AGO)), ["Bb"]),
        (Filter(spoken=Talk(CALL, MONTH_AGO)), ["Aa"]),
        (Filter(spoken=Talk(None, MONTH_AGO, BEGINNING)), ["Aa", "Dd"]),
        (Filter(Whose.MINE, spoken=Talk(None, MONTH_AGO, BEGINNING)), ["Aa"]),
        (Filter(dealing=Dealing(StageState.WON)), ["Dd", "Aa", "Bb"]),  # the biggest
        (Filter(dealing=Dealing(StageState.WON, since=MONTH_AGO)), ["Dd", "Aa"]),
        (Filter(dealing=Dealing(StageState.WON, until=MONTH_AGO)), ["Bb"]),
        (Filter(dealing=Dealing(least=900, currency="USD")), ["Dd", "Aa"]),
        (Filter(dealing=Dealing(least=900, most=900, currency="USD")), ["Aa"]),
        (Filter(Whose.MINE, dealing=Dealing(StageState.WON, least=600, currency="USD")), ["Aa"]),
        (Filter(dealing=Dealing(StageState.OPEN, closes=(date(2026, 3, 1), date(2026, 3, 31)))), ["Cc"]),
        (Filter(dealing=Dealing(StageState.OPEN, closes=(date(2026, 4, 1), date(2026, 4, 30)))), []),
        (Filter(unplanned=True), ["Cc", "Dd"]),
        (Filter(overdue_at=BEGINNING), ["Aa"]),
        (Filter(born=(date(2026, 2, 23), date(2026, 3, 31))), ["Bb", "Aa"]),
        (Filter(born=(date(2026, 2, 28), date(2026, 2, 28))), ["Bb"]),  # no 29 February that year
        (Filter(born=(date(2028, 2, 28), date(2028, 2, 28))), []),
        (Filter(born=(date(2025, 12, 25), date(2026, 3, 31))), ["Cc", "Bb", "Aa"]),
        (Filter(Whose.TEAM), []),  # she is in none
    ],
)
async def test_a_filter_finds(base: storage.Database, asked: Filter, names: list[str]) -> None:
    assert await _found(base, asked) == names


@pytest.mark.parametrize(
    ("words", "names"), [("lo", ["Dd", "Bb"]), ("longago", ["Bb"]), ("lnogago", ["Bb"]), ("nobody", [])]
)
async def test_words_narrow_it_down(base: storage.Database, words: str, names: list[str]) -> None:
    assert await _found(base, Filter(silent=Talk(CALL, MONTH_AGO)), words) == names


async def test_a_team_is_those_who_are_in_it(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        north = await teams.put(db, "North")
        for number in (1, 2):
            (await db.get_one(Rep, number)).team_id = north.id
    assert await _found(base, Filter(Whose.TEAM)) == ["Aa", "Bb", "Cc", "Dd"]
    assert await _found(base, Filter(Whose.TEAM, dealing=Dealing(StageState.OPEN))) == ["Cc"]


async def test_what_may_not_be_seen_is_not_found(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        await rights.set_visibility(db, Visibility.OWN)
    assert await _found(base, Filter(silent=Talk(CALL, MONTH_AGO))) == ["Bb"]
    assert await _found(base, Filter(dealing=Dealing(StageState.WON))) == ["Aa", "Bb"]
    assert await _found(base, Filter(unplanned=True)) == []


async def test_a_promise_that_is_closed_is_none(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        ann = await db.get_one(Rep, 1)
        due = BEGINNING - timedelta(1)
        assert await follow_ups.close(db, ann, 1, due, FollowUpState.DONE, BEGINNING)
    assert await _found(base, Filter(unplanned=True)) == ["Aa", "Cc", "Dd"]
    assert await _found(base, Filter(overdue_at=BEGINNING)) == []


async def test_pages_follow_one_another(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        await clients.add_all(db, ann, [NewClient(f"Ivan {n:02}") for n in range(30)], BEGINNING)
    async with storage.reading(database) as db:
        for asked in (Filter(Whose.MINE), Filter(silent=Talk(None))):
            within = filters.within(ann, asked)
            pages = [
                await client_search.find_or_near(db, ann, words, limit=10, offset=offset, within=within)
                for words in ("", "ivan")
                for offset in (0, 10, 20)
            ]
            names = [client.name for page in pages for client in await client_search.get_all(db, ann, page.ids)]
            assert names == sorted(names[:30]) * 2
            assert {page.total for page in pages} == {30}


@pytest.mark.parametrize(
    ("words", "rest", "called"),
    [
        ("my docs", "docs", True),
        ("my do", "do", True),
        ("docs my", "docs", True),
        ("my", "", True),
        ("мои", "", False),
        ("m docs", "docs", False),
        ("my doxc", "doxc", False),
        ("doc", "", False),
        ("", "", False),
    ],
)
async def test_a_word_of_a_filter_is_a_name_only_in_full(
    database: storage.Database, words: str, rest: str, called: bool
) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        await people.client(db, ann, "Ivan", "My Docs Ltd")
        assert await client_search.is_called(db, ann, words, rest) is called


async def test_a_long_list_of_clients_is_counted_and_paged_to_its_end(database: storage.Database) -> None:
    async with storage.transaction(database) as db:
        ann = await people.rep(db, "Ann", BEGINNING)
        await clients.add_all(db, ann, [NewClient(f"Ivan {n:03}") for n in range(470)], BEGINNING)
    async with storage.reading(database) as db:
        for asked in (Filter(Whose.MINE), Filter(silent=Talk(None)), Filter(unplanned=True)):
            within = filters.within(ann, asked)
            last = await client_search.find_or_near(db, ann, "", limit=8, offset=464, within=within)
            names = [client.name for client in await client_search.get_all(db, ann, last.ids)]
            assert (names, last.total) == ([f"Ivan {n}" for n in range(464, 470)], 470)
            beyond = await client_search.find_or_near(db, ann, "", limit=8, offset=480, within=within)
            assert (beyond.ids, beyond.total) == ([], 470)


async def test_deals_are_listed_one_by_one_with_their_sums(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        ann, client = await db.get_one(Rep, 1), await clients.get(db, await db.get_one(Rep, 1), 1)
        assert client
        for title, amount, currency in (("roof", 700, "USD"), ("wall", None, "USD"), ("fence", 50, "JPY")):
            await deals.add(db, ann, client, title, amount, currency, BEGINNING)
    async with storage.reading(base) as db:
        ann = await db.get_one(Rep, 1)
        asked = Filter(Whose.MINE, dealing=Dealing(StageState.OPEN))
        rows = await deal_lists.page(db, ann, asked, limit=2)
        assert [deal.title for deal, _stage, _client in rows] == ["roof", "fence"]
        rows = await deal_lists.page(db, ann, asked, limit=2, offset=2)
        assert [deal.title for deal, _stage, _client in rows] == ["wall"]
        assert await deal_lists.totals(db, ann, asked) == [Total("USD", 2, 700), Total("JPY", 1, 50)]
        assert await deal_lists.totals(db, ann, asked, deal_lists.Named(client_ids=[2])) == []


@pytest.mark.parametrize(
    ("least", "currencies"), [(5_000, ["JPY"]), (2_000, ["EUR", "JPY"]), (None, ["EUR", "JPY", "KWD"])]
)
async def test_hundredths_are_compared_with_every_currency(
    base: storage.Database, least: int | None, currencies: list[str]
) -> None:
    async with storage.transaction(base) as db:
        boris, client = await db.get_one(Rep, 2), await clients.get(db, await db.get_one(Rep, 2), 3)
        assert client
        await deals.add(db, boris, client, "in yen", 50, "JPY", BEGINNING)  # 50.00
        await deals.add(db, boris, client, "in dinars", 5_000, "KWD", BEGINNING)  # 5.00
    async with storage.reading(base) as db:
        asked = Filter(dealing=Dealing(StageState.OPEN, least=least))
        totals = await deal_lists.totals(db, await db.get_one(Rep, 2), asked)
        assert sorted(each.currency for each in totals) == currencies
