"""The page of one's own, where a platform has such a thing: drawn anew whenever it is looked at."""

import storage
from bot import strangers
from bot.channel import Incoming
from bot.pipeline import Pipeline
from handlers.chat import Card
from storage import accounts, homes, outbox
from storage.models import Rep


async def opened(pipeline: Pipeline, event: Incoming, *, is_blank: bool) -> None:
    """Somebody looks at theirs. `is_blank`: there is nothing on it. Seen twice it does nothing twice."""
    async with storage.transaction(pipeline.database) as db:
        rep: Rep | None = await accounts.find_by_account(db, event.place)
        await homes.opened(db, event.place, rep, is_blank=is_blank)
        page = await homes.at(db, event.place)
        if rep and page:
            await homes.queue(db, page, pipeline.clock())
    if rep is None:
        await _greet(pipeline, event)
    pipeline.delivery.wake()


async def _greet(pipeline: Pipeline, event: Incoming) -> None:
    """A stranger sees how to come in."""
    said = await strangers.greet(pipeline.database, pipeline.house, event, pipeline.clock())
    card = Card(body=said) if isinstance(said, str) else said
    if isinstance(card, Card):
        place, now = event.place, pipeline.clock()
        async with storage.transaction(pipeline.database) as db:
            here = (place.channel, place.space, place.user)
            await outbox.queue(db, *here, card.to_json(), now, replaces=homes.SPOT)
