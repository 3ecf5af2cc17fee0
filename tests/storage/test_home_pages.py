"""Pages of one's own are queued once for each change, for those whose things have changed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import reminders
import storage
from storage import rights
from storage.audit import changes, reversal
from storage.audit.touched import touched_owners
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.deals import deals
from storage.messaging import claims, home_pages, outbox
from storage.models import Account, Client, Home, Outbox, Place, Rep, Visibility
from storage.team import accounts
from tests.support import people
from tests.support.world import BEGINNING, World

AT_ANN, AT_BORIS = Place("slack", "T1", "U1", "U1"), Place("slack", "T1", "U2", "U2")


@dataclass
class Base:
    db: AsyncSession
    ann: Rep
    boris: Rep
    client: Client


@pytest.fixture
async def base(world: World) -> AsyncIterator[Base]:
    """Ann and Boris, who have both opened their page; and Ann's client."""
    async with storage.transaction(world.database) as db:
        ann, boris = [await people.rep(db, name, BEGINNING) for name in ("Ann", "Boris")]
        for rep, place in ((ann, AT_ANN), (boris, AT_BORIS)):
            await accounts.add(db, rep, place, BEGINNING)
            await home_pages.put_opened(db, place, rep, is_blank=True)
        client = await clients.add(db, ann, NewClient("Olga Orlova"), BEGINNING)
        touched_owners(db).clear()  # type: ignore[union-attr] # it is a set so far
        yield Base(db, ann, boris, client)


async def _waiting(db: AsyncSession) -> list[str]:
    rows = select(Outbox.chat).where(Outbox.reminder == home_pages.NAME, Outbox.closed_at.is_(None))
    return [str(chat) for chat in await db.scalars(rows.order_by(Outbox.id))]


async def test_a_page_waits_once_however_much_is_changed(base: Base) -> None:
    for _change in range(3):
        assert await home_pages.redraw(base.db, {base.ann.id}, BEGINNING)
    assert await _waiting(base.db) == ["U1"]


async def test_one_that_is_on_its_way_may_show_what_was(base: Base) -> None:
    await home_pages.redraw(base.db, {base.ann.id}, BEGINNING)
    await claims.claim(base.db, ["slack"], BEGINNING, timedelta(minutes=1), limit=9)
    await home_pages.redraw(base.db, {base.ann.id}, BEGINNING)
    assert await _waiting(base.db) == ["U1", "U1"]


async def test_who_has_opened_none_has_none(base: Base) -> None:
    clara = await people.rep(base.db, "Clara", BEGINNING)
    assert not await home_pages.redraw(base.db, {clara.id}, BEGINNING)
    assert not await home_pages.redraw(base.db, set(), BEGINNING)


async def test_whoever_does_it_its_owner_is_concerned(base: Base) -> None:
    changes.act(base.db, base.boris, BEGINNING, "slack", "deal")
    await deals.add(base.db, base.ann, base.client, "Licence", 100, "USD", BEGINNING)
    assert touched_owners(base.db) == {base.ann.id}


async def test_a_handover_concerns_both(base: Base) -> None:
    changes.act(base.db, base.boris, BEGINNING, "slack", "assign")
    base.client.owner_id = base.boris.id
    await base.db.flush()
    assert touched_owners(base.db) == {base.ann.id, base.boris.id}


async def test_undo_concerns_whom_the_change_did(base: Base) -> None:
    changes.act(base.db, base.boris, BEGINNING, "slack", "client.edit")
    await clients.edit(base.db, base.client, {"about": "likes tea"})
    act_id = changes.act_id(base.db) or 0
    touched_owners(base.db).clear()  # type: ignore[union-attr] # it is a set so far
    assert await reversal.undo(base.db, base.boris, act_id, BEGINNING)
    assert touched_owners(base.db) == {base.ann.id}


async def test_what_an_admin_sets_for_all_concerns_everybody(base: Base) -> None:
    changes.act(base.db, base.boris, BEGINNING, "slack", "settings")
    await rights.set_visibility(base.db, Visibility.OWN)
    assert touched_owners(base.db) is None
    await home_pages.redraw(base.db, None, BEGINNING)
    assert await _waiting(base.db) == ["U1", "U2"]


async def test_what_is_shown_is_known_until_the_page_is_blank(base: Base) -> None:
    await home_pages.put_shown(base.db, "slack", "T1", "U1", "abc")
    await home_pages.put_opened(base.db, AT_ANN, base.ann, is_blank=False)
    assert await home_pages.digest(base.db, "slack", "T1", "U1") == "abc"
    await home_pages.put_opened(base.db, AT_ANN, base.ann, is_blank=True)
    assert await home_pages.digest(base.db, "slack", "T1", "U1") == ""
    assert await base.db.scalar(select(func.count()).select_from(Home)) == 2


async def test_a_page_goes_nowhere_else(base: Base) -> None:
    await home_pages.redraw(base.db, {base.ann.id}, BEGINNING)
    await accounts.add(base.db, base.ann, Place("telegram", "", "11", "11"), BEGINNING)
    account = await base.db.scalar(select(Account).where(Account.channel == "slack", Account.user == "U1"))
    assert account
    await accounts.drop(base.db, account)
    assert await _waiting(base.db) == ["U1"]


async def test_a_card_that_was_queued_just_now_is_found(base: Base) -> None:
    there = ("slack", "T1", "C1")
    await outbox.queue(base.db, *there, {"title": "Acme"}, BEGINNING)
    later = BEGINNING + timedelta(minutes=1)
    assert await outbox.cards_since(base.db, *there, BEGINNING) == [{"title": "Acme"}]
    assert await outbox.cards_since(base.db, *there, later) == []
    assert await outbox.cards_since(base.db, "slack", "T1", "C2", BEGINNING) == []


async def test_whoever_has_left_that_channel_sees_nothing_there_any_more(base: Base) -> None:
    where = {"channel": "slack", "space": "T1", "user": "U1"}
    shown = await reminders.draw(base.db, home_pages.NAME, base.ann.id, where, BEGINNING)
    assert shown and shown.title == "My day"
    changes.act(base.db, base.ann, BEGINNING, "telegram", "link.drop")
    account = await accounts.get_at(base.db, AT_ANN)
    assert account
    await accounts.drop(base.db, account)
    assert touched_owners(base.db) == {base.ann.id}
    shown = await reminders.draw(base.db, home_pages.NAME, base.ann.id, where, BEGINNING)
    assert shown and not shown.title and not shown.buttons
