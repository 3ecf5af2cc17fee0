"""Whose clients a rep sees, told as a chat."""

from sqlalchemy import update

import storage
from storage.clients import clients
from storage.clients.new_client import NewClient
from storage.models import Client, Rep, Role, Visibility
from storage.rights import SYSTEM, set_visibility
from storage.team import accounts
from tests.support import people
from tests.support.chat import Person


async def _let_see(ann: Person, sees: Visibility) -> None:
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Rep).values(role=Role.REP))
        await set_visibility(db, sees)


async def _pass_on(ann: Person) -> None:
    """All her clients are Boris's now."""
    async with storage.transaction(ann.world.database) as db:
        boris = await people.rep(db, "Boris", ann.world.clock())
        await db.execute(update(Client).values(owner_id=boris.id))


async def test_a_rep_sees_only_the_own_clients_where_that_is_set(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/deal Acme: annual licence 12 000 USD")
    await ann.says("/remind Acme: today 12:00 send the offer")
    await _let_see(ann, Visibility.OWN)
    await ann.says("/find petrov")
    ann.sees("Ivan Petrov")
    await _pass_on(ann)
    await ann.says("/find petrov")
    ann.sees("Nothing found")
    await ann.says("/pipeline")
    ann.sees("No open deals")
    await ann.says("/today")
    ann.sees("Nothing due")
    await ann.world.wait(hours=3)
    await ann.looks()
    ann.sees_nothing()
    await ann.says("/undo")
    ann.sees("You can no longer see that client")


async def test_a_form_about_a_client_out_of_sight_says_nothing_of_them(ann: Person) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd, +7 912 345-67-89")
    await _let_see(ann, Visibility.OWN)
    await ann.presses("Edit")
    await _pass_on(ann)
    try:
        await ann.changes("Phone", "+7 912 000-00-00")
    except AssertionError as error:  # a modal shows it in its place
        assert "gone" in str(error)
    async with storage.reading(ann.world.database) as db:
        client = await clients.get(db, SYSTEM, 1)
        assert client
        assert [point.typed for point in await clients.points(db, client)] == ["+7 912 345-67-89"]


async def test_an_admin_sets_what_reps_see(ann: Person) -> None:
    async with storage.transaction(ann.world.database) as db:
        await db.execute(update(Rep).values(role=Role.ADMIN))
    await ann.says("/settings")
    await ann.changes("Reps can see", "Their own clients")
    ann.sees("Saved")
    async with storage.transaction(ann.world.database) as db:
        boris = await people.rep(db, "Boris", ann.world.clock())
        mine = (await accounts.active(db))[0]
        client = await clients.add(db, mine, NewClient("Ivan Petrov"), ann.world.clock())
        assert boris.sees is Visibility.OWN
        assert await clients.get(db, boris, client.id) is None


async def test_a_rep_is_not_asked_what_reps_see(ann: Person) -> None:
    await _let_see(ann, Visibility.ALL)
    await ann.says("/settings")
    assert not [seen for seen in ann.news if "Reps can see" in seen.text]
