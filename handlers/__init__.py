"""Handlers of commands, buttons and forms, a folder per noun. Importing this package registers them all."""

import importlib
import pkgutil

from handlers.chat import COMMANDS

# The order of help, menus and docs: the most used first; unlisted commands come last.
ORDER = (
    *("find", "new", "edit", "call", "meeting", "email", "message", "note"),
    *("deal", "deals", "pipeline", "move", "won", "lost"),
    *("remind", "today", "agenda", "birthdays", "undo", "delete", "deleted", "assign", "handover"),
    *("settings", "link", "team", "invite", "bind", "tour", "help", "start"),
)

for module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(module.name)

for name in (*ORDER, *(name for name in [*COMMANDS] if name not in ORDER)):
    COMMANDS[name] = COMMANDS.pop(name)
