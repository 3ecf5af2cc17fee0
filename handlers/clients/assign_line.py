"""A sentence that gives a client to a colleague runs /assign: "give linda park to boris"."""

from handlers.chat import Line, Request
from handlers.parsing.commands.assign_sentence import read_assignments
from handlers.resolve.called_client import find_called
from handlers.resolve.colleague import find_colleagues


async def assignment_in(req: Request, text: str) -> Line | None:
    """The line of /assign that a sentence means, if it names just one client and one colleague."""
    for client, colleague in read_assignments(text):
        to = [rep for rep in await find_colleagues(req, colleague) if rep.id != req.rep.id]
        found = await find_called(req, client) if len(to) == 1 else []
        if len(found) == 1:
            return Line("assign", to[0].name, client=found[0].id)
    return None
