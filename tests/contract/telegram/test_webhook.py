"""Where Telegram calls us: only Telegram is heard, and what is not done is brought again."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

import storage
from bot.channel import SendError
from bot.channels import token_state
from bot.channels.telegram import Telegram, WrongAddress
from bot.channels.telegram.polling import KINDS
from bot.channels.telegram.webhook import PATH, SECRET, secret
from bot.inbound.dispatch import Dispatcher
from bot.inbound.responses import Shown
from bot.web.server import Web
from handlers.chat import Card
from handlers.chat.events import Incoming, SentMessage
from storage.models import Inbox
from tests.contract.telegram.office import HURRIED, Office, first, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_people import User
from tests.support.ports import free_port
from tests.support.world import World

HEADER = {SECRET: secret(FakeTelegram.token)}


@dataclass
class House:
    """Where Telegram calls."""

    channel: Telegram
    address: str

    async def gets(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        async with (
            ClientSession() as session,
            session.post(f"{self.address}{PATH}", data=BytesIO(body), headers=headers) as answer,
        ):
            return answer.status, await answer.read()

    async def brought(self, update: dict[str, Any]) -> int:
        return (await self.gets(json.dumps(update).encode(), HEADER))[0]


@asynccontextmanager
async def called(telegram: FakeTelegram, pipeline: Dispatcher, port: int = 0) -> AsyncIterator[House]:
    """A channel that is connected and called, and stopped in the end as `serve` does it."""
    connected = asyncio.Event()
    address = f"http://127.0.0.1:{port or free_port()}"
    channel = Telegram(
        telegram.token, telegram.base, pipeline, lambda _name: connected.set(), HURRIED, public_url=address
    )
    web = Web("127.0.0.1", int(address.rpartition(":")[2]), channel.routes())
    await web.start()
    task = asyncio.create_task(channel.run())
    await asyncio.wait_for(connected.wait(), 10)
    try:
        yield House(channel, address)
    finally:
        await web.stop()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await channel.close()


def said(text: str, number: int = 1, chat: int = 11) -> dict[str, Any]:
    private, person = {"id": chat, "type": "private"}, {"id": chat, "is_bot": False, "first_name": "Ann"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1, "chat": private, "from": person, "text": text},
    }


async def test_telegram_is_asked_to_call_and_drops_nothing(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    await telegram.says(ann, "one")
    async with called(telegram, office) as house:
        await telegram.settled()
    [asked] = [params for method, params in telegram.calls if method == "setWebhook"]
    assert asked["url"] == f"{house.address}{PATH}"
    assert json.loads(asked["allowed_updates"]) == [*KINDS]
    assert office.texts == ["one"]
    assert telegram.problems == []


async def test_each_process_asks_for_the_same(telegram: FakeTelegram, office: Office, ann: User) -> None:
    port = free_port()
    for _process in range(2):
        async with called(telegram, office, port):
            await telegram.says(ann, "one")
            await telegram.settled()
    one, other = [params for method, params in telegram.calls if method == "setWebhook"]
    assert one == other


async def test_back_to_asking_nothing_is_lost(telegram: FakeTelegram, office: Office, ann: User) -> None:
    async with called(telegram, office):
        await telegram.says(ann, "one")
        await telegram.settled()
    await telegram.says(ann, "two")
    async with running(telegram, office):
        await telegram.says(ann, "three")
        await telegram.settled()
    assert office.texts == ["one", "two", "three"]
    assert telegram.problems == []


@pytest.mark.parametrize(
    "headers", [{}, {SECRET: ""}, {SECRET: "x"}, {SECRET: "é"}, {SECRET: HEADER[SECRET][:-1]}]
)
async def test_who_does_not_know_the_secret_learns_nothing(
    telegram: FakeTelegram, office: Office, headers: dict[str, str]
) -> None:
    async with called(telegram, office) as house:
        assert await house.gets(json.dumps(said("one")).encode(), headers) == (401, b"")
    assert office.heard == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"nonsense", 400),
        (b"[]", 400),
        (b'"update_id"', 400),
        (b"{}", 400),
        (b'{"update_id": "one"}', 400),
        (b'{"update_id": ' + b"9" * 5000 + b"}", 400),
        (b"[" * 100_000, 400),
        (b"\xff\xfe", 400),
        (b'{"update_id": 1, "x": "' + b"x" * 2**20 + b'"}', 413),
        (b'{"update_id": 1, "a_kind_of_tomorrow": {"id": 1}}', 200),
        (b'{"update_id": 1}', 200),
    ],
    ids=range(12),
)
async def test_what_is_no_update_is_refused(
    telegram: FakeTelegram, office: Office, body: bytes, status: int
) -> None:
    async with called(telegram, office) as house:
        assert (await house.gets(body, HEADER))[0] == status
    assert office.heard == []


async def test_no_half_of_a_character_and_no_zero_byte_comes_in(telegram: FakeTelegram, office: Office) -> None:
    async with called(telegram, office) as house:
        assert await house.brought(said("find \ud83d\0 acme 😀")) == 200
    assert office.texts == ["find \ufffd acme 😀"]


async def test_it_is_answered_when_it_is_done(telegram: FakeTelegram, office: Office) -> None:
    gate = asyncio.Event()

    async def answer(_event: Incoming) -> Shown:
        await gate.wait()
        return None

    office.hear(answer)
    async with called(telegram, office) as house:
        bringing = asyncio.create_task(house.brought(said("one")))
        await asyncio.wait({bringing}, timeout=0.1)
        assert not bringing.done()
        gate.set()
        assert await bringing == 200


async def test_one_chat_in_order_and_a_slow_one_does_not_hold_up_the_others(
    telegram: FakeTelegram, office: Office
) -> None:
    gate = asyncio.Event()

    async def answer(event: Incoming) -> Shown:
        if isinstance(event, SentMessage) and event.text == "slow":
            await gate.wait()
        return None

    office.hear(answer)
    async with called(telegram, office) as house:
        slow = asyncio.create_task(house.brought(said("slow", 1)))
        await asyncio.wait({slow}, timeout=0.1)
        after = asyncio.create_task(house.brought(said("after it", 2)))
        assert await house.brought(said("another", 3, chat=12)) == 200
        assert office.texts == ["slow", "another"]
        gate.set()
        assert [await slow, await after] == [200, 200]
    assert office.texts == ["slow", "another", "after it"]


async def test_what_fails_is_brought_again_in_its_place(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    office.hear(first(2, RuntimeError("broken")))
    async with called(telegram, office):
        await telegram.says(ann, "one")
        await telegram.says(ann, "two")
        await telegram.settled()
    assert [status for _number, status in telegram.courier.answers] == [503, 503, 200, 200]
    assert office.texts == ["one", "one", "one", "two"]


async def test_what_fails_five_times_is_set_aside(telegram: FakeTelegram, office: Office, ann: User) -> None:
    office.hear(first(5, RuntimeError("broken")))
    async with called(telegram, office):
        await telegram.says(ann, "poison")
        await telegram.happens(message={"message_id": 1, "date": "yesterday", "chat": {"id": 12}})
        await telegram.says(ann, "bread")
        await telegram.settled()
    assert office.texts == ["poison"] * 5 + ["bread"]
    async with storage.reading(office.database) as db:
        assert len(list(await db.scalars(select(Inbox).where(Inbox.raw.is_not(None))))) == 2


async def test_while_the_database_is_away_it_is_brought_again(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    weather = OperationalError("select", None, OSError())
    office.hear(first(7, weather))
    office.is_away = weather
    async with called(telegram, office):
        await telegram.says(ann, "one")
        await telegram.settled()
    assert office.texts == ["one"] * 8


@pytest.mark.parametrize("how", [502, "drop", "lost"])
async def test_what_was_lost_on_the_way_is_done_once(
    telegram: FakeTelegram, world: World, ann: User, how: int | str
) -> None:
    code = await world.invite()
    async with called(telegram, world.dispatcher) as house:
        world.delivery.add(house.channel)
        await telegram.says(ann, f"/start {code}")
        await telegram.settled()
        telegram.fail("webhook", how, times=2)
        await telegram.says(ann, "/new Ivan Petrov, Acme Ltd")
        await telegram.settled()
        await world.delivery.drain()
    texts = [message.text for message in telegram.messages(ann.id)]
    assert [text.partition("\n")[0] for text in texts] == ["Добро пожаловать, Ann!", "Ivan Petrov"]


async def test_what_is_in_hand_when_we_are_stopped_is_finished(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    begun = asyncio.Event()

    async def answer(_event: Incoming) -> Shown:
        begun.set()
        await asyncio.sleep(0.1)
        return None

    office.hear(answer)
    async with called(telegram, office):
        number = await telegram.says(ann, "one")
        await begun.wait()
    await telegram.confirms(number)
    assert telegram.courier.answers[0] == (number, 200)


async def test_an_address_that_telegram_refuses_is_told(telegram: FakeTelegram, office: Office) -> None:
    channel = Telegram(
        telegram.token, telegram.base, office, lambda _name: None, HURRIED, public_url="http://crm.example.com"
    )
    with pytest.raises(WrongAddress, match=r"RAPPORT_PUBLIC_URL.*HTTPS"):
        await channel.run()
    await channel.close()


async def test_neither_the_token_nor_the_secret_is_in_the_log(
    telegram: FakeTelegram, office: Office, ann: User
) -> None:
    office.hear(first(5, RuntimeError("broken")))
    with capture_logs() as logs:
        telegram.fail("setWebhook", 500)
        async with called(telegram, office) as house:
            await telegram.says(ann, "/note Acme: they are for sale")
            await telegram.settled()
            await house.gets(b"Acme", HEADER)
    assert "update set aside" in str(logs)
    assert not [word for word in ("Acme", telegram.token, HEADER[SECRET]) if word in str(logs)]


async def test_it_is_not_ready_while_telegram_refuses_the_token(telegram: FakeTelegram, office: Office) -> None:
    async with called(telegram, office) as house:
        assert await house.channel.is_connected()
        telegram.token = "4242:another"
        with pytest.raises(SendError):
            await house.channel.send("", "11", Card(body="hello"))
        assert not await house.channel.is_connected()
        telegram.token = FakeTelegram.token
        assert await house.channel.is_connected()


async def test_that_the_token_is_refused_is_found_though_nothing_is_said(
    telegram: FakeTelegram, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_state, "CHECK_INTERVAL", 0.0)
    async with called(telegram, office) as house:
        telegram.token = "4242:another"
        assert not await house.channel.is_connected()
