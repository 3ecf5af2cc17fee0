"""Find the colleague and the stage that a filter names: 'boris's clients', 'сделки в переговорах'."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from handlers.chat import Request, requests
from handlers.i18n import _
from handlers.parsing.filters.filter_line import ParsedFilter, beside_nouns, read_filter
from handlers.parsing.lexicon import Ask
from handlers.search.filter_text import Called
from storage.deals import deals
from storage.models import Rep, Stage
from storage.search import client_search, names_in_text
from storage.search.filters import Filter
from storage.team import accounts

T = TypeVar("T", Rep, Stage)

NOTHING = ParsedFilter(frozenset(), {}, None, None, "", sure=True, unread="")


async def find_filter(req: Request, words: str) -> ParsedFilter | None:
    """The filter in these words, or None."""
    scene = requests.scene(req)
    found = read_filter(words, scene)
    nouns, beside = beside_nouns(words, scene)
    if not beside:
        return found
    stage = _only(await deals.stages(req.db), beside) if Ask.DEALS in nouns else None
    owner = None if stage else _only(await accounts.active(req.db), beside)
    named = stage or owner
    if not named:
        return found
    asks = {*(found or NOTHING).asks, *({Ask.DEALS} if Ask.DEALS in nouns else ())}
    others = [word for word in (found.words.split() if found else beside) if not is_in(word, _names(named))]
    return replace(
        found or NOTHING,
        asks=frozenset(asks),
        words=" ".join(others),
        sure=True,
        follow_ups=not asks and nouns == {Ask.FOLLOW_UPS},
        owner=owner.id if owner else None,
        stage=stage.id if stage else None,
    )


async def current_names(req: Request, meant: Filter) -> Called:
    """The current names of the colleague and the stage in a filter."""
    owner = await accounts.get(req.db, meant.owner) if meant.owner is not None else None
    number = meant.dealing.stage if meant.dealing else None
    stage = await deals.stage(req.db, number) if number is not None else None
    return Called(owner.name if owner else "", stage.name if stage else "")


def _only(known: Sequence[T], said: Sequence[str]) -> T | None:
    """The only one named by these words; None if there are none or several."""
    found = [each for each in known if any(is_in(word, _names(each)) for word in said)]
    return found[0] if len(found) == 1 else None


def _names(named: Rep | Stage) -> str:
    return f"{named.name} {_(named.name)}" if isinstance(named, Stage) else named.name


def is_in(word: str, names: str) -> bool:
    """Whether it is a word of that name, perhaps in another grammatical case."""
    return client_search.is_near(word, client_search.fold(names).split()) or names_in_text.is_cased(word, names)
