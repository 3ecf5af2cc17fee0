"""Speaking to Rapport in a Slack channel, and marking a message there to be kept."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text as sql

import storage
from storage import rights
from storage.models import Visibility
from tests.fakes.slack_web import permalink
from tests.support.chat import OnSlack, on_slack, on_slack_http
from tests.support.world import World

SALES, AWAY = "C1", "C2"


@pytest.fixture(params=[on_slack, on_slack_http])
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[OnSlack]:
    """Ann, who has a client, in the channel of the sales team, where Rapport is too."""
    async with request.param(world) as person:
        await person.joins()
        await person.says("/new Olga Orlova, Acme Ltd, +7 912 345-67-89")
        person.fake.channel(SALES, person.user)
        person.fake.channel(AWAY, person.user, with_app=False)
        person.goes_to(SALES)
        yield person


async def _asks(person: OnSlack, text: str, **more: object) -> None:
    await person.fake.mentions(person.user, person.room, text, **more)
    await person.looks()


async def _marks(person: OnSlack, ts: str, emoji: str = "memo", channel: str = SALES) -> None:
    await person.fake.reacts(person.user, channel, ts, emoji)
    await person.looks()


async def _beside(ann: OnSlack, name: str, *, joins: bool = True) -> OnSlack:
    other = ann.beside(name)
    if joins:
        await other.joins()
    ann.fake.channels[SALES].add(other.user.id)
    other.goes_to(SALES)
    return other


async def _logged(world: World) -> list[str]:
    async with storage.reading(world.database) as db:
        return list(await db.scalars(sql("SELECT text FROM interactions ORDER BY id")))


async def test_what_is_asked_in_a_channel_is_answered_to_its_asker_alone(ann: OnSlack) -> None:
    boris = await _beside(ann, "Boris")
    await _asks(ann, "orlova")
    ann.sees("Olga Orlova", "+7 912 345-67-89")
    await ann.presses("History")
    ann.sees("History: Olga Orlova")
    await boris.looks()
    boris.sees_nothing()


async def test_it_is_answered_in_its_thread(ann: OnSlack) -> None:
    await _asks(ann, "orlova", thread_ts="1700000000.000001")
    [answer] = ann.fake.messages(ann.user, SALES)
    assert answer.thread == "1700000000.000001"


async def test_what_is_done_so_is_done_once(ann: OnSlack, world: World) -> None:
    await _asks(ann, "call Olga Orlova: wants a discount")
    ann.sees("Call logged")
    await ann.fake.again()
    assert await _logged(world) == ["wants a discount"]


async def test_our_name_alone_is_a_call_for_help(ann: OnSlack) -> None:
    await _asks(ann, "")
    ann.sees("What I can do")


async def test_an_edit_is_no_new_question(ann: OnSlack) -> None:
    await _asks(ann, "orlova", edited={"user": ann.user.id, "ts": "1.1"})
    ann.sees_nothing()


async def test_the_questions_of_a_form_come_in_the_direct_messages(ann: OnSlack, world: World) -> None:
    await _asks(ann, "remind Olga Orlova")
    ann.goes_to("")
    await ann.says("tomorrow 10:00")
    await ann.says("ring")
    ann.sees("I'll remind you", "ring")


async def test_a_stranger_learns_nothing(ann: OnSlack) -> None:
    mallory = await _beside(ann, "Mallory", joins=False)
    await _asks(mallory, "orlova")
    mallory.sees("You don't have access yet")
    assert "912" not in str(mallory.news)


async def test_who_may_not_see_a_client_finds_nobody(ann: OnSlack, world: World) -> None:
    boris = await _beside(ann, "Boris")
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    await _asks(boris, "orlova")
    boris.sees("Nothing found")


async def test_where_it_cannot_be_shown_the_answer_comes_in_the_direct_messages(ann: OnSlack) -> None:
    ann.fake.fail("chat.postEphemeral", "user_not_in_channel")
    await _asks(ann, "orlova")
    assert "Olga Orlova" in ann.fake.messages(ann.user)[-1].text


async def test_a_marked_message_is_kept_once_its_client_is_told(ann: OnSlack, world: World) -> None:
    boris = await _beside(ann, "Boris")
    ts = ann.fake.writes(boris.user, SALES, "they want 10 % off")
    ann.goes_to("")
    await _marks(ann, ts)
    ann.sees("Which client is this for?", "Boris: they want 10 % off", permalink(SALES, ts))
    await ann.says("orlova")
    ann.sees("Message logged", "Olga Orlova")
    assert await _logged(world) == [f"Boris: they want 10 % off\n{permalink(SALES, ts)}"]
    await ann.presses("Undo")
    assert await _logged(world) == []


async def test_it_is_asked_which_message_however_long_and_who_is_spoken_of_is_offered(
    ann: OnSlack, world: World
) -> None:
    await ann.says("/new Archives Ltd")
    await ann.says("/new Petra Walrus")
    ts = ann.fake.writes(ann.user, SALES, "Olga Orlova rang. " + "word " * 1500 + "end")
    ann.goes_to("")
    await _marks(ann, ts)
    [question] = ann.news
    assert "Ann: Olga Orlova rang. word word" in question.text
    assert f"…\n{permalink(SALES, ts)}" in question.text
    assert len(question.text) < 1500
    assert question.buttons == ("Petra Walrus", "Olga Orlova · Acme Ltd", "Cancel")  # looked at last; spoken of
    await ann.presses("Olga Orlova · Acme Ltd")
    ann.sees("Message logged", "Olga Orlova")
    [kept] = await _logged(world)
    assert kept.count("word") == 1500
    assert kept.endswith(f"end\n{permalink(SALES, ts)}")


async def test_a_mark_that_comes_twice_asks_once(ann: OnSlack) -> None:
    ts = ann.fake.writes(ann.user, SALES, "they want 10 % off")
    await _marks(ann, ts)
    before = len(ann.fake.messages(ann.user))
    await ann.fake.again()
    await ann.looks()
    assert len(ann.fake.messages(ann.user)) == before


async def test_other_marks_and_those_of_strangers_are_nobodys_business(ann: OnSlack) -> None:
    mallory = await _beside(ann, "Mallory", joins=False)
    ts = ann.fake.writes(ann.user, SALES, "hm")
    before = len(ann.fake.posted)
    await _marks(ann, ts, "heart")
    await _marks(mallory, ts)
    assert len(ann.fake.posted) == before


async def test_a_message_that_cannot_be_read_is_said(ann: OnSlack) -> None:
    ts = ann.fake.writes(ann.user, AWAY, "hm")
    ann.goes_to("")
    await _marks(ann, ts, channel=AWAY)
    ann.sees("I can't read that message")


async def test_a_mark_that_slack_could_not_tell_about_is_tried_again(ann: OnSlack, world: World) -> None:
    ts = ann.fake.writes(ann.user, SALES, "they want 10 % off")
    ann.fake.fail("reactions.get", 500)
    ann.goes_to("")
    await _marks(ann, ts)
    ann.sees_nothing()
    async with storage.reading(world.database) as db:
        [raw] = (await db.execute(sql("SELECT key FROM inbox WHERE raw IS NOT NULL"))).all()
    assert raw
    assert await ann.channel.again(ann.fake.delivered[-1][1])
    await ann.looks()
    ann.sees("Which client is this for?")
