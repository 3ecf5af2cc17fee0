"""The session class whose flushes are recorded (storage/audit/changes.py listens to it)."""

from sqlalchemy.orm import Session


class TrackedSession(Session):
    """A session whose flushes are recorded while an `act` is set."""
