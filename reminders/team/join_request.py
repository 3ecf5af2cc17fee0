"""Requests to join: notify every admin; the first decision counts, and they expire after a week."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Request
from handlers.i18n import speaking
from handlers.team import join
from handlers.working_time import after_quiet
from reminders.registry import check, reminder
from storage.messaging import outbox
from storage.models import JoinRequest, JoinState, Role
from storage.team import accounts, join_requests


async def queue_notice(db: AsyncSession, request: JoinRequest, now: datetime) -> None:
    """Call this in the transaction that stores the request."""
    for rep in await accounts.admins(db):
        send_at = after_quiet(now, rep.timezone, rep.quiet_from, rep.quiet_to)
        await outbox.put_reminder(
            db, f"join:{request.id}:{rep.id}", rep.id, "join", {"request_id": request.id}, send_at
        )


@check(join_requests.is_any_unanswered)
async def close(db: AsyncSession, now: datetime) -> None:
    """Close requests unanswered for a week, and inform their authors as promised."""
    for request in await join_requests.drop_unanswered(db, now):
        with speaking(request.locale):
            card = join.unanswered_notice().to_json()
        await outbox.queue(db, request.channel, request.space, request.chat, card, now)


@reminder("join")
async def draw(req: Request, request_id: int) -> Card | None:
    request = await join_requests.get(req.db, request_id)
    if request is None or request.state is not JoinState.OPEN or req.rep.role is not Role.ADMIN:
        return None
    return join.card(req, request)
