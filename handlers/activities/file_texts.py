"""Texts of interactions that only name their files, translated for the reader."""

import re
from collections.abc import Sequence
from functools import cache

from handlers.chat import Attached, Request
from handlers.enum_labels import FILE_KINDS
from handlers.file_names import names
from handlers.i18n import ENGLISH, _, languages, speaking
from storage.activities import files
from storage.models import File, Interaction


def text_with_files(text: str, kept: Sequence[File]) -> str:
    """The text sent with these files; without any, the names of the files in the reader's language."""
    return names(kept) if kept and _names_them(text, kept) else text


async def text_of(req: Request, interaction: Interaction) -> str:
    """The same for one interaction; loads its files if needed."""
    if not may_name_files(interaction.text):
        return interaction.text
    return text_with_files(interaction.text, await files.of_interactions(req.db, req.rep, [interaction.id]))


def written_names(given: Sequence[Attached]) -> str:
    """The text to store for files without one: their names in English, so that it is always recognised."""
    with speaking(ENGLISH):
        return names(given)


def may_name_files(text: str) -> bool:
    """Whether a text may only name its files, so that querying the files is worth it."""
    return re.split("[:,]", text, maxsplit=1)[0] in _kinds_in_all_languages()


def _names_them(text: str, kept: Sequence[File]) -> bool:
    """Whether the text names these files, or the first of an album, in any language: older releases did."""
    for language in languages():
        with speaking(language):
            if any(text == names(kept[: number + 1]) for number in range(len(kept))):
                return True
    return False


@cache
def _kinds_in_all_languages() -> frozenset[str]:
    found: set[str] = set()
    for language in languages():
        with speaking(language):
            found |= {_(kind) for kind in FILE_KINDS.values()}
    return frozenset(found)
