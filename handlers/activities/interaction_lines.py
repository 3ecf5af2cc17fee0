"""Interactions as lines of a list; interactions without text show their files."""

from collections.abc import Sequence

from handlers.activities import file_texts
from handlers.chat import Request, shorten
from handlers.enum_labels import INTERACTION_KINDS, OUTCOMES
from handlers.i18n import _, commas, duration, near
from handlers.text import colon
from storage.activities import files
from storage.models import File, Interaction

MAX_LINE_TEXT = 200  # letters of an interaction in a list


async def lines(req: Request, found: Sequence[Interaction]) -> list[str]:
    """A line for each; files are queried only for interactions that may have no text."""
    unnamed = [interaction.id for interaction in found if file_texts.may_name_files(interaction.text)]
    kept = await files.of_interactions(req.db, req.rep, unnamed) if unnamed else ()
    return lines_with(req, found, kept)


def lines_with(req: Request, found: Sequence[Interaction], kept: Sequence[File]) -> list[str]:
    """The same if the files are loaded already."""
    return [line(req, each, [file for file in kept if file.interaction_id == each.id]) for each in found]


def line(req: Request, interaction: Interaction, kept: Sequence[File] = ()) -> str:
    """One interaction in a list: time, kind, outcome, duration, text. `kept`: its files."""
    head = [near(interaction.at, req.rep.timezone, req.now), small(_(INTERACTION_KINDS[interaction.kind]))]
    if interaction.outcome:
        head.append(small(_(OUTCOMES[interaction.outcome])))
    if interaction.seconds:
        head.append(duration(interaction.seconds))
    text = file_texts.text_with_files(interaction.text, kept)
    told = commas(*head)
    return colon(told, shorten(text, MAX_LINE_TEXT)) if text else told


def small(label: str) -> str:
    """A label within a line: "call, no answer"."""
    return label[:1].lower() + label[1:]
