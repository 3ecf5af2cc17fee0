"""Inbound: claim, handle and answer events."""
