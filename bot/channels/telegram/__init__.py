"""Telegram channel: receive updates, send cards."""

from bot.channels.telegram import schemas  # before aiogram

# isort: split
import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import structlog
from aiogram import Dispatcher as UpdateDispatcher
from aiogram import F
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineQuery, Message, MessageReactionUpdated, Update
from aiogram.utils.token import TokenValidationError
from aiohttp import web
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot import channel
from bot.channel import SendError
from bot.channels.telegram.client import Client
from bot.channels.telegram.command_menu import Menus
from bot.channels.telegram.events import NAME, message_event, press_event, reaction_event
from bot.channels.telegram.files.archive import Copies
from bot.channels.telegram.files.downloads import NotNow
from bot.channels.telegram.groups import migration, parts
from bot.channels.telegram.inline_queries import answer_query
from bot.channels.telegram.limits import PACE
from bot.channels.telegram.plain_events import PlainEvent, plain_event
from bot.channels.telegram.polling import KINDS, Polling, Raw, chat_and_person, query
from bot.channels.telegram.render import clean
from bot.channels.telegram.retries import RetryPolicy, retry
from bot.channels.telegram.send import Moved, answer, answer_inline, show
from bot.channels.telegram.uploads import send_file
from bot.channels.telegram.webhook import PATH, RefusedAddress, Webhook
from bot.channels.token_state import TokenState
from bot.inbound import in_flight
from bot.inbound.dispatch import MAX_TRIES, Dispatcher
from bot.outbound.made_files import MadeFiles
from handlers.chat import Card, Toast
from handlers.chat.events import ButtonPress, TextMessage
from handlers.i18n import _, nearest, speaking
from reminders.team import unreachable
from storage.messaging import last_viewed
from storage.models import Place

log = structlog.get_logger()

USUAL = RetryPolicy()


class WrongToken(channel.WrongToken):
    def __init__(self) -> None:
        super().__init__("TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather")


class WrongAddress(channel.WrongToken):
    def __init__(self, why: str) -> None:
        super().__init__(f"RAPPORT_PUBLIC_URL: Telegram refuses this address ({why})")


