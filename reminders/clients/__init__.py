"""Birthdays of clients, and clients who were handed over."""
