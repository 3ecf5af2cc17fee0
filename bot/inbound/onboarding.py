"""Onboarding of unknown people: an invitation lets them join; without one they can ask the admins."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

import storage
from handlers.buttons.team import request_to_join
from handlers.chat import Card, Redraw, Reply
from handlers.chat.events import ButtonPress, Incoming, SentMessage
from handlers.chat.links import is_link
from handlers.i18n import nearest, speaking
from handlers.team import greetings, join, linked_accounts, setup
from handlers.text import NAME, is_visible
from reminders.team import join_request as asking
from storage.messaging import inbox, outbox
from storage.models import Account, Invitation, Rep, Role
from storage.team import accounts, invitations, join_requests
from storage.team.join_requests import Refused


@dataclass(frozen=True)
class CompanyDefaults:
    """Company defaults: used for a newcomer if the platform does not say; and our public URL."""

    locale: str  # a language we have translations for
    timezone: str  # IANA name
    currency: str  # ISO 4217
    address: str = ""  # public URL without a trailing slash; "" if there is none
    country: str = ""  # ISO 3166, for phone numbers without a country code; "" if not set
    guessed_timezone: str = ""  # `timezone`, if it is only the machine's


@dataclass(frozen=True)
class Newcomer:
    """What is known of a stranger before any decision."""

    is_silenced: bool
    was_here: bool  # suspended or removed
    members_join: bool


async def greet(
    database: storage.Database, defaults: CompanyDefaults, event: Incoming, now: datetime
) -> Reply | None:
    """The immediate answer to a stranger. Those who join are greeted through the outbox."""
    async with storage.reading(database) as db:
        known = Newcomer(
            await invitations.is_silenced(db, event.place, now),
            await accounts.get_at(db, event.place) is not None,
            await join_requests.members_join(db),
        )
    if known.is_silenced:
        return None
    event = await event.introduced()
    with speaking(nearest(event.locale, defaults.locale)):
        if code := _code(event.text) if isinstance(event, SentMessage) else "":
            return await _redeemed(database, defaults, event, code, now)
        if known.was_here:
            return greetings.not_any_more()
        if isinstance(event, ButtonPress) and event.data == request_to_join.button("").data:
            return await _ask_to_join(database, defaults, event, now)
        by_oneself = known.members_join and bool(event.is_member)
        said = greetings.come_in() if by_oneself else greetings.unknown()
        return Card(body=said, buttons=join.rows(by_oneself=by_oneself))


async def _redeemed(
    database: storage.Database, defaults: CompanyDefaults, event: Incoming, code: str, now: datetime
) -> str | None:
    async with storage.transaction(database) as db:
        rep = await _let_in(db, defaults, event, code, now)
        # The same event, handled twice at once: the other one has used the invitation.
        is_done = rep or await inbox.is_done(db, event.place.channel, event.place.space, event.key)
        if not is_done:
            await invitations.count_wrong_code(db, event.place, now)
    return None if is_done else greetings.no_such_invitation()


async def _ask_to_join(
    database: storage.Database, defaults: CompanyDefaults, event: Incoming, now: datetime
) -> Reply | None:
    """Join directly if an admin allows it for members; otherwise ask the admins."""
    async with storage.transaction(database) as db:
        if event.is_member and await join_requests.members_join(db):
            rep = await _join(db, defaults, event, Role.REP, None, now)
            await accounts.add(db, rep, event.place, now)
            return Redraw(_first_card(rep, defaults, now))
        if not await accounts.admins(db):
            return greetings.unknown()
        made = await join_requests.ask(
            db,
            event.place,
            _name(event),
            locale=nearest(event.locale, defaults.locale),
            timezone=_zone(event.timezone) or defaults.timezone,
            is_guest=event.is_member is False,
            at=now,
        )
        if isinstance(made, Refused):
            return Redraw(Card(body=join.refusal(made)))
        await asking.queue_notice(db, made, now)
    return Redraw(join.request_sent())


async def _let_in(
    db: AsyncSession, defaults: CompanyDefaults, event: Incoming, code: str, now: datetime
) -> Rep | None:
    place = event.place
    known = await accounts.get_at(db, place)
    invitation = await invitations.redeem(db, code, now, again=known is not None)
    if invitation is None:
        return None
    await inbox.claim(db, place.channel, place.space, event.key, now)
    if known:
        rep = await accounts.come_back(db, known, invitation, place)
    else:
        rep = await _owner(db, invitation) or await _join(
            db, defaults, event, invitation.role, invitation.team_id, now
        )
        account = await accounts.add(db, rep, place, now)
        if invitation.rep_id:
            await _notify(db, rep, account, _name(event), now)
    with speaking(rep.locale):
        there = linked_accounts.names(await accounts.get_of(db, rep))
        first = greetings.welcome(rep) if rep.setup_at else _first_card(rep, defaults, now)
        card = greetings.linked_greeting(rep, there) if invitation.rep_id else first
    await outbox.queue(db, *place.key, card.to_json(), now)
    return rep


def _first_card(rep: Rep, defaults: CompanyDefaults, now: datetime) -> Card:
    return setup.first_card(rep, now, country=defaults.country, currency=defaults.currency)


async def _notify(db: AsyncSession, rep: Rep, account: Account, name: str, now: datetime) -> None:
    """Notify the person's other accounts of the new one, so that a stolen code is noticed."""
    with speaking(rep.locale):
        card = linked_accounts.notice(account, name).to_json()
    for other in await accounts.reachable(db, rep.id):
        if other.id != account.id:
            await outbox.queue(db, other.channel, other.space, other.chat, card, now)


async def _owner(db: AsyncSession, invitation: Invitation) -> Rep | None:
    """The rep whose other account the invitation is for."""
    return await accounts.get(db, invitation.rep_id) if invitation.rep_id else None


async def _join(
    db: AsyncSession, defaults: CompanyDefaults, event: Incoming, role: Role, team_id: int | None, now: datetime
) -> Rep:
    return await accounts.join(
        db,
        _name(event),
        role,
        team_id=team_id,
        locale=nearest(event.locale, defaults.locale),
        timezone=_zone(event.timezone) or defaults.timezone,
        at=now,
    )


def _name(event: Incoming) -> str:
    return event.name[:NAME] if is_visible(event.name) else event.place.user


def _zone(name: str | None) -> str:
    """The platform's time zone; "" if it is missing or unknown."""
    try:
        return ZoneInfo(name or "").key
    except (LookupError, ValueError, OSError):
        return ""


def _code(text: str) -> str:
    """A possible invitation code. A link to a client is none: it reveals nothing and counts as no wrong try."""
    word, _space, code = text.strip().partition(" ")
    is_start = word.lstrip("/").partition("@")[0].casefold() == "start"
    return code.strip() if is_start and not is_link(code.strip()) else ""
