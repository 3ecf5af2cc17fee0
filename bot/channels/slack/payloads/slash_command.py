"""What follows /crm, or our name in a channel, as a command line."""

import re

from handlers.chat import COMMANDS
from handlers.chat.command_text import command_text, command_word

CRM = re.compile(r"(/?)crm(?!\w)[^\S\n]*", re.IGNORECASE)


def as_command(text: str) -> str:
    """What was said to Rapport in a channel, or after "/crm": a command gets its slash; nothing is /help."""
    text = without_crm(command_text(text.strip()))
    return (f"/{text.lstrip('/')}" if command_word(text) in COMMANDS else text) or "/help"


def without_crm(text: str) -> str:
    """What follows "/crm", which is no command where it is sent as a message, or "crm" before a command."""
    found = CRM.match(text)
    rest = command_text(text[found.end() :]) if found else ""
    if found and (found[1] or command_word(rest) in COMMANDS):
        return rest or "/help"
    return text
