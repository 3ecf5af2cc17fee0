"""Interactions, follow-ups, attachments, and the day of a rep."""
