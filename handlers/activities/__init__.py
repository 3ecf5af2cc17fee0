"""Interactions, follow-ups, notes and attachments."""
