"""Deals: opening, editing, moving between stages, and the board."""
