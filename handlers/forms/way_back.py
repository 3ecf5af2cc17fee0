"""A button back to an unanswered question, below the answer to something else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.buttons.help import open_tour
from handlers.chat import FORMS, Card, Form, Reply, Row, Unfinished, UserError
from handlers.forms import questions
from handlers.forms.fields import Text, max_letters
from handlers.i18n import _
from handlers.resolve import unanswered_questions
from handlers.text import NAME
from storage.models import Draft, DraftKind, Rep
from storage.search import client_search


async def with_way_back(left: Draft, text: str, find: Callable[[], Awaitable[Reply]]) -> Reply:
    """The answer of `find`, with a button back to the question `left`; `text` may also be the form's answer."""
    row = _row(left, text)
    try:
        reply = await find()
    except Unfinished as asked:
        ask = asked.ask
        raise Unfinished(asked.card, asked.line, lambda draft_id: (*ask(draft_id), *row)) from asked
    except UserError as error:
        raise UserError(error.text, (*error.buttons, *row)) from error
    return replace(reply, buttons=(*reply.buttons, *row)) if isinstance(reply, Card) else reply


async def looks_up(db: AsyncSession, rep: Rep, left: Draft, text: str) -> bool:
    """Whether typed text is a client search although a form asks for a text: digits of a phone or, for a long
    text, somebody's full name.
    """
    asked = next((field for field in Form.from_json(left.data).fields if field.name == left.data["at"]), None)
    if not isinstance(asked, Text):
        return False
    if client_search.PHONE.match(text):
        digits = sum(map(str.isdecimal, text))
        return digits >= client_search.MIN_PHONE and bool(
            await client_search.find_named(db, rep, text, limit=1)
        )
    is_name = max_letters(asked) > NAME and len(text.split()) > 1
    return is_name and await client_search.is_called(db, rep, text, "")


def _row(left: Draft, text: str) -> tuple[Row, ...]:
    if left.kind is DraftKind.TOUR:
        return ((open_tour.button(_("Back to the tour")),),)
    if left.kind is DraftKind.LINE:
        return (unanswered_questions.way_back(left),)
    if left.data["form"] not in FORMS:  # asked by an older release
        return ()
    return (tuple(dict.fromkeys(questions.way_back(left, said) for said in (text, ""))),)
