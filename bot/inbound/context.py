"""Context of an update: load what is known of the sender and the chat, and make the request."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbound.onboarding import CompanyDefaults
from bot.inbound.recent import RecentViews
from handlers.chat import Request
from handlers.chat.events import ButtonPress, ContactsMessage, Incoming, Reaction, SentMessage, TextMessage
from handlers.chat.links import client_in
from handlers.routing import edited_message
from handlers.routing.request_context import RequestContext
from storage.messaging import arrivals, drafts

QUESTION_LIFE = timedelta(hours=12)  # older questions do not take typed text as their answer


async def read(
    db: AsyncSession, event: Incoming, recent_views: RecentViews, now: datetime
) -> RequestContext | None:
    """None for an unknown person. `now` is UTC."""
    place = event.place
    since = now - QUESTION_LIFE
    arrival = await arrivals.get(db, place, event.key, since)
    if arrival is None:
        return None
    says = _can_answer(event)
    asked = await drafts.question(db, place, since) if says and arrival.has_drafts else None
    looked_at, looked_before = await recent_views.looked_at(db, place)
    shown = await _shown(db, event, recent_views)
    before, album = await edited_message.get_earlier(db, event)
    return RequestContext(
        rep=arrival.rep,
        question=asked,
        left=recent_views.has_left(place),
        is_done=arrival.is_done,
        looked_at=looked_at,
        looked_before=looked_before,
        shown=shown,
        before=before,
        album=album,
    )


def _can_answer(event: Incoming) -> bool:
    """Whether it may be the answer to a question that is open."""
    if isinstance(event, SentMessage) and event.text:
        return True
    return isinstance(event, ContactsMessage) or (isinstance(event, TextMessage) and bool(event.files))


async def _shown(db: AsyncSession, event: Incoming, recent_views: RecentViews) -> tuple[int, int | None] | None:
    """The client, and the deal, on the card that this replies or reacts to."""
    match event:
        case Reaction(message_id=message) | SentMessage(replied=str(message)):
            return await recent_views.shows(db, (*event.place.key, message))
        case SentMessage():
            return client_in(event.linked)
        case _:
            return None


def make_request(
    db: AsyncSession, event: Incoming, known: RequestContext, defaults: CompanyDefaults, now: datetime
) -> Request:
    """The request for a handler. `now` is UTC."""
    client, deal = known.shown or (None, None)
    return Request(
        db=db,
        rep=known.rep,
        now=now,
        place=event.place,
        currency=known.rep.trades_in or defaults.currency,
        looked_at=known.looked_at,
        looked_before=known.looked_before,
        about=client,
        about_deal=deal,
        handed=event.handed if isinstance(event, ButtonPress) else "",
        in_room=event.room is not None,
        room=event.heard_in or (event.room.chat if event.room else ""),
        address=defaults.address,
        links=event.links if isinstance(event, SentMessage) else (),
        country=known.rep.country or known.rep.dials_in or defaults.country,
        guessed_timezone="" if known.rep.setup_at else defaults.guessed_timezone,
    )
