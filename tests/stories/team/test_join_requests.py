"""A stranger asks for access, told as a chat."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

import storage
from bot.channels.slack.events import is_member
from storage import rights
from storage.models import JoinRequest, Place, Rep, Role
from storage.team import accounts, join_requests
from tests.support.chat import OnSlack, Person
from tests.support.world import World


async def _stranger(ann: Person) -> Person:
    """Mallory, whom nobody knows; Ann is an admin."""
    mallory = ann.beside("Mallory")
    await ann.is_now(Role.ADMIN)
    return mallory


async def _count(ann: Person, noun: type[Any]) -> int:
    async with storage.reading(ann.world.database) as db:
        return await db.scalar(select(func.count()).select_from(noun)) or 0


async def test_a_stranger_asks_once_and_an_admin_lets_them_in(ann: Person) -> None:
    mallory = await _stranger(ann)
    await mallory.says("acme")
    mallory.sees("You don't have access yet")
    old = mallory.last("Ask for access")
    await mallory.presses("Ask for access")
    mallory.sees("I've asked the admins.")
    await mallory.presses_again(old, "Ask for access")
    mallory.sees("I've already asked the admins.")
    await ann.looks()
    ann.sees("Mallory asks for access")
    assert len(ann.news) == 1
    await ann.presses("Approve as a rep")
    ann.sees("Mallory now has access as a rep.")
    await mallory.looks()
    mallory.sees("Welcome, Mallory!")
    await mallory.presses_again(old, "Ask for access")
    mallory.sees("You already have access.")
    assert await _count(ann, Rep) == 2
    await ann.presses("Undo")
    await mallory.says("/deals")
    mallory.sees("You don't have access yet")


async def test_whoever_was_declined_hears_so_and_cannot_ask_for_a_week(ann: Person) -> None:
    mallory = await _stranger(ann)
    await mallory.says("hello")
    old = mallory.last("Ask for access")
    await mallory.presses("Ask for access")
    await ann.looks()
    await ann.presses("Decline")
    ann.sees("Mallory was declined.")
    await mallory.looks()
    mallory.sees("declined your request")
    await mallory.presses_again(old, "Ask for access")
    mallory.sees("You can ask again in a week.")
    ann.world.clock.now += timedelta(days=8)
    await mallory.presses_again(old, "Ask for access")
    mallory.sees("I've asked the admins.")
    assert await _count(ann, Rep) == 1


async def test_a_request_nobody_answers_is_closed_after_a_week_and_can_be_made_again(ann: Person) -> None:
    mallory = await _stranger(ann)
    await mallory.says("hello")
    await mallory.presses("Ask for access")
    await ann.looks()
    old = ann.last("Approve as a rep")
    await ann.world.wait(days=6)
    await mallory.looks()
    mallory.sees_nothing()
    await ann.world.wait(days=1, minutes=1)
    await mallory.looks()
    mallory.sees("No one has answered your request for access yet")
    await ann.presses_again(old, "Approve as a rep")
    ann.sees("That request has already been handled.")
    await mallory.presses("Ask for access")
    mallory.sees("I've asked the admins.")
    await ann.looks()
    await ann.presses("Approve as a rep")
    ann.sees("Mallory now has access as a rep.")


async def test_the_first_press_wins_and_the_other_card_says_who(ann: Person) -> None:
    mallory, boris = await _stranger(ann), ann.beside("Boris")
    await boris.joins(Role.ADMIN)
    await mallory.says("hello")
    await mallory.presses("Ask for access")
    await boris.looks()
    await boris.presses("Approve as a rep")
    await ann.looks()
    await ann.presses("Decline")
    ann.sees("Boris gave Mallory access")
    await mallory.says("/deals")
    mallory.sees("open deals")


async def test_an_old_card_lets_nobody_in_for_who_is_no_admin_any_more(ann: Person) -> None:
    mallory, boris = await _stranger(ann), ann.beside("Boris")
    await boris.joins(Role.ADMIN)
    await mallory.says("hello")
    await mallory.presses("Ask for access")
    await boris.looks()
    await boris.is_now(Role.MANAGER)
    await boris.presses("Approve as a rep")
    boris.sees("Only an admin can do that.")
    assert await _count(ann, Rep) == 2


async def test_in_slack_full_members_come_in_by_themselves_if_an_admin_says_so(ann: Person) -> None:
    if not isinstance(ann, OnSlack):
        pytest.skip("only Slack knows who belongs to the company")
    await ann.is_now(Role.ADMIN)
    await ann.says("/settings")
    await ann.changes("Joining from Slack", "Full members join on their own")
    boris, mallory = ann.beside("Boris"), ann.beside("Mallory")
    assert isinstance(mallory, OnSlack)
    mallory.user.more["is_restricted"] = True
    await boris.says("hello")
    boris.sees("Any member of this workspace can join.")
    await boris.presses("Join")
    boris.sees("Welcome, Boris!")
    await mallory.says("hello")
    old = mallory.last("Ask for access")
    await mallory.presses_again(old, "Ask for access")
    await ann.looks()
    ann.sees("Mallory asks", "a guest or someone from another workspace")
    assert await _count(ann, Rep) == 2


MEMBER = {"team_id": "T1", "is_restricted": False, "is_ultra_restricted": False}


@pytest.mark.parametrize(
    ("more", "member"),
    [
        ({}, True),
        ({"is_admin": True}, True),
        ({"is_restricted": True}, False),
        ({"is_ultra_restricted": True}, False),
        ({"is_stranger": True}, False),
        ({"is_bot": True}, False),
        ({"deleted": True}, False),
        ({"team_id": "T2"}, False),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T1", "T2"]}}, True),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2"]}}, False),
        ({"is_restricted": None}, False),
    ],
)
def test_who_is_a_full_member(more: dict[str, Any], member: bool) -> None:
    assert is_member({**MEMBER, **more}, "T1") is member
    assert not is_member({**MEMBER, **more}, "")


async def test_a_crowd_of_strangers_does_not_fill_the_admins_chats(world: World) -> None:
    async def ask(number: int) -> object:
        async with storage.transaction(world.database) as db:
            where = Place("telegram", "", str(number), str(number))
            home = {"locale": "en", "timezone": "UTC"}
            return await join_requests.ask(db, where, "Mallory", **home, is_guest=False, at=world.clock())

    made = [await ask(number) for number in range(join_requests.MAX_OPEN + 1)]
    assert [isinstance(each, JoinRequest) for each in made] == [True] * join_requests.MAX_OPEN + [False]
    assert made[-1] is join_requests.Refused.TOO_MANY
    world.clock.now += join_requests.REQUEST_LIFE + timedelta(minutes=1)
    assert isinstance(await ask(join_requests.MAX_OPEN), JoinRequest), "the old ones close the door for nobody"


async def test_what_the_company_sets_is_one_row(world: World) -> None:
    async with storage.transaction(world.database) as db:
        (await rights.company(db)).members_join = True
    async with storage.transaction(world.database) as db:
        assert await join_requests.members_join(db)
        assert (await rights.company(db)).visibility == "all"
        assert await accounts.is_empty(db)
