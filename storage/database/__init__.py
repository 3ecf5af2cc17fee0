"""The two databases: connections, drivers and dialects."""
