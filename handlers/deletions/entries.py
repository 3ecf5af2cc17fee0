"""Which interaction or follow-up a line deletes; it is asked about before anything is deleted."""

from collections.abc import Sequence

from handlers.activities.follow_up_lines import follow_up_line
from handlers.agenda.follow_up_commands import find_candidates
from handlers.buttons.clients import open_history
from handlers.buttons.deletions import ask_delete_follow_up, ask_delete_interaction
from handlers.chat import Card, Request, Row, UserError, shorten
from handlers.deletions.questions import follow_up_question, interaction_question
from handlers.enum_labels import INTERACTION_KINDS
from handlers.i18n import _, moment
from handlers.parsing.activities.deletion_line import DeletionLine
from handlers.parsing.activities.follow_up_line import FollowUpLine
from storage.activities import agenda, interactions
from storage.activities.agenda import Range
from storage.activities.follow_ups import ClientFollowUp
from storage.models import Client, Interaction

CANDIDATES = 6
MAX_LABEL = 48  # letters


async def entry_question(req: Request, said: DeletionLine, clients: Sequence[Client]) -> Card | None:
    """Ask about the entry, or which one; None if nobody and nothing is meant. Raises UserError."""
    talks = await _talks(req, said, clients)
    promised = [] if talks else await _follow_ups(req, said, clients)
    if not talks and not promised:
        if clients:
            raise _no_such_entry(clients)
        return None
    if len(talks) + len(promised) == 1:
        return await (interaction_question(req, talks[0]) if talks else follow_up_question(req, *promised[0]))
    names = {client.id: client.name for client in clients} if len(clients) > 1 else {}
    rows = (
        *(_talk_row(req, talk, names.get(talk.client_id, "")) for talk in talks),
        *(_follow_up_row(req, promise) for promise in promised),
    )
    return Card(title=_("Which one should I delete?"), buttons=rows)


async def _talks(req: Request, said: DeletionLine, clients: Sequence[Client]) -> Sequence[Interaction]:
    if said.is_follow_up or not clients:
        return ()
    most = 1 if said.is_last and len(clients) == 1 else CANDIDATES
    ids = [client.id for client in clients]
    return await interactions.newest_of(req.db, req.rep, ids, said.kind, limit=most)


async def _follow_ups(req: Request, said: DeletionLine, clients: Sequence[Client]) -> Sequence[ClientFollowUp]:
    """The open ones with these clients, also a meeting still to come; else one's own that fit the words."""
    found: list[ClientFollowUp] = []
    for client in clients:
        found += await agenda.page(req.db, req.rep, Range(client=client.id), limit=CANDIDATES)
    if not said.is_follow_up:
        found = [promise for promise in found if said.kind and promise[0].kind.value == said.kind.value]
    elif not found and said.words:
        found = [*await find_candidates(req, FollowUpLine(said.words))]
    return found[:CANDIDATES]


def _no_such_entry(clients: Sequence[Client]) -> UserError:
    text = _("I found no such entry with {name}. Nothing was deleted.").format(name=clients[0].name)
    return UserError(text, buttons=((open_history.button(_("History"), clients[0].id, 0),),))


def _talk_row(req: Request, talk: Interaction, name: str) -> Row:
    kind = f"{_(INTERACTION_KINDS[talk.kind])} {moment(talk.at, req.rep.timezone, req.now)}"
    label = ": ".join(filter(None, (kind, name, " ".join(talk.text.split()))))
    return (ask_delete_interaction.button(shorten(label, MAX_LABEL), talk.id),)


def _follow_up_row(req: Request, promise: ClientFollowUp) -> Row:
    label = shorten(follow_up_line(req, promise), MAX_LABEL)
    return (ask_delete_follow_up.button(label, promise[0].id),)
