"""In a Slack channel: what is asked there is answered there, to its asker alone, and shared with a press."""

from collections.abc import AsyncIterator

import pytest

import storage
from storage import rights
from storage.models import Role, Visibility
from tests.support.chat import OnSlack, on_slack, on_slack_http
from tests.support.world import World

SALES = "C1"


@pytest.fixture(params=[on_slack, on_slack_http])
async def ann(request: pytest.FixtureRequest, world: World) -> AsyncIterator[OnSlack]:
    """Ann, who has joined and has a client, in the channel of the sales team."""
    async with request.param(world) as person:
        await person.joins()
        await person.says("/new Olga Orlova, Acme Ltd, +7 912 345-67-89, olga@acme.io, born 12.03.1985")
        await person.says("/deal Olga Orlova: annual licence 12 000 USD")
        person.fake.channel(SALES, person.user)
        person.goes_to(SALES)
        yield person


async def _boris(ann: OnSlack) -> OnSlack:
    """Boris, of the same company, in the same channel."""
    boris = ann.beside("Boris")
    await boris.joins()
    boris.goes_to(SALES)
    return boris


async def test_an_answer_is_seen_by_its_asker_alone_and_drawn_anew_when_it_is_pressed(ann: OnSlack) -> None:
    boris = await _boris(ann)
    await ann.says("/orlova")
    ann.sees("Olga Orlova", "+7 912 345-67-89")
    await ann.presses("History")
    ann.sees("History: Olga Orlova")
    assert len(ann.fake.messages(ann.user, SALES)) == 1
    await boris.looks()
    boris.sees_nothing()


async def test_what_is_changed_there_is_taken_back_there(ann: OnSlack) -> None:
    await ann.says("/call Olga Orlova: wants a discount")
    ann.sees("Call logged")
    await ann.presses("Undo")
    ann.sees("Undone")
    assert len(ann.fake.messages(ann.user, SALES)) == 1


async def test_a_form_opened_there_is_answered_there(ann: OnSlack) -> None:
    await ann.says("/orlova")
    await ann.presses("Log a call")
    await ann.fills({"What did you talk about?": "wants a discount"})
    ann.sees("Call logged", "wants a discount")


async def test_a_shared_client_shows_what_anybody_may_see(ann: OnSlack) -> None:
    boris = await _boris(ann)
    await ann.says("/orlova")
    await ann.presses("Share here")
    ann.sees("Shared with everyone here.")
    await boris.looks()
    boris.sees("Olga Orlova", "Acme Ltd", "Owner: Ann", "Lead: 1")
    [shared] = boris.news
    for hidden in ("912", "olga@acme.io", "12", "annual licence", "USD"):
        assert hidden not in shared.text
    assert shared.buttons == ("Open card",)


async def test_a_shared_deal_shows_no_amount(ann: OnSlack) -> None:
    boris = await _boris(ann)
    await ann.says("/deals")
    await ann.presses("annual licence · Olga Orlova")
    await ann.presses("Share here")
    await boris.looks()
    boris.sees("annual licence", "Olga Orlova", "Stage: Lead")
    assert "12" not in boris.news[0].text


async def test_a_shared_card_is_opened_by_each_for_themselves(ann: OnSlack) -> None:
    boris, mallory = await _boris(ann), ann.beside("Mallory")
    await ann.says("/orlova")
    await ann.presses("Share here")
    await boris.presses("Open card")
    boris.sees("+7 912 345-67-89")
    mallory.goes_to(SALES)
    await mallory.presses("Open card")
    mallory.sees("You don't have access yet")
    assert "912" not in str(mallory.news)
    await ann.looks()
    shared = [message for message in ann.fake.posted if message.channel == SALES and not message.only_for]
    assert [message.edits for message in shared] == [0]


async def test_who_may_not_see_the_client_opens_nothing(ann: OnSlack, world: World) -> None:
    boris = await _boris(ann)
    await ann.says("/orlova")
    await ann.presses("Share here")
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    await boris.presses("Open card")
    assert "912" not in str(boris.news)
    boris.sees("gone")


async def test_a_press_too_many_shares_once(ann: OnSlack) -> None:
    await ann.says("/orlova")
    card = ann.last("Share here")
    await ann.presses_again(card, "Share here")
    await ann.fake.again()
    await ann.presses_again(card, "Share here")
    ann.sees("That was just shared here")
    assert (
        len([message for message in ann.fake.posted if not message.only_for and message.channel == SALES]) == 1
    )


async def test_where_a_card_cannot_be_shared_its_sharer_is_told(ann: OnSlack) -> None:
    ann.fake.channel("C2", ann.user, with_app=False)
    ann.goes_to("C2")
    await ann.says("/orlova")
    ann.fake.fail("response_url", 404, times=2)
    await ann.presses("Share here")
    ann.goes_to("")
    assert "I can't post in that channel" in ann.fake.messages(ann.user)[-1].text
    assert not [message for message in ann.fake.posted if message.channel == "C2" and not message.only_for]


async def test_where_rapport_is_too_a_card_is_shared_as_a_message(ann: OnSlack) -> None:
    await ann.says("/orlova")
    ann.fake.fail("response_url", 404, times=2)
    await ann.presses("Share here")
    assert (
        len([message for message in ann.fake.posted if not message.only_for and message.channel == SALES]) == 1
    )


async def test_between_two_people_it_is_as_in_a_channel(ann: OnSlack) -> None:
    boris = ann.beside("Boris")
    ann.fake.channel("D77", ann.user, boris.user, with_app=False)
    for person in (ann, boris):
        person.goes_to("D77")
    await ann.says("/orlova")
    ann.sees("Olga Orlova")
    await ann.presses("History")
    ann.sees("History: Olga Orlova")
    await ann.presses("‹ Back to the card")
    await ann.presses("Share here")
    await boris.looks()
    [shared] = boris.news
    assert "Olga Orlova" in shared.text
    assert len(ann.fake.messages(ann.user, "D77")) == 3  # the card, drawn anew; a word; what was shared


async def test_in_the_direct_messages_there_is_nobody_to_share_with(ann: OnSlack) -> None:
    ann.goes_to("")
    await ann.says("/orlova")
    assert "Share here" not in ann.news[-1].buttons


async def test_half_an_hour_later_the_answer_comes_in_the_direct_messages(ann: OnSlack, world: World) -> None:
    await ann.says("/orlova")
    ann.fake.half_an_hour_later = True
    await ann.presses("History")
    ann.goes_to("")
    assert "History: Olga Orlova" in ann._messages()[-1].text


async def test_an_answer_that_was_kept_too_long_is_not_tried_there(ann: OnSlack, world: World) -> None:
    ann.fake.fail("response_url", 500)
    await ann.says("/note Olga Orlova: likes tea")
    assert ann.fake.messages(ann.user, SALES) == []
    await world.wait(minutes=31)
    tried = [method for method, _given in ann.fake.calls].count("response_url")
    assert "likes tea" in ann.fake.messages(ann.user)[-1].text
    assert tried == 0


async def test_a_manager_is_answered_there_too(ann: OnSlack) -> None:
    await ann.is_now(Role.MANAGER)
    await ann.says("/team")
    ann.sees("Ann")
