"""One change to a client: the old and the new value as shown, and how it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from handlers.chat import Request, UserError, requests
from handlers.chat.max_length import check_length, check_tags
from handlers.i18n import N_, _
from handlers.i18n import birthday as birthday_words
from handlers.parsing.contacts.birthdays import birthday
from handlers.parsing.contacts.change_line import Change
from handlers.parsing.contacts.contact_line import emails
from handlers.parsing.contacts.phones import phones
from handlers.resolve.client_words import is_name_word
from handlers.text import NAME, on_one_line
from storage.clients import clients
from storage.clients.new_client import Birthday, Point
from storage.models import Client, ContactPoint, PointKind
from storage.search import client_search, names_in_text

NO_POINT = 0  # instead of the id of a contact point
CANDIDATES = 20
POINTS: Mapping[str, PointKind] = {"phone": PointKind.PHONE, "email": PointKind.EMAIL}
LABELS = {
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "birthday": N_("Birthday"),
    "company": N_("Company"),
    "title": N_("Role"),
    "name": N_("Name"),
    "tag": N_("Tags"),
    "untag": N_("Tags"),
}
TAGS = ("tag", "untag")


async def points_of(req: Request, client: Client, change: Change) -> Sequence[ContactPoint]:
    """The contact points of the kind that the change is about."""
    kind = POINTS.get(change.field)
    return [point for point in await clients.points(req.db, client) if point.kind is kind]


async def old_value(req: Request, client: Client, change: Change) -> str:
    if change.field in POINTS:
        return ", ".join(point.typed for point in await points_of(req, client, change))
    if change.field == "birthday":
        born = clients.birthday(client)
        return shown_birthday(born) if born else ""
    return str(getattr(client, "tags" if change.field in TAGS else change.field))


async def new_value(req: Request, client: Client, change: Change) -> str:
    match change.field:
        case "phone" | "email":
            return _point(req, change).typed
        case "birthday":
            return shown_birthday(_born(req, client, change))
        case "tag" | "untag":
            return _tags(client, change)
        case "company":
            return await _company(req, change.value)
        case _:
            return check_length(on_one_line(change.value), NAME)


async def check(req: Request, change: Change) -> None:
    """Raises UserError if the value cannot be saved."""
    match change.field:
        case "phone" | "email":
            _point(req, change)
        case "birthday":
            _birthday(req, change)
        case _:
            check_length(on_one_line(change.value), NAME)


async def is_readable(req: Request, change: Change) -> bool:
    try:
        await check(req, change)
    except UserError:
        return False
    return change.is_certain or not change.value[0].islower() or bool(await _known_companies(req, change.value))


async def save(req: Request, client: Client, change: Change, point_id: int, *, adds: bool) -> None:
    """`point_id`: the contact point to replace, or NO_POINT: all of that kind, unless it `adds` one."""
    if change.field in POINTS:
        await _save_point(req, client, change, point_id, adds=adds)
    elif change.field == "birthday":
        await clients.edit(req.db, client, {"birthday": _born(req, client, change)})
    else:
        name = "tags" if change.field in TAGS else change.field
        await clients.edit(req.db, client, {name: await new_value(req, client, change)})


async def _save_point(req: Request, client: Client, change: Change, point_id: int, *, adds: bool) -> None:
    new, known = _point(req, change), await points_of(req, client, change)
    kept = [
        Point(point.kind, point.value, point.typed)
        for point in known
        if adds or point_id not in (NO_POINT, point.id)
    ]
    await clients.set_points(req.db, client, POINTS[change.field], [*kept, new])


def _point(req: Request, change: Change) -> Point:
    """Raises UserError."""
    if change.field == "email":
        found, _rest = emails(change.value)
    else:
        found, _rest = phones(change.value, requests.scene(req).region)
    if not found:
        raise UserError(_("I couldn't read that. Check the spelling."))
    return found[0]


def _born(req: Request, client: Client, change: Change) -> Birthday:
    """The year that is known stays if the change has none. Raises UserError."""
    born = _birthday(req, change)
    return replace(born, year=born.year or client.birth_year)


def _birthday(req: Request, change: Change) -> Birthday:
    """Raises UserError."""
    today = req.now.astimezone(ZoneInfo(req.rep.timezone)).date()
    born = birthday(change.value, req.rep.locale, today)
    if born is None:
        raise UserError(_("I couldn't read that date. Try: 12.03.1985, or 12.03 without the year."))
    return born


def shown_birthday(born: Birthday) -> str:
    return birthday_words(born.month, born.day, born.year)


def _tags(client: Client, change: Change) -> str:
    known = [tag.strip() for tag in client.tags.split(",") if tag.strip()]
    said = [tag.strip().lstrip("#") for tag in change.value.split(",")]
    if change.field == "untag":
        gone = {tag.casefold() for tag in said}
        return ", ".join(tag for tag in known if tag.casefold() not in gone)
    return check_tags(", ".join(dict.fromkeys((*known, *said))))


async def _company(req: Request, value: str) -> str:
    """The company as other clients have it, whatever the grammatical case: "Ромашке" is "ООО Ромашка"."""
    value = check_length(on_one_line(value), NAME)
    return min(await _known_companies(req, value), key=lambda company: (len(company), company), default=value)


async def _known_companies(req: Request, value: str) -> set[str]:
    said, asked = value.split(), (req.db, req.rep)
    found = [
        *await client_search.find_near(*asked, said, limit=CANDIDATES),
        *await names_in_text.find_cased(*asked, said, limit=CANDIDATES),
        *await names_in_text.find_within(*asked, value, limit=CANDIDATES),
    ]
    return {client.company for client in found if client.company and _is_called(client.company, said)}


def _is_called(company: str, said: Sequence[str]) -> bool:
    return all(is_name_word(word, [company]) for word in said)
