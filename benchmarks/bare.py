"""Bots that answer everything with what was said, in few lines: python -m benchmarks.bare telegram BASE"""

import asyncio
import importlib
import importlib.util
import sys
import time
from collections.abc import Coroutine

from aiohttp import web

from benchmarks.stub import TOKEN

SECRET = "secret-of-nobody"
SIGNING_SECRET = "signing-secret-of-nobody"


async def telegram(base: str) -> web.Application:
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(base)))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    application = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET)
    handler.register(application, "/telegram/updates")
    await bot.set_webhook("https://bare.example/telegram/updates", secret_token=SECRET)
    return application


async def slack(base: str) -> web.Application:
    from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
    from slack_bolt.async_app import AsyncApp, AsyncSay
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient("xoxb-of-nobody", base)
    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET, process_before_response=True)

    @app.event("message")
    async def echo(event: dict[str, str], say: AsyncSay) -> None:
        await say(event["text"])

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.add_routes([web.post("/slack/events", take)])
    return application


async def _serve(kind: str, base: str) -> None:
    runner = web.AppRunner(await {"telegram": telegram, "slack": slack}[kind](base), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"ready at 127.0.0.1:{runner.addresses[0][1]} {time.monotonic()}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def _run(work: Coroutine[None, None, None]) -> None:
    """On uvloop where it is installed, as Rapport is."""
    if importlib.util.find_spec("uvloop"):
        importlib.import_module("uvloop").run(work)
    else:
        asyncio.run(work)


if __name__ == "__main__":
    _run(_serve(sys.argv[1], sys.argv[2]))
