"""The text of an interaction that only names its files, in the language of whoever reads it."""

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
    """What was said with these files; without a word, what they are, in the language of whoever reads it."""
    return names(kept) if kept and _names_them(text, kept) else text


async def text_of(req: Request, interaction: Interaction) -> str:
    """The same of one interaction."""
    if not may_name_files(interaction.text):
        return interaction.text
    return text_with_files(interaction.text, await files.of_interactions(req.db, req.rep, [interaction.id]))


def written_names(given: Sequence[Attached]) -> str:
    """What is written down where nothing was said: in English, and so recognised whoever reads it."""
    with speaking(ENGLISH):
        return names(given)


def may_name_files(text: str) -> bool:
    """Whether `said` may differ from it, so that a look at the files is worth its statement."""
    return re.split("[:,]", text, maxsplit=1)[0] in _kinds_in_all_languages()


def _names_them(text: str, kept: Sequence[File]) -> bool:
    """In any language, as older releases wrote it down; of files sent together those that came first."""
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
