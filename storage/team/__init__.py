"""Reps, accounts, teams, invitations and join requests."""
