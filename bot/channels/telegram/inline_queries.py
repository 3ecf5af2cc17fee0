"""Inline queries: `@bot acme` in any chat offers visiting cards to known people."""

from collections.abc import Sequence

from aiogram.methods import AnswerInlineQuery
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from bot.channels.telegram.events import Raw, query_event
from bot.channels.telegram.render import pages, shorten_units
from bot.inbound.dispatch import Dispatcher
from handlers.chat.events import TextMessage
from handlers.chat.links import HELLO
from handlers.i18n import _, nearest, speaking
from handlers.sharing.visiting_card import Visiting, find_visiting_cards

PAGE = 20  # https://core.telegram.org/bots/api#answerinlinequery takes 50
TITLE = 64  # letters


async def answer_query(
    dispatcher: Dispatcher, raw: Raw, query: InlineQuery, bot_name: str
) -> AnswerInlineQuery:
    """The answer to an inline query. Telegram must not cache it for anybody."""
    event = query_event(raw, query.from_user, query.query.strip())
    offset = int(query.offset) if query.offset.isdecimal() else 0
    drawn = await _drawn(dispatcher, event, offset, bot_name)
    if drawn is None:
        with speaking(nearest(query.from_user.language_code, dispatcher.defaults.locale)):
            return _answer(query, (), button=_("Message me privately first"))
    results, total, nobody = drawn
    after = offset + len(results)
    more = str(after) if results and after < total else ""
    return _answer(query, results, button="" if results or offset else nobody, more=more)


async def _drawn(
    dispatcher: Dispatcher, event: TextMessage, offset: int, bot_name: str
) -> tuple[Sequence[InlineQueryResultArticle], int, str] | None:
    found = await dispatcher.look(
        event, lambda req: find_visiting_cards(req, event.text, limit=PAGE, offset=offset), handler="inline"
    )
    if found is None:
        return None
    (cards, total), rep = found
    with speaking(rep.locale):
        nobody = _("No client found") if event.text else _("Type a client's name after mine")
        return [_article(each, bot_name) for each in cards], total, nobody


def _article(each: Visiting, bot_name: str) -> InlineQueryResultArticle:
    link = f"https://t.me/{bot_name}?start={each.link}"
    into = InlineKeyboardButton(text=_("Open in Rapport"), url=link)
    return InlineQueryResultArticle(
        id=each.link,
        title=shorten_units(each.card.title, TITLE),
        description=shorten_units(each.label, TITLE),
        input_message_content=InputTextMessageContent(
            message_text=pages(each.card)[0], link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[into]]),
    )


def _answer(
    query: InlineQuery, results: Sequence[InlineQueryResultArticle], *, button: str = "", more: str = ""
) -> AnswerInlineQuery:
    return AnswerInlineQuery(
        inline_query_id=query.id,
        results=[*results],
        cache_time=0,
        is_personal=True,
        next_offset=more,
        button=InlineQueryResultsButton(text=button, start_parameter=HELLO) if button else None,
    )
