"""Find the clients that all words of a part of a line are of, in any grammatical case."""

from functools import partial

from handlers.chat import Request
from handlers.resolve.client_words import is_name_word
from storage.models import Client
from storage.search import client_search, names_in_text

CANDIDATES = 6
MAX_NAME_WORDS = 5


async def find_called(req: Request, words: str) -> list[Client]:
    """Those called so: as written, in Chinese, with a slip, or in another grammatical case."""
    said = words.split()
    if not 0 < len(said) <= MAX_NAME_WORDS:
        return []
    searches = (
        partial(client_search.find_words, words=words),
        partial(names_in_text.find_within, text=words),
        partial(client_search.find_near, words=said),
        partial(names_in_text.find_cased, words=said),
    )
    for search in searches:  # each only if those before it find nobody
        found = await search(req.db, req.rep, limit=CANDIDATES)
        if meant := [client for client in found if all(is_word_of(word, client) for word in said)]:
            return meant
    return []


def is_word_of(word: str, client: Client) -> bool:
    return is_name_word(word, [client.name, client.company]) or names_in_text.name_within(client, word) == word
