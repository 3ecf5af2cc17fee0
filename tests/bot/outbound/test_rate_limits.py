"""Limits are respected before they are hit, and whoever waits for an answer goes first."""

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.channel import Limits
from bot.channels.slack import Slack
from bot.channels.telegram import Telegram
from bot.outbound.rate_limits import CHATS_REMEMBERED, Bucket, Pace
from storage.messaging.outbox import ANSWER, REMINDER

UNLIMITED = 1e9
ROUNDING = 1e-6  # seconds
MINUTE = 60.0

Wait = Callable[[], Coroutine[Any, Any, object]]


class Turned(selectors.SelectSelector):
    """Nobody waits here: the clock is turned instead."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "all wait, and nothing will ever come"
        self.now += max(timeout, 0)
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.turned = Turned()
        super().__init__(self.turned)

    def time(self) -> float:
        return self.turned.now


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loop]:
    """Time passes as fast as can be, for the monotonic clock too."""
    loop = Loop()
    monkeypatch.setattr(time, "monotonic", loop.time)
    yield loop
    loop.close()


def _pass(loop: Loop, *waits: tuple[str, Wait]) -> list[tuple[str, float]]:
    """All wait at once: who came through, when (in seconds)."""
    came: list[tuple[str, float]] = []

    async def wait_for(name: str, wait: Wait) -> None:
        await wait()
        came.append((name, loop.time()))

    async def all_of_them() -> None:
        await asyncio.gather(*(wait_for(name, wait) for name, wait in waits))

    loop.run_until_complete(all_of_them())
    return came


def _messages(pace: Pace, chat: str, count: int, urgency: int = ANSWER) -> list[tuple[str, Wait]]:
    return [(chat, lambda: pace.wait(chat, urgency)) for _message in range(count)]


def _times(came: list[tuple[str, float]], name: str) -> list[float]:
    return [at for named, at in came if named == name]


def _most_within(times: list[float], seconds: float) -> int:
    """The most that came in any stretch of time that long."""
    return max(sum(early <= at < early + seconds - ROUNDING for at in times) for early in times)


def test_a_bucket_gives_its_burst_at_once_and_then_its_rate(loop: Loop) -> None:
    bucket = Bucket(rate=1, burst=4)
    assert [bucket.take() for _message in range(7)] == pytest.approx([0, 0, 0, 0, 1, 2, 3])


def test_a_bucket_saves_up_no_more_than_its_burst(loop: Loop) -> None:
    bucket = Bucket(rate=1, burst=2)
    loop.turned.now += 1000
    assert [bucket.take() for _message in range(4)] == pytest.approx([0, 0, 1, 2])


def test_a_held_bucket_gives_nothing_before_then(loop: Loop) -> None:
    bucket = Bucket(rate=2, burst=4)
    bucket.hold(30)
    assert [bucket.take(), bucket.take()] == pytest.approx([30.5, 31])


def test_a_bucket_held_twice_waits_for_the_longer_of_both_at_least(loop: Loop) -> None:
    bucket = Bucket(rate=1, burst=1)
    bucket.hold(10)
    bucket.hold(20)
    assert bucket.take() >= 20


@pytest.mark.parametrize("everyone", [False, True])
def test_a_pause_that_is_asked_for_holds_back_who_waits_already(loop: Loop, everyone: bool) -> None:
    pace = Pace(Limits(total=1, per_chat=1, chat_burst=1))

    async def is_asked_to_pause() -> None:
        await asyncio.sleep(1.5)
        pace.hold("11", 30, everyone=everyone)

    came = _pass(loop, *_messages(pace, "11", 4), ("the platform", is_asked_to_pause))
    assert _times(came, "11")[:2] == pytest.approx([0, 1])
    assert min(_times(came, "11")[2:]) >= 31.5


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


def test_telegram_gets_thirty_a_second_and_no_more(loop: Loop) -> None:
    pace = Pace(Telegram.limits)
    came = _pass(loop, *(each for chat in range(300) for each in _messages(pace, str(chat), 1)))
    times = [at for _chat, at in came]
    assert _most_within(times, 1) <= 30
    assert times[-1] == pytest.approx(299 / Telegram.limits.total), "and not fewer either"


def test_one_chat_of_telegram_gets_a_short_burst_and_then_one_a_second(loop: Loop) -> None:
    pace = Pace(Telegram.limits)
    times = _times(_pass(loop, *_messages(pace, "11", 40)), "11")
    assert times[Telegram.limits.chat_burst - 1] < 1
    late = times[Telegram.limits.chat_burst :]
    assert _most_within(late, 1) == 1
    assert times[-1] >= 40 - Telegram.limits.chat_burst - ROUNDING


def test_a_group_of_telegram_gets_twenty_a_minute_and_no_more(loop: Loop) -> None:
    pace = Pace(Telegram.limits)
    times = _times(_pass(loop, *_messages(pace, "-100", 60)), "-100")
    assert _most_within(times, MINUTE) <= 20


def test_the_topics_of_a_group_share_its_pace(loop: Loop) -> None:
    pace = Pace(Telegram.limits)
    came = _pass(loop, *_messages(pace, "-5", 10), *_messages(pace, "-5/7", 10), *_messages(pace, "-5/9", 10))
    assert _most_within([at for _name, at in came], MINUTE) <= 20


def test_a_slow_chat_does_not_slow_the_others(loop: Loop) -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=1, chat_burst=1))
    came = _pass(loop, *_messages(pace, "a", 5), *_messages(pace, "b", 1))
    assert _times(came, "b") == pytest.approx([0], abs=ROUNDING)
    assert _times(came, "a") == pytest.approx([0, 1, 2, 3, 4], abs=ROUNDING)


def test_an_answer_goes_ahead_of_all_the_reminders_that_wait(loop: Loop) -> None:
    pace = Pace(Limits(total=1, per_chat=UNLIMITED, chat_burst=9))
    reminders = [each for chat in "abcdefgh" for each in _messages(pace, chat, 1, REMINDER)]

    async def late_answer() -> None:
        await asyncio.sleep(2.5)
        await pace.wait("ann", ANSWER)

    order = [name for name, _at in _pass(loop, *reminders, ("answer", late_answer))]
    assert order.index("answer") == 4, "only the one whose turn it was is ahead"
    assert [name for name in order if name != "answer"] == list("abcdefgh")


def test_a_held_chat_waits_and_the_others_do_not(loop: Loop) -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=1, chat_burst=9))
    pace.hold("a", 30)
    came = _pass(loop, *_messages(pace, "a", 1), *_messages(pace, "b", 1))
    assert _times(came, "b") == pytest.approx([0], abs=ROUNDING)
    assert _times(came, "a")[0] >= 30


def test_when_everyone_is_held_everyone_waits(loop: Loop) -> None:
    pace = Pace(Limits(total=10, per_chat=UNLIMITED, chat_burst=9))
    pace.hold("a", 30, everyone=True)
    came = _pass(loop, *_messages(pace, "a", 1), *_messages(pace, "b", 1))
    assert min(at for _chat, at in came) >= 30


def test_whoever_gives_up_waiting_does_not_block_the_others(loop: Loop) -> None:
    pace = Pace(Limits(total=1, per_chat=UNLIMITED, chat_burst=9))

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await pace.wait("a", ANSWER)

    first, last = _messages(pace, "first", 1), _messages(pace, "last", 1)
    came = _pass(loop, *first, *[("gave up", give_up)] * 4, *last)
    assert [name for name, _at in came] == ["first", *["gave up"] * 4, "last"]


def test_chats_are_not_remembered_for_ever(loop: Loop) -> None:
    pace = Pace(Limits(total=UNLIMITED, per_chat=1, chat_burst=2))
    for chat in range(CHATS_REMEMBERED + 10):
        pace.hold(str(chat), 0)
    assert len(pace._chats) == CHATS_REMEMBERED


def test_who_would_wait_for_a_long_pause_hears_at_once_how_long_it_is(loop: Loop) -> None:
    pace = Pace(Limits(total=30, per_chat=1, chat_burst=4))
    pace.heed("11", timedelta(seconds=60))
    assert not loop.run_until_complete(pace.wait("11", ANSWER, most=3))
    assert pace.held("11") == pytest.approx(60)
    assert loop.run_until_complete(pace.wait("12", ANSWER, most=3))
    pace.heed("11", timedelta(seconds=60), everyone=True)
    assert not loop.run_until_complete(pace.wait("12", ANSWER, most=3))


def test_a_pause_that_begins_while_somebody_waits_is_heard_of_too(loop: Loop) -> None:
    pace = Pace(Limits(total=30, per_chat=1, chat_burst=1))

    async def wait() -> tuple[bool, bool]:
        first = await pace.wait("11", ANSWER, most=3)
        second = asyncio.create_task(pace.wait("11", ANSWER, most=3))
        await asyncio.sleep(0.5)
        pace.heed("11", timedelta(seconds=60))
        return first, await second

    assert loop.run_until_complete(wait()) == (True, False)
