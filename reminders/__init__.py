"""Reminders: messages that Rapport sends unprompted. State is in the database, not in the scheduler.

A check looks for what is due and queues it once, under a key. Reminders are drawn when they are sent, because
they may be outdated by then: a reminder's name is a wire format, like that of a button.
"""

import importlib
import pkgutil

from reminders.registry import DRAWS, MAY_COME_TRUE, STAYS, draw
from reminders.scheduler import BEAT_INTERVAL, keep_time, tick

__all__ = ["BEAT_INTERVAL", "DRAWS", "MAY_COME_TRUE", "STAYS", "draw", "keep_time", "tick"]

for module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(module.name)
