"""Whom and which deal a line means."""
