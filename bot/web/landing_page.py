"""Landing page for links to a client or deal: how to open it in a chat, without any data.

Nothing is looked up, so that existing and missing clients cannot be told apart.
"""

from html import escape

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.inbound.onboarding import CompanyDefaults
from handlers.i18n import _, nearest, speaking
from storage.messaging import bot_names

log = structlog.get_logger()

PATH = r"/{link:[cCdD][0-9]{1,10}}"
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
PAGE = (
    '<!doctype html><html lang="{locale}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Rapport</title>{lines}</html>\n'
)


class Addresses:
    def __init__(
        self, database: storage.Database, defaults: CompanyDefaults, channels: tuple[str, ...]
    ) -> None:
        """`channels`: the connected channels."""
        self.database, self.defaults, self.channels = database, defaults, channels

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PATH, self._show)]

    async def _show(self, request: web.Request) -> web.Response:
        link = request.match_info["link"].lower()
        bot = await self._bot() if "telegram" in self.channels else ""
        if bot and self.channels == ("telegram",):
            raise web.HTTPFound(_in_telegram(bot, link), headers=HEADERS)
        wanted = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0].strip()
        locale = nearest(wanted, self.defaults.locale)
        with speaking(locale):
            lines = "".join(f"<p>{line}" for line in self._lines(bot, link))
        page = PAGE.format(locale=locale, lines=lines)
        return web.Response(text=page, content_type="text/html", headers=HEADERS)

    async def _bot(self) -> str:
        """Our bot's name on Telegram; "" if not known (yet)."""
        try:
            async with storage.reading(self.database) as db:
                return (await bot_names.get_all(db)).get("telegram", "")
        except (SQLAlchemyError, OSError):  # database outage
            log.warning("cannot read the bot's name")
            return ""

    def _lines(self, bot: str, link: str) -> list[str]:
        """The page's lines, as HTML."""
        lines = [escape(_("This link opens in Rapport, for people with access."))]
        if bot:
            label = _("Open in Telegram")  # the extraction sees nothing within an f-string
            lines.append(f'<a href="{escape(_in_telegram(bot, link))}">{escape(label)}</a>')
        elif "telegram" in self.channels:
            lines.append(_command_text(_("In Telegram, send the bot: {command}"), f"/start {link}"))
        if "slack" in self.channels:
            lines.append(_command_text(_("In Slack, type: {command}"), f"/crm start {link}"))
        return lines


def _in_telegram(bot: str, link: str) -> str:
    return f"https://t.me/{bot}?start={link}"


def _command_text(sentence: str, command: str) -> str:
    return escape(sentence).format(command=f"<code>{escape(command)}</code>")
