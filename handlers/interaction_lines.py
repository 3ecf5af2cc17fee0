"""Interactions as lines of a list, those with files and without a word by what the files are."""

from collections.abc import Sequence

from handlers import keeping
from handlers.chat import Request
from handlers.interactions import line
from storage import files
from storage.models import File, Interaction


async def lines(req: Request, found: Sequence[Interaction]) -> list[str]:
    """A line each; files are asked for only where one may be named by them."""
    unnamed = [interaction.id for interaction in found if keeping.may_name_files(interaction.text)]
    kept = await files.of_interactions(req.db, req.rep, unnamed) if unnamed else ()
    return lines_with(req, found, kept)


def lines_with(req: Request, found: Sequence[Interaction], kept: Sequence[File]) -> list[str]:
    """The same where their files are known."""
    return [line(req, each, [file for file in kept if file.interaction_id == each.id]) for each in found]
