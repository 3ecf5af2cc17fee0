"""Links to clients and deals that unfold in Slack: as shared cards, by the rights of who has posted them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

import storage
from bot.inbound import retries
from storage import rights
from storage.models import Rep, Visibility
from storage.team import accounts
from tests.fakes.slack_grants import Grants
from tests.fakes.slack_payloads import COMPOSED, POSTED
from tests.support.chat import OnSlack, on_slack_http
from tests.support.world import World

ADDRESS = "https://crm.example.com"
CLIENT, DEAL = f"{ADDRESS}/c1", f"{ADDRESS}/d1"
SALES, AWAY = "C1", "C2"


@pytest.fixture
def world(database: storage.Database) -> World:
    return World.around(database, address=ADDRESS)


@pytest.fixture
async def ann(world: World) -> AsyncIterator[OnSlack]:
    """Ann, who has a client and a deal, in two channels: Rapport is in one of them."""
    async with on_slack_http(world) as person:
        person.fake.grants = Grants(ADDRESS)
        await person.joins()
        await person.says("/new Olga Orlova, Acme Ltd, +7 912 345-67-89, olga@acme.io, born 12.03.1985")
        await person.says("/deal Olga Orlova: annual licence 12 000 USD")
        person.fake.channel(SALES, person.user)
        person.fake.channel(AWAY, person.user, with_app=False)
        await person.looks()
        yield person


async def _posts(person: OnSlack, *urls: str, channel: str = SALES, source: str = POSTED) -> None:
    assert (await person.fake.links(person.user, channel, *urls, source=source)).ok
    await person.looks()


def _unfolded(person: OnSlack) -> list[tuple[str, str]]:
    return [(message.below, message.text) for message in person.fake.unfolded]


def _calls(person: OnSlack) -> int:
    return [method for method, _given in person.fake.calls].count("chat.unfurl")


async def _boris(ann: OnSlack, sees: Visibility = Visibility.ALL) -> OnSlack:
    boris = ann.beside("Boris")
    await boris.joins()
    async with storage.transaction(ann.world.database) as db:
        await rights.set_visibility(db, sees)
    return boris


async def test_a_link_to_a_client_unfolds_as_what_anybody_may_see(ann: OnSlack) -> None:
    await _posts(ann, CLIENT)
    [(url, text)] = _unfolded(ann)
    assert url == CLIENT
    assert text == "Olga Orlova\nCompany: Acme Ltd\nOwner: Ann\nOpen deals: Lead: 1"
    ann.sees_nothing()  # in the direct messages
    assert not [message for message in ann.fake.posted if message.channel == SALES]


async def test_a_link_to_a_deal_does_too(ann: OnSlack) -> None:
    await _posts(ann, DEAL)
    assert _unfolded(ann) == [
        (DEAL, "annual licence\nClient: Olga Orlova\nCompany: Acme Ltd\nOwner: Ann\nStage: Lead")
    ]


async def test_several_links_unfold_at_once_and_those_that_lead_nowhere_stay_links(ann: OnSlack) -> None:
    await _posts(ann, CLIENT, f"{ADDRESS}/c99", DEAL, f"{ADDRESS}/settings", CLIENT)
    assert [url for url, _text in _unfolded(ann)] == [CLIENT, DEAL]
    assert _calls(ann) == 1


async def test_more_links_than_anybody_reads_stay_links(ann: OnSlack) -> None:
    for number in range(24):
        await ann.says(f"/new Ivan Petrov{number:02}")
    await _posts(ann, *(f"{ADDRESS}/c{number}" for number in range(1, 26)))
    assert [url for url, _text in _unfolded(ann)] == [f"{ADDRESS}/c{number}" for number in range(1, 21)]


@pytest.mark.parametrize("source", [POSTED, COMPOSED, ""])
@pytest.mark.parametrize("channel", [SALES, AWAY])
async def test_it_unfolds_wherever_it_is_and_before_it_is_sent(ann: OnSlack, source: str, channel: str) -> None:
    await _posts(ann, CLIENT, source=source, channel=channel)
    assert [url for url, _text in _unfolded(ann)] == [CLIENT]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.io/c1",
        "https://old.crm.example.com/c1",
        "https://crm.example.com@evil.io/c1",
        "https://crm.example.com.evil.io/c1",
        f"{ADDRESS}/c1/edit",
        f"{ADDRESS}/c1?x=1",
        f"{ADDRESS}/x1",
        f"{ADDRESS}/c0",
        f"{ADDRESS}/c9999999999",
        f"{ADDRESS}/d2",
        ADDRESS,
    ],
)
async def test_another_host_and_a_made_up_link_unfold_nothing(ann: OnSlack, url: str) -> None:
    await _posts(ann, url)
    assert _calls(ann) == 0
    ann.sees_nothing()


async def test_without_an_address_nothing_is_ours(ann: OnSlack, world: World) -> None:
    world.dispatcher.defaults = World.around(world.database).defaults
    await _posts(ann, CLIENT)
    assert _calls(ann) == 0


async def test_what_the_poster_may_not_see_stays_a_link(ann: OnSlack) -> None:
    boris = await _boris(ann, sees=Visibility.OWN)
    await _posts(boris, CLIENT, DEAL)
    assert _calls(ann) == 0
    boris.sees_nothing()
    await _posts(ann, CLIENT)
    assert len(_unfolded(ann)) == 1


@pytest.mark.parametrize("more", [{}, {"is_restricted": True}, {"is_stranger": True, "team_id": "T9"}])
async def test_of_strangers_guests_and_other_companies_nothing_unfolds_and_nothing_is_said(
    ann: OnSlack, more: dict[str, object]
) -> None:
    mallory = ann.beside("Mallory")
    mallory.user.more.update(more)
    before = len(ann.fake.calls)
    await _posts(mallory, CLIENT, DEAL)
    assert ann.fake.calls[before:] == []


async def test_of_whoever_has_left_nothing_unfolds(ann: OnSlack, world: World) -> None:
    boris = await _boris(ann)
    async with storage.transaction(world.database) as db:
        rep = await accounts.get(db, 2)
        assert isinstance(rep, Rep) and rep.name == "Boris"
        rep.active = False
    await _posts(boris, CLIENT)
    assert _calls(ann) == 0


async def test_what_is_told_twice_unfolds_once(ann: OnSlack) -> None:
    await _posts(ann, CLIENT)
    await ann.fake.again()
    await ann.looks()
    assert _calls(ann) == 1
    await _posts(ann, CLIENT)  # in another message
    assert _calls(ann) == 2


@pytest.mark.parametrize("channel", [SALES, "D77", ""])
async def test_the_button_opens_the_card_for_each_by_their_rights(ann: OnSlack, channel: str) -> None:
    boris, mallory = await _boris(ann), ann.beside("Mallory")
    channel = channel or ann.user.dm  # with Rapport
    ann.fake.channel(channel, ann.user, boris.user)
    await _posts(ann, CLIENT, channel=channel)
    [below] = ann.fake.unfolded
    for person, seen in ((boris, "+7 912 345-67-89"), (mallory, "You don't have access yet")):
        person.goes_to(channel)
        await person.fake.presses(person.user, below, "Open card")
        await person.looks()
        person.sees(seen)
    assert "912" not in str(mallory.news)
    assert _unfolded(ann)[0][1].startswith("Olga Orlova")


async def test_what_could_not_be_saved_comes_again(ann: OnSlack, world: World) -> None:
    """The base does not know the people just now: the links are kept, and tried again."""
    async with world.database.writer.begin() as base:
        await base.execute(sql("ALTER TABLE accounts RENAME TO accounts_elsewhere"))
    ann.fake.again_after = (0.0,)
    await ann.fake.links(ann.user, SALES, CLIENT)
    assert _calls(ann) == 0
    async with world.database.writer.begin() as base:
        await base.execute(sql("ALTER TABLE accounts_elsewhere RENAME TO accounts"))
    world.clock.now += timedelta(minutes=1)
    await retries.retry_due(world.database, world.delivery)
    await ann.looks()
    assert _calls(ann) == 1


@pytest.mark.parametrize(
    "how", ["cannot_unfurl_url", "cannot_find_message", "invalid_unfurl_id", "account_inactive"]
)
async def test_where_slack_will_not_show_it_nothing_is_said_and_nobody_is_given_up(
    ann: OnSlack, how: str
) -> None:
    ann.fake.fail("chat.unfurl", how)
    await _posts(ann, CLIENT)
    await ann.world.wait(minutes=5)
    await ann.looks()
    ann.sees_nothing()
    assert _unfolded(ann) == []
    async with storage.reading(ann.world.database) as db:
        assert await db.scalar(sql("SELECT count(*) FROM accounts WHERE unreachable_at IS NULL")) == 1
        assert await db.scalar(sql("SELECT count(*) FROM outbox WHERE closed_at IS NULL")) == 0


@pytest.mark.parametrize("how", [500, "drop", "internal_error", "lost"])
async def test_when_slack_is_away_it_unfolds_later(ann: OnSlack, how: int | str) -> None:
    ann.fake.fail("chat.unfurl", how)
    await _posts(ann, CLIENT)
    await ann.world.wait(minutes=1)
    assert [url for url, _text in _unfolded(ann)] == [CLIENT]
    assert _calls(ann) == (2 if how == "lost" else 1)


async def test_when_slack_asks_to_wait_we_wait(ann: OnSlack) -> None:
    ann.fake.fail("chat.unfurl", 429, retry_after=2)  # which the sender waits for in real time
    await _posts(ann, CLIENT)
    await ann.world.wait(seconds=1)
    assert _calls(ann) == 0
    await ann.world.wait(seconds=2)
    assert [url for url, _text in _unfolded(ann)] == [CLIENT]


async def test_half_an_hour_later_nobody_looks_for_it_there(ann: OnSlack) -> None:
    ann.fake.fail("chat.unfurl", 500)
    await _posts(ann, CLIENT)
    await ann.world.wait(minutes=31)
    await ann.looks()
    assert _calls(ann) == 0
    ann.sees_nothing()


async def test_a_client_called_like_markup_pings_nobody_there(ann: OnSlack) -> None:
    await ann.says("/new <!channel> <b> & *Co*")
    await _posts(ann, f"{ADDRESS}/c2")
    assert _unfolded(ann)[0][1].startswith("<!channel> <b> & *Co*")
