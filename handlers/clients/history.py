"""History of a client: interactions page by page, latest first, with buttons for long texts and files."""

from handlers.activities import interaction_lines
from handlers.activities.interaction_lines import lines_with
from handlers.activities.long_notes import read_all_talk
from handlers.buttons.activities import open_file
from handlers.buttons.clients import open_client, open_history
from handlers.chat import Card, Offset, Redraw, Reply, Request
from handlers.file_names import label as label_of_file
from handlers.i18n import _, moment
from handlers.resolve.visible_client import get_client
from storage.activities import files, interactions
from storage.models import Interaction

PAGE = 8  # interactions


@open_history.handler
async def history(req: Request, client_id: int, offset: Offset) -> Reply:
    client = await get_client(req, client_id)
    found = await interactions.of_client(req.db, req.rep, client_id, limit=PAGE, offset=offset)
    total = await interactions.count_of_client(req.db, req.rep, client_id)
    earlier = (open_history.button(_("Earlier ›"), client_id, offset + PAGE),) if offset + PAGE < total else ()
    later = (open_history.button(_("‹ Later"), client_id, max(0, offset - PAGE)),) if offset else ()
    kept = await files.of_interactions(req.db, req.rep, [interaction.id for interaction in found])
    shown = ((open_file.button(label_of_file(file), file.id),) for file in kept)
    whole = ((read_all_talk(talk, interaction_lines.MAX_LINE_TEXT, _when(req, talk))) for talk in found)
    rows = (*whole, *shown, (*later, *earlier), (open_client.button(_("‹ Back to the card"), client_id),))
    title = _("History: {name}").format(name=client.name)
    body = "\n\n".join(lines_with(req, found, kept)) or _("Nothing logged yet.")
    return Redraw(Card(title=title, body=body, buttons=tuple(filter(None, rows)), client=client_id))


def _when(req: Request, talk: Interaction) -> str:
    """Label of the button to the full text; it has the time, as there may be several."""
    return _("Read more: {when}").format(when=moment(talk.at, req.rep.timezone, req.now))
