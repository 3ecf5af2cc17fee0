"""Reps, their accounts on the channels, their teams, and how people get in."""
