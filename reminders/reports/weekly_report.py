"""Weekly report for managers: on Monday at their digest time, each team member's figures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.chat import Card, Request
from handlers.i18n import _, day, money, ngettext
from handlers.working_time import at_local, local
from reminders.activities.digest import is_time
from reminders.registry import check, reminder
from storage.messaging import outbox
from storage.models import Rep, Role
from storage.reports import weekly
from storage.reports.weekly import Heap, Week
from storage.team import accounts, teams

WEEK = timedelta(days=7)
MAX_PEOPLE = 100  # members in the report


async def is_due(db: AsyncSession, now: datetime) -> bool:
    return any(_monday(rep, now) for rep in await accounts.active(db))


@check(is_due)
async def queue(db: AsyncSession, now: datetime) -> None:
    for rep in await accounts.active(db):
        if monday := _monday(rep, now):
            if local(rep.created_at, rep.timezone).date() < monday:  # joined before the week ended
                args = {"monday": monday.isoformat()}
                await outbox.put_reminder(db, f"weekly:{rep.id}:{monday}", rep.id, "weekly", args, now)
            rep.weekly_on = monday


def _monday(rep: Rep, now: datetime) -> date | None:
    """The Monday whose report is due now; None: none is due."""
    today = local(now, rep.timezone).date()
    monday = today - timedelta(days=today.weekday())
    if rep.role is Role.REP or rep.weekly_on == monday or not is_time(rep, now):
        return None
    return monday if rep.weekly_on or today == monday else None  # somebody who never had one waits for a Monday


@reminder("weekly")
async def draw(req: Request, monday: str) -> Card | None:
    """The week before that Monday; None: nothing happened, or it is too long ago."""
    end, zone = date.fromisoformat(monday), req.rep.timezone
    if req.rep.role is Role.REP or local(req.now, zone).date() >= end + WEEK:
        return None
    members = [rep for rep, _team in await teams.members(req.db, req.rep, limit=MAX_PEOPLE)]
    ends = [at_local(at, time(), zone) for at in (end - WEEK, end)]
    told = await weekly.weeks(req.db, req.rep, members, ends[0], ends[1], req.now)
    lines = [_line(rep, told[rep.id]) for rep in members if not told[rep.id].is_empty]
    lines += _silent_line(req.rep, members, told, ends[0])
    if not lines:
        return None
    today = local(req.now, zone).date()
    first, last = day(end - WEEK, today), day(end - timedelta(days=1), today)
    title = _("Last week: {first} to {last}").format(first=first, last=last)
    return Card(title=title, body="\n".join(lines))


def _silent_line(reader: Rep, members: Sequence[Rep], told: Mapping[int, Week], since: datetime) -> list[str]:
    """Who has logged nothing: not the reader, not admins, not people who joined during the week."""
    sellers = [rep for rep in members if rep.id != reader.id and rep.role is not Role.ADMIN and rep.active]
    silent = [rep.name for rep in sellers if rep.created_at < since and not told[rep.id].interactions]
    return [_("Logged nothing: {names}").format(names=", ".join(silent))] if silent else []


def _line(rep: Rep, week: Week) -> str:
    count, late = week.interactions, week.overdue
    told = (
        ngettext("{n} interaction", "{n} interactions", count).format(n=count) if count else "",
        _("won {deals}").format(deals=_heap_line(week.won)) if week.won.count else "",
        _("lost {deals}").format(deals=_heap_line(week.lost)) if week.lost.count else "",
        _("open {deals}").format(deals=_heap_line(week.open)) if week.open.count else "",
        ngettext("{n} follow-up overdue", "{n} follow-ups overdue", late).format(n=late) if late else "",
    )
    return f"{rep.name}: {' · '.join(filter(None, told))}"


def _heap_line(heap: Heap) -> str:
    sums = ", ".join(money(amount, currency) for currency, amount in heap.sums.items())
    return f"{heap.count} ({sums})" if sums else str(heap.count)
