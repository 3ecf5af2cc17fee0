"""A list of clients as a file."""

from handlers.buttons.search import export_clients
from handlers.chat import Reply, Request, Toast
from handlers.clients.contact_points import shown_point
from handlers.exports import list_file
from handlers.i18n import N_, _
from handlers.jobs.registry import Batch, job
from handlers.search.filter_names import current_names
from handlers.search.filter_text import filter_text
from handlers.search.filter_wire import decode_filter, from_code
from storage.jobs import jobs
from storage.models import Client, Job, PointKind
from storage.search import client_search, filtered_rows, filters
from storage.search.filtered_rows import ClientRow

KIND = "export.clients"  # a wire format
COLUMNS = (
    *(N_("Name"), N_("Company"), N_("Role"), N_("Phone"), N_("E-mail"), N_("Handle"), N_("Address")),
    *(N_("Birthday"), N_("Tags"), N_("About"), N_("Owner"), N_("Last contact"), N_("Added")),
)


@export_clients.handler
async def begin(req: Request, told: str, words: str) -> Reply:
    asked = from_code(req, told)
    within = filters.within(req.rep, asked)
    found = await client_search.find_or_near(
        req.db, req.rep, words, limit=client_search.MAX_RANKED if words else 1, within=within
    )
    among = list(found.ids) if words else None
    await jobs.add(
        req.db,
        req.rep,
        KIND,
        req.place,
        req.now,
        args={"filter": told, "words": words, "among": among},
        cursor=list_file.FIRST,
        total=found.total,
    )
    return Toast(_(list_file.BEGUN))


@job(KIND, N_("Exporting clients"))
async def export(req: Request, job: Job, size: int) -> Batch:
    asked, cursor = decode_filter(job.args["filter"], req.now), job.cursor
    after, last = cursor["after"], cursor["after"] + size
    found = await filtered_rows.clients_between(req.db, req.rep, asked, after, last, among=job.args["among"])
    columns, rows = [_(column) for column in COLUMNS], [_row(row) for row in found]
    cursor = await list_file.write(req, cursor, _("Clients"), columns, rows, last)
    if last < await filtered_rows.last_client_id(req.db):
        return Batch(len(found), cursor)
    title = filter_text(req, asked, job.args["words"], await current_names(req, asked))
    return await list_file.finished(req, cursor, job.done + len(found), len(found), title)


def _row(row: ClientRow) -> list[str]:
    client = row.client
    return [
        client.name,
        client.company,
        client.title,
        *(
            _points(row, kind)
            for kind in (PointKind.PHONE, PointKind.EMAIL, PointKind.HANDLE, PointKind.ADDRESS)
        ),
        _birthday(client),
        client.tags,
        client.about,
        row.owner,
        client.spoken_on.isoformat() if client.spoken_on else "",
        client.created_at.date().isoformat(),
    ]


def _points(row: ClientRow, kind: PointKind) -> str:
    return "; ".join(shown_point(point).text for point in row.points if point.kind is kind)


def _birthday(client: Client) -> str:
    """As in a vCard: "1985-03-12", "--03-12" without a year (RFC 6350, 4.3.1)."""
    if client.birth_month is None or client.birth_day is None:
        return ""
    year = f"{client.birth_year:04}" if client.birth_year else "-"
    return f"{year}-{client.birth_month:02}-{client.birth_day:02}"
