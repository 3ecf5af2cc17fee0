"""Whatever is typed, pressed or sent gets a clear answer or is ignored on purpose, and nothing breaks."""

import csv
import itertools
import json
import random
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import func, select

import storage
from bot.channels.slack.events import update
from bot.channels.telegram.render import pages
from bot.inbound.responses import Shown
from handlers.chat import COMMANDS, FORMS, OLD_BUTTON, Field, Form, Toast
from handlers.chat.events import FieldErrors, Incoming
from handlers.chat.max_length import check_length
from handlers.forms.fields import Choice, max_letters
from handlers.imports import csv_reader
from handlers.imports.import_clients import import_clients
from handlers.text import NAME, TEXT, clean, is_visible, storable
from storage.models import Client, Deal, Draft, Interaction, Move, Rep
from storage.team import accounts
from tests.conftest import Bases
from tests.paths import SHARED
from tests.support import people, recording
from tests.support.chat import OnSlack, OnTelegram, Person, on_slack, on_telegram
from tests.support.recording import Caller, Recorder, snapshot
from tests.support.world import World

BLNS = SHARED / "nasty" / "blns.json"
BROKE = "Something went wrong"
PASTE = "Dear Sir, " * 10_000  # a hundred thousand letters
ZALGO = "".join(letter + "\u0301\u0316\u0337" * 8 for letter in "zalgo")
NASTY = (
    *("\0", "Ivan\0ov", "\ud83d", "Bo \udc00 Li", "\x1b[2J\x07\x9b", "a\tb\r\nc\x0bd\u2028e"),
    *("\u202egnp.exe", "\u2067abc", ZALGO, "   ", "\u200b\u200d", "\u3164", "\n" * 500),
    *(
        "<b>&amp;</b>",
        "<!channel> <@U1> <https://x.io|y>",
        "@everyone",
        "*b* _i_ `c` ~s~",
        "[a](tg://user?id=1)",
    ),
    *(
        "{name} {0} %s %n",
        "' OR 1=1; --",
        "% _ \\",
        "=cmd|' /C calc'!A0",
        "/start",
        "a:b:c",
        ":",
        "::",
        ";",
        ",",
    ),
    *("9" * 5000, "1e999", "-1", str(2**63), "1" + "0" * 30 + " USD", "1000000000 hours", "NaN", "١٢٣"),
    *("31.12.9999", "9999-12-31 23:59", "0000-00-00", "in 99999 years", "29.02.2023", "born 31.12.9999"),
    *(
        "😀" * 300,
        "".join(chr(0x4E00 + 37 * n) for n in range(NAME)),
        "﷽" * NAME,
        "я" * (NAME + 1),
        "a." * 2000,
        "a," * 2000,
        "a " * 2000,
        "1 " * 2000,
        PASTE,
    ),
)
ALONE = [storable(text)[:12] + f" ({len(text)})" for text in NASTY]  # how they are called in reports
LINES = (
    *(
        "{}",
        "{}: {}",
        "/{}",
        "/find {}",
        "find {}",
        "/new {}",
        "new {}",
        "/new Bo Li, {}",
        "/new Bo, {}, {}, {}",
    ),
    *(
        "/call Acme: {}",
        "/call {}: hm",
        "/call {}",
        "/note Acme {}",
        "/meeting Acme: hm; next: {}",
        "call {}: {}",
    ),
    *("/deal Acme: {}", "/deal {}: licence", "/deal Acme: licence {}", "/deal {}", "deal {}: {}"),
    *("/move {}", "/move {} won", "/won {}", "/lost {}: {}", "/lost licence: {}", "move {}"),
    *("/remind Acme: {}", "/remind {}: tomorrow", "/remind {}", "/remind Acme: tomorrow {}"),
    *(
        f"/{name} {{}}"
        for name in COMMANDS
        if name not in ("find", "new", "call", "deal", "move", "won", "remind")
    ),
)
T = TypeVar("T")
MOST_MESSAGES = 4  # of Telegram's, in one answer


