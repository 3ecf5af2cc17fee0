"""Interactions, follow-ups and attachments."""
