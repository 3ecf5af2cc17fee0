"""Display names of files: kind and file name."""

from collections.abc import Sequence

from handlers.chat import Attached
from handlers.enum_labels import FILE_KINDS
from handlers.i18n import _
from handlers.text import colon
from storage.models import File


def label(file: File | Attached) -> str:
    """The file's kind and name, for a line of text."""
    return colon(_(FILE_KINDS[file.kind]), file.name) if file.name else _(FILE_KINDS[file.kind])


def names(given: Sequence[File | Attached]) -> str:
    return ", ".join(label(file) for file in given)