@dataclass
class Desk:
    """Ann at work: a client, a deal and a follow-up are there."""

    world: World
    channel: Recorder
    ann: Caller

    async def hears(self, event: Incoming, *, modals: bool = False) -> str:
        """What comes of it, which is never nothing and never too much."""
        self.channel.sent.clear()
        shown = await self.world.dispatcher.handle(event, modals=modals)
        await self.world.delivery.drain()
        said = "\n".join([*self.channel.texts(), *_at_once(shown)])
        what = f"{event!r:.400}"
        assert BROKE not in said, what
        assert said.strip(), f"no answer to {what}"
        assert clean(said) == said, f"{what}: {said!r}"
        assert sum(len(pages(sent.card)) for sent in self.channel.sent) <= MOST_MESSAGES, what
        return said

    async def types(self, text: str) -> str:
        return await self.hears(self.ann.types(text))

    async def count(self, noun: type[Client | Deal | Interaction]) -> int:
        async with storage.reading(self.world.database) as db:
            return await db.scalar(select(func.count()).select_from(noun)) or 0


def _at_once(shown: Shown) -> list[str]:
    match shown:
        case Toast():
            return [shown.text]
        case FieldErrors():
            return [*shown.errors.values()]
        case Form():
            return [shown.title]
    return []


def _share(things: Sequence[T], number: int, of: int) -> Sequence[T]:
    """One of so many parts: all with all would take too long."""
    return things[number % of :: of]


@pytest.fixture
async def desk(world: World) -> Desk:
    channel = Recorder()
    world.delivery.add(channel)
    ann = await recording.settle_in(world)
    async with storage.transaction(world.database) as db:
        await people.client(db, ann, "Bo Li", "Acme", "+4681234567")
    desk = Desk(world, channel, Caller(world))
    for line in ("/deal Acme: licence 12k", "/remind Acme: tomorrow 10:00 ring", "/note Acme: hm"):
        await desk.types(line)
    return desk


# Typed


async def test_whatever_is_typed_in_a_command_is_answered(desk: Desk) -> None:
    for number, nasty in enumerate(NASTY):
        for line in _share(LINES, number, 8):
            await desk.types(line.replace("{}", nasty))
    assert "Bo Li" in await desk.types("/find bo li")


@pytest.mark.skipif(not BLNS.exists(), reason="the list of naughty strings is not here")
async def test_naughty_strings_are_names_like_any_other(desk: Desk, tmp_path: Path) -> None:
    naughty = json.loads(BLNS.read_text(encoding="utf-8"))
    lines = itertools.cycle(LINES)
    for nasty in naughty[::3]:
        await desk.types(next(lines).replace("{}", nasty))
    await _bring_in(desk, tmp_path / "naughty.csv", naughty)
    for listed in ("/today", "/deals", "/birthdays", "/find a", "/pipeline"):
        await desk.types(listed)
    for number in range(0, len(naughty), 50):
        assert f"Bo {number}" in await desk.types(f"/find bo {number}")


async def test_what_is_too_long_is_said_so_and_nothing_is_kept(desk: Desk) -> None:
    before = await snapshot(desk.world.database)
    for line in ("{}", "/note Acme: {}", "/new {}", "/{}"):
        said = await desk.types(line.replace("{}", PASTE))
        assert "too long" in said and "10000" in said
        assert len(said) < 200
    assert await snapshot(desk.world.database) == before


async def test_a_long_note_is_kept_in_full_and_shown_in_short(desk: Desk) -> None:
    note = "word " * 1900
    said = await desk.types(f"/note Acme: {note}")
    assert "Note saved" in said
    assert len(said) < 1200
    async with storage.reading(desk.world.database) as db:
        newest = await db.scalar(select(Interaction.text).order_by(Interaction.id.desc()))
    assert newest == note.strip()


async def test_a_name_too_long_for_a_client_is_cut_and_a_deal_of_that_name_is_refused(desk: Desk) -> None:
    await desk.types(f"/new {'x' * (NAME + 7)}")
    async with storage.reading(desk.world.database) as db:
        newest = await db.scalar(select(Client).order_by(Client.id.desc()))
    assert newest and (len(newest.name), newest.about) == (NAME, "x" * 7)
    assert "too long" in await desk.types(f"/deal Acme: {'y' * (NAME + 1)}")
    assert await desk.count(Deal) == 1


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/remind Acme: 31.12.9999 party", "When is “31.12.9999 party”?"),
        ("/remind Acme: in 1000000000 hours", "When is"),
        ("/call Acme: 1000000000 hours, hm", "1000000000 hours, hm"),
        ("/deal Acme: gold 1" + "0" * 30 + " USD", "no amount yet"),
        ("/new Old Ivan, born 12.03.9999", "Old Ivan"),
        ("/call \u3164: hm", "Your text is saved"),
        ("/nonsense", "I don't know that command"),
        ("\u200b", "Who are you looking for?"),
    ],
)
async def test_what_cannot_be_is_answered_clearly(desk: Desk, line: str, answer: str) -> None:
    assert answer in await desk.types(line)


