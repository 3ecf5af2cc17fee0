"""Shared cards, visiting cards, and notices in groups and channels."""
