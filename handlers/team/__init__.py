"""Team members, invitations, join requests, linked accounts and settings."""
