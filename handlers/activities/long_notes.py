"""Read a long note in full, in parts that fit a message."""

from handlers.activities import file_texts
from handlers.buttons.activities import read_client_note, read_interaction
from handlers.buttons.clients import open_client
from handlers.chat import Action, Button, Card, Redraw, Reply, Request, Row, UserError
from handlers.chat.paging import pager
from handlers.enum_labels import INTERACTION_KINDS
from handlers.i18n import _, moment
from handlers.resolve.visible_client import get_client
from handlers.text import SHOWN
from storage.activities import interactions
from storage.models import Client, Interaction

MAX_PART = 3_000  # letters: fit a Telegram message (4,096) and a Slack section (3,000)


@read_interaction.handler
async def read_talk(req: Request, interaction_id: int, part: int) -> Reply:
    """Show this part of an interaction's text."""
    talk = await interactions.get(req.db, req.rep, interaction_id)
    if talk is None:
        raise UserError(_("That entry is gone."))
    client = await get_client(req, talk.client_id)
    title = f"{_(INTERACTION_KINDS[talk.kind])}, {moment(talk.at, req.rep.timezone, req.now)}"
    return Redraw(
        _part_card(client, title, await file_texts.text_of(req, talk), (read_interaction, talk.id), part)
    )


@read_client_note.handler
async def read_about(req: Request, client_id: int, part: int) -> Reply:
    """Show this part of a client's “about” text."""
    client = await get_client(req, client_id)
    return Redraw(_part_card(client, _("About"), client.about, (read_client_note, client.id), part))


def read_all_talk(talk: Interaction, shown: int, label: str = "") -> tuple[Button, ...]:
    """A button to the full text, if it is longer than `shown` letters."""
    return (read_interaction.button(label or _("Read more"), talk.id, 0),) if len(talk.text) > shown else ()


def read_all_about(client: Client) -> tuple[Row, ...]:
    """The same for a client's “about” text."""
    return ((read_client_note.button(_("Read more"), client.id, 0),),) if len(client.about) > SHOWN else ()


def parts_of(text: str) -> list[str]:
    """The text in parts of at most MAX_PART letters, cut at the end of a line or a word if possible."""
    parts: list[str] = []
    while len(text) > MAX_PART:
        half = MAX_PART // 2
        cuts = (text.rfind(mark, half, MAX_PART) + 1 for mark in ("\n", " "))
        at = next((cut for cut in cuts if cut), MAX_PART)
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text]


def _part_card(client: Client, title: str, text: str, read: tuple[Action[[int, int]], int], part: int) -> Card:
    parts = parts_of(text)
    part = min(part, len(parts) - 1)
    action, row_id = read
    pages = pager(lambda text, at: action.button(text, row_id, at), part, 1, len(parts))
    if len(parts) > 1:
        title = f"{title} ({part + 1}/{len(parts)})"
    rows = (*pages, (open_client.button(_("‹ Back to the card"), client.id),))
    return Card(
        title=title, fields=((_("Client"), client.name),), body=parts[part], buttons=rows, client=client.id
    )
