"""What Rapport says unasked, and when. Rows are the memory; the scheduler is only a metronome.

A check looks for what is due and queues it, once, under a key. What is queued is drawn when it leaves, since it
may be wrong by then: a reminder's name is a wire format, like that of a button.
"""

import importlib
import pkgutil

from reminders.registry import DRAWS, MAY_COME_TRUE, STAYS, draw
from reminders.scheduler import BEAT, keep_time, tick

__all__ = ["BEAT", "DRAWS", "MAY_COME_TRUE", "STAYS", "draw", "keep_time", "tick"]

for module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(module.name)
