"""Links behind words of a text: the address is written next to the words when the text is saved."""

import re
from collections.abc import Sequence

Link = tuple[str, str]  # the visible words, and the address behind them

MAX_LINKS = 100  # in one text: Telegram's limit for formatted parts of a message
MAX_ADDRESS = 2000  # letters
BEGINS = re.compile(r"(?:https?://|mailto:|tel:)?(?:www\.)?", re.IGNORECASE)


def with_addresses(text: str, links: Sequence[Link]) -> str:
    """The text with each address in brackets after its words; at the end if the words are not in it."""
    start = 0
    for words, address in links[:MAX_LINKS]:
        if not address or len(address) > MAX_ADDRESS or says_the_same(words, address) or address in text:
            continue
        found = text.find(words, start) if words else -1
        end = found + len(words) if found >= 0 else len(text)
        beside = f" ({address})" if text else address
        text = f"{text[:end]}{beside}{text[end:]}"
        start = end + len(beside) if found >= 0 else start
    return text


def with_short_addresses(text: str, links: Sequence[Link], most: int) -> tuple[str, str]:
    """The text with as many addresses as fit into `most` characters, and the addresses left out."""
    left_out = []
    for link in links[:MAX_LINKS]:
        whole = with_addresses(text, [link])
        if len(whole) > most:
            left_out.append(link[1])
        else:
            text = whole
    return text, " ".join(left_out)


def split_links(links: Sequence[Link], text: str, other: str) -> tuple[list[Link], list[Link]]:
    """Split links into those that stay with `text` and those only in the other text: (rest, others)."""
    others = [link for link in links if link[0] and link[0] in other and link[0] not in text]
    return [link for link in links if link not in others], others


def says_the_same(words: str, address: str) -> bool:
    """Whether the words are the address itself, with or without its beginning."""
    return _bare(words) == _bare(address)


def _bare(address: str) -> str:
    found = BEGINS.match(address)
    return address[found.end() if found else 0 :].rstrip("/").casefold()
