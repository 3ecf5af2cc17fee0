"""Ports for what has to know its own before it listens there."""

import os
import socket
from itertools import count

FIRST = 20_000  # below those that systems give to whoever asks for any
EACH = 100  # of a process: those that run at the same time have their own

_next = count()


def free_port() -> int:
    """A port of this process's own, on which nobody listens."""
    while True:
        port = FIRST + os.getpid() % 100 * EACH + next(_next) % EACH
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
