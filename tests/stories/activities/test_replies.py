"""A reply to a card is about whoever is on it, told as a chat in Telegram."""

import storage
from storage import rights
from storage.models import Role, Visibility
from tests.stories.on_telegram import replies
from tests.support.chat import OnTelegram, Seen
from tests.support.world import World

ONLY_ON = ("telegram", "telegram-webhook")


async def _card_of(ann: OnTelegram, name: str) -> Seen:
    """A card, with another one looked at since."""
    await ann.says(f"/find {name}")
    card = ann.news[-1]
    await ann.says("/find Walrus")
    return card


async def _two_clients(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd")
    await ann.says("/new Olga Walrus")


async def test_a_command_replied_to_a_card_is_about_that_client(ann: OnTelegram) -> None:
    await _two_clients(ann)
    card = await _card_of(ann, "petrov")
    await replies(ann, card, "/call 15 min, wants a discount")
    ann.sees("Call logged", "Ivan Petrov", "wants a discount", "15 min")
    await replies(ann, card, "call no answer")
    ann.sees("Call logged", "Ivan Petrov", "No answer")
    await replies(ann, card, "/call")
    ann.sees("Call: Ivan Petrov")
    await ann.presses("Cancel")
    await replies(ann, card, "/remind tomorrow 10:00 send the offer")
    ann.sees("I'll remind you", "Ivan Petrov")


async def test_plain_words_replied_to_a_card_are_a_note(ann: OnTelegram) -> None:
    await _two_clients(ann)
    card = await _card_of(ann, "petrov")
    await replies(ann, card, "find out the price")
    ann.sees("Note saved", "find out the price")
    await replies(ann, card, "prefers tea")
    ann.sees("Note saved", "Ivan Petrov", "prefers tea")
    await ann.presses("Undo")
    ann.sees("Undone")


async def test_whoever_is_named_in_a_reply_is_meant_all_the_same(ann: OnTelegram) -> None:
    await _two_clients(ann)
    card = await _card_of(ann, "petrov")
    await replies(ann, card, "/call Ivan Petrov wants a discount")
    ann.sees("Ivan Petrov", "wants a discount")
    await replies(ann, card, "/note Olga Walrus: prefers tea")
    ann.sees("Olga Walrus")
    await replies(ann, card, "/note the price: too high")
    ann.sees("Ivan Petrov", "the price: too high")


async def test_the_answer_to_a_change_can_be_replied_to_as_well(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    made = ann.news[-1]
    await ann.says("/new Olga Walrus")
    await replies(ann, made, "/meeting 1h, liked it")
    ann.sees("Meeting logged", "Ivan Petrov")


async def test_a_reply_to_a_deal_is_about_the_deal(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("/deal Ivan Petrov: annual licence 100 USD")
    deal = ann.news[-1]
    await ann.says("/deal Ivan Petrov: books 5 USD")
    await replies(ann, deal, "/move offer")
    ann.sees("annual licence", "· Offer")
    await replies(ann, deal, "/lost too expensive")
    ann.sees("annual licence", "· Lost", "too expensive")
    await replies(ann, deal, "she moved to Warsaw")
    ann.sees("Note saved", "Ivan Petrov")


async def test_a_reply_to_what_shows_no_client_is_as_if_it_were_none(ann: OnTelegram) -> None:
    await _two_clients(ann)
    await ann.says("/help")
    await replies(ann, ann.news[-1], "/call 15 min")
    ann.sees("Olga Walrus")


async def test_rights_are_asked_at_every_reply(ann: OnTelegram, world: World) -> None:
    await ann.says("/new Ivan Petrov")
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.ALL)
    boris = ann.beside("Boris")
    assert isinstance(boris, OnTelegram)
    await boris.joins(Role.REP)
    await boris.says("/find petrov")
    card = boris.news[-1]
    async with storage.transaction(world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    await replies(boris, card, "/call 15 min, wants a discount")
    boris.sees("That client is gone")
    await replies(boris, card, "prefers tea")
    boris.sees("That client is gone")


async def test_a_reply_to_a_client_that_was_taken_back_is_refused(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    made = ann.news[-1]
    await ann.presses("Undo")
    await replies(ann, made, "prefers tea")
    ann.sees("That client is gone")
