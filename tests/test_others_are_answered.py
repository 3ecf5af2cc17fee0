"""Whatever one person sends, another is answered meanwhile: by the real process, at its real pace."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

import pytest

from tests.fakes.telegram_people import User
from tests.test_stopping import Running, started

pytestmark = pytest.mark.xdist_group("at a real pace")

CODE = re.compile(r"(?:\w{4}-){2}\w{4}")
PACE = 1.1  # seconds: so often a chat may be written to
SECOND, USUAL = 1.0, 5  # or so many times as long as without a poison, on a machine that is busy
TRIES = 2
LONGEST = 4_096
CARDS = "BEGIN:VCARD\n" * 60_000  # none of them ends
POISONS = {
    "blanks": f"/deal Acme: licence{' ' * 3_900}x",
    "line ends": "/call Acme: hi" + "\n" * 3_900 + "x",
    "wide blanks": "/deal Acme: licence" + "\u3000\u2003\t\u00a0" * 900 + "x",
    "a long tag": f"/new X1, #{'щ' * 3_900}",
    "mentions": "/call Acme: " + "<@a" * 1_300,
    "Chinese": "王" * LONGEST,
    "nested": "([{" * 1_300,
}


@pytest.fixture
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with started(tmp_path_factory.mktemp("rapport")) as rapport:
        yield rapport


async def test_another_is_answered_within_a_second_throughout(running: Running) -> None:
    bob = await _joined(running)
    usual = await _waits(running, bob)
    for name, poison in POISONS.items():
        waited = []
        for _ in range(TRIES):
            await running.fake.says(running.ann, poison)
            waited.append(await _waits(running, bob))
            if waited[-1] < SECOND:
                break
        assert min(waited) < max(SECOND, USUAL * usual), f"{name}: {waited}, usually {usual:.2f} s"
    await running.fake.sends_file(running.ann, "all.vcf", CARDS.encode())
    assert await _waits(running, bob) < max(SECOND, USUAL * usual)


async def _joined(running: Running) -> User:
    fake, bob = running.fake, running.fake.user(12, "Bob", "en")
    before = len(fake.messages(running.ann.id))
    await fake.says(running.ann, "/invite rep")
    await fake.until(lambda: len(fake.messages(running.ann.id)) > before)
    found = CODE.search(fake.messages(running.ann.id)[-1].text)
    assert found
    await fake.says(bob, f"/start {found.group()}")
    await fake.until(lambda: bool(fake.messages(bob.id)))
    return bob


async def _waits(running: Running, user: User) -> float:
    """How many seconds until they are answered."""
    await asyncio.sleep(PACE)
    before, began = len(running.fake.messages(user.id)), time.monotonic()
    await running.fake.says(user, "/today")
    await running.fake.until(lambda: len(running.fake.messages(user.id)) > before)
    return time.monotonic() - began
