"""Whatever one person sends, another is answered meanwhile: by the real process, at its real pace."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest

from tests.bot.runtime.test_stopping import Running, started
from tests.fakes.telegram_people import User
from tests.running.quiet_clock import watching

pytestmark = pytest.mark.xdist_group("at a real pace")

CODE = re.compile(r"(?:\w{4}-){2}\w{4}")
PACE = 1.1  # seconds: so often a chat may be written to
SECOND, USUAL = 1.0, 5  # or so many times as long as without a poison, on a machine that is slow
TRIES = 2
LONGEST_TEST = 300.0  # seconds: a busy machine is no failure, a hanging process is
LONGEST = 4_096
POISONS = {
    "blanks": f"/deal Acme: licence{' ' * 3_900}x",
    "line ends": "/call Acme: hi" + "\n" * 3_900 + "x",
    "wide blanks": "/deal Acme: licence" + "\u3000\u2003\t\u00a0" * 900 + "x",
    "a long tag": f"/new X1, #{'щ' * 3_900}",
    "mentions": "/call Acme: " + "<@a" * 1_300,
    "Chinese": "王" * LONGEST,
    "nested": "([{" * 1_300,
}
FILES = {
    "cards without an end": "BEGIN:VCARD\n" * 60_000,
    "soft line breaks": "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:" + "=D0=B0=\n" * 60_000 + "END:VCARD\n",
}


@pytest.fixture
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with started(tmp_path_factory.mktemp("rapport")) as rapport:
        yield rapport


async def test_another_is_answered_within_a_second_throughout(running: Running) -> None:
    fake, ann = running.fake, running.ann
    async with asyncio.timeout(LONGEST_TEST):
        bob = await _joined(running)
        usual = await _waits(running, bob)
        for name, poison in POISONS.items():
            await _held_up(running, bob, usual, name, partial(fake.says, ann, poison))
        for name, file in FILES.items():
            await _held_up(running, bob, usual, name, partial(fake.sends_file, ann, "all.vcf", file.encode()))


async def _held_up(
    running: Running, bob: User, usual: float, name: str, send: Callable[[], Awaitable[int]]
) -> None:
    """Fails if Bob is, each time that it is tried."""
    waited: list[float] = []
    for _ in range(TRIES):
        await asyncio.sleep(PACE)
        waited.append(await _longest_wait(running, bob, await send()))
        if waited[-1] < max(SECOND, USUAL * usual):
            return
    raise AssertionError(f"{name}: {waited}, usually {usual:.2f} s")


async def _longest_wait(running: Running, user: User, poison: int) -> float:
    """The longest that they wait for an answer, asking again and again until that update has been handled."""
    longest = await _asks(running, user)
    while running.fake.confirmed < poison:
        longest = max(longest, await _waits(running, user))
    return longest


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
    """How many seconds until they are answered, if nothing else has been sent to them just now."""
    await asyncio.sleep(PACE)
    return await _asks(running, user)


async def _asks(running: Running, user: User) -> float:
    before = len(running.fake.messages(user.id))
    async with watching(running.process.pid) as clock:
        began = clock()
        await running.fake.says(user, "/today")
        await running.fake.until(lambda: len(running.fake.messages(user.id)) > before)
        return clock() - began
