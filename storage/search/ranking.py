"""Rank search results, in a stable order for paging."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from storage.search import expansion, normalise
from storage.search.normalise import Token

ALIKE, ENDING = 4, 2  # letters: the common beginning, and how much the endings may differ


# How well a client's name matches the search text; the lower, the better.
EXACT, SOUNDS_EXACT, STARTS, SOUNDS_STARTING, ELSE = range(5)
SOUNDING = (SOUNDS_EXACT, SOUNDS_STARTING)


class Hit(NamedTuple):
    """The columns of a client needed for ranking. `folded` as in client_search.folded."""

    id: int
    folded: str
    owner_id: int
    spoken_on: date | None = None
    open_deals: int = 0


Rated = tuple[float, Hit]  # how well it matches: one of the above, or for typos by how many letters it differs


@dataclass(frozen=True)
class SearchText:
    """The search text, to compare names with. `slipped`: there is no exact match, only approximate ones."""

    tokens: Sequence[Token]
    words: Sequence[str]
    slipped: bool = False

    @cached_property
    def start(self) -> str:
        return " ".join(self.words)

    @cached_property
    def different(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def together(self) -> str:
        return "".join(self.words)

    @cached_property
    def initial(self) -> str:
        return self.start[:1]

    @cached_property
    def sounds(self) -> list[str]:
        return [normalise.sound(word) for word in self.words]

    @cached_property
    def heard(self) -> str:
        return " ".join(self.sounds)

    @cached_property
    def heard_together(self) -> str:
        return "".join(self.sounds)

    @classmethod
    def of(cls, tokens: Sequence[Token], text: str) -> "SearchText":
        """Chinese is compared by its pinyin."""
        is_latin = all(token.text.isascii() for token in tokens)
        words = [token.text for token in tokens] if is_latin else normalise.fold(text).split()
        return cls(tokens, words)


def rate(hits: Sequence[Hit], said: SearchText) -> list[Rated]:
    """Each hit with how well it matches; lower is better."""
    if not said.slipped:
        return [(quality(hit, said), hit) for hit in hits]
    distances = [expansion.Closeness(token) for token in said.tokens]
    return [(_closeness(hit, distances), hit) for hit in hits]


def without_sounding(rated: Sequence[Rated], said: SearchText) -> Sequence[Rated]:
    """Drop clients that only sound alike if there is an exact match."""
    if said.slipped or not said.words or all(rating != EXACT for rating, _hit in rated):
        return rated
    return [(rating, hit) for rating, hit in rated if rating not in SOUNDING]


def groups(rated: Sequence[Rated], owner_id: int | None) -> list[list[Hit]]:
    """Group hits by match quality, within equal quality my own clients first; best group first."""
    found: dict[tuple[float, bool], list[Hit]] = {}
    for rating, hit in rated:
        found.setdefault((rating, hit.owner_id != owner_id), []).append(hit)
    return [found[place] for place in sorted(found)]


def order(group: Sequence[Hit]) -> list[int]:
    """Their IDs: latest interaction first, then open deals, then alphabetical."""

    def place(hit: Hit) -> tuple[int, bool, str, int]:
        return -hit.spoken_on.toordinal() if hit.spoken_on else 0, not hit.open_deals, hit.folded, hit.id

    return [hit.id for hit in sorted(group, key=place)]


def alphabetical(group: Sequence[Hit]) -> list[int]:
    return [hit.id for hit in sorted(group, key=attrgetter("folded", "id"))]


def quality(hit: Hit, said: SearchText) -> int:
    called = hit.folded.partition("|")[0].strip()
    name = called.split()
    if said.different.issubset(name) and _has_just(name, called, said):
        return EXACT
    if called.startswith(said.initial):
        together = called.replace(" ", "")
        if together == said.together:
            return EXACT
        if called.startswith(said.start) or together.startswith(said.together):
            return STARTS
    return _sound_quality(name, said)


def has_all_words(hit: Hit, said: SearchText) -> bool:
    """Whether every token occurs in the client's folded text."""
    return all(token.text in hit.folded for token in said.tokens)


def _closeness(hit: Hit, distances: Sequence[expansion.Closeness]) -> float:
    words = hit.folded.replace("|", " ").split()
    return sum(distance(words) for distance in distances)


def _has_just(name: Sequence[str], called: str, said: SearchText) -> bool:
    """Whether a name with these words has only these, in any order, ignoring a company's legal form."""
    if _same(name, said.words):
        return True
    others = [word for word in name if word not in said.different]
    return normalise.IN_FORMS.issuperset(others) and _same(normalise.LEGAL.sub(" ", called).split(), said.words)


def _sound_quality(name: Sequence[str], said: SearchText) -> int:
    first = normalise.sound(name[0]) if name else ""
    begins = said.heard_together.startswith(first) or first.startswith(said.heard_together)
    if not begins and (len(name) != len(said.words) or first not in said.sounds):
        return ELSE  # for most names one word tells
    heard = [first, *map(normalise.sound, name[1:])]
    if _same(heard, said.sounds):
        return SOUNDS_EXACT
    return SOUNDS_STARTING if " ".join(heard).startswith(said.heard) else ELSE


def _same(name: Sequence[str], typed: Sequence[str]) -> bool:
    """Equal in any order; Chinese pinyin with or without spaces between syllables."""
    return (len(name) == len(typed) and sorted(name) == sorted(typed)) or "".join(name) == "".join(typed)


def _is_like(typed: str, name: str) -> bool:
    begin = name[: max(ALIKE, len(name) - ENDING)]
    alike = len(name) >= ALIKE and typed.startswith(begin) and abs(len(typed) - len(name)) <= ENDING
    return typed == name or alike


def is_like_any(token: Token, names: Sequence[str]) -> bool:
    heard = map(normalise.sound, names)
    return any(_is_like(token.text, name) for name in names) or any(
        expansion.count_slips(token, name) for name in heard
    )
