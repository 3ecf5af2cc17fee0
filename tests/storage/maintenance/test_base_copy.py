"""A whole base moves into another one, is broken off anywhere, and arrives as it was."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, create_engine, delete, func, select, update

import storage
from bot.cli import demo_data
from storage import rights
from storage.activities import files
from storage.audit import changes, reversal
from storage.clients import clients, offers
from storage.clients.new_client import NewClient
from storage.deals import deals
from storage.jobs import jobs
from storage.maintenance import base_copy, schema
from storage.messaging import (
    attachments,
    bot_names,
    drafts,
    inbox,
    leases,
    outbox,
    sent_lines,
    shown_cards,
    subscriptions,
)
from storage.models import (
    Client,
    Deal,
    DraftKind,
    FileKind,
    Inbox,
    Interaction,
    Lease,
    Outbox,
    Place,
    Rep,
    Role,
    Stage,
    Visibility,
)
from storage.team import accounts, invitations, join_requests, teams
from tests.conftest import Bases, Templates
from tests.storage.search.test_index import is_true
from tests.support import people
from tests.support.command import OURS, Rapport, errors, one_line
from tests.support.postgres import POSTGRES, on_server, url_of
from tests.support.world import BEGINNING

PAIRS = [("sqlite", "sqlite")]
if POSTGRES:
    PAIRS += [("sqlite", "postgres"), ("postgres", "sqlite")]
ANN = Place("telegram", "", "77", "77")
BIG = 2**62


class Killed(Exception):
    """The process is gone."""


@pytest.fixture(params=PAIRS, ids=" to ".join)
async def move(request: pytest.FixtureRequest, templates: Templates, tmp_path: Path) -> AsyncIterator["Move"]:
    """A base with a bit of everything in it, and an empty one."""
    here, there = (Bases(engine, templates, tmp_path) for engine in request.param)
    async with here.copied() as source, there.copied() as target:
        await _fill(source)
        yield Move(source, target)


class Move:
    def __init__(self, source: storage.Database, target: storage.Database) -> None:
        self.source = source
        self.target = target
        self.steps: list[tuple[str, int, int]] = []
        self.mended: list[str] = []

    async def copy(self, size: int = base_copy.BATCH, dies_after: int | None = None) -> None:
        """`dies_after`: that many batches."""
        left = dies_after

        def tell(table: str, done: int, total: int) -> None:
            nonlocal left
            before = self.steps[-1] if self.steps else ("", 0, 0)
            self.steps.append((table, done, total))
            if left is not None and before[0] == table and done > before[1]:
                left -= 1
                if not left:
                    raise Killed

        await base_copy.copy(self.source, self.target, tell, self.mended.append, size)

    async def different(self) -> list[str]:
        compared = await base_copy.compare(self.source, self.target, lambda _table, _done, _total: None)
        return [pair.table for pair in compared if pair.here != pair.there]


async def _fill(base: storage.Database) -> None:
    async with storage.transaction(base) as db:
        ann = await people.rep(db, "Ann", BEGINNING, role=Role.ADMIN)
        ann.team_id = (await teams.put(db, "North")).id
        await rights.set_visibility(db, Visibility.TEAM)
        await accounts.add(db, ann, ANN, BEGINNING)
        await invitations.invite(db, Role.REP, BEGINNING, by=ann, team_id=ann.team_id)
        home = {"locale": "en", "timezone": "UTC"}
        stranger = Place("telegram", "", "66", "66")
        await join_requests.ask(db, stranger, "Mallory", **home, is_guest=False, at=BEGINNING)
        await bot_names.put(db, "telegram", "rapport_bot")
        await invitations.count_wrong_code(db, Place("telegram", "", "66", "66"), BEGINNING)
        await demo_data.fill(db, ann, BEGINNING)
        await db.execute(update(Stage).where(Stage.name == "Lead").values(name="Первый разговор"))
        await db.execute(update(Deal).where(Deal.title == "renewal").values(amount=BIG))
        await drafts.add(db, ANN, DraftKind.FORM, {"form": "new", "answers": {"name": "Łódź"}}, BEGINNING)
        await _queue(db, ann)
        for key in ("update:1", "update:2"):
            await inbox.claim(db, "telegram", "", key, BEGINNING)
        raw = {"update_id": 3, "big": 10**30, "far": 1e22, "near": 1e-7, "none": None}
        db.add(Inbox(channel="telegram", space="", key="update:3", at=BEGINNING, raw=raw, error="odd"))
        await shown_cards.put(db, {("telegram", "", "77", "5"): (1, None, BEGINNING)})
        came = {"digest": "d", "handler": "call", "act_id": 1, "draft_id": None, "answer_id": 1}
        await sent_lines.put(db, ("telegram", "", "77", "4"), "77", BEGINNING, **came)
        logged = (await db.scalars(select(Interaction).limit(1))).one()
        await files.add(db, ann, logged, FileKind.PHOTO, "f", BEGINNING, channel="telegram", name="ł.png")
        room = ("telegram", "", "-1005/7")
        await subscriptions.put(db, ann, room, subscriptions.Aim(team_id=ann.team_id), BEGINNING)
        assert await offers.put(db, ann, logged.client_id, ann.team_id or 0, BEGINNING)
        await leases.hold(db, "telegram", "me", BEGINNING, timedelta(seconds=10))
        file = await attachments.begin(db, ann, "Clients.csv", "text/csv", BEGINNING, BEGINNING)
        await attachments.append(db, file.id, b"\xff\x00Name")
        await attachments.put_uploaded(db, file.id, "telegram", "", "BQAC")
        await jobs.add(db, ann, "export.clients", ANN, BEGINNING, args={"filter": "m"}, cursor={"after": 7})
    await _add_and_undo(base, ann)


async def _queue(db: Any, ann: Rep) -> None:
    for number in range(3):
        await outbox.queue(db, "telegram", "", "77", {"title": f"Card {number}"}, BEGINNING)
    await outbox.put_reminder(db, "birthday:1:2026:0:1", ann.id, "birthday", {"client": 1}, BEGINNING)
    await db.execute(update(Outbox).values(lease_until=BEGINNING + timedelta(minutes=1)))


async def _add_and_undo(base: storage.Database, ann: Rep) -> None:
    """The newest client was taken back, and left its number and its changes."""
    async with storage.transaction(base) as db:
        changes.act(db, ann, BEGINNING, "telegram", "new")
        await clients.add(db, ann, NewClient("Nobody"), BEGINNING)
        act_id = changes.act_id(db)
        assert act_id
    async with storage.transaction(base) as db:
        assert await reversal.undo(db, ann, act_id, BEGINNING)


async def _rows(base: storage.Database, table: Table) -> list[tuple[Any, ...]]:
    told = [column for column in table.c if column.name != "lease_until"]
    async with storage.reading(base) as db:
        return [tuple(row) for row in await db.execute(select(*told).order_by(*table.primary_key))]


async def _scalar(base: storage.Database, statement: Any) -> Any:
    async with storage.reading(base) as db:
        return await db.scalar(statement)


async def test_everything_arrives_as_it_was(move: Move) -> None:
    await move.copy()
    assert await move.different() == []
    for table in base_copy.TABLES:
        assert await _rows(move.target, table) == await _rows(move.source, table)
    filled = {table for table, _done, total in move.steps if total}
    without_rows = {
        "backfills",
        "chats",
        "homes",
        "installing",
        "workspaces",
        "recurrences",
        "deletions",
        "deletion_keys",
    }
    assert filled == {table.name for table in base_copy.TABLES} - without_rows
    async with storage.reading(move.target) as db:
        assert await is_true(db)  # the clients are found there as well


async def test_json_that_is_not_there_is_not_there_afterwards(move: Move) -> None:
    without = select(func.count()).select_from(Inbox).where(Inbox.raw.is_(None))
    assert await _scalar(move.source, without) == 2
    await move.copy()
    assert await _scalar(move.target, without) == 2


async def test_nobody_holds_anything_in_the_copy(move: Move) -> None:
    await move.copy()
    held = select(func.count()).select_from(Outbox).where(Outbox.lease_until.is_not(None))
    assert (await _scalar(move.source, held), await _scalar(move.target, held)) == (4, 0)
    assert await _scalar(move.target, select(func.count()).select_from(Lease)) == 0


async def test_a_copy_broken_off_after_every_batch_comes_to_its_end(move: Move, *, is_full: bool) -> None:
    """With PostgreSQL, where each run takes long, after every third; after each in `make prove`."""
    runs, every = 0, 1 if is_full or (move.source.is_sqlite and move.target.is_sqlite) else 3
    while True:
        try:
            await move.copy(size=4, dies_after=every)
        except Killed:
            runs += 1
        else:
            break
    assert runs > 20 / every
    assert await move.different() == []


async def test_a_batch_that_was_cut_leaves_nothing_half_written(move: Move) -> None:
    with pytest.raises(Killed):
        await move.copy(size=3, dies_after=5)
    table, done, _total = move.steps[-1]
    there = select(func.count()).select_from(Client.metadata.tables[table])
    assert await _scalar(move.target, there) == done


async def test_a_copy_that_is_complete_is_left_as_it_is(move: Move) -> None:
    await move.copy()
    move.steps.clear()
    await move.copy()
    assert all(done == total for _table, done, total in move.steps)
    assert len(move.steps) == len(base_copy.TABLES)


async def test_a_base_with_people_of_its_own_is_left_alone(move: Move) -> None:
    async with storage.transaction(move.target) as db:
        await people.rep(db, "Boris", BEGINNING)
    with pytest.raises(base_copy.Occupied, match="reps"):
        await move.copy()
    assert await _scalar(move.target, select(func.count()).select_from(Client)) == 0
    assert await _scalar(move.target, select(func.count()).select_from(Rep)) == 1


async def test_a_copy_is_not_continued_when_what_it_holds_has_changed(move: Move) -> None:
    with pytest.raises(Killed):
        await move.copy(size=3, dies_after=12)
    async with storage.transaction(move.source) as db:
        await db.execute(update(Rep).values(name="Anna"))
    with pytest.raises(base_copy.Occupied, match="reps"):
        await move.copy()


async def test_what_has_come_since_is_fetched(move: Move) -> None:
    await move.copy()
    async with storage.transaction(move.source) as db:
        ann = await accounts.first_admin(db)
        assert ann
        await people.client(db, ann, "Newcomer")
    assert await move.different() == ["clients"]
    await move.copy()
    assert await move.different() == []


@pytest.mark.parametrize("base", ["source", "target"])
async def test_a_difference_is_seen(move: Move, base: str) -> None:
    await move.copy()
    changed: storage.Database = getattr(move, base)
    async with storage.transaction(changed) as db:
        later = select(func.max(Deal.id)).scalar_subquery()
        await db.execute(update(Deal).where(Deal.id == later).values(amount=BIG - 1))
        await db.execute(delete(Inbox).where(Inbox.key == "update:2"))
    assert await move.different() == ["inbox", "deals"]


async def test_what_is_written_meanwhile_is_not_half_in_the_copy_and_is_seen(move: Move) -> None:
    url = move.source.writer.url
    other = create_engine(url.set(drivername=url.drivername.replace("+aiosqlite", "")))
    known = await _rows(move.source, Client.metadata.tables["clients"])

    def write(table: str, done: int, _total: int) -> None:
        if (table, done) == ("clients", 3):
            with other.begin() as connection:
                connection.execute(update(Client).values(about="changed"))

    await base_copy.copy(move.source, move.target, write, move.mended.append, size=3)
    other.dispose()
    assert await _rows(move.target, Client.metadata.tables["clients"]) == known
    assert await move.different() == ["clients"]


async def test_numbers_go_on_where_they_were(move: Move) -> None:
    await move.copy()
    taken_back = await _scalar(move.source, select(func.max(Client.id))) + 1
    async with storage.transaction(move.target) as db:
        ann = await accounts.first_admin(db)
        assert ann
        assert (await people.client(db, ann, "Next")).id == taken_back + 1
        assert len(await deals.stages(db)) == len(deals.DEFAULT_STAGES)


@pytest.fixture
async def to_postgres(templates: Templates, tmp_path: Path) -> AsyncIterator[Move]:
    if not POSTGRES:
        pytest.skip("no PostgreSQL")
    here, there = Bases("sqlite", templates, tmp_path), Bases("postgres", templates, tmp_path)
    async with here.copied() as source, there.copied() as target:
        await _fill(source)
        yield Move(source, target)


async def test_signs_that_postgresql_cannot_keep_are_replaced_and_told(to_postgres: Move) -> None:
    raw = {"text": "half \ud83d a face, \0 and a nought", "\0": [float("nan"), "Łódź"]}
    async with storage.transaction(to_postgres.source) as db:
        await db.execute(update(Client).where(Client.id == 7).values(about="a \0 nought"))
        await db.execute(update(Inbox).where(Inbox.key == "update:3").values(raw=raw))
    await to_postgres.copy()
    assert to_postgres.mended == ["inbox telegram  update:3", "clients 7"]
    assert await to_postgres.different() == []
    assert await _scalar(to_postgres.target, select(Client.about).where(Client.id == 7)) == "a \ufffd nought"
    there = await _scalar(to_postgres.target, select(Inbox.raw).where(Inbox.key == "update:3"))
    assert there == {"text": "half \ufffd a face, \ufffd and a nought", "\ufffd": [None, "Łódź"]}


async def test_a_row_that_does_not_fit_is_named_and_what_is_in_it_is_not(to_postgres: Move) -> None:
    async with storage.transaction(to_postgres.source) as db:
        await db.execute(update(Interaction).where(Interaction.id == 2).values(seconds=BIG))
        await db.execute(update(Interaction).where(Interaction.id == 2).values(text="secret"))
    with pytest.raises(base_copy.Unfit, match=r"interactions 2 \(integer out of range\)"):
        await to_postgres.copy()
    async with storage.transaction(to_postgres.source) as db:
        await db.execute(update(Interaction).where(Interaction.id == 2).values(seconds=60))
    await to_postgres.copy()
    assert await to_postgres.different() == []


async def test_a_server_that_orders_words_otherwise_is_no_obstacle(to_postgres: Move) -> None:
    words = ["a", "B", "b", "Z", "_", "é", "z", "Я", "я", "-1", "10", "9"]
    async with storage.transaction(to_postgres.source) as db:
        for word in words:
            await inbox.claim(db, "slack", word, word, BEGINNING)
    async with _ordering_as_people_do() as target:
        move = Move(to_postgres.source, target)
        for _run in range(4):
            with pytest.raises(Killed):
                await move.copy(size=2, dies_after=1)
        await move.copy(size=2)
        assert await move.different() == []


@asynccontextmanager
async def _ordering_as_people_do() -> AsyncIterator[storage.Database]:
    name = f"rapport_test_{uuid.uuid4().hex[:8]}"
    locale = "LOCALE_PROVIDER icu ICU_LOCALE 'en' TEMPLATE template0"
    await on_server(f'CREATE DATABASE "{name}" {locale}')
    base = storage.connect(url_of(name))
    await schema.migrate(base)
    yield base
    await base.close()
    await on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def rapport(tmp_path: Path) -> Rapport:
    return Rapport(tmp_path)


async def test_the_command_copies_compares_and_refuses(rapport: Rapport) -> None:
    rapport("migrate")
    rapport("import", str(OURS))
    nowhere = one_line(rapport("copy", "--to", "sqlite:///no/such/folder/new.db"))
    assert "--to: cannot open the database" in nowhere
    done = rapport("copy", "--to", "sqlite:///new.db")
    assert (done.returncode, errors(done)) == (0, [])
    assert "Stop Rapport while copying" in done.stdout
    assert "  clients: " in done.stdout
    assert done.stdout.count("  same\n") == len(base_copy.TABLES)
    rapport("invite", DATABASE_URL="sqlite:///new.db")
    assert "invitations" in one_line(rapport("copy", "--to", "sqlite:///new.db"))


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("nowhere", "--to: use sqlite:///"),
        ("sqlite:///data/rapport.db", "--to: this is the same database"),
        ("sqlite:///new.db", "nobody uses this database yet"),
    ],
)
async def test_where_a_copy_cannot_go_is_told_in_one_line(to: str, told: str, rapport: Rapport) -> None:
    rapport("migrate")
    assert told in one_line(rapport("copy", "--to", to))


def test_no_noun_points_at_itself() -> None:
    """Or a row could come before the one it points at: it would have to be filled in two rounds."""
    for table in base_copy.TABLES:
        assert table not in {key.column.table for key in table.foreign_keys}
