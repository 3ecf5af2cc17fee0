"""Telegram's command menu: commands for everybody, and more in the chats of managers and admins."""

import asyncio
from hashlib import blake2b

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.types import BotCommand, BotCommandScopeChat
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channels.telegram.limits import MENU_TEXT
from handlers.chat import open_to
from handlers.i18n import ENGLISH, _, languages, speaking
from storage.models import Account, Rep, Role
from storage.team import accounts

log = structlog.get_logger()

CHECK_INTERVAL = 30.0  # seconds between checks for changed roles
NOT_THERE = (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound)  # no such chat, or we may not use it


class Menus:
    def __init__(self, bot: Bot, channel: str, database: storage.Database) -> None:
        self.bot = bot
        self.channel = channel
        self.database = database

    async def begin(self) -> None:
        """Set the default menu in every language."""
        for language in languages():
            code = None if language == ENGLISH else language.partition("_")[0]
            try:
                await self.bot.set_my_commands(_menu(Role.REP, language), language_code=code)
            except TelegramBadRequest as error:  # not essential
                log.warning("telegram refuses the menu", language=language, error=error.message)

    async def run(self) -> None:
        """Keep the menus of managers and admins up to date, until cancelled."""
        while True:
            try:
                await self.look()
            except (AiogramError, SQLAlchemyError, OSError) as error:  # an outage: the next check does it
                log.warning("menus were not set", channel=self.channel, error=type(error).__name__)
            await asyncio.sleep(CHECK_INTERVAL)

    async def look(self) -> None:
        async with storage.reading(self.database) as db:
            found = await accounts.with_menus(db, self.channel)
        for account, rep in found:
            wanted = _wanted(rep)
            if account.menu != wanted:
                await self._set(account, rep, wanted)
                async with storage.transaction(self.database) as db:
                    await accounts.set_menu(db, account.id, wanted)

    async def _set(self, account: Account, rep: Rep, wanted: str | None) -> None:
        scope = BotCommandScopeChat(chat_id=int(account.chat))
        try:
            if wanted:
                await self.bot.set_my_commands(_menu(rep.role, rep.locale), scope=scope)
            else:
                await self.bot.delete_my_commands(scope=scope)
        except NOT_THERE as error:
            log.info("cannot set the menu of a chat", channel=self.channel, error=type(error).__name__)


def _wanted(rep: Rep) -> str | None:
    """Identifies the menu to show, which also changes when a release changes commands or translations."""
    if not rep.active or rep.role is Role.REP:
        return None
    told = "\n".join(f"{each.command} {each.description}" for each in _menu(rep.role, rep.locale))
    return f"{rep.role}:{rep.locale}:{blake2b(told.encode(), digest_size=8).hexdigest()}"


def _menu(role: Role, language: str) -> list[BotCommand]:
    with speaking(language):
        return [
            BotCommand(command=command.name, description=_(command.about)[:MENU_TEXT])
            for command in open_to(role).values()
        ]