async def test_forwarded_words_are_never_a_command(desk: Desk) -> None:
    before = await snapshot(desk.world.database)
    for text in ("/won licence", "/new Mallory Ltd", "won licence", "note Acme: hm"):
        assert "Which client is this for" in await desk.hears(replace(desk.ann.types(text), is_forwarded=True))
    but = ("drafts", "inbox", "outbox")
    assert await snapshot(desk.world.database, but=but) == {k: v for k, v in before.items() if k not in but}


async def test_forwarded_words_may_answer_a_question(desk: Desk) -> None:
    await desk.types("/call Acme")
    for answer in ("Reached", "they want it"):
        await desk.hears(replace(desk.ann.types(answer), is_forwarded=True))
    async with storage.reading(desk.world.database) as db:
        draft = await db.scalar(select(Draft))
    assert draft and draft.data["given"] == {"outcome": "reached", "text": "they want it"}


# Forms


def _fields() -> list[tuple[str, Field]]:
    return [(name, asked) for name, (form, _submit) in FORMS.items() for asked in form.fields]


CONTEXTS: Mapping[str, dict[str, Any]] = {
    "client.edit": {"client_id": 1},
    "deal.amount": {"deal_id": 1},
    "deal.lose": {"deal_id": 1, "was": 1, "to": 6},
    "follow_up.date": {"follow_up_id": 1, "due_at": "2026-03-03T10:00:00+00:00"},
    "log": {"kind": "call"},
    "log.edit": {"interaction_id": 1},
}
FINE = {"name": "Bo", "client": "Acme", "title": "licence", "when": "tomorrow 10:00"}


@pytest.mark.parametrize(
    ("name", "asked"), _fields(), ids=lambda one: one if isinstance(one, str) else one.name
)
async def test_whatever_is_filled_in_is_answered(desk: Desk, name: str, asked: Field) -> None:
    form = FORMS[name][0].concerning(**CONTEXTS.get(name, {})).to_json()
    fine = {field: FINE.get(field, "") for field in form["fields"]}
    for nasty in (*_share(NASTY, len(asked.name), 8), PASTE):
        said = await desk.hears(desk.ann.submits(form, {**fine, asked.name: nasty}), modals=True)
        is_asked = asked.only_if is None and not isinstance(asked, Choice)
        if is_asked and len(clean(nasty).strip()) > max_letters(asked):
            assert "too long" in said, (name, asked.name, nasty[:20])
    await desk.types("/find acme")


async def test_whatever_is_typed_into_a_form_is_answered(desk: Desk) -> None:
    for nasty, command in zip(NASTY, itertools.cycle(["/new", "/call", "/deal", "/remind"]), strict=False):
        await desk.types(command)
        for _question in range(3):
            await desk.types(nasty)
    assert "Bo Li" in await desk.types("/find bo li")


async def test_a_name_that_nobody_can_see_is_none(desk: Desk) -> None:
    clients = await desk.count(Client)
    form = FORMS["client.new"][0].to_json()
    for blank in ("   ", "\u200b\u200d", "\u3164", "\u2800", "\n\t", "\0", "\u202e"):
        assert "required" in await desk.hears(desk.ann.submits(form, {"name": blank}), modals=True)
        assert "see a name" in await desk.types(f"/new ,{blank}")
    assert await desk.count(Client) == clients


# Pressed


