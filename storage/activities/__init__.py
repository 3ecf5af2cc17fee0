"""Interactions, follow-ups, and the files kept with them."""
