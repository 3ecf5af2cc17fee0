"""A sentence that gives a client to a colleague: "give linda park to boris", "передай фёдорову борису"."""

import re
from collections.abc import Iterator

from handlers.parsing import lexicon
from handlers.parsing.lazy_regex import lazy_regex
from handlers.parsing.lexicon.assign_words import CLIENT, GIVES, IN_HAN, POLITE, TO

MAX_LINE = 100  # letters
MAX_COLLEAGUE = 2  # words
ENDS = " \t.!?。！,;"
BEGINS = lazy_regex(rf"(?:{GIVES})\s+")
PLEASE = lazy_regex(rf"\s(?:{POLITE})\Z", re.IGNORECASE)
GIVES_IN_HAN = lazy_regex(IN_HAN)


def read_assignments(text: str) -> Iterator[tuple[str, str]]:
    """What may name the client, and what the colleague; nothing if the text gives no client to anybody."""
    if len(text) > MAX_LINE or "\n" in text or ":" in text:
        return
    said = PLEASE.sub("", text.strip(ENDS)).strip(ENDS)
    if found := GIVES_IN_HAN.fullmatch(said):
        yield found["client"], found["to"]
        return
    begun = BEGINS.match(said.lower().translate(lexicon.PLAINER))
    words = [word for word in said[begun.end() :].split() if word.lower() not in CLIENT] if begun else []
    for count in range(1, min(MAX_COLLEAGUE, len(words) - 1) + 1):
        before, last = words[:-count], words[-count:]
        while len(before) > 1 and before[-1].lower() in TO:
            before.pop()
        yield " ".join(before), " ".join(last)
        yield " ".join(words[count:]), " ".join(words[:count])
