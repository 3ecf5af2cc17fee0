"""Listeners for Slack payloads, one per type. Slack waits three seconds for each response."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any
from weakref import WeakValueDictionary

import structlog
from slack_bolt.async_app import AsyncAck
from sqlalchemy.exc import SQLAlchemyError

import storage
from bot.channel import SendError
from bot.channels.slack import events, modal, profiles, render
from bot.channels.slack.client import Api
from bot.channels.slack.ephemeral import Saying
from bot.channels.slack.events import Body
from bot.channels.slack.form_lookups import NO_FORM, Forms
from bot.channels.slack.message_shortcut import Quotes
from bot.channels.slack.payloads.unescape import unescape_command
from bot.inbound import home_page
from bot.inbound.dispatch import Dispatcher
from bot.inbound.responses import Shown
from handlers.chat import Form, Toast
from handlers.chat.events import ButtonPress, FieldErrors, FormSubmission, Incoming, TextMessage
from handlers.i18n import N_
from storage.messaging import workspaces
from storage.models import Place
from storage.team import accounts

log = structlog.get_logger()

ANSWER_TIMEOUT = 1.5  # seconds until the answer to a look-up was sent
RETRY_INTERVALS = (0.2, 0.6)  # seconds between tries of payloads that Slack delivers only once
RESPONSE_TIMEOUT = 2.3  # seconds: then we respond in any case, within Slack's three


class Refusal(Enum):
    LOST = auto()  # nothing was changed
    LATE = auto()  # still running; the answer is sent when it is done


Result = Shown | Refusal

COMMAND = {
    Refusal.LOST: N_("Not saved, nothing changed. You typed: {words}"),
    Refusal.LATE: N_("This is taking longer than usual. The answer is on its way."),
}
PRESS = {Refusal.LOST: N_("Not saved, nothing changed. Please press again."), Refusal.LATE: ""}
SUBMISSION = {
    Refusal.LOST: N_("Not saved, nothing changed. Please press Save again."),
    Refusal.LATE: N_("This is taking longer than usual. Please press Save again in a moment."),
}
NOT_SHARED = N_("I can't post in that channel, so nothing was shared. Add me to it and share again.")
UNREADABLE = N_("I can't read that message. To save it, choose “Log to a client” in its menu.")


class Listeners:
    def __init__(self, api: Api, dispatcher: Dispatcher, emoji: str) -> None:
        """`emoji`: the name of the emoji that marks a message to save."""
        self.api = api
        self.dispatcher = dispatcher
        self.saying = Saying(api, dispatcher)
        self.quotes = Quotes(api)
        self.forms = Forms(api, dispatcher, self.saying)
        self.emoji = emoji
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def settle(self) -> None:
        """Wait until tasks that continue after a response are done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def not_shared(self, sharer: Place) -> None:
        """Notify the person that their card could not be posted in the channel."""
        await self.saying.tell(sharer, await self.saying.worded(sharer, NOT_SHARED))

    async def on_event(self, body: Body) -> None:
        """An event. Slack redelivers it unless this returns, but only three times.

        So we store events whose handling failed and retry them ourselves. During an outage we cannot, and only
        Slack has the event.
        """
        await self.dispatcher.in_flight.handle(events.update(body), lambda: self._take(body))

    async def again(self, body: Body) -> bool:
        """Retry a stored event. Whether it is finished; False: it failed again."""
        update = events.update(body)
        self.dispatcher.in_flight.retry(*update.id)
        return await self.dispatcher.in_flight.handle(update, lambda: self._take_again(body))

    async def on_command(self, ack: AsyncAck, body: Body) -> None:
        event = events.command(body, self.dispatcher.clock())
        if await profiles.is_direct(self.api, body, event.place):
            event = replace(event, answers_at=None, room=None)
        shown = await self._answer(event)
        if isinstance(shown, Refusal):
            words = f"{body['command']} {unescape_command(body.get('text', ''))}"
            text = await self.saying.worded(event.place, COMMAND[shown], words=words)
            await ack(**render.notice(text))
        elif isinstance(shown, Form):
            self._start(self.forms.open(body["trigger_id"], shown, event))
            await ack()
        else:
            await ack()

    async def on_press(self, ack: AsyncAck, body: Body) -> None:
        event = events.press(body, self.dispatcher.clock())
        if event is None:
            await ack()
            return
        shown = await self._answer(event)
        await ack()
        if isinstance(shown, Form):
            self._start(self.forms.open(body["trigger_id"], shown, event))
        elif isinstance(shown, Toast):
            self._start(self.saying.whisper(body, event.place, shown.text))
        elif isinstance(shown, Refusal) and PRESS[shown]:
            self._start(
                self.saying.whisper(body, event.place, await self.saying.worded(event.place, PRESS[shown]))
            )

    async def on_shortcut(self, ack: AsyncAck, body: Body) -> None:
        handed = await self.quotes.of_message(body) if "message" in body else ""
        event = events.shortcut(body, handed, self.dispatcher.clock())
        shown = await self._answer(event)
        await ack()
        if isinstance(shown, Form):
            self._start(self.forms.open(body["trigger_id"], shown, event))
        elif isinstance(shown, Toast):
            self._start(self.saying.whisper(body, event.place, shown.text))
        elif isinstance(shown, Refusal):
            self._start(self.saying.tell(event.place, await self.saying.worded(event.place, NO_FORM)))

    async def on_submission(self, ack: AsyncAck, body: Body) -> None:
        event = events.submission(body)
        shown = await self._answer(event)
        if isinstance(shown, Refusal):
            shown = FieldErrors({"": await self.saying.worded(event.place, SUBMISSION[shown])})
        if isinstance(shown, FieldErrors):
            await ack(response_action="errors", errors=modal.errors(body["view"], shown.errors))
        elif isinstance(shown, Form):
            await ack(response_action="update", view=await self.forms.view(shown, event))
        else:
            await ack()

    async def on_lookup(self, ack: AsyncAck, body: Body) -> None:
        await ack(options=await self.forms.look_up(body))

    async def _take(self, body: Body) -> bool:
        if events.is_uninstall(body):
            await self._forget(body)
        elif events.opens_home(body):
            await self._show_home(body)
        elif event := self._event(body):
            try:
                await self._hear(event)
            except Exception as error:
                aside = await self._count(event, error)
                if aside is None:
                    raise
                return aside
        return True

    async def _take_again(self, body: Body) -> bool:
        event = self._event(body)
        try:
            if event:
                await self._hear(event)
        except Exception as error:
            assert event
            return bool(await self._count(event, error))
        return True

    async def _forget(self, body: Body) -> None:
        """Forget a workspace that uninstalled the app, unless it has been reinstalled since."""
        told_at = datetime.fromtimestamp(int(body.get("event_time") or 0), UTC)
        async with storage.transaction(self.dispatcher.database) as db:
            await workspaces.drop(db, events.space(body), told_at)

    async def _show_home(self, body: Body) -> None:
        event, is_blank = events.home(body)
        await home_page.handle_opened(
            self.dispatcher, replace(event, introduce=self._introduced), is_blank=is_blank
        )

    def _event(self, body: Body) -> Incoming | None:
        return events.event(body, self.emoji, self.dispatcher.clock())

    async def _hear(self, event: Incoming) -> None:
        began = asyncio.get_running_loop().time()
        if isinstance(event, ButtonPress):
            await self._notice(event, began)
            return
        # Look up the person only when needed: Slack limits these calls per minute.
        asked = await self._introduced(event) if event.heard_in else replace(event, introduce=self._introduced)
        # a message cannot open a modal: ask the form's questions one by one
        await self._handle(asked, began, modals=False)

    async def _notice(self, event: ButtonPress, began: float) -> None:
        """A message with our emoji, or links to us. Ignored from people who are not members."""
        async with storage.reading(self.dispatcher.database) as db:
            if await accounts.find_by_account(db, event.place) is None:
                return
        if event.data == events.KEEP:
            try:
                event = replace(event, handed=await self.quotes.of_reaction(event.raw["event"]["item"]))
            except SendError as error:
                if not error.permanent:
                    raise
                await self.saying.tell(event.place, await self.saying.worded(event.place, UNREADABLE))
                return
        shown = await self._handle(event, began, modals=False)
        if isinstance(shown, Toast) and shown.text:
            await self.saying.tell(event.place, shown.text)

    async def _handle(self, event: Incoming, began: float, *, modals: bool) -> Shown:
        """Handle one event per person at a time, in order."""
        async with self._turns.setdefault(event.place, asyncio.Lock()):
            waited = asyncio.get_running_loop().time() - began
            event = replace(event, introduce=self._introduced)
            return await self.dispatcher.handle(
                event, modals=modals, patience=max(0.0, ANSWER_TIMEOUT - waited)
            )

    async def _count(self, event: Incoming, error: Exception) -> bool | None:
        """Count a failure; True if we have given up on the event. None: an outage, which does not count."""
        kind, key = type(error).__name__, event.key
        try:
            aside = await self.dispatcher.count_failure(event.place, key, event.raw, kind, comes_again=False)
        except (SQLAlchemyError, OSError):
            return None
        what = "update set aside" if aside else "update failed"
        log.error(what, channel=events.CHANNEL, key=key, error=kind, exc_info=error)
        return aside

    async def _answer(self, event: Incoming) -> Result:
        """Handle a payload that Slack delivers only once, with retries and a deadline."""
        work: asyncio.Task[Result] = self._start(self._handle_again(event))
        done, _waiting = await asyncio.wait({work}, timeout=RESPONSE_TIMEOUT)
        if done:
            return work.result()
        self._start(self._answer_late(work, event))
        return Refusal.LATE

    async def _handle_again(self, event: Incoming) -> Result:
        began = asyncio.get_running_loop().time()
        for pause in (*RETRY_INTERVALS, None):
            try:
                return await self._handle(event, began, modals=True)
            except Exception as error:  # nothing was committed
                log.warning("attempt failed", channel=events.CHANNEL, key=event.key, error=type(error).__name__)
            if pause:
                await asyncio.sleep(pause)
        return Refusal.LOST

    async def _answer_late(self, work: asyncio.Task[Result], event: Incoming) -> None:
        """After the deadline, answer in the direct messages what a modal or a command waited for."""
        shown = await work
        if isinstance(shown, Form):
            await self.saying.tell(event.place, await self.saying.worded(event.place, NO_FORM))
        elif isinstance(shown, Toast):
            await self.saying.tell(event.place, shown.text)
        elif shown is Refusal.LOST and not isinstance(event, FormSubmission):
            # a modal still shows what was filled in
            text = event.text if isinstance(event, TextMessage) else ""
            texts = COMMAND if text else PRESS
            await self.saying.tell(event.place, await self.saying.worded(event.place, texts[shown], words=text))

    async def _introduced(self, event: Incoming) -> Incoming:
        return await profiles.with_profile(self.api, event)

    def _start(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task failed", channel=events.CHANNEL, error=type(error).__name__, exc_info=error)
