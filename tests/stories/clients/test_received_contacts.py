"""A contact from the phone's address book becomes a client, told as a chat in Telegram."""

import pytest

from tests.stories.on_telegram import sent, sent_file
from tests.support.chat import OnTelegram

ONLY_ON = ("telegram", "telegram-webhook")
CARD = """BEGIN:VCARD
VERSION:3.0
FN:Ivan Petrov
ORG:Acme Ltd
TITLE:director
TEL;type=CELL:+7 912 345-67-89
EMAIL:Ivan@acme.io
BDAY:1985-03-12
NOTE:met at the fair
END:VCARD
"""
OTHER = CARD.replace("Ivan Petrov", "Anna Sidorova").replace("345-67-89", "111-22-33").replace("Ivan@", "anna@")


async def test_a_contact_is_shown_and_becomes_a_client(ann: OnTelegram) -> None:
    await sent(ann, contact={"phone_number": "79123456789", "first_name": "Ivan", "last_name": "Petrov"})
    ann.sees("Add this client?", "Ivan Petrov", "+79123456789")
    await ann.presses("Add")
    ann.sees("Ivan Petrov", "+7")
    await ann.presses("Undo")
    ann.sees("A new client, Ivan Petrov")


async def test_a_contact_tells_what_its_vcard_does(ann: OnTelegram) -> None:
    contact = {"phone_number": "+79123456789", "first_name": "Ivan", "vcard": CARD}
    await sent(ann, contact=contact)
    ann.sees("Acme Ltd, director", "Ivan@acme.io", "12", "met at the fair")
    assert ann.news[-1].text.count("345-67-89") + ann.news[-1].text.count("3456789") == 1


async def test_somebody_there_is_completed_instead(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov, +7 912 345-67-89")
    await sent_file(ann, "ivan.vcf", CARD.encode())
    ann.sees("Is it one of these?", "Ivan Petrov")
    await ann.presses("Yes, Ivan Petrov")
    ann.sees("Ivan Petrov", "Ivan@acme.io", "director")
    await ann.says("/find petrov")
    ann.sees("Ivan@acme.io")
    await ann.presses("Undo")
    ann.sees("Undone")


async def test_or_is_somebody_new_or_nobody(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov, +7 912 345-67-89")
    await sent_file(ann, "ivan.vcf", CARD.encode())
    ann.sees_button("No, add a new client", "Cancel")
    asked = ann.last("Cancel")
    await ann.presses("Cancel")
    ann.sees("Nothing changed")
    await ann.presses_again(asked, "No, add a new client")
    ann.sees("expired")


async def test_a_file_of_several_is_a_list(ann: OnTelegram) -> None:
    await sent_file(ann, "all.vcf", (CARD + OTHER).encode())
    ann.sees("2 people found")
    await ann.presses("Anna Sidorova")
    ann.sees("Add this client?")
    await ann.presses("Add")
    ann.sees("Anna Sidorova")
    await ann.presses("‹ Other people")
    ann.sees("1 person found")
    await ann.presses("Ivan Petrov")
    await ann.presses("Add")
    ann.sees("Ivan Petrov")
    await ann.says("/find acme")
    ann.sees("2 clients")


async def test_a_contact_that_comes_twice_is_asked_about_once(ann: OnTelegram) -> None:
    contact = {"phone_number": "79123456789", "first_name": "Ivan", "last_name": "Petrov"}
    await sent(ann, contact=contact)
    asked = ann.last("Add")
    await ann.presses("Add")
    await ann.presses_again(asked, "Add")
    ann.sees("expired")
    await ann.says("/find petrov")
    ann.sees("Ivan Petrov")


async def test_a_name_that_pings_is_only_text(ann: OnTelegram) -> None:
    contact = {"phone_number": "79123456789", "first_name": "<b>Ivan</b> & Sons"}
    await sent(ann, contact=contact)
    await ann.presses("Add")
    ann.sees("<b>Ivan</b> & Sons")


@pytest.mark.parametrize(
    "data, said",
    [
        (b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "no name, phone or e-mail in there"),
        (b"no card at all", "no name, phone or e-mail in there"),
        (b"\0\1\2", "no name, phone or e-mail in there"),
        (b"x" * (1024 * 1024 + 1), "too big"),
        (CARD.encode() * 41, "40 at a time"),
    ],
)
async def test_what_cannot_be_read_is_said(ann: OnTelegram, data: bytes, said: str) -> None:
    await sent_file(ann, "all.vcf", data)
    ann.sees(said)


async def test_what_of_a_file_cannot_be_read_is_said(ann: OnTelegram) -> None:
    cut = CARD + OTHER.replace("END:VCARD\n", "")
    await sent_file(ann, "all.vcf", cut.encode())
    ann.sees("2 people found", "1 card could not be read in full")
    await ann.presses("Anna Sidorova")
    ann.sees("anna@acme.io")
    await sent_file(ann, "all.vcf", f"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n{CARD}BEGIN:VCARD\n".encode())
    ann.sees("Add this client?", "Ivan Petrov", "2 cards could not be read in full")


async def test_a_file_of_nothing_but_beginnings_is_answered(ann: OnTelegram) -> None:
    await sent_file(ann, "all.vcf", b"BEGIN:VCARD\n" * 80_000)
    ann.sees("no name, phone or e-mail in there", "could not be read")


async def test_a_file_that_is_gone_is_said_and_bad_weather_passes(ann: OnTelegram) -> None:
    ann.fake.fail("getFile", 400)
    await sent_file(ann, "ivan.vcf", CARD.encode())
    ann.sees("send it again")
    ann.fake.fail("getFile", 502)
    ann.fake.fail("file", 503)
    await sent_file(ann, "ivan.vcf", CARD.encode())
    ann.sees("Add this client?")


async def test_a_strangers_file_is_not_even_fetched(ann: OnTelegram) -> None:
    mallory = ann.beside("Mallory")
    assert isinstance(mallory, OnTelegram)
    await sent_file(mallory, "ivan.vcf", CARD.encode())
    mallory.sees("You don't have access yet")
    assert "getFile" not in [method for method, _params in ann.fake.calls]


async def test_a_contact_sent_while_a_form_is_half_filled_shows_the_way_back(ann: OnTelegram) -> None:
    await ann.says("/deal")
    await sent(ann, contact={"phone_number": "79123456789", "first_name": "Ivan", "last_name": "Petrov"})
    ann.sees("Add this client?")
    await ann.presses("Back to: New deal")
    ann.sees("Which client?")
