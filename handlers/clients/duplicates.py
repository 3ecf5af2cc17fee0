"""Possible duplicates of a new client: ask before adding a second one, or complete the existing one."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.buttons.deletions import restore_deletion
from handlers.buttons.lines import choose_client, confirm_line
from handlers.chat import Card, Line, Request, Row, Unfinished, shorten
from handlers.i18n import _, day
from handlers.resolve.pending_line import drop_row
from handlers.resolve.visible_client import label
from handlers.text import TEXT
from handlers.working_time import local
from storage.audit import deletions
from storage.clients import client_deletions, clients
from storage.clients.new_client import Birthday, NewClient
from storage.models import Client
from storage.search import client_search
from storage.team import accounts


async def ask_if_alike(req: Request, given: NewClient, line: Line) -> None:
    """Raises Unfinished if the client may exist already: the line is saved, to complete that client.

    Likewise if it was deleted and can be restored.
    """
    alike = await clients.find_alike(req.db, req.rep, given)
    notice, restoring = ("", ()) if alike else await deleted_notice(req, given)
    if notice:
        raise Unfinished(
            Card(body=notice, buttons=restoring),
            line,
            lambda draft: ((confirm_line.button(_("No, add a new client"), draft),), drop_row(draft)),
        )
    if alike:
        names = "\n".join(label(client) for client in alike)
        raise Unfinished(
            Card(title=_("Is it one of these?"), body=names),
            line,
            lambda draft: (
                *((choose_client.button(_("Yes, {name}").format(name=c.name), draft, c.id),) for c in alike),
                (confirm_line.button(_("No, add a new client"), draft),),
                drop_row(draft),
            ),
        )


async def deleted_notice(req: Request, given: NewClient) -> tuple[str, tuple[Row, ...]]:
    """That such a client was deleted, and a button for whoever may restore it; "" and no row if none was."""
    deleted = (await client_deletions.find_deleted(req.db, req.rep, [given]))[0]
    if deleted is None:
        return "", ()
    on, today = (local(at, req.rep.timezone).date() for at in (deleted.at, req.now))
    name = " · ".join(filter(None, (deleted.name, deleted.company)))
    text = _("{name} was deleted on {day}.").format(name=name, day=day(on, today))
    if deletions.may_restore(req.rep, deleted):
        return text, ((restore_deletion.button(_("Restore"), deleted.id),),)
    owner = await accounts.get(req.db, deleted.owner_id)
    who = _("{name} or an admin can restore it.").format(name=owner.name if owner else "")
    return f"{text} {who}", ()


async def complete(db: AsyncSession, client: Client, given: NewClient) -> None:
    """Add to a client what is new in `given`. Known values stay, as somebody may have corrected them;
    values that contradict them are added to “about”.
    """
    values: dict[str, Any] = {}
    odd: list[str] = []
    for name in ("name", "company", "title"):
        told, known = getattr(given, name), getattr(client, name)
        if told and (not known or (name == "name" and is_address(known) and not is_address(told))):
            values[name] = told
        elif client_search.fold(told) not in client_search.fold(known):
            odd.append(told)
    born = clients.birthday(client)
    if given.birthday and born is None:
        values["birthday"] = given.birthday
    elif given.birthday and born != given.birthday:
        odd.append(birthday_text(given.birthday))
    values["tags"] = _with_missing(client.tags, given.tags.split(", "), ", ")
    values["about"] = shorten(_with_missing(client.about, (*odd, *given.about.splitlines()), "\n"), TEXT)
    if new := {name: value for name, value in values.items() if value != getattr(client, name, None)}:
        await clients.edit(db, client, new)
    there = {(point.kind, point.value) for point in await clients.points(db, client)}
    for point in given.points:
        if (point.kind, point.value) not in there:  # one query for all: files are imported again
            await clients.put_point(db, client, point)


def is_address(name: str) -> bool:
    """Whether a name is only an e-mail address or a phone number: people without a name get that."""
    return "@" in name or name.startswith("+") or name.isdecimal()


def as_line(given: NewClient) -> str:
    """A client as one line, which is parsed back to the same client."""
    points = (point.typed for point in given.points)
    born = f"born {birthday_text(given.birthday)}" if given.birthday else ""
    return ", ".join(filter(None, (given.name, given.company, *points, born)))


def birthday_text(born: Birthday) -> str:
    day = f"{born.day:02}.{born.month:02}"
    return f"{day}.{born.year}" if born.year else day


def _with_missing(known: str, more: Iterable[str], mark: str) -> str:
    return mark.join(dict.fromkeys(filter(None, (*known.split(mark), *more))))
