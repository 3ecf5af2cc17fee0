"""Requests, replies, buttons, forms and commands of handlers, which every channel renders natively."""

from handlers.chat.access import NOT_YOURS
from handlers.chat.button_data import Offset
from handlers.chat.buttons import ACTIONS, BUTTON_LIMIT, Action, button
from handlers.chat.commands import COMMANDS, Command, command, is_open, never, only_alone, open_to
from handlers.chat.forms import FORMS, Field, Form, Reply
from handlers.chat.replies import (
    OLD_BUTTON,
    Ambiguous,
    Attached,
    Button,
    Card,
    Contact,
    Line,
    MadeFile,
    Menu,
    Post,
    Redraw,
    Row,
    Toast,
    Unfinished,
    UserError,
    listed,
)
from handlers.chat.requests import Request
from handlers.text import shorten

# Handlers import all of these from here.
__all__ = [
    "ACTIONS",
    "BUTTON_LIMIT",
    "COMMANDS",
    "FORMS",
    "NOT_YOURS",
    "OLD_BUTTON",
    "Action",
    "Ambiguous",
    "Attached",
    "Button",
    "Card",
    "Command",
    "Contact",
    "Field",
    "Form",
    "Line",
    "MadeFile",
    "Menu",
    "Offset",
    "Post",
    "Redraw",
    "Reply",
    "Request",
    "Row",
    "Toast",
    "Unfinished",
    "UserError",
    "button",
    "command",
    "is_open",
    "listed",
    "never",
    "only_alone",
    "open_to",
    "shorten",
]
