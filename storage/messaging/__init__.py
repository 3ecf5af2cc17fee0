"""Inbox, outbox, drafts, and per-chat state such as the last viewed client."""
