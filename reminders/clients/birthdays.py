"""Birthday reminders for a client's owner: on the day and some days before, at nine in the morning."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.buttons.activities import log_with_client, remind_of_client
from handlers.buttons.clients import open_client
from handlers.chat import Card, Request
from handlers.i18n import _, commas, ngettext
from handlers.i18n import day as day_said
from handlers.working_time import MORNING, after_quiet, born_on, local
from reminders.registry import check, reminder
from storage.clients import clients
from storage.messaging import outbox
from storage.models import Client, Rep
from storage.team import accounts

MAX_AGE = timedelta(days=7)  # downtime to catch up on
MAX_CLIENTS = 200  # birthdays of one day


async def is_due(db: AsyncSession, now: datetime) -> bool:
    return any(_is_due(rep, local(now, rep.timezone)) for rep in await accounts.active(db))


@check(is_due)
async def queue(db: AsyncSession, now: datetime) -> None:
    for rep in await accounts.active(db):
        here = local(now, rep.timezone)
        if _is_due(rep, here):
            for on, notice in _to_tell(rep, here.date()):
                await _queue(db, rep, on, notice, now)
            rep.birthdays_on = here.date()


@reminder("birthday", may_come_true=True)
async def draw(req: Request, client_id: int, on: str) -> Card | None:
    client = await clients.get(req.db, req.rep, client_id)
    day, today = date.fromisoformat(on), local(req.now, req.rep.timezone).date()
    if client is None or client.owner_id != req.rep.id or clients.birthday(client) is None:
        return None
    if (client.birth_month, client.birth_day) not in born_on(day):
        return None  # the birthday was corrected meanwhile
    return Card(
        title=_("Birthday: {name}").format(name=client.name),
        subtitle=commas(client.title, client.company),
        lead=_when(day, today),
        fields=((_("Turns"), str(day.year - client.birth_year) if client.birth_year else ""),),
        body=_greeting(client),
        buttons=(
            (open_client.button(_("Open card"), client.id), log_with_client.button(_("Log a call"), client.id)),
            (remind_of_client.button(_("Remind me"), client.id),),
        ),
        client=client.id,
    )


def _to_tell(rep: Rep, today: date) -> Iterator[tuple[date, int]]:
    """The days whose birthdays are announced now, and how many days ahead they should have been.

    After a downtime, missed notices are sent as long as the day itself is still to come; birthdays that passed
    meanwhile are in the digest.
    """
    yield today, 0
    if rep.birthday_notice:
        last = max(rep.birthdays_on or today - timedelta(days=1), today - MAX_AGE)
        missed = (today - last).days
        for ago in range(missed - 1, -1, -1):
            on = today + timedelta(days=rep.birthday_notice - ago)
            if on > today:
                yield on, rep.birthday_notice


async def _queue(db: AsyncSession, rep: Rep, on: date, notice: int, now: datetime) -> None:
    send_at = after_quiet(now, rep.timezone, rep.quiet_from, rep.quiet_to)
    for client in await clients.born_on(db, rep, born_on(on), limit=MAX_CLIENTS):
        key = f"birthday:{client.id}:{on.year}:{notice}:{rep.id}"
        args = {"client_id": client.id, "on": on.isoformat()}
        await outbox.put_reminder(db, key, rep.id, "birthday", args, send_at)


def _is_due(rep: Rep, here: datetime) -> bool:
    return here.time() >= MORNING and rep.birthdays_on != here.date()


def _when(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead == 0:
        return _("today")
    if ahead < 0:
        return day_said(day, today)
    said = ngettext("in {n} day", "in {n} days", ahead).format(n=ahead)
    return f"{said}, {day_said(day, today)}"


def _greeting(client: Client) -> str:
    """A greeting to copy, with the client's form of address."""
    text = _("Happy birthday, {name}! Wishing you health, happiness and every success.")
    return text.format(name=client.address_as or client.name)
