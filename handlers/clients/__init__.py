"""Clients: cards, editing, duplicates, offers and handover."""
