"""Links that lead to a client or a deal: what they carry, and their addresses on the web."""

import re

from handlers.chat.requests import Request

# What a link carries (t.me/bot?start=c12, or an address): a client or a deal. Shorter than any invitation.
LINK = re.compile(r"([cd])([0-9]{1,10})", re.IGNORECASE)
HELLO = "from_inline"  # of a link that leads to the bot and no further; no code has such a sign


def is_link(text: str) -> bool:
    """Whether what follows /start leads somewhere, and so is no invitation."""
    return text == HELLO or LINK.fullmatch(text) is not None


def client_in(link: str) -> tuple[int, int | None] | None:
    """The client that a link leads to, if it leads to one (and to no deal)."""
    kind, number = parts(link)
    return (number, None) if kind == "c" else None


def parts(link: str) -> tuple[str, int]:
    """Whether it leads to a client ("c") or a deal ("d"), and its number; "" if to neither."""
    found = LINK.fullmatch(link)
    return (found[1].lower(), int(found[2])) if found else ("", 0)


def address(req: Request, kind: str, number: int) -> str:
    """Where the client ("c") or the deal ("d") is found on the web, if there is such a place."""
    return f"{req.address}/{kind}{number}" if req.address else ""


def link_at(req: Request, url: str) -> str:
    """The link that an address of ours carries ("c12"); "" if it is none. People leave out the https."""
    ours = re.escape(req.address.partition("://")[2])
    found = re.fullmatch(rf"(?:https?://)?{ours}/({LINK.pattern})", url, re.IGNORECASE | re.ASCII)
    return found[1] if found and ours else ""
