"""Telegram: what people write and press there comes in, cards go out."""

from collections.abc import Callable

import structlog
from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatMemberStatus, ChatType, ParseMode
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.types import BotCommand, CallbackQuery, ChatMemberUpdated, Message, Update, User
from aiogram.utils.token import TokenValidationError
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot import channel
from bot.channel import Incoming, SendError
from bot.pace import Limits
from bot.pipeline import MOST_TRIES, Pipeline, Shown
from bot.telegram.polling import KINDS, Polling, Raw, patiently, whereabouts
from bot.telegram.render import clean
from bot.telegram.sending import answer, show
from handlers.chat import COMMANDS, Card, Toast
from handlers.i18n import ENGLISH, _, languages, nearest, speaking
from storage import accounts
from storage.accounts import Place

log = structlog.get_logger()

MENU_TEXT = 256  # letters, https://core.telegram.org/bots/api#botcommand


class WrongToken(channel.WrongToken):
    def __init__(self) -> None:
        super().__init__("TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather")


class Telegram:
    """`base` is the address of the Bot API. Raises WrongToken if the token does not even look like one."""

    name = "telegram"
    # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
    # A little less than it allows: 20 a minute in a group includes the first one.
    limits = Limits(total=30, per_chat=1, chat_burst=4, per_group=19 / 60, group_burst=1)

    def __init__(self, token: str, base: str, pipeline: Pipeline, ready: Callable[[str], None]) -> None:
        look = DefaultBotProperties(parse_mode=ParseMode.HTML)
        session = AiohttpSession(api=TelegramAPIServer.from_base(base))
        try:
            self.bot = Bot(token, session=session, default=look)
        except TokenValidationError:
            raise WrongToken from None
        self.pipeline = pipeline
        self.ready = ready
        self._answered: set[str] = set()  # presses whose handling has failed, and is tried again
        self._dispatcher = Dispatcher(disable_fsm=True)  # drafts live in our own transaction
        private = F.chat.type == ChatType.PRIVATE  # groups are not answered yet
        self._dispatcher.message.register(self._on_message, private)
        self._dispatcher.callback_query.register(self._on_press)
        blocked = F.new_chat_member.status == ChatMemberStatus.KICKED
        self._dispatcher.my_chat_member.register(self._on_block, private, blocked)

    async def run(self) -> None:
        """Until cancelled. Raises WrongToken."""
        try:
            await patiently(self._connect)
            self.ready(self.name)
            # Not aiogram's own polling: that confirms an update before it has been handled.
            await Polling(self.bot, self._take).run()
        except TelegramUnauthorizedError:
            raise WrongToken from None

    async def send(self, space: str, chat: str, card: Card, replaces: str | None = None) -> str:
        """Return the id of the message with the buttons. Raises SendError."""
        return await show(self.bot, int(chat), card, replaces)

    async def close(self) -> None:
        await self.bot.session.close()

    async def _connect(self) -> None:
        """Make the bot ready to be asked for updates."""
        try:
            await self.bot.get_me()
        except TelegramNotFound:  # the address, which has the token in it
            raise WrongToken from None
        await self.bot.delete_webhook(drop_pending_updates=False)
        await self._set_menu()

    async def _set_menu(self) -> None:
        for language in languages():
            with speaking(language):
                menu = [
                    BotCommand(command=command.name, description=_(command.about)[:MENU_TEXT])
                    for command in COMMANDS.values()
                ]
            code = None if language == ENGLISH else language.partition("_")[0]
            try:
                await self.bot.set_my_commands(menu, language_code=code)
            except TelegramBadRequest as error:  # one can live without it
                log.warning("telegram refuses the menu", language=language, error=error.message)

    async def _take(self, raw: Raw) -> bool:
        """Whether the update is finished with; False: it has failed, and shall be tried again."""
        if not any(kind in raw for kind in KINDS):
            return True
        try:
            update = Update.model_validate(raw, context={"bot": self.bot})
        except ValidationError as error:
            return await self._give_up(raw, error)
        try:
            await self._dispatcher.feed_update(self.bot, update, raw=raw)
        except Exception as error:  # whatever it is, it must not stop the other chats
            return await self._failed(raw, error)
        return True

    async def _on_message(self, message: Message, raw: Raw) -> None:
        person, text = message.from_user, message.text or message.caption
        if person and text and not person.is_bot:
            await self.pipeline.handle(_told(raw, message.chat.id, person, text=text))

    async def _on_press(self, press: CallbackQuery, raw: Raw) -> None:
        """Every press is answered once, whatever comes of it: until then the button seems to hang."""
        try:
            shown = await self._pressed(press, raw)
        except Exception:
            if press.id not in self._answered:
                self._answered.add(press.id)
                with speaking(nearest(press.from_user.language_code)):
                    await self._answer(press, _("This takes longer than usual. It is tried again by itself."))
            raise
        if press.id not in self._answered:
            await self._answer(press, shown.text if isinstance(shown, Toast) else "")
        self._answered.discard(press.id)

    async def _pressed(self, press: CallbackQuery, raw: Raw) -> Shown:
        message, person = press.message, press.from_user
        if not press.data or (message and message.chat.type != ChatType.PRIVATE):
            return None
        # What was pressed may be too old for Telegram to say where it is: then the chat is the person's.
        chat = message.chat.id if message else person.id
        on = str(message.message_id) if message else None
        return await self.pipeline.handle(_told(raw, chat, person, pressed=press.data, message=on))

    async def _answer(self, press: CallbackQuery, text: str) -> None:
        try:
            await answer(self.bot, press.id, text)
        except SendError as error:  # it is too late for that: the rest of the work is done all the same
            log.info("a press was not answered", key=press.id, error=str(error))

    async def _on_block(self, change: ChatMemberUpdated) -> None:
        async with storage.transaction(self.pipeline.database) as db:
            await accounts.lose(db, self.name, "", str(change.chat.id), self.pipeline.clock())

    async def _give_up(self, raw: Raw, error: Exception) -> bool:
        """What cannot be read will never be: it takes no more than the database's answer to set it aside."""
        for _try in range(MOST_TRIES):
            if await self._failed(raw, error):
                return True
        return False

    async def _failed(self, raw: Raw, error: Exception) -> bool:
        """Count it, if the database answers. Whether it has failed so often that it is set aside."""
        place = Place(self.name, "", *whereabouts(raw))
        kind, key = type(error).__name__, str(raw["update_id"])
        try:
            aside = await self.pipeline.set_aside(place, key, raw, clean(f"{kind}: {error}"))
        except (SQLAlchemyError, OSError):  # the weather: that counts for nothing
            log.warning("the database is away", channel=self.name, key=key, error=kind)
            return False
        trace = None if isinstance(error, ValidationError) else error  # that one quotes the update
        what = "update set aside" if aside else "update failed"
        log.error(what, channel=self.name, key=key, error=kind, exc_info=trace)
        return aside


def _told(
    raw: Raw, chat: int, person: User, *, text: str = "", pressed: str = "", message: str | None = None
) -> Incoming:
    return Incoming(
        place=Place(Telegram.name, "", str(chat), str(person.id)),
        key=str(raw["update_id"]),
        text=text,
        pressed=pressed,
        message=message,
        name=person.full_name,
        locale=person.language_code,
        raw=raw,
    )
