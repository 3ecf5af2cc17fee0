"""Length limits of typed texts and tags: longer ones are refused."""

from handlers.chat import shorten
from handlers.chat.replies import UserError
from handlers.i18n import _
from handlers.text import ECHO, MAX_TAG


def check_length(text: str, most: int) -> str:
    """The text, if it has at most `most` letters. Raises UserError."""
    if len(text) > most:
        said = _("That's too long: {n} characters, and the limit is {most}. Please shorten it or split it.")
        raise UserError(said.format(n=len(text), most=most))
    return text


def check_tags(tags: str) -> str:
    """These comma-separated tags, if none of them is too long. Raises UserError."""
    for tag in map(str.strip, tags.split(",")):
        if len(tag) > MAX_TAG:
            said = _("The tag “{tag}” is too long: {n} characters, and the limit is {most}. Please shorten it.")
            raise UserError(said.format(tag=shorten(tag, ECHO), n=len(tag), most=MAX_TAG))
    return tags
