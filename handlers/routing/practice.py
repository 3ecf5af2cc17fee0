"""Lines of the tour, run as if for real on a sample client in a savepoint that is always taken back."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from handlers.chat import COMMANDS, Card, Form, Line, Redraw, Reply, Request, UserError
from handlers.i18n import N_, _

SAMPLE = N_("Alex Sample")
DEAL = N_("sample deal")
EXAMPLES = {
    "new": N_("/new Alex Sample, Sample Ltd, +44 20 7946 0107"),
    "call": N_("/call Alex Sample: 10 min, wants a discount; next: friday 10:00 send the offer"),
    "move": N_("/move sample deal negotiation"),
}
WORTH = "12000"
AFTER_NAME = re.compile(r"\s*[:：,，]?\s*")


@dataclass(frozen=True)
class PracticeLine:
    """A command of the tour, and what follows the sample's name in it."""

    command: str
    rest: str


class _Over(Exception):
    """All that was practised is taken back."""


def read(text: str) -> PracticeLine | None:
    """The line, if it is about the tour's sample client or deal; None: it is about somebody real."""
    word, _space, rest = text.strip().removeprefix("/").partition(" ")
    command, named = word.rstrip(":：").casefold(), " ".join(rest.split())
    name = _(DEAL) if command == "move" else _(SAMPLE)
    if command not in COMMANDS or not named.casefold().startswith(name.casefold()):
        return None
    return PracticeLine(command, AFTER_NAME.sub("", named[len(name) :], count=1))


def example(step: str) -> PracticeLine:
    line = read(_(EXAMPLES[step]))
    assert line, f"the example of {step} does not name the sample"
    return line


async def practise(req: Request, lines: Sequence[PracticeLine]) -> Card:
    """The answer to the last line. Nothing of it is stored. Raises UserError."""
    shown = Card()
    with suppress(_Over):
        async with req.db.begin_nested():
            client = None
            for line in lines:
                shown = await _run(req, line, client)
                client = client or shown.client
            raise _Over
    return replace(shown, buttons=(), menu=None, client=None, deal=None, address="", file=None)


async def _run(req: Request, line: PracticeLine, client: int | None) -> Card:
    match line.command:
        case "new":
            reply = await _command(req, Line("new", f"{_(SAMPLE)}, {line.rest}", anyway=True))
        case "move":
            deal = _card(await _command(req, Line("deal", f"{_(DEAL)} {WORTH}", client=client))).deal
            reply = await _command(req, Line("move", line.rest, client=client, deal=deal))
        case name:
            reply = await _command(req, Line(name, line.rest, client=client))
    return _card(reply)


async def _command(req: Request, line: Line) -> Reply:
    return await COMMANDS[line.command].run(req, line)


def _card(reply: Reply) -> Card:
    if isinstance(reply, Form):
        raise UserError(_("Something is missing after the name."))
    card = reply.card if isinstance(reply, Redraw) else reply
    return card if isinstance(card, Card) else Card(body=str(card))
