"""The form to edit a client."""

from collections.abc import Sequence
from typing import Any

from handlers.buttons.clients import edit_client
from handlers.chat import Reply, Request
from handlers.clients.card import with_undo
from handlers.clients.duplicates import birthday_text
from handlers.clients.forms import EDIT
from handlers.recurrence.rule_texts import interval_text
from handlers.resolve.visible_client import get_client
from handlers.working_time import local
from storage.clients import clients, keep_in_touch
from storage.models import ContactPoint, PointKind


@edit_client.handler
async def edit(req: Request, client_id: int) -> Reply:
    client = await get_client(req, client_id)
    points = await clients.points(req.db, client)
    born = clients.birthday(client)
    return EDIT.concerning(client_id=client_id).filled(
        name=client.name,
        company=client.company,
        title=client.title,
        phones=_points_text(points, PointKind.PHONE),
        emails=_points_text(points, PointKind.EMAIL),
        birthday=birthday_text(born) if born else "",
        prefers=client.prefers,
        hours=client.hours,
        address_as=client.address_as,
        contact_every=interval_text(client.contact_every) if client.contact_every else "",
        tags=client.tags,
        about=client.about,
    )


@EDIT.submit
async def change(req: Request, client_id: int, **changed: Any) -> Reply:
    """`changed` has only the fields that were changed."""
    client = await get_client(req, client_id)
    for name, kind in (("phones", PointKind.PHONE), ("emails", PointKind.EMAIL)):
        if name in changed:
            await clients.set_points(req.db, client, kind, changed.pop(name) or ())
    if "contact_every" in changed:
        today = local(req.now, req.rep.timezone).date()
        await keep_in_touch.put(req.db, client, changed.pop("contact_every"), today)
    await clients.edit(req.db, client, {k: v if k == "birthday" else v or "" for k, v in changed.items()})
    return await with_undo(req, client)


def _points_text(points: Sequence[ContactPoint], kind: PointKind) -> str:
    return ", ".join(point.typed for point in points if point.kind is kind)
