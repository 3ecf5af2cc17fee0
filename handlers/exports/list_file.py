"""Files that a job makes of a list, batch by batch: one, or several if the list is very long."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from handlers.chat import Card, MadeFile, Request
from handlers.exports import csv_cells
from handlers.i18n import N_, _, ngettext
from handlers.jobs.registry import Batch
from handlers.working_time import local
from storage.messaging import attachments

BEGUN = N_("I'm making the file. It will be here in a moment.")
FIRST: dict[str, Any] = {"after": 0, "files": [], "size": 0}  # the cursor of the first batch
LIFE = timedelta(days=7)  # a chat that cannot be reached gets the file within that time
MAX_SIZE = 15_000_000  # bytes of a file: well below what the platforms take


async def write(
    req: Request,
    cursor: dict[str, Any],
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    last: int,
) -> dict[str, Any]:
    """The cursor after these rows were written. `last`: the last ID looked at; `name`: of the file."""
    if not rows:
        return {**cursor, "after": last}
    files = list(cursor["files"])
    content = csv_cells.rows(rows)
    if not files or cursor["size"] > MAX_SIZE:
        file = await attachments.begin(
            req.db, req.rep, _file_name(req, name, len(files) + 1), csv_cells.MIME, req.now, req.now + LIFE
        )
        files.append(file.id)
        content = csv_cells.header(columns) + content
    kept = await attachments.append(req.db, files[-1], content)
    return {"after": last, "files": files, "size": kept.size if kept else 0}


async def finished(req: Request, cursor: dict[str, Any], total: int, rows: int, title: str) -> Batch:
    """The last batch, with a card for each file. `total`: rows in all of them."""
    made = [await attachments.get(req.db, file_id) for file_id in cursor["files"]]
    counted = ngettext("{n} row", "{n} rows", total).format(n=total)
    cards = tuple(
        Card(title=title, body=counted, made=MadeFile(file.id, file.name, file.mime, file.size))
        for file in made
        if file
    )
    return Batch(rows, None, cards or (Card(body=_("{filter}: none.").format(filter=title)),))


def _file_name(req: Request, name: str, number: int) -> str:
    """ "Clients 2026-03-02.csv", the next one "Clients 2026-03-02 (2).csv"."""
    day = local(req.now, req.rep.timezone).date().isoformat()
    return f"{name} {day}{f' ({number})' if number > 1 else ''}.csv"
