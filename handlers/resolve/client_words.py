"""Remove the client's name and the words around it from a line: "met Ivan, liked it" becomes "liked it"."""

import re
from collections.abc import Sequence

from handlers.chat import Line, Request, requests
from handlers.parsing.activities import interaction_line
from handlers.parsing.activities.outcomes import WORD_BEGINS, WORD_ENDS, outcome_within
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.interaction_words import TALK_WORDS
from handlers.resolve.names import AFTER_A_NAME, BEFORE_A_NAME, TITLES, cut_words, split_name
from storage.models import Client, InteractionKind
from storage.search import client_search, names_in_text

MAX_WORDS = 40  # searched for the name, which is usually near the beginning
SHORTEST_WORD = 2  # letters; shorter words are not taken for names
OWNED = lazy_regex(r"['’]s\Z")
WORD = lazy_regex(r"\S+")
AROUND_A_NAME = BEFORE_A_NAME | TITLES | {"at", "of", "w/", "из", "у", "u"}
PRONOUNS = "|".join(filter(None, (each.pronouns for each in TALK_WORDS)))
JOINS = "|".join(filter(None, (each.joins for each in TALK_WORDS)))
FOR_LONG = "|".join(filter(None, (each.for_long for each in TALK_WORDS)))
COMMAS = (",", "，", ";", "；")
HAN_BEFORE = "[给和跟与找约向]"
BEGINS_WITH_JOIN = lazy_regex(rf"\A\s*(?:{JOINS})(?!\w)\s*(?=\S)", re.IGNORECASE)
BEGINS_WITH_FOR = lazy_regex(rf"\A\s*(?:{FOR_LONG})\s+(?=\S)", re.IGNORECASE)
WRITTEN = (InteractionKind.EMAIL, InteractionKind.MESSAGE)
KINDS = {kind: WRITTEN if kind in WRITTEN else (kind,) for kind in InteractionKind}
VERBS = {
    kind: rf"{WORD_BEGINS}(?:(?:{PRONOUNS})\s+){{0,2}}"
    rf"(?:{'|'.join(each.kinds[verb] for each in TALK_WORDS for verb in verbs)}){WORD_ENDS}了?"
    for kind, verbs in KINDS.items()
}
VERB_BEFORE = {kind: lazy_regex(rf"{verb}\s*\Z", re.IGNORECASE) for kind, verb in VERBS.items()}
VERB_AFTER = {kind: lazy_regex(rf"\s*{verb}\s*", re.IGNORECASE) for kind, verb in VERBS.items()}


def without_client(text: str, client: Client, kind: InteractionKind) -> str:
    """`text` without this client's name, the prepositions around it, and a verb of this `kind` next to it.

    The whole `text` if nothing would be left of it.
    """
    start, name, end = _han_name(text, client) or _name(text, client) or (0, 0, 0)
    if start == end:
        return text
    before, after = text[:start], text[end:]
    before, after = _without_verb((before, text[:name]), after, kind)
    before = before.rstrip(" ,，") if after.lstrip()[:1] in COMMAS else before.rstrip()
    if not before:
        return BEGINS_WITH_JOIN.sub("", after).strip(f"{AFTER_A_NAME} ") or text
    gap = "" if after[:1] in AFTER_A_NAME or after[:1].isspace() else " "
    return f"{before}{gap}{after}".strip()


def _without_verb(befores: tuple[str, str], after: str, kind: InteractionKind) -> tuple[str, str]:
    """The text before and after a name, without the verb next to it, unless that says how it went.

    `befores`: the text before the name without its prepositions, and with them: "meeting with".
    """
    for before in befores:
        if (verb := VERB_BEFORE[kind].search(before)) and not outcome_within(verb.group()):
            return before[: verb.start()], BEGINS_WITH_FOR.sub("", after)
    if (verb := VERB_AFTER[kind].match(after)) and not outcome_within(verb.group()):
        return befores[0], BEGINS_WITH_FOR.sub("", after[verb.end() :])
    return befores[0], after


def _han_name(text: str, client: Client) -> tuple[int, int, int] | None:
    """A name in Chinese characters: start of the preposition before it, start and end of the name."""
    name = names_in_text.name_within(client, text)
    found = re.search(f"{HAN_BEFORE}?({re.escape(name)})", text) if name else None
    return (found.start(), found.start(1), found.end()) if found else None


def _name(text: str, client: Client) -> tuple[int, int, int] | None:
    """The same for a name written in words, including the company's name after it."""
    said = [*WORD.finditer(text)][:MAX_WORDS]
    begins = next((at for at, word in enumerate(said) if is_name_word(word.group(), [client.name])), None)
    if begins is None:
        begins = next(
            (at for at, word in enumerate(said) if is_name_word(word.group(), [client.company])), None
        )
    if begins is None:
        return None
    last = _last_of_name(said, begins, [client.name, client.company])
    if any(is_name_word(OWNED.sub("", word.group()), [client.name]) for word in said[last + 1 : last + 2]):
        return None  # "tom becker's assistant"
    name = said[begins].start()
    while begins and said[begins - 1].group().casefold() in AROUND_A_NAME:
        begins -= 1
    end = said[last].start() + len(said[last].group().rstrip(AFTER_A_NAME))
    return said[begins].start(), name, end


def _last_of_name(said: Sequence[re.Match[str]], at: int, names: Sequence[str]) -> int:
    """The index of the last word of a name that begins at word `at`."""
    last = at
    for number in range(at, len(said)):
        word = said[number].group()
        if is_name_word(word, names):
            last = number
        elif word.casefold() not in AROUND_A_NAME:
            break
        if word[-1] in AFTER_A_NAME:
            break
    return last


def is_name_word(word: str, names: Sequence[str]) -> bool:
    """Whether it is a word of these names, in any grammatical case; a possessive ("tom's") is not."""
    word = word.strip(f'{AFTER_A_NAME}«»“”"()')
    if len(word) < SHORTEST_WORD or word.casefold() in AROUND_A_NAME or word.endswith(("'s", "’s")):
        return False
    known = client_search.fold(" ".join(names)).split()
    cased = any(names_in_text.is_cased(word, name) for name in names)
    return bool(known) and (cased or client_search.is_near(word, known))


def after_name(line: Line) -> str:
    """What follows the unknown name in a line; the whole line if the name is not in it."""
    _before, found, after = line.rest.partition(line.named) if line.named else ("", "", "")
    return after.lstrip(f"{AFTER_A_NAME} ") if found else line.rest


def without_name(req: Request, text: str, client: Client) -> str:
    """The line without the leading words that resemble this client's name."""
    name, after = split_name(text)
    said, known, count = (
        (name or text).split(),
        client_search.fold(f"{client.name} {client.company}").split(),
        0,
    )
    for at, word in enumerate(said, 1):
        if client_search.is_near(word, known) or names_in_text.is_cased(word, client.name):
            count = at
        elif word.casefold() not in BEFORE_A_NAME:
            break
    if not name:
        return cut_words(text, count)[1]
    kept = " ".join(said[count:])
    told = interaction_line.join_times_and_outcome(said[count:], requests.scene(req))
    return f"{told}, {after}" if told else ": ".join(filter(None, (kept, after)))
