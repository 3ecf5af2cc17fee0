"""Limits are respected before they are hit, and whoever waits for an answer goes first."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from bot.pace import CHATS_REMEMBERED, Bucket, Limits, Pace
from bot.slack import Slack
from bot.telegram import Telegram
from storage.outbox import ANSWER, REMINDER

UNLIMITED = 1e9
JITTER = 0.015  # seconds that a busy loop may wake too late: then the next one seems to come too early


async def _times(*waits: Awaitable[None]) -> list[float]:
    """When each of them came through, in seconds from now."""
    began = time.monotonic()

    async def timed(wait: Awaitable[None]) -> float:
        await wait
        return time.monotonic() - began

    return sorted(await asyncio.gather(*(timed(wait) for wait in waits)))


def _never_faster(times: list[float], rate: float, burst: int) -> bool:
    """In no stretch of time were there more than the burst and what the rate gives."""
    return all(
        count - burst <= (late - early + JITTER) * rate
        for first, early in enumerate(times)
        for count, late in enumerate(times[first:], 1)
    )


def test_a_bucket_gives_its_burst_at_once_and_then_its_rate() -> None:
    bucket = Bucket(rate=1, burst=4)
    waits = [bucket.take() for _message in range(7)]
    assert waits[:4] == [0, 0, 0, 0]
    assert waits[4:] == pytest.approx([1, 2, 3], abs=0.05)


def test_a_held_bucket_gives_nothing_before_then() -> None:
    bucket = Bucket(rate=2, burst=4)
    bucket.hold(30)
    assert [bucket.take(), bucket.take()] == pytest.approx([30.5, 31], abs=0.05)


def test_a_bucket_held_twice_waits_for_the_longer_of_both_at_least() -> None:
    bucket = Bucket(rate=1, burst=1)
    bucket.hold(10)
    bucket.hold(20)
    assert bucket.take() >= 20


@pytest.mark.parametrize(
    ("limits", "total", "per_chat"),
    [(Telegram.limits, 30, 1), (Slack.limits, UNLIMITED, 1)],
    ids=["telegram", "slack"],
)
def test_a_channel_promises_no_more_than_its_platform_allows(
    limits: Limits, total: float, per_chat: float
) -> None:
    """https://core.telegram.org/bots/faq, https://docs.slack.dev/apis/web-api/rate-limits"""
    assert limits.total <= total
    assert limits.per_chat <= per_chat
    if limits.per_group:
        assert limits.per_group * 60 + limits.group_burst <= 20  # a minute


async def test_in_all_it_is_never_faster_than_the_limit() -> None:
    pace = Pace(Limits(total=50, per_chat=UNLIMITED, chat_burst=100))
    times = await _times(*(pace.wait(str(chat), REMINDER) for chat in range(12)))
    assert _never_faster(times, 50, burst=1)


async def test_one_chat_is_never_faster_than_its_limit() -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=50, chat_burst=3))
    times = await _times(*(pace.wait("a", ANSWER) for _message in range(9)))
    assert _never_faster(times, 50, burst=3)


async def _in_order(*named: tuple[str, Callable[[], Awaitable[None]]]) -> list[str]:
    """In which order they come through, when all of them wait at once."""
    through: list[str] = []

    async def go(name: str, wait: Callable[[], Awaitable[None]]) -> None:
        await wait()
        through.append(name)

    await asyncio.gather(*(go(name, wait) for name, wait in named))
    return through


async def test_a_slow_chat_does_not_slow_the_others() -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=5, chat_burst=1))
    slow = [("slow", lambda: pace.wait("a", ANSWER)) for _message in range(2)]
    assert await _in_order(*slow, ("other", lambda: pace.wait("b", ANSWER))) == ["slow", "other", "slow"]


async def test_groups_have_a_limit_of_their_own() -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=UNLIMITED, chat_burst=9, per_group=20, group_burst=1))
    group = [("group", lambda: pace.wait("-100", ANSWER)) for _message in range(2)]
    person = [("person", lambda: pace.wait("100", ANSWER)) for _message in range(3)]
    assert await _in_order(*group, *person) == ["group", *["person"] * 3, "group"]
    times = await _times(*(pace.wait("-200", ANSWER) for _message in range(3)))
    assert all(late - early > 0.05 - JITTER for early, late in pairwise(times))


async def test_an_answer_goes_ahead_of_all_the_reminders_that_wait() -> None:
    pace = Pace(Limits(total=100, per_chat=UNLIMITED, chat_burst=9))
    reminders = [(f"reminder {n}", lambda n=n: pace.wait(f"r{n}", REMINDER)) for n in range(6)]

    async def late_answer() -> None:
        await asyncio.sleep(0.015)
        await pace.wait("b", ANSWER)

    order = await _in_order(*reminders, ("answer", late_answer))
    assert order.index("answer") <= 3
    assert [name for name in order if name != "answer"] == [name for name, _wait in reminders]


async def test_a_held_chat_waits_and_the_others_do_not() -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=UNLIMITED, chat_burst=9))
    pace.hold("a", 0.1)
    began = time.monotonic()
    order = await _in_order(("held", lambda: pace.wait("a", ANSWER)), ("other", lambda: pace.wait("b", ANSWER)))
    assert order == ["other", "held"]
    assert time.monotonic() - began > 0.1 - JITTER


async def test_when_everyone_is_held_everyone_waits() -> None:
    pace = Pace(Limits(total=1000, per_chat=UNLIMITED, chat_burst=9))
    pace.hold("a", 0.1, everyone=True)
    times = await _times(pace.wait("a", ANSWER), pace.wait("b", ANSWER))
    assert times[0] > 0.1 - JITTER


async def test_whoever_gives_up_waiting_does_not_block_the_others() -> None:
    pace = Pace(Limits(total=50, per_chat=UNLIMITED, chat_burst=9))
    tasks = [asyncio.create_task(pace.wait(str(chat), ANSWER)) for chat in range(6)]
    await asyncio.sleep(0.005)
    for task in tasks[:4]:
        task.cancel()
    _done, stuck = await asyncio.wait(tasks, timeout=5)
    assert not stuck
    assert not any(task.cancelled() for task in tasks[4:])


async def test_chats_are_not_remembered_for_ever() -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=1, chat_burst=2))
    for chat in range(CHATS_REMEMBERED + 10):
        pace.hold(str(chat), 0)
    assert len(pace._chats) == CHATS_REMEMBERED
