"""Deals in one line."""
