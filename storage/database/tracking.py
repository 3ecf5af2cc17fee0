"""The session whose flushes are written down (storage/audit/changes.py listens to it)."""

from sqlalchemy.orm import Session


class TrackedSession(Session):
    """A session that writes down what its flushes change, while an `act` is set."""
