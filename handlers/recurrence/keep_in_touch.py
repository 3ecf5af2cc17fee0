"""Keep in touch with a client: set how often, and show who is going cold."""

from dataclasses import dataclass
from datetime import date

from handlers.audit.undo import open_or_undo
from handlers.buttons.clients import open_client
from handlers.chat import Card, Field, Request, Row, UserError, requests
from handlers.i18n import _, commas, day
from handlers.parsing.recurrence.recurrence_line import read_recurring
from handlers.recurrence.rule_texts import interval_text
from handlers.working_time import local
from storage.audit import changes
from storage.clients import keep_in_touch
from storage.models import Client

MAX_SHOWN = 5  # clients going cold in one's day
MAX_DAYS = 3650


@dataclass(frozen=True)
class Interval(Field):
    """How often, in days: "6 weeks", "every month"."""

    async def parse(self, req: Request, text: str) -> int:
        scene = requests.scene(req)
        found = read_recurring(text, scene) or read_recurring(f"every {text}", scene)
        if found is None or not found.is_bare or found.text or not 1 <= found.days <= MAX_DAYS:
            raise UserError(_("I couldn't tell how often. Try: 6 weeks, every month."))
        return found.days


async def start(req: Request, client: Client, days: int) -> Card:
    """Keep in touch every so many days from today on."""
    changes.act(req.db, req.rep, req.now, req.place.channel, "client.edit")
    await keep_in_touch.put(req.db, client, days, _today(req))
    body = _(
        "Any interaction, whoever logs it, starts the count again. When the time is up, {name} appears in your"
        " day under “Going cold”."
    )
    buttons = (open_or_undo(req, client.id),)
    return Card(
        _("Keep in touch"),
        subtitle=commas(client.name, client.company),
        lead=interval_text(days),
        body=body.format(name=client.name),
        buttons=buttons,
        client=client.id,
    )


async def going_cold(req: Request) -> list[tuple[str, Row]]:
    """Lines about the clients who are going cold, each with a button that opens the card."""
    today = _today(req)
    found = await keep_in_touch.going_cold(req.db, req.rep, today, limit=MAX_SHOWN)
    return [(_cold_line(client, today), (open_client.button(client.name, client.id),)) for client in found]


def _cold_line(client: Client, today: date) -> str:
    """ "Ivan Petrov: every 6 weeks, last contact Jan 12"."""
    often = interval_text(client.contact_every or 0)
    if client.spoken_on is None:
        return _("{name}: {often}, no contact yet").format(name=client.name, often=often)
    last = day(client.spoken_on, today)
    return _("{name}: {often}, last contact {day}").format(name=client.name, often=often, day=last)


def _today(req: Request) -> date:
    return local(req.now, req.rep.timezone).date()
