"""Who writes in a benchmark, and about whom."""

import random
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import storage
from benchmarks.base import SEED
from bot.app import now
from storage.models import Client, Place, Role
from storage.rights import SYSTEM
from storage.search import client_search
from storage.team import accounts

SAMPLE = 500  # clients who may be spoken of
MAX_SHARED = 100  # words that several clients have in their names
CONSONANTS = "bcdfghjklmnpqrstvwxz"


async def seat(url: str, channel: str, space: str, places: Sequence[tuple[str, str]]) -> None:
    """Let people in, by (user, chat); nothing is said to them unasked."""
    database = storage.connect(url)
    async with storage.transaction(database) as db:
        for user, chat in places:
            rep = await accounts.join(db, f"Rep {user}", Role.REP, locale="en", timezone="UTC", at=now())
            rep.digest_on = rep.birthdays_on = now().date()
            await accounts.add(db, rep, Place(channel, space, chat, user), now())
    await database.close()


async def names(url: str) -> list[str]:
    """Of clients, each of whom is the only one that is found by that name."""
    database = storage.connect(url)
    async with storage.reading(database) as db:
        only = [name for name in await _sample(db) if await _is_plain(db, name)]
    await database.close()
    return only


async def shared_words(url: str) -> list[str]:
    """Words by each of which a search finds several clients."""
    database = storage.connect(url)
    async with storage.reading(database) as db:
        words = sorted({name.split()[0] for name in await _sample(db) if " " in name})
        random.Random(SEED).shuffle(words)
        shared = [word for word in words[: 2 * MAX_SHARED] if await _is_shared(db, word)]
    await database.close()
    return shared[:MAX_SHARED]


def unknown_name(chance: random.Random) -> str:
    """Of nobody, nor like anybody's."""
    return " ".join("".join(chance.choices(CONSONANTS, k=8)).capitalize() for _word in range(2))


async def _sample(db: AsyncSession) -> list[str]:
    last = await db.scalar(select(func.max(Client.id))) or 0
    chance = random.Random(SEED)
    ids = {chance.randint(1, last) for _ in range(SAMPLE)}
    found = (await db.scalars(select(Client.name).where(Client.id.in_(ids)).order_by(Client.id))).all()
    return [name for name in found if ":" not in name]


async def _is_plain(db: AsyncSession, name: str) -> bool:
    """Whether a search and a sentence both know who is meant."""
    _found, total = await client_search.find(db, SYSTEM, name, limit=2)
    return total == 1 and len(await client_search.find_named(db, SYSTEM, name, limit=2)) == 1


async def _is_shared(db: AsyncSession, word: str) -> bool:
    found = await client_search.find_or_near(db, SYSTEM, word, limit=2)
    return found.total > 1 and not found.slipped
