"""Requests to join, and people who cannot be reached."""
