"""Clients: contact points, duplicates, offers and handover."""
