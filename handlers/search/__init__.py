"""Search for clients and deals by words and filters."""
