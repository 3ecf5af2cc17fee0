"""Whatever a person sends is kept or answered: places, polls, files, broadcasts, forwarded messages."""

from typing import Any

import pytest
from sqlalchemy import select

import storage
from storage.models import File, Interaction
from tests.stories.on_slack import file, writes
from tests.stories.on_telegram import edits, sent, sent_file
from tests.support.chat import OnSlack, OnTelegram, Person
from tests.support.world import World

ONLY_ON = ("telegram", "telegram-webhook", "slack", "slack-http")
PLACE = {"latitude": 48.2082, "longitude": -16.3738}
MAP = "https://www.openstreetmap.org/?mlat=48.20820&mlon=-16.37380#map=17/48.20820/-16.37380"
VENUE: dict[str, Any] = {"location": PLACE, "title": "Acme office", "address": "1 Main St"}
POLL: dict[str, Any] = {
    "id": "1",
    "question": "Which day?",
    "options": [
        {"persistent_id": f"{n}", "text": day, "voter_count": n} for n, day in enumerate(("Mon", "Tue"))
    ],
    "total_voter_count": 1,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
CHECKLIST: dict[str, Any] = {
    "title": "For Acme",
    "tasks": [{"id": 1, "text": "send the offer", "completion_date": 1}, {"id": 2, "text": "call"}],
}
STICKER: dict[str, Any] = {
    **{"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 9, "height": 9},
    **{"is_animated": False, "is_video": False},
}
FROM_CHANNEL = {
    "type": "channel",
    "date": 1,
    "message_id": 1,
    "chat": {"id": -9, "type": "channel", "title": "News"},
}


@pytest.fixture
def telegram(ann: Person) -> OnTelegram:
    if not isinstance(ann, OnTelegram):
        pytest.skip("of Telegram")
    return ann


@pytest.fixture
def slack(ann: Person) -> OnSlack:
    if not isinstance(ann, OnSlack):
        pytest.skip("of Slack")
    return ann


async def _kept(world: World) -> list[str]:
    async with storage.reading(world.database) as db:
        return list(await db.scalars(select(Interaction.text).order_by(Interaction.id)))


async def _files(world: World) -> list[File]:
    async with storage.reading(world.database) as db:
        return list(await db.scalars(select(File).order_by(File.id)))


@pytest.mark.parametrize(
    ("sends", "kept"),
    [
        ({"location": PLACE}, f"48.20820, -16.37380\n{MAP}"),
        ({"location": {**PLACE, "live_period": 900}}, f"48.20820, -16.37380\n{MAP}"),
        ({"location": PLACE, "venue": VENUE}, f"Acme office\n1 Main St\n{MAP}"),
        ({"poll": POLL}, "Which day?\n- Mon\n- Tue: 1"),
        ({"checklist": CHECKLIST}, "For Acme\n☑ send the offer\n☐ call"),
    ],
)
async def test_a_place_a_poll_a_checklist_is_kept_with_a_client(
    telegram: OnTelegram, world: World, sends: dict[str, Any], kept: str
) -> None:
    await telegram.says("/new Ann Bell")
    await sent(telegram, **sends)
    telegram.sees("Which client is this for?", *kept.split("\n"))
    await telegram.presses("Ann Bell")
    telegram.sees("Note saved", "Ann Bell")
    assert await _kept(world) == [kept]


async def test_a_place_is_no_answer_to_the_question_of_a_form(telegram: OnTelegram, world: World) -> None:
    await telegram.says("/new Ann Bell")
    await telegram.says("/note Ann Bell")
    telegram.sees("What did you talk about?")
    await sent(telegram, location=PLACE, venue={**VENUE, "title": "call centre"})
    telegram.sees("Which client is this for?", "call centre")
    await telegram.presses("Ann Bell")
    assert await _kept(world) == [f"call centre\n1 Main St\n{MAP}"]


async def test_a_place_sent_as_a_reply_to_a_card_is_kept_at_once(telegram: OnTelegram, world: World) -> None:
    await telegram.says("/new Ann Bell")
    on = {"message_id": int(telegram.news[-1].id), "date": 1, "chat": {"id": 11, "type": "private"}}
    await telegram.says("/new Olga Walrus")
    await sent(telegram, location=PLACE, venue=VENUE, reply_to_message=on)
    telegram.sees("Note saved", "Ann Bell", "Acme office")


async def test_a_live_place_that_moves_is_answered_once(telegram: OnTelegram) -> None:
    number = await sent(telegram, location={**PLACE, "live_period": 900})
    telegram.sees("Which client is this for?")
    await edits(telegram, number, "", location={**PLACE, "latitude": 48.3, "live_period": 900})
    telegram.sees_nothing()


async def test_a_contact_and_a_place_after_it_are_both_answered(telegram: OnTelegram, world: World) -> None:
    await telegram.says("/new Ann Bell")
    contact = {"phone_number": "+79123456789", "first_name": "Ivan", "last_name": "Petrov"}
    await sent(telegram, contact=contact)
    telegram.sees("Ivan Petrov")
    added = telegram.last("Add")
    await sent(telegram, location=PLACE)
    telegram.sees("Which client is this for?")
    await telegram.presses_again(added, "Add")
    telegram.sees("Ivan Petrov")
    await telegram.presses("Ann Bell")
    assert await _kept(world) == [f"48.20820, -16.37380\n{MAP}"]


@pytest.mark.parametrize(
    "sends",
    [
        {"sticker": STICKER},
        {"dice": {"emoji": "🎲", "value": 4}},
        {"story": {"chat": {"id": 5, "type": "private"}, "id": 1}},
        {"game": {"title": "g", "description": "d", "photo": []}},
        {"paid_media": {"star_count": 1, "paid_media": []}},
    ],
)
async def test_what_cannot_be_kept_is_answered(telegram: OnTelegram, sends: dict[str, Any]) -> None:
    await sent(telegram, **sends)
    telegram.sees("I can't save that", "locations")


@pytest.mark.parametrize(
    "service",
    [
        {"pinned_message": {"message_id": 1, "date": 1, "chat": {"id": 11, "type": "private"}, "text": "x"}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}},
    ],
)
async def test_service_messages_are_passed_over(telegram: OnTelegram, service: dict[str, Any]) -> None:
    await sent(telegram, **service)
    telegram.sees_nothing()


@pytest.mark.parametrize("kind", ["animation", "voice", "video_note", "video", "audio", "photo"])
async def test_every_kind_of_file_is_kept(telegram: OnTelegram, world: World, kind: str) -> None:
    await telegram.says("/new Ann Bell")
    more: dict[str, Any] = {"width": 9, "height": 9, "duration": 1} if kind == "animation" else {}
    told: dict[str, Any] = {
        "file_id": "f",
        "file_unique_id": "f",
        "duration": 1,
        "length": 9,
        "width": 9,
        "height": 9,
        **more,
    }
    message: dict[str, Any] = {kind: [told] if kind == "photo" else told}
    await sent(telegram, **message)
    await telegram.presses("Ann Bell")
    telegram.sees("Note saved")
    assert len(await _files(world)) == 1


async def test_a_forwarded_post_of_a_channel_and_a_quoting_reply_are_answered(
    telegram: OnTelegram, world: World
) -> None:
    await telegram.says("/new Ann Bell")
    card = {"message_id": int(telegram.news[-1].id), "date": 1, "chat": {"id": 11, "type": "private"}}
    await sent(telegram, "They merge", forward_origin=FROM_CHANNEL)
    telegram.sees("Which client is this for?", "News: They merge")
    await telegram.presses("Ann Bell")
    quote = {"text": "Ann", "position": 0}
    await sent(telegram, "likes tea", reply_to_message=card, quote=quote)
    telegram.sees("Note saved")
    assert await _kept(world) == ["News: They merge", "likes tea"]
    elsewhere = {"origin": FROM_CHANNEL, "chat": FROM_CHANNEL["chat"], "message_id": 1}
    await sent(telegram, "find ann", external_reply=elsewhere, quote=quote)
    telegram.sees("Ann Bell")


async def test_a_note_with_a_photo_is_kept_with_it(telegram: OnTelegram, world: World) -> None:
    await telegram.says("/new Ann Bell")
    await sent_file(telegram, "", kind="photo", caption="/note Ann Bell: the contract")
    telegram.sees("Note saved", "the contract", "File: Photo")


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message"])
async def test_what_is_broadcast_out_of_a_thread_is_answered(slack: OnSlack, subtype: str) -> None:
    await slack.says("/new Ann Bell")
    await writes(slack, "find ann", subtype=subtype, thread_ts="1700000000.000001")
    slack.sees("Ann Bell")


async def test_a_mention_that_is_broadcast_is_answered(slack: OnSlack) -> None:
    await slack.says("/new Ann Bell")
    slack.fake.channel("C1", slack.user)
    slack.goes_to("C1")
    await slack.fake.mentions(slack.user, "C1", "find ann", subtype="thread_broadcast", thread_ts="1.1")
    await slack.looks()
    slack.sees("Ann Bell")


@pytest.mark.parametrize("text", ["/note Ann Bell: the contract", "note Ann Bell: the contract"])
async def test_a_file_with_a_note_in_slack_is_kept_as_a_link(slack: OnSlack, world: World, text: str) -> None:
    await slack.says("/new Ann Bell")
    await writes(slack, text, subtype="file_share", files=[file("2026-03-09 offer.pdf")])
    slack.sees("Note saved", "Ann Bell", "the contract", "File: Document: 2026-03-09 offer.pdf")
    slack.sees("The file stays where it was sent")
    assert await _kept(world) == ["the contract"]
    await slack.says("find ann")
    await slack.presses("History")
    await slack.presses("Document: 2026-03-09 offer.pdf")
    slack.sees("https://company.slack.com/files/U11/F1/2026-03-09 offer.pdf")
    await slack.says("/undo")
    assert await _kept(world) == [] and not await _files(world)


async def test_files_without_a_word_in_slack_are_asked_about(slack: OnSlack, world: World) -> None:
    await slack.says("/new Ann Bell")
    await writes(slack, "", subtype="file_share", files=[file("a.pdf"), file("b.png", "image/png")])
    slack.sees("Which client is this for?", "Document: a.pdf, Photo: b.png")
    await slack.presses("Ann Bell")
    slack.sees("Note saved")
    assert [(kept.kind, kept.name, kept.channel) for kept in await _files(world)] == [
        ("document", "a.pdf", "slack"),
        ("photo", "b.png", "slack"),
    ]


async def test_a_file_that_slack_tells_nothing_of_is_said_not_to_be_kept(slack: OnSlack, world: World) -> None:
    await slack.says("/new Ann Bell")
    hidden = {"id": "F1", "mode": "file_access", "file_access": "check_file_info"}
    await writes(slack, "note Ann Bell: the contract", subtype="file_share", files=[hidden])
    slack.sees("Note saved", "the contract", "I can't save the file itself")
    assert await _kept(world) == ["the contract"]


async def test_a_mention_with_a_file_is_kept(slack: OnSlack, world: World) -> None:
    await slack.says("/new Ann Bell")
    slack.fake.channel("C1", slack.user)
    slack.goes_to("C1")
    await slack.fake.mentions(slack.user, "C1", "note Ann Bell: the contract", files=[file("a.pdf")])
    await slack.looks()
    slack.sees("Note saved", "Document: a.pdf")


async def test_a_message_forwarded_in_slack_is_kept_with_its_author_and_its_link(
    slack: OnSlack, world: World
) -> None:
    await slack.says("/new Ann Bell")
    link = "https://company.slack.com/archives/C1/p1"
    shared = {"is_share": True, "author_name": "Boris", "text": "they want 10 % &amp; more", "from_url": link}
    await writes(slack, "", attachments=[shared])
    slack.sees("Which client is this for?", "Boris: they want 10 % & more", link)
    await slack.presses("Ann Bell")
    await writes(slack, "note Ann Bell: see this", attachments=[shared])
    assert await _kept(world) == [f"Boris: they want 10 % & more\n{link}", f"see this ({link})"]


async def test_a_message_with_nothing_in_it_is_answered(slack: OnSlack) -> None:
    await writes(slack, "")
    slack.sees("I can't save that")
