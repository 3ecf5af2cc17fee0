"""A client who may be there already: asked about before a second one is made, and completed if it is."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Line, Request, Unfinished
from handlers.i18n import _
from handlers.naming import choose_client, label
from handlers.unfinished import anyway, drop_row
from storage import clients, search
from storage.clients import Birthday, NewClient
from storage.models import Client


async def ask_if_alike(req: Request, given: NewClient, line: Line) -> None:
    """Raises Unfinished where it may be one of those there are: the line is kept, to complete that one."""
    alike = await clients.find_alike(req.db, req.rep, given)
    if alike:
        names = "\n".join(label(client) for client in alike)
        raise Unfinished(
            Card(title=_("Is it one of these?"), body=names),
            line,
            lambda draft: (
                *((choose_client.button(_("Yes, {name}").format(name=c.name), draft, c.id),) for c in alike),
                (anyway.button(_("No, add a new one"), draft),),
                drop_row(draft),
            ),
        )


async def complete(db: AsyncSession, client: Client, given: NewClient) -> None:
    """Add to a client what is told of them and not known; what contradicts it is kept among what is told."""
    for point in given.points:
        await clients.put_point(db, client, point)
    new: dict[str, Any] = {}
    odd = [given.about]
    for name in ("name", "company", "title"):
        told, known = getattr(given, name), getattr(client, name)
        if not known:
            new[name] = told
        elif search.fold(told) not in search.fold(known):
            odd.insert(-1, told)
    if given.birthday and (born := clients.birthday(client)) != given.birthday:
        if born:
            odd.insert(-1, birthday_typed(given.birthday))
        else:
            new["birthday"] = given.birthday
    tags = dict.fromkeys(filter(None, (*client.tags.split(", "), *given.tags.split(", "))))
    about = "\n".join(filter(None, (client.about, ", ".join(text for text in odd if text not in client.about))))
    await clients.edit(db, client, {**new, "tags": ", ".join(tags), "about": about})


def said(given: NewClient) -> str:
    """A client as one line that is read back as the same."""
    points = (point.typed for point in given.points)
    born = f"born {birthday_typed(given.birthday)}" if given.birthday else ""
    return ", ".join(filter(None, (given.name, given.company, *points, born)))


def birthday_typed(born: Birthday) -> str:
    day = f"{born.day:02}.{born.month:02}"
    return f"{day}.{born.year}" if born.year else day
