"""The request a handler gets: who asks, when and where."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat.hidden_links import Link
from handlers.holidays import country_of
from handlers.parsing.places.countries import region
from handlers.parsing.time.times import Scene
from storage.models import Place, Rep


@dataclass(frozen=True, kw_only=True)
class Request:
    """Who asks, when (UTC), where, in which transaction, and which client this chat viewed last."""

    db: AsyncSession
    rep: Rep
    now: datetime
    place: Place
    currency: str = "USD"  # ISO 4217: what an amount without a currency is in
    looked_at: int | None = None  # client viewed in the last half hour: a line without a name is about it
    looked_before: int | None = None  # client viewed longer ago: offered, never assumed
    about: int | None = None  # the client on the card that this is a reply to
    about_deal: int | None = None  # and the deal
    handed: str = ""  # someone else's words, to be saved
    in_room: bool = False  # in a chat with others: a card can be shared with them
    room: str = ""  # the group chat where it was written, wherever the answer goes
    address: str = ""  # the beginning of the web addresses of clients and deals; empty if they have none
    links: tuple[Link, ...] = ()  # behind words of what was typed
    country: str = ""  # ISO 3166: for phones without a country code; empty: not configured
    guessed_timezone: str = ""  # the machine's own: says nothing about the country


def scene(req: Request) -> Scene:
    """Who types, when and where: what parsers need to know."""
    rep = req.rep
    zone = "" if rep.timezone == req.guessed_timezone else rep.timezone
    where = region(rep.locale, zone, req.country)
    return Scene(req.now, rep.timezone, rep.locale, where, req.currency, rep.working_days, country_of(rep))
