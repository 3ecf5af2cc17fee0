"""Photos, documents, voice notes and forwarded words are kept with a client, told as a chat in Telegram."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import storage
from bot.channels.telegram import Telegram
from bot.channels.telegram.files.archive import Copies
from handlers.enum_labels import FILE_KINDS
from storage import rights
from storage.models import File, Interaction, Visibility
from tests.stories.on_telegram import edits, sent, sent_file
from tests.support.chat import OnTelegram
from tests.support.world import World

ONLY_ON = ("telegram", "telegram-webhook")
FROM = {"type": "user", "date": 1, "sender_user": {"id": 9, "is_bot": False, "first_name": "Walter"}}


@pytest.fixture
def copies(ann: OnTelegram, world: World, tmp_path: Path) -> Copies:
    channel = world.delivery.channels["telegram"]
    assert isinstance(channel, Telegram)
    channel.copies.folder = tmp_path / "files"
    return channel.copies


async def _files(ann: OnTelegram) -> list[File]:
    async with storage.reading(ann.world.database) as db:
        return list(await db.scalars(select(File).order_by(File.id)))


async def _said(ann: OnTelegram) -> list[str]:
    async with storage.reading(ann.world.database) as db:
        return list(await db.scalars(select(Interaction.text).order_by(Interaction.id)))


async def test_a_document_is_kept_with_the_client_looked_at_last(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "offer.pdf")
    ann.sees("Which client is this for?", "Document: offer.pdf")
    await ann.presses("Ivan Petrov")
    ann.sees("Note saved", "Ivan Petrov", "offer.pdf")
    [file] = await _files(ann)
    assert (file.kind, file.name, file.file_id, file.client_id) == ("document", "offer.pdf", "file0", 1)
    await ann.presses("Undo")
    ann.sees("Undone")
    assert not await _files(ann) and not await _said(ann)


async def test_whoever_is_written_next_is_meant(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("/new Olga Walrus")
    await sent_file(ann, "", kind="voice")
    ann.sees("Voice note")
    await ann.says("petrov")
    ann.sees("Note saved", "Ivan Petrov", "Voice note")
    assert [file.client_id for file in await _files(ann)] == [1]


async def test_nothing_is_kept_after_cancel_nor_twice(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "offer.pdf")
    asked = ann.last("Cancel")
    await ann.presses("Cancel")
    await ann.presses_again(asked, "Ivan Petrov")
    ann.sees("expired")
    await sent_file(ann, "offer.pdf")
    asked = ann.last("Cancel")
    await ann.presses("Ivan Petrov")
    await ann.presses_again(asked, "Ivan Petrov")
    ann.sees("expired")
    assert len(await _files(ann)) == 1


@pytest.mark.parametrize("caption", ["/note Ivan Petrov: the new office", "note Ivan Petrov: the new office"])
async def test_a_caption_says_it_all(ann: OnTelegram, caption: str) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "", kind="photo", caption=caption)
    ann.sees("Note saved", "Ivan Petrov", "the new office", "File: Photo")
    assert [(file.kind, file.file_id) for file in await _files(ann)] == [("photo", "file0")]


async def test_a_caption_that_names_nobody_known_is_asked_about_with_its_file(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "", kind="photo", caption="/call Ivan Petrow: showed me the new office")
    await ann.presses("Ivan Petrov")
    ann.sees("Call logged", "showed me the new office", "Photo")
    await ann.says("/new Olga Walrus")
    await ann.world.wait(hours=1)
    await sent_file(ann, "", kind="photo", caption="/meeting")
    await ann.presses("Olga Walrus")
    ann.sees("Meeting logged", "Photo")
    assert len(await _files(ann)) == 2


async def test_a_file_goes_with_no_other_command(ann: OnTelegram) -> None:
    await sent_file(ann, "", kind="photo", caption="/new Ivan Petrov")
    ann.sees("Send a file with /note")


async def test_a_file_sent_as_a_reply_is_kept_at_once(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    on = {"message_id": int(ann.news[-1].id), "date": 1, "chat": {"id": 11, "type": "private"}}
    await ann.says("/new Olga Walrus")
    await sent_file(ann, "offer.pdf", reply_to_message=on)
    ann.sees("Note saved", "Ivan Petrov", "offer.pdf")


async def test_a_changed_caption_keeps_its_file(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "offer.pdf", caption="/note Ivan Petrov: the ofer")
    number = ann.fake.last_message - 1
    told: dict[str, Any] = {"document": {"file_id": "file0", "file_unique_id": "u", "file_name": "offer.pdf"}}
    await edits(ann, number, "", caption="/note Ivan Petrov: the offer", **told)
    assert await _said(ann) == ["the offer"]
    assert [file.name for file in await _files(ann)] == ["offer.pdf"]


async def test_forwarded_words_are_kept_as_they_are_with_who_said_them(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov, Acme Ltd, +7 912 345-67-89")
    await ann.says("/new Olga Walrus")
    text = "Hello, 15 min with +7 912 345-67-89 yesterday 15:00; next: tuesday"
    await sent(ann, text, forward_origin=FROM)
    ann.sees("Which client is this for?", "Walter: Hello, 15 min")
    ann.sees_button("Olga Walrus", "Ivan Petrov · Acme Ltd")
    await ann.presses("Ivan Petrov · Acme Ltd")
    ann.sees("Note saved", "Ivan Petrov")
    assert await _said(ann) == [f"Walter: {text}"]


async def test_a_forwarded_command_is_still_not_followed(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "x.pdf", caption="/note Ivan Petrov: hm", forward_origin=FROM)
    ann.sees("Which client is this for?")
    await sent_file(ann, "x.pdf", caption="note Ivan Petrov: hm", forward_origin=FROM)
    ann.sees("Which client is this for?")


async def test_a_form_that_waits_does_not_swallow_a_file(ann: OnTelegram) -> None:
    await ann.says("/new")
    await sent_file(ann, "", kind="photo", caption="at the fair")
    ann.sees("Which client is this for?", "at the fair")


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "audio", "video", "video_note"])
async def test_a_file_comes_back_out_of_the_history(ann: OnTelegram, kind: str) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "offer.pdf", kind=kind)
    await ann.presses("Ivan Petrov")
    await ann.says("/find petrov")
    await ann.presses("History")
    [button] = [label for label in ann.news[-1].buttons if label.endswith(("offer.pdf", *FILE_KINDS.values()))]
    await ann.presses(button)
    ann.sees(f"[{kind} file0]")
    ann.fake.files.clear()
    await ann.presses_again(ann.last(button), button)
    ann.sees("Telegram no longer has that file")


async def _album(ann: OnTelegram, caption: str = "", **more: Any) -> None:
    """Three photos at once; Telegram sends them one by one, the caption with the first."""
    for number in range(3):
        said = {"caption": caption} if caption and not number else {}
        await ann.fake.sends_file(ann.user, "", b"x", "photo", media_group_id="7", **said, **more)
    await ann.looks()


async def test_photos_sent_together_are_asked_about_once(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await _album(ann)
    assert len(ann.news) == 1
    await ann.presses("Ivan Petrov")
    ann.sees("Note saved", "Photo, Photo, Photo")
    assert [file.file_id for file in await _files(ann)] == ["file0", "file1", "file2"]
    await ann.presses("Undo")
    ann.sees("Undone")
    assert not await _files(ann) and not await _said(ann)


async def test_photos_sent_together_with_a_caption_are_one_note(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await _album(ann, "/note Ivan Petrov: the new office")
    assert len(ann.news) == 1
    ann.sees("Note saved")
    assert len(await _files(ann)) == 3 and await _said(ann) == ["the new office"]
    await ann.presses("Undo")
    assert not await _files(ann) and not await _said(ann)


async def test_photos_that_come_after_the_first_was_taken_back_are_asked_about(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    more: dict[str, Any] = {"media_group_id": "7"}
    await sent_file(ann, "", kind="photo", caption="/note Ivan Petrov: the new office", **more)
    await ann.presses("Undo")
    await sent_file(ann, "", kind="photo", **more)
    ann.sees("Which client is this for?")
    await sent_file(ann, "", kind="photo", **more)
    await ann.presses("Ivan Petrov")
    assert len(await _files(ann)) == 2


async def test_a_copy_is_made_after_the_commit(ann: OnTelegram, copies: Copies, tmp_path: Path) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "../../бюджет <2>.xlsx", b"figures")
    await ann.presses("Ivan Petrov")
    [file] = await _files(ann)
    assert file.path is None and "getFile" not in [method for method, _params in ann.fake.calls]
    await copies.look()
    [file] = await _files(ann)
    assert file.path == "1-бюджет_2_.xlsx"
    assert (tmp_path / "files" / file.path).read_bytes() == b"figures"
    ann.fake.files.clear()
    await ann.says("/find petrov")
    await ann.presses("History")
    await ann.presses(next(label for label in ann.news[-1].buttons if "xlsx" in label))
    ann.sees("files/1-бюджет_2_.xlsx")
    await ann.says("/undo")
    for left in ([file.path], []):
        await copies.sweep()
        assert [path.name for path in (tmp_path / "files").iterdir()] == left


async def test_a_copy_has_a_name_that_opens(ann: OnTelegram, copies: Copies) -> None:
    await ann.says("/new Ivan Petrov")
    for kind in ("photo", "voice"):
        await sent_file(ann, "", kind=kind)
        await ann.presses("Ivan Petrov")
    for name in (".", "a" * 200 + ".pdf", "..\\..\\x.bat"):
        await sent_file(ann, name)
        await ann.presses("Ivan Petrov")
    await copies.look()
    names = [file.path or "" for file in await _files(ann)]
    assert names[:2] == ["1-photo.jpg", "2-voice.ogg"]
    assert [len(name) < 100 and "/" not in name and "\\" not in name for name in names] == [True] * 5


async def test_what_is_too_big_or_gone_stays_where_it_is(ann: OnTelegram, copies: Copies) -> None:
    await ann.says("/new Ivan Petrov")
    copies.most = 10
    for data in (b"much too big", b"small"):
        await sent_file(ann, "offer.pdf", data)
        await ann.presses("Ivan Petrov")
    del ann.fake.files["file1"]
    await copies.look()
    assert [(file.path, file.error) for file in await _files(ann)] == [(None, "too big"), (None, "gone")]


async def test_bad_weather_makes_no_copy_and_loses_none(ann: OnTelegram, copies: Copies) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "offer.pdf")
    await ann.presses("Ivan Petrov")
    ann.fake.fail("file", 503)
    assert not await copies.look()
    assert [(file.path, file.error) for file in await _files(ann)] == [(None, "")]
    assert await copies.look()
    assert [file.path for file in await _files(ann)] == ["1-offer.pdf"]


async def test_a_file_is_shown_only_to_who_may_see_its_client(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await sent_file(ann, "offer.pdf")
    await ann.presses("Ivan Petrov")
    boris = ann.beside("Boris")
    assert isinstance(boris, OnTelegram)
    await boris.joins()
    await boris.says("/find petrov")
    await boris.presses("History")
    shown = boris.last("Document: offer.pdf")
    async with storage.transaction(ann.world.database) as db:
        await rights.set_visibility(db, Visibility.OWN)
    await boris.presses_again(shown, "Document: offer.pdf")
    boris.sees("That file is gone")
    mallory = ann.beside("Mallory")
    assert isinstance(mallory, OnTelegram)
    await sent_file(mallory, "virus.exe")
    mallory.sees("You don't have access yet")
    assert len(await _files(ann)) == 1


async def test_a_photo_sent_while_a_form_is_half_filled_shows_the_way_back(ann: OnTelegram) -> None:
    await ann.says("/new Ivan Petrov")
    await ann.says("/deal")
    ann.sees("What's the deal about?")
    await sent_file(ann, "", kind="photo")
    ann.sees("Which client is this for?", "Photo")
    assert "Back to: New deal" in ann.news[-1].buttons
    await ann.presses("Ivan Petrov")
    ann.sees("Note saved")
    await ann.presses("Back to: New deal")
    ann.sees("What's the deal about?")
