"""Dispatch an event: claim it, run one handler, and store its effects and answer in one transaction."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from bot.inbound import onboarding
from bot.inbound.context import make_request, read
from bot.inbound.in_flight import InFlight
from bot.inbound.onboarding import CompanyDefaults
from bot.inbound.recent import RecentViews
from bot.inbound.responses import (
    Answer,
    Handled,
    Shown,
    error_card,
    failure_answer,
    keep_line,
    pressed_message,
    was_just_posted,
    with_contacts,
)
from bot.inbound.update_log import CountUpdate, Ending, ignore_update, log_update
from bot.outbound.delivery import Delivery
from handlers.chat import COMMANDS, Card, Form, Post, Redraw, Reply, Request, Toast, Unfinished, UserError
from handlers.chat.events import (
    ButtonPress,
    FieldErrors,
    Incoming,
    Reaction,
    SentMessage,
    TextMessage,
)
from handlers.forms import dialog
from handlers.i18n import _, nearest, speaking
from handlers.routing import edited_message
from handlers.routing.request_context import RequestContext, Route
from handlers.routing.router import route
from handlers.team import greetings
from reminders.messaging import failed_update
from storage.audit import changes
from storage.audit.touched import touched_owners
from storage.messaging import arrivals, bot_names, home_pages, inbox, notify
from storage.models import Place, Rep, SentLine

log = structlog.get_logger()

MAX_TRIES = 5  # counted failures before we give up on an event

T = TypeVar("T")
Raw = Mapping[str, Any]


class Dispatcher:
    def __init__(
        self,
        database: storage.Database,
        clock: Callable[[], datetime],
        delivery: Delivery,
        recent_views: RecentViews,
        defaults: CompanyDefaults,
    ) -> None:
        self.database = database
        self.clock = clock
        self.delivery = delivery
        self.recent_views = recent_views
        self.defaults = defaults
        self.in_flight = InFlight(database)
        self.count: CountUpdate = ignore_update
        delivery.showed = recent_views.show

    async def handle(self, event: Incoming, *, modals: bool = False, patience: float | None = None) -> Shown:
        """Handle an event. Returns only what the channel must show at once; the rest goes through delivery.

        `modals`: the channel opens a returned Form itself. `patience`: seconds to wait until the answer to a
        look-up was sent (None: no limit). Raises database and network errors.
        """
        began = time.perf_counter()
        try:
            handled = await self._handle(event, modals, patience)
        except Exception as error:
            log_update(event, Ending.OUTAGE, began, self.count, handler="-", error=type(error).__name__)
            raise
        log_update(event, handled.ending, began, self.count, handler=handled.handler)
        return await self._in_the_group(event, handled, patience) if event.heard_in else handled.shown

    async def look(
        self, event: Incoming, run: Callable[[Request], Awaitable[T]], *, handler: str
    ) -> tuple[T, Rep] | None:
        """Run a read-only handler for a channel that shows the result itself; None for an unknown person.

        Nothing is claimed or sent.
        """
        began = time.perf_counter()
        ending, found = Ending.UNKNOWN_PERSON, None
        async with storage.reading(self.database) as db:
            known = await read(db, event, self.recent_views, self.clock())
            if known:
                with speaking(known.rep.locale):
                    ending, found = Ending.DONE, (await run(self._request(db, event, known)), known.rep)
        log_update(event, ending, began, self.count, handler=handler)
        return found

    async def count_failure(
        self, place: Place, key: str, raw: Raw, error: str, *, comes_again: bool = True, most: int = MAX_TRIES
    ) -> bool:
        """Count a failure that is not an outage; True once we have given up on the event.

        If the platform does not redeliver it (`comes_again`), it is stored at once, and we retry it. Admins are
        not notified of events that may fail only once (`most`).
        """
        at = (place.channel, place.space, key, self.clock())
        async with storage.transaction(self.database) as db:
            aside = await inbox.count_failure(
                db, *at, raw=dict(raw), error=error, most=most, comes_again=comes_again
            )
            if aside and most > 1:
                await failed_update.queue_notice(db, place, key, self.clock())
        self.delivery.wake()
        return aside

    async def known_as(self, channel: str, name: str) -> None:
        """Store the bot's name on the channel, for invitations."""
        try:
            async with storage.transaction(self.database) as db:
                await bot_names.put(db, channel, name)
        except SQLAlchemyError:  # database outage: the name of the last start remains
            log.warning("the bot's name was not stored", channel=channel)

    async def _handle(self, event: Incoming, modals: bool, patience: float | None) -> Handled:
        event = await with_contacts(self.database, event)
        answer = None
        async with storage.reading(self.database) as db:
            known = await read(db, event, self.recent_views, self.clock())
            if known and not event.heard_in:  # in a group this says nothing about the private chat
                self.recent_views.saw(known.rep.id, event.place, self.clock())
            if known and (known.is_done or edited_message.is_none(event, known.before)):
                return Handled(ending=Ending.SEEN)
            if known:
                with speaking(known.rep.locale):
                    call = await route(self._request(db, event, known), event, known)
                    if call.name in COMMANDS:
                        self.recent_views.leave(event.place, event.order)
                    if call.reads:
                        answer = await self._run(self._request(db, event, known), event, call)
        # Nothing is sent while a connection is held: all others would wait for the platform, too.
        if answer and not isinstance(answer.reply, Form | Unfinished):
            return Handled(await self._show(event, answer.reply, patience), call.name, answer.ending)
        if known is None:
            shown = None if isinstance(event, Reaction) else await self._onboard(event, patience)
            return Handled(shown, ending=Ending.UNKNOWN_PERSON)
        with speaking(known.rep.locale):
            return await self._write(event, known, call, modals, answer)

    async def _write(
        self, event: Incoming, known: RequestContext, call: Route, modals: bool, answer: Answer | None
    ) -> Handled:
        place, now = event.place, self.clock()
        async with storage.transaction(self.database) as db:
            claim = await arrivals.claim(db, place, event.key, now)
            if not claim.is_ours:
                return Handled(None, call.name, Ending.SEEN)
            rep = claim.rep
            if rep is None:  # suspended since the update was read
                return Handled(None, call.name, Ending.UNKNOWN_PERSON)
            request = self._request(db, event, replace(known, rep=rep))
            changes.act(db, rep, now, place.channel, call.name)
            answer = answer or await self._run(request, event, call)
            if isinstance(answer.reply, FieldErrors):
                await db.rollback()
                return Handled(answer.reply, call.name, answer.ending)
            if isinstance(answer.reply, Form) and modals:
                return Handled(answer.reply, call.name)
            went_well = answer.ending is Ending.DONE
            shown = await self._answer(request, event, call, answer.reply, known.before, went_well=went_well)
            has_pages = await home_pages.redraw(db, touched_owners(db), now)
            if has_pages and not self.delivery.sends_on(place.channel):
                await notify.notify(db)
        self.delivery.go(db)
        return Handled(shown, call.name, answer.ending)

    async def _answer(
        self,
        request: Request,
        event: Incoming,
        call: Route,
        reply: Reply | Unfinished,
        before: SentLine | None,
        *,
        went_well: bool,
    ) -> Shown:
        """Queue the answer, and store what is needed to continue from it."""
        asks = isinstance(reply, Form | Unfinished)
        is_by_press = isinstance(reply, Unfinished) and not reply.line.asks
        if (asks and not is_by_press) or call.name.partition(".")[0] == "form" or call.name == "line.ask":
            self.recent_views.ask(event.place, event.order)
        if isinstance(reply, Form):
            reply = await dialog.begin(request, reply)
            event = replace(event, answers_at=None)  # answered step by step in the person's own chat
        if isinstance(reply, Unfinished):
            reply = await keep_line(request, reply)
        if isinstance(reply, Post):
            reply = await self._post(request.db, event, reply)
        shown, card, replaces = self._parts(event, reply)
        if isinstance(event, TextMessage) and event.is_edit and went_well:
            replaces = await edited_message.old_answer(request.db, before)
        queued = await self.delivery.queue(request.db, event.place, card, replaces) if card else None
        if isinstance(event, SentMessage) and event.message_id and (went_well or not before):
            did = went_well and not asks
            await edited_message.remember(request, event, call.name, did=did, asks=asks, answer=queued)
        return shown

    async def _post(self, db: AsyncSession, event: Incoming, post: Post) -> Reply:
        """Post the card for everybody in the chat; only once if pressed twice."""
        room, place = event.room, event.place
        if room is None:
            return post.card
        if await was_just_posted(db, replace(place, chat=room.chat), post.card, self.clock()):
            return Toast(_("That was just shared here."))
        await self.delivery.queue(db, replace(place, chat=room.chat), post.card, room.shown_at)
        return Toast(post.word)

    async def _run(self, request: Request, event: Incoming, call: Route) -> Answer:
        """Run the handler in a savepoint; mistakes and bugs become answers, outages are raised."""
        try:
            if call.reads:  # nothing to roll back
                return Answer(await call.run(request))
            async with request.db.begin_nested():
                return Answer(await call.run(request))
        except Unfinished as question:
            return Answer(question)
        except UserError as error:
            return Answer(error_card(event, error), Ending.MISTAKE)
        except Exception as error:
            if storage.is_outage(error):
                raise
            return failure_answer(event, call.name, error)

    async def _show(self, event: Incoming, reply: Reply | FieldErrors, patience: float | None) -> Shown:
        if isinstance(reply, FieldErrors):
            return reply
        shown, card, replaces = self._parts(event, reply)
        if card:
            await self.delivery.say(event.place, card, replaces, patience)
        return shown

    def _parts(self, event: Incoming, reply: Reply) -> tuple[Shown, Card | None, str | None]:
        """What to show at once, the card to send, and the message it replaces."""
        match reply:
            case str():
                return None, Card(body=reply), event.answers_at
            case Redraw(card, word):
                self.recent_views.look(event.place, card.client, self.clock(), event.order)
                return Toast(word) if word else None, card, pressed_message(event)
            case Card():
                self.recent_views.look(event.place, reply.client, self.clock(), event.order)
                return None, reply, event.answers_at
            case Post(card):
                return None, card, event.answers_at
            case Toast() if not isinstance(event, ButtonPress):
                return None, Card(body=reply.text) if reply.text else None, event.answers_at
            case _:
                return reply, None, None

    async def _onboard(self, event: Incoming, patience: float | None) -> Shown:
        if event.heard_in:  # nobody joins where others can read the code
            with speaking(nearest(event.locale, self.defaults.locale)):
                return await self._aloud(event, greetings.unknown_here(), patience)
        reply = await onboarding.greet(self.database, self.defaults, event, self.clock())
        self.delivery.wake()
        match reply:
            case None:
                return None
            case Card(body=word) | str(word) if isinstance(event, ButtonPress):
                return Toast(word)
            case _:
                return await self._show(event, reply, patience)

    async def _in_the_group(self, event: Incoming, handled: Handled, patience: float | None) -> Shown:
        """After a private answer, say in the group only that there is one."""
        if handled.shown or handled.ending in (Ending.SEEN, Ending.UNKNOWN_PERSON):
            return handled.shown
        with speaking(nearest(event.locale, self.defaults.locale)):
            return await self._aloud(event, _("I've replied to you privately."), patience)

    async def _aloud(self, event: Incoming, word: str, patience: float | None) -> Shown:
        if isinstance(event, ButtonPress):
            return Toast(word)
        await self.delivery.say(replace(event.place, chat=event.heard_in), Card(body=word), None, patience)
        return None

    def _request(self, db: AsyncSession, event: Incoming, known: RequestContext) -> Request:
        return make_request(db, event, known, self.defaults, self.clock())
