"""The board: the open deals of a pipeline by stage, and what was won and lost this month."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from babel.numbers import get_currency_precision

from handlers.buttons.deals import open_board, open_closed, open_stage
from handlers.chat import Card, Line, Offset, Redraw, Reply, Request, Row, command
from handlers.chat.paging import pager
from handlers.deals.cards import row
from handlers.deals.stages import get_stage
from handlers.i18n import N_, _, days, money, ngettext
from handlers.resolve.deal import with_sums
from handlers.text import bullets, colon
from handlers.working_time import at_local, local
from storage.deals import deals, stage_sums
from storage.deals.deal_lists import Total
from storage.deals.stage_sums import Sum
from storage.models import Client, Deal, Stage, StageState

PAGE = 8
IN_A_ROW = 2  # buttons
BAR = "▰"
MAX_BAR = 8  # signs
Field = tuple[str, str]


@command("pipeline", N_("Pipeline: deals and totals by stage"), reads=True, stands_alone=True)
async def pipeline(req: Request, _line: Line) -> Reply:
    return await _board(req)


@open_board.handler
async def board(req: Request) -> Reply:
    return Redraw(await _board(req))


@open_stage.handler
async def in_stage(req: Request, stage_id: int, offset: Offset) -> Reply:
    stage = await get_stage(req, stage_id)
    totals = await stage_sums.totals(req.db, req.rep, stage_id)
    found = await deals.in_stage(req.db, req.rep, stage_id, limit=PAGE, offset=offset)
    pages = pager(lambda text, at: open_stage.button(text, stage_id, at), offset, PAGE, _count(totals))
    return Redraw(_page(_(stage.name), totals, found, pages))


@open_closed.handler
async def closed_in_stage(req: Request, stage_id: int, offset: Offset) -> Reply:
    """What was won (or lost) this month, the last first."""
    stage, since = await get_stage(req, stage_id), _month(req)
    totals = await stage_sums.totals(req.db, req.rep, stage_id, closed_since=since)
    found = await deals.in_stage(req.db, req.rep, stage_id, limit=PAGE, offset=offset, closed_since=since)
    pages = pager(lambda text, at: open_closed.button(text, stage_id, at), offset, PAGE, _count(totals))
    return Redraw(_page(_month_label(req, stage), totals, found, pages))


def _page(
    name: str, totals: Sequence[Total], found: Sequence[tuple[Deal, Stage, Client]], pages: tuple[Row, ...]
) -> Card:
    count = _count(totals)
    counted = ngettext("{n} deal", "{n} deals", count).format(n=count)
    lines = (colon(c.name, f"{deal.title} · {money(deal.amount, deal.currency)}") for deal, _at, c in found)
    rows = (*(row(deal, client) for deal, _stage, client in found), *pages)
    title = colon(name, with_sums(counted, totals))
    return Card(
        title=title, body=bullets(lines), buttons=(*rows, (open_board.button(_("‹ Back to the pipeline")),))
    )


async def _board(req: Request) -> Card:
    today = local(req.now, req.rep.timezone).date()
    monday = at_local(today - timedelta(days=today.weekday()), time(), req.rep.timezone)
    sums = await stage_sums.sums(req.db, req.rep, monday)
    counts = {stage.id: sum(s.count for s in sums if s.stage.id == stage.id) for stage in _stages(sums)}
    fields = [_stage_field(req, stage, sums, counts) for stage in _stages(sums)]
    buttons = [
        open_stage.button(f"{_(stage.name)} ({counts[stage.id]})", stage.id, 0) for stage in _stages(sums)
    ]
    fields += _weighted(sums)
    for stage in await deals.stages(req.db):
        if stage.state is not StageState.OPEN:
            totals = await stage_sums.totals(req.db, req.rep, stage.id, closed_since=_month(req))
            if count := _count(totals):
                fields.append((_month_label(req, stage), _worth(count, totals)))
                buttons.append(open_closed.button(f"{_(stage.name)} ({count})", stage.id, 0))
    if not buttons:
        return Card(title=_("Pipeline"), body=_("No open deals. Open one with /deal."))
    rows = tuple(tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW))
    return Card(title=_("Pipeline"), fields=tuple(fields), buttons=rows)


def _stage_field(req: Request, stage: Stage, sums: Sequence[Sum], counts: dict[int, int]) -> Field:
    """Its bar, count and sums; and below these the age of the oldest deal, and how many have come this week."""
    here = [s for s in sums if s.stage.id == stage.id]
    bar = BAR * max(1, round(MAX_BAR * counts[stage.id] / max(counts.values())))
    age = max((req.now - s.oldest).days for s in here if s.oldest)
    moved = sum(s.moved for s in here)
    more = (
        ngettext("oldest: {n} day", "oldest: {n} days", age).format(n=age) if age else "",
        _("+{n} this week").format(n=moved) if moved else "",
    )
    totals = [Total(s.currency, s.count, s.amount) for s in here]
    said = f"{bar} {_worth(counts[stage.id], totals)}"
    return _(stage.name), "\n".join(filter(None, (said, " · ".join(filter(None, more)))))


def _worth(count: int, totals: Sequence[Total]) -> str:
    sums = ", ".join(money(each.amount, each.currency) for each in totals if each.amount)
    return " · ".join(filter(None, (str(count), sums)))


def _stages(sums: Sequence[Sum]) -> list[Stage]:
    """Those that hold something, in order."""
    return [*{s.stage.id: s.stage for s in sums}.values()]


def _count(totals: Sequence[Total]) -> int:
    return sum(each.count for each in totals)


def _month(req: Request) -> datetime:
    """When this month began (UTC)."""
    return at_local(_first_day(req), time(), req.rep.timezone)


def _first_day(req: Request) -> date:
    return local(req.now, req.rep.timezone).date().replace(day=1)


def _month_label(req: Request, stage: Stage) -> str:
    """ "Won (March 2026)"."""
    first = _first_day(req)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return f"{_(stage.name)} ({days(first, last, first)})"


def _weighted(sums: Sequence[Sum]) -> list[Field]:
    """The value of the open deals weighted by probability, per currency."""
    worth: dict[str, int] = {}
    for s in sums:
        if s.amount:
            worth[s.currency] = worth.get(s.currency, 0) + s.weighted
    said = ", ".join(money(_whole(total // 100, currency), currency) for currency, total in worth.items())
    return [(_("Weighted"), said)] if said else []


def _whole(amount: int, currency: str) -> int:
    unit: int = 10 ** get_currency_precision(currency)
    return amount // unit * unit