class Telegram:
    """The Telegram channel. `base` is the Bot API's URL; `public_url`: the webhook's, without it we poll.

    Raises WrongToken if the token has the wrong format.
    """

    name = NAME
    limits = PACE

    def __init__(
        self,
        token: str,
        base: str,
        dispatcher: Dispatcher,
        ready: Callable[[str], None],
        patience: RetryPolicy = USUAL,
        *,
        public_url: str | None = None,
    ) -> None:
        self.token = TokenState(self._is_known)
        try:
            self.bot = Client(token, base, self.token.heard)
        except TokenValidationError:
            raise WrongToken from None
        self.dispatcher = dispatcher
        self.menus = Menus(self.bot, self.name, dispatcher.database)
        self.files = MadeFiles(dispatcher.database, self.name)
        self.copies = Copies(self.bot, self.name, dispatcher.database)
        self.ready = ready
        self.patience = patience
        self.username = ""  # the bot's
        self.is_called = public_url is not None
        self._webhook = Webhook(self.bot, self._take, f"{public_url}{PATH}") if public_url else None
        self._polling: Polling | None = None  # while connected
        self._answered: set[str] = set()  # presses answered before a retry
        self._updates = UpdateDispatcher(disable_fsm=True)  # drafts are stored in our own transaction
        private = F.chat.type == ChatType.PRIVATE
        self._updates.message.register(self._on_message)
        self._updates.edited_message.register(self._on_message)
        self._updates.inline_query.register(self._on_inline)
        self._updates.callback_query.register(self._on_press)
        self._updates.message_reaction.register(self._on_reaction, private)
        blocked = F.new_chat_member.status == ChatMemberStatus.KICKED
        self._updates.my_chat_member.register(self._on_block, private, blocked)

    async def run(self) -> None:
        """Connect and handle updates until cancelled. Raises WrongToken."""
        try:
            await retry(self._connect, self.patience)
            self._polling = Polling(self.bot, self._take, self.patience)
            self.ready(self.name)
            await self._listen()
        except TelegramUnauthorizedError:
            raise WrongToken from None
        except RefusedAddress as error:
            raise WrongAddress(str(error)) from None
        finally:
            self._polling = None

    async def send(self, space: str, chat: str, card: Card, replaces: str | None = None) -> str:
        """Send a card; return the ID of the message with the buttons. Raises SendError."""
        number, topic = parts(chat)
        try:
            if card.made:
                return await send_file(self.bot, number, topic, card, card.made, self.files)
            return await show(self.bot, number, card, replaces, self.patience, topic)
        except Moved as moved:
            try:
                await self._move(chat, str(moved.to))
            except SQLAlchemyError as error:  # an outage: the next try reports the move again
                raise SendError(type(error).__name__) from error
            return await show(self.bot, moved.to, card, None, self.patience)

    def routes(self) -> list[web.RouteDef]:
        """The webhook's route, if there is one."""
        return self._webhook.routes() if self._webhook else []

    async def again(self, raw: Mapping[str, Any]) -> bool:
        self.dispatcher.in_flight.retry(self.name, "", str(raw["update_id"]))
        return await self._take(dict(raw), None)

    async def is_connected(self) -> bool:
        """With a webhook: whether it is set and the token is good. Otherwise: whether polling works."""
        if self.is_called:
            return self._polling is not None and await self.token.is_good()
        return self._polling is not None and self._polling.hears

    async def close(self) -> None:
        await self.bot.session.close()

    async def _listen(self) -> None:
        work = (self.menus.run(), self.copies.run(), schemas.build_usual())
        beside = {asyncio.create_task(each) for each in work}
        try:
            if self._webhook:
                await asyncio.Event().wait()
            elif self._polling:  # not aiogram's own, which confirms an update before it was handled
                await self._polling.run()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.wait(beside)

    async def _connect(self) -> None:
        """Set up the bot for polling or the webhook."""
        try:
            me = await self.bot.get_me()
        except TelegramNotFound:  # an unknown URL, because it contains the token
            raise WrongToken from None
        if self._webhook:
            await self._webhook.begin()
        else:
            await self.bot.delete_webhook(drop_pending_updates=False)
        self.username = me.username or ""
        if not me.supports_inline_queries:
            log.info("inline mode is off: /setinline at @BotFather switches it on", channel=self.name)
        await self.dispatcher.known_as(self.name, self.username)
        await self.menus.begin()

    async def _is_known(self) -> None:
        with suppress(AiogramError):
            await self.bot.get_me()

    async def _move(self, was: str, now: str) -> None:
        """A group has become a supergroup: move everything stored for it. May be called repeatedly."""
        async with storage.transaction(self.dispatcher.database) as db:
            await last_viewed.move(db, self.name, "", was, now)
        log.info("a chat has moved", channel=self.name)

    async def _take(self, raw: Raw, patience: float | None) -> bool:
        """Handle an update; False: it failed, and must be retried.

        `patience`: seconds to wait until an answer was sent; None: no limit.
        """
        if not any(kind in raw for kind in KINDS):
            return True
        update = in_flight.Update(Place(self.name, "", *chat_and_person(raw)), str(raw["update_id"]), raw)
        return await self.dispatcher.in_flight.handle(update, lambda: self._read(raw, patience))

    async def _read(self, raw: Raw, patience: float | None) -> bool:
        try:
            update = plain_event(raw) or Update.model_validate(raw, context={"bot": self.bot})
        except ValidationError as error:
            return await self._give_up(raw, error)
        try:
            await self._handle(update, raw, patience)
        except Exception as error:  # no error may stop the other chats
            return await self._failed(raw, error)
        return True

    async def _handle(self, update: PlainEvent | Update, raw: Raw, patience: float | None) -> None:
        match update:
            case TextMessage():
                await self.dispatcher.handle(update, patience=patience)
            case ButtonPress():
                await self._press(query(raw), update, patience)
            case Update():
                await self._updates.feed_update(self.bot, update, raw=raw, patience=patience)

    async def _on_message(self, message: Message, raw: Raw, patience: float | None) -> None:
        if move := migration(message):
            await self._move(*move)
        elif event := message_event(self.bot, self.username, raw, message):
            await self.dispatcher.handle(event, patience=patience)

    async def _on_reaction(self, change: MessageReactionUpdated, raw: Raw, patience: float | None) -> None:
        if event := reaction_event(raw, change):
            await self.dispatcher.handle(event, patience=patience)

    async def _on_inline(self, query: InlineQuery, raw: Raw) -> None:
        found = await answer_query(self.dispatcher, raw, query, self.username)
        try:
            await answer_inline(self.bot, found)
        except SendError as error:  # the person has typed on, or will ask again
            log.info("an inline query was not answered", key=query.id, error=error.outcome)

    async def _on_press(self, press: CallbackQuery, raw: Raw, patience: float | None) -> None:
        await self._press(press.id, press_event(raw, press) if press.data else None, patience)

    async def _press(self, press: str, event: ButtonPress | None, patience: float | None) -> None:
        """Answer every press exactly once, even on errors: until then the button seems to hang."""
        try:
            shown = await self.dispatcher.handle(event, patience=patience) if event else None
        except Exception:
            if press not in self._answered:
                self._answered.add(press)
                with speaking(nearest(event.locale if event else None)):
                    word = _("This is taking longer than usual. I'm trying again.")
                await self._answer(press, word)
            raise
        if press not in self._answered:
            await self._answer(press, shown.text if isinstance(shown, Toast) else "")
        self._answered.discard(press)

    async def _answer(self, press: str, text: str) -> None:
        try:
            await answer(self.bot, press, text, self.patience)
        except SendError as error:  # too late to answer: the rest of the work is done anyway
            log.info("a press was not answered", key=press, error=str(error))

    async def _on_block(self, change: ChatMemberUpdated) -> None:
        async with storage.transaction(self.dispatcher.database) as db:
            await unreachable.mark_unreachable(db, self.name, "", str(change.chat.id), self.dispatcher.clock())

    async def _give_up(self, raw: Raw, error: ValidationError) -> bool:
        """Give up on an update that this release cannot read: store it, but do not notify the admins."""
        if not await self._count(raw, error, most=1):
            return False
        if press := query(raw):
            await self._answer(press, "")
        log.warning("unreadable update set aside", channel=self.name, key=str(raw["update_id"]))
        return True

    async def _failed(self, raw: Raw, error: Exception) -> bool:
        """Count a failure; True if we have given up on the update."""
        if isinstance(error, NotNow):
            log.warning("telegram file download failed", channel=self.name, error=str(error))
            return False
        aside = await self._count(raw, error)
        told = {"channel": self.name, "key": str(raw["update_id"]), "error": type(error).__name__}
        if aside is None:
            log.warning("the database is away", **told)
        else:
            log.error("update set aside" if aside else "update failed", **told, exc_info=error)
        return bool(aside)

    async def _count(self, raw: Raw, error: Exception, most: int = MAX_TRIES) -> bool | None:
        """True if we have given up on the update after this failure. None: database outage."""
        place = Place(self.name, "", *chat_and_person(raw))
        text = clean(f"{type(error).__name__}: {error}")
        try:
            return await self.dispatcher.count_failure(place, str(raw["update_id"]), raw, text, most=most)
        except (SQLAlchemyError, OSError):  # an outage does not count
            return None
