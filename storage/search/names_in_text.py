"""Find client names within a sentence: Chinese text without spaces, or names in another grammatical case."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Client, Posting, Word
from storage.rights import Who, visible
from storage.search import client_search, legal_forms, normalise
from storage.search.index import Field

MAX_SENTENCE = 60  # letters of a sentence: the client is mostly named early
LOOKED_AT = 100  # candidate clients
LEAST_NAMED = 2  # Chinese characters: one alone is a surname or a common word
CASED = range(3, 7)  # letters: longer words are similar enough to the name for other matching
LONG_CASES = ("iego", "iemu", "owi", "ovi")  # Kowalskiego, Piotrowi: a long ending
CASES = re.compile("ie[gm][ou]\\Z|o[wv]i\\Z|[aeiouy]{1,2}\\Z")
# Of the oblique cases and of the nominative, in Latin letters (`normalise.fold`).
ENDINGS = re.compile(
    "(?:ogo|oho|ego|omu|emu|o[wv]i|evi|ami|iami|iem|oju|eju|oiu|eiu|uiu|om|em|im|ym|o[yij]|e[yij]|iu|ii|ie|ia"
    "|[aeiouy])\\Z"
)
POLISH_ENDINGS = re.compile("(?:iego|iemu|owi|iej)\\Z")  # others are endings of names, too: Robert, Roberto
FEMININE = re.compile("(?:[oe]v|in|yn|[scz]k)a\\Z")  # "Петрову" may rather be of Петров
LEAST_STEM = 4  # letters
MAX_CASE_ENDING = 2  # letters
MAX_LOOKUPS = 8  # words per sentence


async def find_within(db: AsyncSession, who: Who, text: str, *, limit: int) -> list[Client]:
    """The clients whose Chinese name, or company without legal form, occurs in `text`; longest match first."""
    runs = normalise.HAN.findall(text[:MAX_SENTENCE])
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    if not pairs:
        return []
    has = select(Posting.client_id).join(Word, Word.id == Posting.word_id)
    has = has.join(Client, Client.id == Posting.client_id).where(visible(who))
    has = has.where(Word.word.in_(pairs), Posting.field <= Field.COMPANY).group_by(Posting.client_id)
    most = has.order_by(func.count().desc(), Posting.client_id).limit(LOOKED_AT)
    rows = await db.scalars(select(Client).where(Client.id.in_(most)))
    named = [(name_within(client, text), client) for client in rows]
    found = sorted((each for each in named if each[0]), key=lambda each: (-len(each[0]), each[1].id))
    return [client for _name, client in found][:limit]


def name_within(client: Client, text: str) -> str:
    """The client's name or company (without its legal form) as it occurs in `text`; "" if it does not."""
    called = (client.name, *(legal_forms.HAN_FORM.sub("", name) for name in (client.company, client.name)))
    names = [*called, *(run for name in called for run in normalise.HAN.findall(name))]  # of "Wang Wei 王伟"
    said = [name for name in names if len(name) >= LEAST_NAMED and normalise.HAN.search(name) and name in text]
    return max(said, key=len, default="")


async def find_cased(db: AsyncSession, who: Who, words: Sequence[str], *, limit: int) -> list[Client]:
    """The clients with a short name that occurs among these words in another grammatical case: "анне"."""
    found: dict[int, Client] = {}
    for stem in [*filter(None, map(_stem, words))][:MAX_LOOKUPS]:
        for client in await client_search.find_named(db, who, stem, limit=LOOKED_AT):
            if _begins_one(stem, client.name):
                found.setdefault(client.id, client)
    return list(found.values())[:limit]


def is_cased(word: str, name: str) -> bool:
    """Whether `word` may be a short word of this name in another grammatical case."""
    stem = _stem(word)
    return bool(stem) and _begins_one(stem, name)


def is_case_of(word: str, name: str) -> bool:
    """Whether `word` is certainly a word of this name in another grammatical case: they differ in the ending
    only, and nobody else could be called so: "Kowalskiego", "Павлову", "Бондаренком".
    """
    typed = normalise.fold(word)
    endings = POLISH_ENDINGS if normalise.is_latin(word) else ENDINGS
    stem = endings.sub("", typed)
    if len(stem) < LEAST_STEM or stem == typed or " " in typed:
        return False
    known = [each for each in normalise.fold(name).split() if ENDINGS.sub("", each) == stem and each != typed]
    if typed.endswith("a"):  # "Петрова", "Александра": a woman's name
        return any(each.endswith(("o", "k")) for each in known)
    return any(not (FEMININE.search(each) and typed.endswith("u")) for each in known)


def _stem(word: str) -> str:
    """The word without its case ending; "" if it cannot have one."""
    folded = normalise.fold(word)
    is_one = len(folded) in CASED and not normalise.is_latin(word) and not normalise.HAN.search(word)
    stem = CASES.sub("", folded) if is_one or folded.endswith(LONG_CASES) else ""
    return stem if len(stem) >= min(CASED) and " " not in stem else ""


def _begins_one(stem: str, name: str) -> bool:
    words = normalise.fold(name).split()
    return any(word.startswith(stem) and len(word) <= len(stem) + MAX_CASE_ENDING for word in words)
