"""Someone unknown at the door: an invitation lets them in; without one they learn how to ask for it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

import storage
from bot.channel import Incoming
from handlers import start
from handlers.i18n import nearest, speaking
from handlers.letters import NAME, is_visible
from storage import accounts, inbox, outbox
from storage.models import Rep


@dataclass(frozen=True)
class House:
    """What a newcomer starts with, where their platform says nothing better."""

    locale: str  # of a catalogue
    timezone: str  # IANA name
    currency: str  # ISO 4217


async def greet(database: storage.Database, house: House, event: Incoming, now: datetime) -> str:
    """What the stranger hears at once; empty: nothing. Whoever is let in is greeted through the outbox."""
    async with storage.reading(database) as db:
        if await accounts.is_silenced(db, event.place, now):
            return ""
    code = _code(event.text)
    with speaking(nearest(event.locale, house.locale)):
        if not code:
            return start.unknown()
        async with storage.transaction(database) as db:
            rep = await _let_in(db, house, event, code, now)
            # The same event twice at once: the other one has used the invitation up.
            is_done = rep or await inbox.is_done(db, event.place.channel, event.place.space, event.key)
            if not is_done:
                await accounts.count_wrong_code(db, event.place, now)
        return "" if is_done else start.no_such_invitation()


async def _let_in(db: AsyncSession, house: House, event: Incoming, code: str, now: datetime) -> Rep | None:
    place = event.place
    invitation = await accounts.redeem(db, code, now)
    if invitation is None:
        return None
    await inbox.claim(db, place.channel, place.space, event.key, now)
    rep = invitation.rep_id and await accounts.get(db, invitation.rep_id)
    if not rep:
        rep = await accounts.join(
            db,
            event.name[:NAME] if is_visible(event.name) else place.user,
            invitation.role,
            team_id=invitation.team_id,
            locale=nearest(event.locale, house.locale),
            timezone=_zone(event.timezone) or house.timezone,
            at=now,
        )
    await accounts.add(db, rep, place, now)
    with speaking(rep.locale):
        card = start.welcome(rep)
    await outbox.queue(db, place.channel, place.space, place.chat, card.to_json(), now)
    return rep


def _zone(name: str | None) -> str:
    """The time zone a platform tells; empty if it tells none that is known here."""
    try:
        return ZoneInfo(name or "").key
    except (LookupError, ValueError, OSError):
        return ""


def _code(text: str) -> str:
    word, _space, code = text.strip().partition(" ")
    return code.strip() if word.lstrip("/").partition("@")[0].casefold() == "start" else ""
