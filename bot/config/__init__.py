"""Settings: reading, validation, and where the database is."""
