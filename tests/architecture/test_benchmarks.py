"""What measures Rapport works, and the search finds most of whom it should, in a base of some size.

How fast anything is depends on the machine, and is no matter for tests.
"""

import json
import os
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from benchmarks import base, chats, company, databases, load, nouns, reminders, search, texts
from benchmarks.mixed_day import MixedDay
from benchmarks.stub import Message, Stub
from tests.support.postgres import POSTGRES

CLIENTS, QUERIES = 3_000, 20
MANY_CLIENTS = 10_000  # in `make prove`
FEW, NOUNS = 3, 6
SPELL = 0.3  # seconds
REPS, UPDATES = 20, 12
LINES = 100
LEFT = "SELECT datname FROM pg_database WHERE datname LIKE %s"
ON_POSTGRES = pytest.mark.skipif(not POSTGRES, reason="RAPPORT_TEST_POSTGRES says where PostgreSQL is")


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
    assert len(await texts.measure(url, 2 * texts.WARM_UP)) == 2 * len(texts.KINDS)
    assert len(await nouns.medians(url, FEW)) == NOUNS
    await base.build(url, clients)  # what is there stays, and nothing is made twice
    assert (await search.size(url))[0] == clients


async def test_bots_answer_and_echo_side_by_side(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/rapport.db"
    await base.build(url, 500)
    rows = await chats.capacity("slack", url, 1, SPELL)
    measured = [f"slack: {name}{what}" for name in chats.KINDS for what in ("", ", flat out", ", p99 flat out")]
    assert [row.what for row in rows] == measured
    assert all(row.figure > 0 for row in rows)
    assert "; 0 of " in rows[-2].note  # answers of another kind


async def test_a_mixed_day_is_answered_as_it_is_meant(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/rapport.db"
    await base.build(url, 500)
    async with chats.parties("telegram", url, FEW) as parties:
        party = parties[chats.MIXED_DAY]
        assert party.day
        while not all(party.day.took.values()):
            await party.flat_out(SPELL)
        assert party.day.wrong == 0


def test_answers_of_another_kind_are_counted() -> None:
    stub, day = Stub(), MixedDay(["Ann"], ["Smith"])
    chat = load.Chat(1, 0, load.telegram(stub), stub)
    button = {"text": "History", "callback_data": "client.history:7:0"}
    body = {"chat_id": 1, "text": "Ann", "reply_markup": {"inline_keyboard": [[button]]}}
    for _line in range(LINES):
        day.next_line(chat)
        stub.shown["1"] = Message("7", json.dumps(body).encode(), at=0.0)
    day.look(chat)
    assert day.wrong == len(day.took["list"]) + len(day.took["miss"]) > 0


@ON_POSTGRES
async def test_two_processes_answer_and_leave_no_base_behind() -> None:
    async with databases.empty(POSTGRES) as (url, _folder):
        await base.build(url, 500)
        rows = await company.measure(url, REPS, UPDATES, rate=UPDATES)
    for process in company.PROCESSES:
        assert any(row.figure > 0 for row in rows if f"by {process}" in row.what)
    async with await AsyncConnection.connect(POSTGRES) as connection:
        left = await connection.execute(LEFT, [f"%_empty_{os.getpid()}%"])
        assert await left.fetchall() == []


async def test_a_heap_of_reminders_is_claimed_and_an_idle_look_reads_no_whole_table() -> None:
    rows = {row.what: row for row in await reminders.measure(1000, 2000, SPELL)}
    assert rows["statements of an idle look"].ratio <= 1
    assert rows["rows claimed"].figure > 0
    assert rows["look-up meanwhile, median"].figure > 0
