"""Clients from files and from contacts sent in a chat."""
