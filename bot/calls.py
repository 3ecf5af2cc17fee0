"""What an event calls, and what is read before that is decided."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channel import FieldErrors, Incoming
from bot.memory import Memory
from handlers.chat import Reply, Request
from storage import accounts, drafts, inbox, typed
from storage.models import Draft, Rep, Typed

QUESTION_LIFE = timedelta(hours=12)  # what was asked longer ago does not take what is typed


@dataclass(frozen=True)
class Known:
    """What is read before anything is decided."""

    rep: Rep
    question: Draft | None  # what was asked last and is not answered
    left: bool  # something else has been turned to since
    is_done: bool
    looked_at: int | None
    looked_before: int | None
    shown: tuple[int, int | None] | None = None  # the client, and the deal, on the card that this replies to
    before: Typed | None = None  # what came of the line before it was changed


async def read(db: AsyncSession, event: Incoming, memory: Memory, now: datetime) -> Known | None:
    """None where we do not know the person. `now` is UTC."""
    place = event.place
    rep = await accounts.find_by_account(db, place)
    if rep is None:
        return None
    asked = await drafts.question(db, place, now - QUESTION_LIFE) if event.text else None
    done = await inbox.is_done(db, place.channel, place.space, event.key)
    looked = await memory.looked_at(db, place)
    here = (place.channel, place.space, place.chat)
    shown = await memory.shows(db, (*here, event.replied)) if event.replied else None
    before = await typed.get(db, (*here, event.typed or ""), place.user) if event.edited else None
    return Known(rep, asked, memory.has_left(place), done, *looked, shown, before)


@dataclass(frozen=True)
class Call:
    name: str
    run: Callable[[Request], Awaitable[Reply | FieldErrors]]
    reads: bool = False
