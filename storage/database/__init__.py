"""SQLite and PostgreSQL: connections, drivers and dialects."""
