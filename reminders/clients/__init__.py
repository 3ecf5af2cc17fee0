"""Clients' birthdays, and handed over clients."""
