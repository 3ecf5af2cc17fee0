"""Who works here: members, invitations, accounts and settings."""
