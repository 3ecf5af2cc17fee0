"""Deals: opened, moved, listed and drawn as a board."""
