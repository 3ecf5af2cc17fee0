"""The board: the deals of a pipeline, with counts and sums per stage."""

from babel.numbers import get_currency_precision

from handlers.buttons.deals import open_board, open_stage
from handlers.chat import Card, Line, Offset, Redraw, Reply, Request, command
from handlers.deals.cards import row
from handlers.deals.stages import get_stage
from handlers.i18n import N_, _, money
from handlers.resolve.deal import line_of
from storage.deals import deals, stage_sums
from storage.models import StageState

PAGE = 8


@command("pipeline", N_("Pipeline: deals and totals by stage"), reads=True, stands_alone=True)
async def pipeline(req: Request, _line: Line) -> Reply:
    return await _board(req)


@open_board.handler
async def board(req: Request) -> Reply:
    return Redraw(await _board(req))


@open_stage.handler
async def in_stage(req: Request, stage_id: int, offset: Offset) -> Reply:
    stage = await get_stage(req, stage_id)
    found = await deals.in_stage(req.db, req.rep, stage_id, limit=PAGE + 1, offset=offset)
    rows = [row(deal, client) for deal, _stage, client in found[:PAGE]]
    body = "\n".join(f"{client.name}: {line_of(deal, at)}" for deal, at, client in found[:PAGE])
    if len(found) > PAGE:
        rows.append((open_stage.button(_("More ›"), stage_id, offset + PAGE),))
    rows.append((open_board.button(_("‹ Back to the pipeline")),))
    return Redraw(Card(title=_(stage.name), body=body, buttons=tuple(rows)))


async def _board(req: Request) -> Card:
    sums = await stage_sums.sums(req.db, req.rep)
    fields, rows = [], []
    for stage in await deals.stages(req.db):
        here = [s for s in sums if s.stage.id == stage.id]
        count = sum(s.count for s in here)
        said = ", ".join(money(s.amount, s.currency) for s in here if s.amount)
        fields.append((_(stage.name), f"{count}" + (f" · {said}" if said else "")))
        if count:
            rows.append((open_stage.button(f"{_(stage.name)} ({count})", stage.id, 0),))
    if not rows:
        return Card(title=_("Pipeline"), body=_("No deals yet. Open one with /deal."))
    return Card(title=_("Pipeline"), fields=(*fields, *_weighted(sums)), buttons=tuple(rows))


def _weighted(sums: list[stage_sums.Sum]) -> tuple[tuple[str, str], ...]:
    """The value of the open deals weighted by probability, per currency."""
    worth: dict[str, int] = {}
    for s in sums:
        if s.stage.state is StageState.OPEN and s.amount:
            worth[s.currency] = worth.get(s.currency, 0) + s.weighted
    said = ", ".join(money(_whole(total // 100, currency), currency) for currency, total in worth.items())
    return ((_("Weighted"), said),) if said else ()


def _whole(amount: int, currency: str) -> int:
    unit: int = 10 ** get_currency_precision(currency)
    return amount // unit * unit
