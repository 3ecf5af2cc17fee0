"""Notify a manager or admin, once, of a rep who cannot be reached."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Request
from handlers.i18n import _, moment
from handlers.working_time import after_quiet
from reminders.registry import reminder
from storage.messaging import outbox
from storage.team import accounts


async def mark_unreachable(db: AsyncSession, channel: str, space: str, chat: str, now: datetime) -> None:
    """Mark the account as unreachable from now on (UTC), and notify a manager or an admin."""
    account = await accounts.mark_unreachable(db, channel, space, chat, now)
    rep = await accounts.get(db, account.rep_id) if account else None
    if account is None or rep is None or not rep.active:
        return
    other = await accounts.get_manager(db, rep.id)
    if other:
        send_at = after_quiet(now, other.timezone, other.quiet_from, other.quiet_to)
        key = f"unreachable:{account.id}:{now:%Y%m%d%H%M}"
        await outbox.put_reminder(db, key, other.id, "unreachable", {"account_id": account.id}, send_at)


@reminder("unreachable")
async def draw(req: Request, account_id: int) -> Card | None:
    account = await accounts.get_account(req.db, account_id)
    rep = await accounts.get(req.db, account.rep_id) if account else None
    if account is None or account.unreachable_at is None or rep is None or not rep.active:
        return None  # reachable again
    left = await accounts.reachable(req.db, rep.id)
    return Card(
        title=_("I can't reach {name}").format(name=rep.name),
        fields=(
            (_("Channel"), account.channel.capitalize()),
            (_("Since"), moment(account.unreachable_at, req.rep.timezone, req.now)),
        ),
        body=_what_to_do(rep.name, [other.channel.capitalize() for other in left]),
    )


def _what_to_do(name: str, left: list[str]) -> str:
    if left:
        text = _("They've blocked me there or deleted the account. Their reminders now go to {channel}.")
        return text.format(channel=left[0])
    text = _(
        "They've blocked me there or deleted the account, and I have no other channel for them, so"
        " their reminders are waiting. Please ask {name} to unblock me and send me a message."
    )
    return text.format(name=name)
