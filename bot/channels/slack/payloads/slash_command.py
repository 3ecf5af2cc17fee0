"""Parse the text after /crm, or after a mention of us, as a command line."""

import re

from handlers.chat import COMMANDS
from handlers.chat.command_text import command_text, command_word

CRM = re.compile(r"(/?)crm(?!\w)[^\S\n]*", re.IGNORECASE)


def as_command(text: str) -> str:
    """Text after a mention or "/crm": a command gets its slash; an empty text is /help."""
    text = without_crm(command_text(text.strip()))
    return (f"/{text.lstrip('/')}" if command_word(text) in COMMANDS else text) or "/help"


def without_crm(text: str) -> str:
    """Remove "/crm", which is no command when sent as a message, or "crm" before a command."""
    found = CRM.match(text)
    rest = command_text(text[found.end() :]) if found else ""
    if found and (found[1] or command_word(rest) in COMMANDS):
        return rest or "/help"
    return text
