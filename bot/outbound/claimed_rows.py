"""Rows claimed but not yet sent, capped so they can leave before the lease ends."""

from collections import Counter
from collections.abc import Collection, Iterable

from storage.messaging import outbox
from storage.messaging.claims import Claimed

MAX_ROWS = 300  # per channel, for answers and reminders separately

ChatKey = tuple[str, str, str]
Queue = tuple[ChatKey, int]  # rows sent in order: of one chat and urgency


class ClaimedRows:
    def __init__(self) -> None:
        self._rows: dict[int, Queue] = {}
        self._full: set[str] = set()

    def take(self, rows: Iterable[Claimed]) -> None:
        self._rows |= {row.id: _queue_of(row) for row in rows}

    def drop(self, rows: Iterable[Claimed]) -> None:
        for row in rows:
            del self._rows[row.id]

    def open(self, channels: Iterable[str]) -> list[str]:
        """The channels for which more rows may be claimed."""
        return [name for name in sorted(channels) if self._count(name, outbox.ANSWER) < MAX_ROWS]

    def full(self, channels: Iterable[str]) -> set[str]:
        """The channels for which no more reminders may be claimed until half of them were sent."""
        for name in channels:
            count = self._count(name, outbox.REMINDER)
            if count >= MAX_ROWS:
                self._full.add(name)
            elif count <= MAX_ROWS // 2:
                self._full.discard(name)
        return self._full & set(channels)

    def early(self, rows: Iterable[Claimed]) -> Collection[int]:
        """Rows that would overtake one in flight, whose result is being written."""
        busy = set(self._rows.values())
        return {row.id for row in rows if _queue_of(row) in busy}

    def _count(self, channel: str, urgency: int) -> int:
        return Counter((chat[0], u) for chat, u in self._rows.values())[channel, urgency]


def chat_of(row: Claimed) -> ChatKey:
    return row.channel or "", row.space, row.chat or ""


def _queue_of(row: Claimed) -> Queue:
    return chat_of(row), row.urgency
