"""Recurring follow-ups, and clients to keep in touch with."""
