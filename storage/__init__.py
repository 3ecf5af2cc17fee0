"""Storage: one company's database, on SQLite or PostgreSQL.

Functions over a session, one folder per noun. They never commit: only `transaction` does.
"""

from storage.audit import changes
from storage.database.connection import (
    Database,
    connect,
    is_damaged,
    is_gone,
    is_outage,
    reading,
    separate,
    transaction,
    within,
)

assert changes  # imported for its session listeners
__all__ = [
    "Database",
    "connect",
    "is_damaged",
    "is_gone",
    "is_outage",
    "reading",
    "separate",
    "transaction",
    "within",
]
