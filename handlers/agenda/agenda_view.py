"""What an agenda shows, as its buttons carry it: whose follow-ups, of which days, from which on."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from handlers.chat import OLD_BUTTON, Request, UserError
from handlers.i18n import _
from handlers.parsing.activities.agenda_line import Days
from handlers.working_time import at_local
from storage.activities.agenda import Range

OVERDUE = "o"
ALL = Days()
OF_CLIENT = "c"
ON_THE_WIRE = "%y%m%d"
MAX_ID, MAX_OFFSET = 2**63 - 1, 10**6


@dataclass(frozen=True)
class View:
    """Whose follow-ups, of a rep (`owner`) or with a client (both are ids)."""

    days: Days = ALL
    owner: int | None = None
    client: int | None = None
    offset: int = 0

    def at(self, offset: int) -> "View":
        return replace(self, offset=offset)


def code(view: View) -> str:
    whose = f"{OF_CLIENT}{view.client}" if view.client is not None else str(view.owner)
    first = OVERDUE if view.days.overdue else _on_the_wire(view.days.first)
    return f"{whose}.{first}.{_on_the_wire(view.days.last)}.{view.offset}"


def view_of(said: str) -> View:
    """Raises UserError."""
    try:
        whose, first, last, offset = said.split(".")
        row_id, skipped = int(whose.removeprefix(OF_CLIENT)), int(offset)
        days = Days(overdue=True) if first == OVERDUE else Days(_day(first), _day(last))
        if not (0 <= row_id <= MAX_ID and 0 <= skipped <= MAX_OFFSET):
            raise ValueError("neither a row's number nor an offset")
    except ValueError as error:
        raise UserError(_(OLD_BUTTON)) from error
    if whose.startswith(OF_CLIENT):
        return View(days, client=row_id, offset=skipped)
    return View(days, owner=row_id, offset=skipped)


def range_of(req: Request, view: View) -> Range:
    """The view's days where the rep is, in UTC."""
    days = view.days
    since = _midnight(req, days.first) if days.first else None
    until = req.now if days.overdue else _midnight(req, days.last + timedelta(1)) if days.last else None
    return Range(owner=view.owner, client=view.client, since=since, until=until)


def _midnight(req: Request, on: date) -> datetime:
    return at_local(on, time(0), req.rep.timezone)


def _on_the_wire(on: date | None) -> str:
    return on.strftime(ON_THE_WIRE) if on else ""


def _day(said: str) -> date | None:
    return datetime.strptime(said, ON_THE_WIRE).date() if said else None
