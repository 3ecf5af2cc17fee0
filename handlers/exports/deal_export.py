"""A list of deals as a file."""

from decimal import Decimal

from babel.numbers import get_currency_precision

from handlers.buttons.search import export_deals
from handlers.chat import Reply, Request, Toast
from handlers.exports import list_file
from handlers.i18n import N_, _, decimal_symbol
from handlers.jobs.registry import Batch, job
from handlers.search import deal_list
from handlers.search.filter_names import current_names
from handlers.search.filter_text import filter_text
from handlers.search.filter_wire import decode_filter, from_code
from storage.deals import deal_lists
from storage.jobs import jobs
from storage.models import Deal, Job
from storage.search import filtered_rows
from storage.search.filtered_rows import DealRow

KIND = "export.deals"  # a wire format
COLUMNS = (
    *(N_("Deal"), N_("Client"), N_("Company"), N_("Stage"), N_("Amount"), N_("Currency"), N_("Probability")),
    *(N_("Expected close"), N_("Owner"), N_("Added"), N_("Closed"), N_("Reason")),
)


@export_deals.handler
async def begin(req: Request, told: str, words: str) -> Reply:
    asked = from_code(req, told)
    named = await deal_list.named_by(req, asked, words)
    total = sum(each.count for each in await deal_lists.totals(req.db, req.rep, asked, named))
    ids = {"clients": named.client_ids and [*named.client_ids], "among": named.deal_ids and [*named.deal_ids]}
    args = {"filter": told, "words": words, **ids}
    cursor = list_file.FIRST
    await jobs.add(req.db, req.rep, KIND, req.place, req.now, args=args, cursor=cursor, total=total)
    return Toast(_(list_file.BEGUN))


@job(KIND, N_("Exporting deals"))
async def export(req: Request, job: Job, size: int) -> Batch:
    asked, cursor = decode_filter(job.args["filter"], req.now), job.cursor
    after, last = cursor["after"], cursor["after"] + size
    limits = {"clients": job.args["clients"], "among": job.args["among"]}
    found = await filtered_rows.deals_between(req.db, req.rep, asked, after, last, **limits)
    columns, rows = [_(column) for column in COLUMNS], [_row(row) for row in found]
    cursor = await list_file.write(req, cursor, _("Deals"), columns, rows, last)
    if last < await filtered_rows.last_deal_id(req.db):
        return Batch(len(found), cursor)
    title = filter_text(req, asked, job.args["words"], await current_names(req, asked))
    return await list_file.finished(req, cursor, job.done + len(found), len(found), title)


def _row(row: DealRow) -> list[str]:
    deal, probability = row.deal, row.deal.probability
    return [
        deal.title,
        row.client.name,
        row.client.company,
        _(row.stage.name),
        _amount(deal),
        deal.currency,
        f"{row.stage.probability if probability is None else probability}%",
        deal.expected_close.isoformat() if deal.expected_close else "",
        row.owner,
        deal.created_at.date().isoformat(),
        deal.closed_at.date().isoformat() if deal.closed_at else "",
        deal.lost_reason,
    ]


def _amount(deal: Deal) -> str:
    """Without the currency and without spaces: a number to a spreadsheet in that language."""
    if deal.amount is None:
        return ""
    amount = Decimal(deal.amount).scaleb(-get_currency_precision(deal.currency))
    return f"{amount:f}".replace(".", decimal_symbol())