async def test_the_buttons_of_other_people_do_nothing(desk: Desk) -> None:
    """Drafts and acts are those of whoever typed; cards are seen in one's own chat."""
    boris = Caller(desk.world, recording.place("12"), prefix="b")
    await recording.settle_in(desk.world, boris.place, name="Boris")
    for line in ("/call", "/call Nobody: hm", "nobody at all"):
        await desk.types(line)
    async with storage.reading(desk.world.database) as db:
        drafts = [draft.id for draft in await db.scalars(select(Draft))]
    before = await snapshot(desk.world.database, but=("inbox", "outbox"))
    for draft, press in itertools.product(
        drafts, ("give:%s:text:x", "skip:%s:text", "cancel:%s", "back:%s:text")
    ):
        assert "closed" in await desk.hears(boris.presses("form." + press % draft))
    for draft, press in itertools.product(drafts, ("client:%s:1", "anyway:%s", "drop:%s", "create:%s:Bo")):
        assert OLD_BUTTON in await desk.hears(boris.presses("line." + press % draft))
    for act in range(1, 5):
        assert "already undone" in await desk.hears(boris.presses(f"undo:{act}"))
    assert await snapshot(desk.world.database, but=("inbox", "outbox")) == before


@pytest.mark.parametrize(
    "data", ["find.page:0:\0", "find.page:0:\ud83d", "find.open:1:0:" + "x" * 5000, "deal:" + "9" * 5000]
)
async def test_a_forged_press_is_answered(desk: Desk, data: str) -> None:
    await desk.hears(desk.ann.presses(data))


# Sent again and out of order

DAY = (
    "/new Ivan Petrov, Globex",
    "/deal Globex: rockets 12k",
    "deal.move:2:1:3",
    "deal.move:2:3:5",
    "undo:5",
    "/undo",
)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_the_order_a_deal_is_where_its_history_says(bases: Bases, seed: int) -> None:
    async with bases.copied() as database:
        world = World.around(database)
        world.delivery.add(Recorder())
        await recording.settle_in(world)
        ann = Caller(world)
        events = [ann.presses(said) if said[0] != "/" else ann.types(said) for said in DAY] * 2
        random.Random(seed).shuffle(events)
        for event in events:
            await world.dispatcher.handle(event)
        async with storage.reading(database) as db:
            for deal in await db.scalars(select(Deal)):
                moves = await db.scalars(select(Move.now_id).where(Move.deal_id == deal.id).order_by(Move.id))
                assert [*moves][-1] == deal.stage_id
            assert await db.scalar(select(func.count()).select_from(Client)) in (0, 1)


# Who comes in, and what is brought in


async def test_whoever_comes_in_has_a_name(world: World) -> None:
    world.delivery.add(channel := Recorder())
    for number, nasty in enumerate(NASTY):
        caller = Caller(world, recording.place(f"{number}"), prefix=f"{number}-")
        stranger = caller.types(f"/start {await world.invite()}")
        await world.dispatcher.handle(replace(stranger, name=nasty, locale=nasty, timezone=nasty))
    await world.delivery.drain()
    async with storage.reading(world.database) as db:
        reps = await accounts.active(db)
    assert len(reps) == len(channel.sent) == len(NASTY)
    assert all(is_visible(rep.name) and len(rep.name) <= NAME and rep.timezone == "UTC" for rep in reps)
    assert all("Welcome" in said for said in channel.texts())


async def test_a_stranger_is_told_one_thing(world: World) -> None:
    world.delivery.add(channel := Recorder())
    for number, nasty in enumerate(NASTY):
        caller = Caller(world, recording.place(f"{number}"), prefix=f"{number}-")
        for text in (nasty, f"/start {nasty}"):
            await world.dispatcher.handle(replace(caller.types(text), name=nasty))
    await world.delivery.settle()
    assert len(channel.sent) >= len(NASTY)
    assert all("invitation" in said and len(said) < 200 for said in channel.texts())
    async with storage.reading(world.database) as db:
        assert await db.scalar(select(func.count()).select_from(Rep)) == 0


async def _bring_in(desk: Desk, file: Path, nasty: Sequence[str]) -> None:
    """A file with each of them in every column."""
    columns = ("Name", "Company", "Title", "Phone", "Email", "Birthday", "Address", "Tags", "Note", "Else")
    with file.open("w", encoding="utf-8", newline="") as written:
        rows = csv.writer(written)
        rows.writerow(("Full name", *columns))
        rows.writerows(
            (f"Bo {number}", *(storable(text) for _column in columns)) for number, text in enumerate(nasty)
        )
    async with storage.transaction(desk.world.database) as db:
        owner = (await accounts.active(db))[0]
        report = await import_clients(db, owner, csv_reader.read(file), desk.world.clock(), region="US")
        assert (report.read, report.refused) == (len(nasty), ())


