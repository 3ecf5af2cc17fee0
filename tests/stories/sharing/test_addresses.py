"""The web addresses of clients and deals, where Rapport is to be found on the web: typed, and handed out."""

import pytest

import storage
from handlers.chat import Request
from handlers.chat.links import link_at
from storage import rights
from storage.models import Place, Visibility
from tests.support import people
from tests.support.chat import OnSlack, Person
from tests.support.world import World

ADDRESS = "https://crm.example.com/rapport"


@pytest.fixture
def world(database: storage.Database) -> World:
    return World.around(database, address=ADDRESS)


async def _has_a_deal(person: Person) -> None:
    await person.says("/new Olga Orlova, Acme Ltd, +7 912 345-67-89")
    await person.says("/deal Olga Orlova: annual licence 12 000 USD")


async def test_who_types_an_address_sees_what_is_there(ann: Person) -> None:
    await _has_a_deal(ann)
    await ann.says(f"{ADDRESS}/c1")
    ann.sees("Olga Orlova", "+7 912 345-67-89")
    await ann.says("http://CRM.example.com/rapport/D1")
    ann.sees("annual licence", "· Lead")
    await ann.says(f"{ADDRESS}/c99")
    ann.sees("That client is gone")


async def test_who_may_not_see_it_does_not(ann: Person) -> None:
    await _has_a_deal(ann)
    boris = ann.beside("Boris")
    await boris.joins()
    async with storage.transaction(ann.world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    for link in ("c1", "d1"):
        await boris.says(f"{ADDRESS}/{link}")
        boris.sees("is gone")


async def test_a_stranger_who_types_one_learns_nothing(ann: Person) -> None:
    await _has_a_deal(ann)
    mallory = ann.beside("Mallory")
    await mallory.says(f"{ADDRESS}/c1")
    mallory.sees("You don't have access yet")
    assert "912" not in str(mallory.news)


async def test_cards_in_slack_carry_their_address_and_others_have_links_of_their_own(ann: Person) -> None:
    await _has_a_deal(ann)
    assert (f"{ADDRESS}/d1" in ann.news[-1].text) is isinstance(ann, OnSlack)
    await ann.says("/find orlova")
    assert (f"{ADDRESS}/c1" in ann.news[-1].text) is isinstance(ann, OnSlack)
    await ann.presses("History")
    assert ADDRESS not in ann.news[-1].text


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (f"{ADDRESS}/c12", "c12"),
        (f"{ADDRESS}/D7", "D7"),
        ("http://CRM.EXAMPLE.COM/rapport/d7", "d7"),
        ("https://crm.example.com/c12", ""),
        ("https://crm.example.com.evil.io/rapport/c12", ""),
        ("https://crm.example.com@evil.io/rapport/c12", ""),
        ("https://crmXexample.com/rapport/c12", ""),
        ("https://evil.io/?https://crm.example.com/rapport/c12", ""),
        (f"{ADDRESS}/c12345678901", ""),
        (f"{ADDRESS}/c١", ""),
        (f"{ADDRESS}/x12", ""),
        (f"{ADDRESS}/c12/edit", ""),
        (f"{ADDRESS}/c12?x=1", ""),
        (f"{ADDRESS}/../c12", ""),
        ("ftp://crm.example.com/rapport/c12", ""),
        (f"{ADDRESS}/c12\n", ""),
        ("c12", ""),
    ],
)
async def test_only_what_is_ours_is_an_address(world: World, url: str, link: str) -> None:
    async with storage.transaction(world.database) as db:
        ann = await people.rep(db, "Ann", world.clock())
        here = Place("slack", "T1", "U1", "U1")
        assert link_at(Request(db=db, rep=ann, now=world.clock(), place=here, address=ADDRESS), url) == link
        assert link_at(Request(db=db, rep=ann, now=world.clock(), place=here), url) == ""
