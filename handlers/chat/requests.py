"""Who asks, when and where."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat.hidden_links import Link
from handlers.parsing.places.countries import region
from handlers.parsing.time.times import Scene
from storage.models import Place, Rep


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who asks, when (UTC), where, in which transaction; and which client this chat has looked at."""

    db: AsyncSession
    rep: Rep
    now: datetime
    place: Place
    currency: str = "USD"  # ISO 4217: what an amount without a currency is in
    looked_at: int | None = None  # in the last half hour: what a sentence without a name means
    looked_before: int | None = None  # longer ago: offered, never assumed
    about: int | None = None  # the client on the card that this is a reply to
    about_deal: int | None = None  # and the deal
    handed: str = ""  # words of someone else, to be kept
    in_room: bool = False  # others are there, too: a card can be shared with them
    room: str = ""  # the chat of several people where it was said, wherever it is answered
    address: str = ""  # what the web addresses of clients and deals begin with, where they have any
    links: tuple[Link, ...] = ()  # behind words of what was typed
    country: str = ""  # ISO 3166: of phones without one; empty: nobody has said
    guessed_timezone: str = ""  # only the machine's: it tells nothing of a country


def scene(req: Request) -> Scene:
    """Who types, when and where."""
    rep = req.rep
    zone = "" if rep.timezone == req.guessed_timezone else rep.timezone
    where = region(rep.locale, zone, req.country)
    return Scene(req.now, rep.timezone, rep.locale, where, req.currency, rep.working_days)