async def test_whatever_is_in_a_file_comes_in(desk: Desk, tmp_path: Path) -> None:
    for _time in range(2):
        await _bring_in(desk, tmp_path / "nasty.csv", NASTY)
    for number in range(len(NASTY)):
        assert f"Bo {number}" in await desk.types(f"/find bo {number}")


# As the platforms see it: their fakes refuse what the real ones refuse, and complain of markup.

SOME = [text for text in NASTY[::4] if is_visible(clean(text)) and len(text) < TEXT]


async def _plays(person: Person, nasty: str) -> None:
    for line in (
        "/new Eve, {}",
        "/new {}",
        "/call Eve: {}",
        "/deal Eve: {}",
        "/remind Eve: tomorrow 10:00 {}",
        "{}",
    ):
        await person.says(line.replace("{}", nasty))
        said = "\n".join(seen.text for seen in person.news)
        assert BROKE not in said, line
        assert said or isinstance(person, OnSlack), line  # there a form may be the answer


async def test_telegram_shows_whatever_it_is(world: World) -> None:
    async with on_telegram(world) as ann:
        await ann.joins()
        for nasty in SOME:
            await _plays(ann, nasty)
        for listed in ("/today", "/deals", "/find eve"):
            await ann.says(listed)


async def test_slack_shows_whatever_it_is_and_calls_nobody(world: World) -> None:
    async with on_slack(world) as ann:
        await ann.joins()
        for nasty in SOME:
            await _plays(ann, nasty)
        for listed in ("/today", "/deals", "/find eve"):
            await ann.says(listed)
        await ann.says("/new <!channel> <@U11>")
        await ann.presses("Edit")
        await ann.fills({"Name": "<!here> *Eve*"})
        ann.sees("<!here> *Eve*")


async def test_telegram_hears_of_a_forwarded_command_and_does_not_follow(world: World) -> None:
    async with on_telegram(world) as ann:
        await ann.joins()
        origin = {"type": "hidden_user", "sender_user_name": "Mallory", "date": 1}
        await ann.fake.says(ann.user, "/new Mallory Ltd", forward_origin=origin)
        await ann.looks()
        ann.sees("Which client is this for?")
        await ann.says("/find mallory")
        ann.sees("Nothing found")


async def test_mallory_cannot_press_what_ann_was_shown(world: World) -> None:
    async with on_telegram(world) as ann:
        await ann.joins()
        await ann.says("/new Bo Li, Acme")
        mallory = OnTelegram(world, ann.fake, ann.fake.user(66, "Mallory"))
        await mallory.says("hello")
        await mallory.presses_again(ann.last("Undo"), "Undo")
        mallory.sees("invitation")
        await ann.says("/find acme")
        ann.sees("Bo Li")


# The letters themselves


@pytest.mark.parametrize("nasty", NASTY, ids=ALONE)
def test_clean_letters_are_clean_for_good(nasty: str) -> None:
    once = clean(nasty)
    assert clean(once) == once
    once.encode()
    assert not re.search("[\0\x1b\u202e\u2067\ud800-\udfff]", once)


def test_a_whole_character_stays_whole() -> None:
    assert clean("\ud83d\ude00 a\u0301 👩‍👩‍👧 שלום") == "😀 a\u0301 👩‍👩‍👧 שלום"


def test_what_fits_is_left_as_it_is() -> None:
    assert check_length("x" * NAME, NAME) == "x" * NAME


def test_every_letter_is_cleaned_as_by_the_long_way() -> None:
    """`clean` and `storable` leave a text alone at first sight, where they can."""
    for code in range(sys.maxunicode + 1):
        letter = f"a{chr(code)}b"
        whole = letter.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        assert storable(letter) == whole, hex(code)
        if clean(letter) != whole:
            assert unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}, hex(code)
        else:
            assert chr(code) in "\n\t\0" or unicodedata.category(chr(code)) not in {"Cc", "Zl", "Zp"}, hex(code)


def test_what_is_kept_of_a_slack_event_can_be_stored() -> None:
    event = {"type": "message", "user": "U1", "channel": "D1", "text": "a\0 \ud83d", "files": [{"name": "\0b"}]}
    kept = update({"type": "event_callback", "team_id": "T1", "event_id": "E1", "token": "t", "event": event})
    assert kept.raw["event"] == {**event, "text": "a \ufffd", "files": [{"name": "b"}]}
    assert "token" not in kept.raw
