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
from storage.models import Invitation, Rep


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
        known = await accounts.at(db, event.place)
    code = _code(event.text)
    with speaking(nearest(event.locale, house.locale)):
        if not code:
            return start.not_any_more() if known else start.unknown()
        async with storage.transaction(database) as db:
            rep = await _let_in(db, house, event, code, now)
            # The same event twice at once: the other one has used the invitation up.
            is_done = rep or await inbox.is_done(db, event.place.channel, event.place.space, event.key)
            if not is_done:
                await accounts.count_wrong_code(db, event.place, now)
        return "" if is_done else start.no_such_invitation()


async def _let_in(db: AsyncSession, house: House, event: Incoming, code: str, now: datetime) -> Rep | None:
    place = event.place
    known = await accounts.at(db, place)
    invitation = await accounts.redeem(db, code, now, again=known is not None)
    if invitation is None:
        return None
    await inbox.claim(db, place.channel, place.space, event.key, now)
    if known:
        rep = await accounts.come_back(db, known, invitation, place)
    else:
        rep = await _owner(db, invitation) or await _join(db, house, event, invitation, now)
        await accounts.add(db, rep, place, now)
    with speaking(rep.locale):
        card = start.welcome(rep)
    await outbox.queue(db, place.channel, place.space, place.chat, card.to_json(), now)
    return rep


async def _owner(db: AsyncSession, invitation: Invitation) -> Rep | None:
    """Whose other channel the invitation is for."""
    return await accounts.get(db, invitation.rep_id) if invitation.rep_id else None


async def _join(db: AsyncSession, house: House, event: Incoming, invitation: Invitation, now: datetime) -> Rep:
    return await accounts.join(
        db,
        event.name[:NAME] if is_visible(event.name) else event.place.user,
        invitation.role,
        team_id=invitation.team_id,
        locale=nearest(event.locale, house.locale),
        timezone=_zone(event.timezone) or house.timezone,
        at=now,
    )


def _zone(name: str | None) -> str:
    """The time zone a platform tells; empty if it tells none that is known here."""
    try:
        return ZoneInfo(name or "").key
    except (LookupError, ValueError, OSError):
        return ""


def _code(text: str) -> str:
    word, _space, code = text.strip().partition(" ")
    return code.strip() if word.lstrip("/").partition("@")[0].casefold() == "start" else ""
