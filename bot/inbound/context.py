"""What is read of who says something, before anything is decided."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbound.recent import RecentViews
from handlers.chat.events import Incoming
from handlers.chat.links import client_in
from handlers.routing import edited_message
from handlers.routing.request_context import RequestContext
from storage.messaging import arrivals, drafts

QUESTION_LIFE = timedelta(hours=12)  # what was asked longer ago does not take what is typed


async def read(
    db: AsyncSession, event: Incoming, recent_views: RecentViews, now: datetime
) -> RequestContext | None:
    """None where we do not know the person. `now` is UTC."""
    place = event.place
    since = now - QUESTION_LIFE
    arrival = await arrivals.get(db, place, event.key, since)
    if arrival is None:
        return None
    says = event.text or event.files or event.shared
    asked = await drafts.question(db, place, since) if says and arrival.has_drafts else None
    looked = await recent_views.looked_at(db, place)
    here = (place.channel, place.space, place.chat)
    shown = await recent_views.shows(db, (*here, event.replied)) if event.replied else client_in(event.linked)
    earlier = await edited_message.earlier(db, event)
    return RequestContext(
        arrival.rep, asked, recent_views.has_left(place), arrival.is_done, *looked, shown, *earlier
    )
