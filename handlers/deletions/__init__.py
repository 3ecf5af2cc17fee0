"""Deleting clients, deals, interactions and follow-ups, and restoring them."""
