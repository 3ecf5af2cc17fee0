"""Default country of phone numbers: ask for it once, then parse the numbers that were saved as typed."""

from collections.abc import Sequence

from handlers.chat import Request, requests, shorten
from handlers.i18n import _
from handlers.parsing.contacts.phones import phone
from handlers.text import ECHO
from storage import rights
from storage.clients import unparsed_phones
from storage.clients.new_client import Point
from storage.models import PointKind, Role

MAX_READ_AGAIN = 2_000  # numbers: about a second


async def question(req: Request, points: Sequence[Point]) -> str:
    """A text, shown once, about a number saved as typed because no country is set; else ""."""
    national = [point for point in points if point.kind is PointKind.PHONE and not point.value.startswith("+")]
    if not national or requests.scene(req).region or not await rights.ask_country(req.db):
        return ""
    said = (
        _("I don't know the country of {phone}, so I saved it as typed. You can set the country in /settings.")
        if req.rep.role is Role.ADMIN
        else _(
            "I don't know the country of {phone}, so I saved it as typed. An admin can set the country"
            " in /settings."
        )
    )
    return said.format(phone=shorten(national[0].typed, ECHO))


async def dial_in(req: Request, country: str) -> None:
    """Set the country (ISO 3166; "": none), and parse again the numbers that were saved without one."""
    await rights.set_country(req.db, country)
    for point in await unparsed_phones.of_no_country(req.db, req.rep, limit=MAX_READ_AGAIN) if country else ():
        found = phone(point.typed, country)
        if found and found.value.startswith("+"):
            await unparsed_phones.renumber(req.db, point, found)
