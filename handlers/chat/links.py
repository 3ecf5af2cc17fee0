"""Links to clients and deals: their codes ("c12") and web addresses."""

import re

from handlers.chat.requests import Request

# The code in a link (t.me/bot?start=c12, or an address): a client or a deal. Shorter than any invitation.
LINK = re.compile(r"([cd])([0-9]{1,10})", re.IGNORECASE)
HELLO = "from_inline"  # a link to the bot only; no invitation code has an underscore


def is_link(text: str) -> bool:
    """Whether the text after /start is a link, and so not an invitation."""
    return text == HELLO or LINK.fullmatch(text) is not None


def client_in(link: str) -> tuple[int, int | None] | None:
    """The client that a link leads to, as (id, None); None if it leads to none or to a deal."""
    kind, number = parts(link)
    return (number, None) if kind == "c" else None


def parts(link: str) -> tuple[str, int]:
    """Whether it leads to a client ("c") or a deal ("d"), and the id; ("", 0) if to neither."""
    found = LINK.fullmatch(link)
    return (found[1].lower(), int(found[2])) if found else ("", 0)


def address(req: Request, kind: str, number: int) -> str:
    """The web address of the client ("c") or deal ("d"); "" if there are no web addresses."""
    return f"{req.address}/{kind}{number}" if req.address else ""


def link_at(req: Request, url: str) -> str:
    """The link code ("c12") in a web address of ours; "" if it is none. People leave out the https."""
    ours = re.escape(req.address.partition("://")[2])
    found = re.fullmatch(rf"(?:https?://)?{ours}/({LINK.pattern})", url, re.IGNORECASE | re.ASCII)
    return found[1] if found and ours else ""
