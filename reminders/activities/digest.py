"""The morning digest: today's agenda, at the rep's digest time on the rep's working days."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.agenda import agenda
from handlers.buttons.team import open_setup
from handlers.chat import Card, Request
from handlers.holidays import country_of
from handlers.i18n import _, city_name, clock
from handlers.team import tips
from handlers.working_time import after_quiet, at_local, is_quiet, is_working, local
from reminders.registry import check, reminder
from storage.messaging import home_pages, outbox
from storage.models import Rep
from storage.team import accounts

MAX_AGE = timedelta(days=7)  # birthdays missed longer ago are left out


async def is_due(db: AsyncSession, now: datetime) -> bool:
    return any(_is_due(rep, now) for rep in await accounts.active(db))


@check(is_due)
async def queue(db: AsyncSession, now: datetime) -> None:
    for rep in await accounts.active(db):
        here = local(now, rep.timezone)
        if _is_due(rep, now):
            since = (rep.digest_on or here.date() - timedelta(days=1)) + timedelta(days=1)
            args = {"since": since.isoformat(), "on": here.date().isoformat(), **_extras(rep, here.date())}
            if not _joined_after(rep, here):
                rep.setup_asked = rep.setup_asked or bool(args.get("asks"))
                await outbox.put_reminder(db, digest_key(rep, here.date()), rep.id, "digest", args, now)
            rep.digest_on = here.date()
            await home_pages.redraw(db, {rep.id}, now)  # the date has changed


@reminder("digest")
async def draw(
    req: Request, since: str = "", on: str = "", tip: bool = False, asks: bool = False
) -> Card | None:
    """`tip`: with the tip of the week. `asks`: with the question whether the time there is right."""
    today = local(req.now, req.rep.timezone).date()
    if on and date.fromisoformat(on) < today:
        return None  # sent too late: today's digest covers it
    first = max(date.fromisoformat(since), today - MAX_AGE) if since else today
    card = await agenda.day(req, _("Good morning, {name}!").format(name=req.rep.name), first)
    if asks and req.rep.setup_at is None:
        card = _with_question(req, card)
    elif agenda.is_empty(card):
        return None
    return await _with_tip(req, card) if tip else card


def digest_key(rep: Rep, on: date) -> str:
    return f"digest:{rep.id}:{on}"


def is_time(rep: Rep, now: datetime) -> bool:
    """Whether it is time for today's digest, sent or not."""
    here = local(now, rep.timezone)
    if here.time() < rep.digest_at or not is_working(here.date(), rep.working_days, country_of(rep)):
        return False
    quiet = (rep.timezone, rep.quiet_from, rep.quiet_to)
    return not is_quiet(now, *quiet) or _never_ends(rep, here.date())


def _extras(rep: Rep, today: date) -> dict[str, bool]:
    """What comes below the agenda: a tip in the first digest of a week, a question once."""
    is_first = rep.digest_on is None or rep.digest_on.isocalendar()[:2] != today.isocalendar()[:2]
    asks = rep.setup_at is None and not rep.setup_asked
    return {name: True for name, holds in (("tip", is_first and not asks), ("asks", asks)) if holds}


def _with_question(req: Request, card: Card) -> Card:
    now, zone = clock(local(req.now, req.rep.timezone)), city_name(req.rep.timezone)
    asked = _("By my clock it's {time} in {city}. Is that your time?").format(time=now, city=zone)
    row = (open_setup.button(_("Check time and country")),)
    return replace(card, body="\n".join(filter(None, (card.body, asked))), buttons=(*card.buttons, row))


async def _with_tip(req: Request, card: Card) -> Card:
    if not (name := await tips.next_tip(req)):
        return card
    told = (_("Tip of the week"), tips.text(name))
    return replace(card, fields=(*card.fields, told), buttons=(*card.buttons, *tips.rows(name)))


def _never_ends(rep: Rep, today: date) -> bool:
    """Whether quiet hours last from the digest time to midnight: then it is sent at that time anyway."""
    chosen = at_local(today, rep.digest_at, rep.timezone)
    end = after_quiet(chosen, rep.timezone, rep.quiet_from, rep.quiet_to)
    return local(end, rep.timezone).date() > today


def _joined_after(rep: Rep, here: datetime) -> bool:
    """Whether the rep joined today after the digest time, so has nothing to be reminded of."""
    joined = local(rep.created_at, rep.timezone)
    return joined.date() == here.date() and joined.time() > rep.digest_at


def _is_due(rep: Rep, now: datetime) -> bool:
    return rep.digest_on != local(now, rep.timezone).date() and is_time(rep, now)
