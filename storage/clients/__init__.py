"""Clients: kept, told from duplicates, offered and handed over."""
