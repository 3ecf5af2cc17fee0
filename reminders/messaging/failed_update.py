"""Notify the admins, once, of an update that failed too often."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Request
from handlers.i18n import _, moment
from handlers.working_time import after_quiet
from reminders.registry import reminder
from storage.messaging import inbox, outbox
from storage.models import Place
from storage.team import accounts


async def queue_notice(db: AsyncSession, place: Place, key: str, now: datetime) -> None:
    """Call this in the transaction that gives up on the update."""
    args = {"channel": place.channel, "space": place.space, "key": key}
    for rep in await accounts.admins(db):
        send_at = after_quiet(now, rep.timezone, rep.quiet_from, rep.quiet_to)
        name = f"set-aside:{place.channel}:{key}:{rep.id}"
        await outbox.put_reminder(db, name, rep.id, "set_aside", args, send_at)


@reminder("set_aside")
async def draw(req: Request, channel: str, space: str, key: str) -> Card | None:
    update = await inbox.get(req.db, channel, space, key)
    if update is None or update.raw is None or not update.done:
        return None  # it has been retried or dropped
    text = _(
        "It kept failing, so I skipped it and the chat goes on. Nothing from it was saved, and"
        " nothing is lost: on the server, rapport updates retry {key} tries it again, and rapport"
        " updates drop {key} deletes it."
    )
    return Card(
        title=_("An update failed"),
        fields=(
            (_("Channel"), channel.capitalize()),
            (_("When"), moment(update.at, req.rep.timezone, req.now)),
            (_("Error"), inbox.kind_of(update)),
        ),
        body=text.format(key=key),
    )
