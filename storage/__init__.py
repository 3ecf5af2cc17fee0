"""What is remembered: a base is one company's, on SQLite or PostgreSQL.

Functions over a session, a folder per noun. None of them commits: `transaction` does, and nothing else.
"""

from storage.audit import changes
from storage.database.connection import (
    Database,
    apart,
    connect,
    is_damaged,
    is_outage,
    reading,
    transaction,
    within,
)

assert changes  # it listens to every session
__all__ = ["Database", "apart", "connect", "is_damaged", "is_outage", "reading", "transaction", "within"]
