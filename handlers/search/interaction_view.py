"""The card of one interaction: what was said, when and by whom, with a button to the client."""

from handlers.activities import file_texts
from handlers.activities.long_notes import read_all_talk
from handlers.buttons.activities import edit_interaction
from handlers.buttons.clients import open_client
from handlers.chat import Card, Request, UserError, shorten
from handlers.enum_labels import INTERACTION_KINDS, OUTCOMES
from handlers.i18n import _, duration, moment
from handlers.resolve.visible_client import get_client, label
from handlers.text import SHOWN
from storage.activities import interactions
from storage.team import accounts


async def card(req: Request, interaction_id: int) -> Card:
    """Raises UserError if it is gone, or of a client the rep may not see."""
    talk = await interactions.get(req.db, req.rep, interaction_id)
    if talk is None:
        raise UserError(_("That entry is gone."))
    client = await get_client(req, talk.client_id)
    author = await accounts.get(req.db, talk.rep_id)
    facts = (
        label(client),
        _(OUTCOMES[talk.outcome]) if talk.outcome else "",
        duration(talk.seconds) if talk.seconds else "",
        author.name if author else "",
    )
    text = shorten(await file_texts.text_of(req, talk), SHOWN)
    first = (open_client.button(_("Open card"), client.id), edit_interaction.button(_("Edit"), talk.id))
    return Card(
        title=f"{_(INTERACTION_KINDS[talk.kind])}, {moment(talk.at, req.rep.timezone, req.now)}",
        body="\n\n".join(filter(None, (" · ".join(filter(None, facts)), text))),
        buttons=((*first, *read_all_talk(talk, SHOWN)),),
        client=client.id,
    )
