"""Route a text that says in own words what it wants: "done petrov", "what's on friday", "remind me to …"."""

from functools import partial

from handlers.activities.forms import DECLINE
from handlers.activities.tasks import reminder_in
from handlers.agenda.agenda_lines import asks_for_agenda
from handlers.agenda.follow_up_commands import completes_follow_up, run_line
from handlers.agenda.given_follow_ups import decline_by_line, declines
from handlers.buttons.clients import open_history
from handlers.chat import COMMANDS, Reply, Request, UserError, open_to
from handlers.clients.history import history as client_history
from handlers.deals.edit_line import change_by_line, changes_deal
from handlers.deals.forms import EDIT
from handlers.i18n import _
from handlers.parsing.commands.how_question import question_topic
from handlers.parsing.commands.status_question import history_subject, status_subject
from handlers.resolve.called_client import find_called
from handlers.resolve.deal import find_titled
from handlers.routing.commands import command_route, route_with_way_back
from handlers.routing.request_context import Route
from handlers.search.recurrence_sentences import recurring_in
from handlers.search.recurrence_sentences import run as run_recurring
from storage.models import Draft


async def in_own_words(request: Request, text: str, left: Draft | None) -> Route | None:
    """None if the text is no question that is understood, and asks for nothing to be changed."""
    if await completes_follow_up(request, text):
        return follow_up_route(text, left)
    if await declines(request, text):
        return route_with_way_back(left, DECLINE.name, lambda req: decline_by_line(req, text), text)
    if await changes_deal(request, text):
        return route_with_way_back(left, EDIT.name, lambda req: change_by_line(req, text), text)
    return await _question(request, text, left) or await _reminder(request, text, left)


async def _question(request: Request, text: str, left: Draft | None) -> Route | None:
    """How something is done, what is ahead, how things stand with somebody or something."""
    if (asked := question_topic(text)) in open_to(request.rep.role):
        return command_route("help", asked, slash=False, left=left)
    if await asks_for_agenda(request, text):
        return command_route("agenda", text, slash=False, left=left)
    called = await find_called(request, history_subject(text))
    if len(called) == 1:
        run = partial(client_history, client_id=called[0].id, offset=0)
        return route_with_way_back(left, open_history.name, run, text, reads=True)
    if name := await _subject_name(request, status_subject(text)):
        return command_route("find", name, slash=False, left=left)
    return None


async def _subject_name(request: Request, words: str) -> str:
    """The title of the only deal, or the name of the only client, that these words name; else empty."""
    if words and len(titled := await find_titled(request, words)) == 1:
        return titled[0].deal.title
    called = await find_called(request, words)
    return called[0].name if len(called) == 1 else ""


async def _reminder(request: Request, text: str, left: Draft | None) -> Route | None:
    if recurring := await recurring_in(request, text):
        run = partial(run_recurring, text=text, recurring=recurring)
        return route_with_way_back(left, "remind", run)
    if reminder := await reminder_in(request, text):
        return route_with_way_back(left, "remind", lambda req: COMMANDS["remind"].run(req, reminder), text)
    return None


def follow_up_route(text: str, left: Draft | None) -> Route:
    return route_with_way_back(left, "follow_up.line", partial(_follow_up_line, text), text)


async def _follow_up_line(text: str, req: Request) -> Reply:
    reply = await run_line(req, text)
    if reply is None:
        raise UserError(_("That follow-up is gone."))
    return reply
