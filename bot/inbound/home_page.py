"""A home page is opened, on a platform that has them: draw it, or say how to join."""

import storage
from bot.inbound import onboarding
from bot.inbound.dispatch import Dispatcher
from handlers.chat import Card
from handlers.chat.events import Incoming
from storage.messaging import home_pages, outbox
from storage.models import Rep
from storage.team import accounts


async def handle_opened(dispatcher: Dispatcher, event: Incoming, *, is_blank: bool) -> None:
    """Handle an opened home page. `is_blank`: it shows nothing. Handling it twice is harmless."""
    async with storage.transaction(dispatcher.database) as db:
        rep: Rep | None = await accounts.find_by_account(db, event.place)
        await home_pages.put_opened(db, event.place, rep, is_blank=is_blank)
        page = await home_pages.get(db, event.place)
        if rep and page:
            await home_pages.queue(db, page, dispatcher.clock())
    if rep is None:
        await _greet(dispatcher, event)
    dispatcher.delivery.wake()


async def _greet(dispatcher: Dispatcher, event: Incoming) -> None:
    """Show a stranger how to join."""
    said = await onboarding.greet(dispatcher.database, dispatcher.defaults, event, dispatcher.clock())
    card = Card(body=said) if isinstance(said, str) else said
    if isinstance(card, Card):
        place, now = event.place, dispatcher.clock()
        async with storage.transaction(dispatcher.database) as db:
            here = (place.channel, place.space, place.user)
            await outbox.queue(db, *here, card.to_json(), now, replaces=home_pages.HOME_TAB)
