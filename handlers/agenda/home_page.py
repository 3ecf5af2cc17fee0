"""The rep's home page: today, open deals per stage, next follow-ups."""

from dataclasses import replace
from datetime import timedelta

from handlers import working_time
from handlers.activities.follow_up_lines import follow_up_line, subject
from handlers.agenda import agenda
from handlers.buttons.activities import open_follow_up
from handlers.buttons.deals import list_deals, open_board
from handlers.chat import Card, Request, Row, listed
from handlers.i18n import _, money
from handlers.text import colon
from storage.activities import follow_ups
from storage.deals import stage_sums

NEXT = 5  # follow-ups after today
AHEAD = timedelta(days=366)


async def card(req: Request) -> Card:
    today = await agenda.day(req)
    coming = await follow_ups.open_until(
        req.db, req.rep, req.now + AHEAD, since=working_time.tomorrow(req.now, req.rep.timezone), limit=NEXT
    )
    more = (
        (_("Due today"), today.body),  # the text if nothing is due
        (_("My pipeline"), listed(await _deals(req))),
        (_("Next reminders"), listed([follow_up_line(req, promise) for promise in coming])),
    )
    rows: tuple[Row, ...] = (
        *today.buttons,
        *((open_follow_up.button(subject(promise), promise[0].id),) for promise in coming),
        (list_deals.button(_("My deals"), 0), open_board.button(_("Pipeline"))),
    )
    shown = tuple((name, value) for name, value in more if value)
    return replace(today, fields=(*today.fields, *shown), body="", buttons=rows)


async def _deals(req: Request) -> list[str]:
    """The rep's open deals, counted and summed per stage."""
    sums = await stage_sums.sums(req.db, req.rep, req.now, of=req.rep.id)
    lines = []
    for stage in dict.fromkeys(s.stage for s in sums):
        here = [s for s in sums if s.stage is stage]
        amounts = ", ".join(money(s.amount, s.currency) for s in here if s.amount)
        counted = colon(_(stage.name), str(sum(s.count for s in here)))
        lines.append(f"{counted} · {amounts}" if amounts else counted)
    return lines
